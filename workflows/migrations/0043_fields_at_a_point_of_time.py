from django.db import migrations, models


class Migration(migrations.Migration):
    """A field of an outline may be a level; a figure of it names the units whose earlier value stands on."""

    dependencies = [("workflows", "0042_from_when_a_year_to_date_counts")]

    operations = [
        migrations.AddField(
            "field", "stock", models.BooleanField("at a point of time", default=False), preserve_default=True
        ),
        migrations.AddField(
            "fieldfigure",
            "carried",
            models.TextField("figures of an earlier period", blank=True, default=""),
        ),
    ]
