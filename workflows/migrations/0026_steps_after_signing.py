from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a case has steps for what follows its signature."""

    dependencies = [("workflows", "0025_verbs_of_steps")]

    operations = [
        migrations.AddField(model_name=model, name="after_signing", field=models.BooleanField(default=False))
        for model in ("wardreport", "submission")
    ]
