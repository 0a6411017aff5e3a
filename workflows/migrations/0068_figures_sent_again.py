from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0067_outlines_of_requests"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="figuredelivery",
            name="figure_delivery_taken_once",
        ),
        migrations.AddField(
            model_name="figuredelivery",
            name="mail_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
