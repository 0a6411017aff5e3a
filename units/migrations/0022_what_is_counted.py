from django.db import migrations, models


class Migration(migrations.Migration):
    """What the numerator and the denominator of an indicator count, told where they are typed."""

    dependencies = [("units", "0021_units_that_deliver")]

    operations = [
        migrations.AddField(
            "indicator",
            "numerator_words",
            models.CharField(blank=True, default="", max_length=200, verbose_name="what the numerator counts"),
            preserve_default=False,
        ),
        migrations.AddField(
            "indicator",
            "denominator_words",
            models.CharField(blank=True, default="", max_length=200, verbose_name="what the denominator counts"),
            preserve_default=False,
        ),
    ]
