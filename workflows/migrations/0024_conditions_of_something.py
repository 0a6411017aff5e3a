from django.db import migrations, models


class Migration(migrations.Migration):
    """What a condition of a step is of, and further conditions beside it."""

    dependencies = [("workflows", "0023_changes_of_steps_on_the_way")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="parameter",
            field=models.JSONField(blank=True, null=True, verbose_name="what the condition is of"),
        ),
        migrations.AddField(
            model_name="step",
            name="further",
            field=models.JSONField(blank=True, default=list, verbose_name="further conditions"),
        ),
        migrations.AddField(
            model_name="step",
            name="any_of",
            field=models.BooleanField(default=False, verbose_name="one of the conditions is enough"),
        ),
    ]
