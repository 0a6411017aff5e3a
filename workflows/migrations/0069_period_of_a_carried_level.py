from django.db import migrations, models


class Migration(migrations.Migration):
    """A level that a ward's document carries over keeps the period that it is from."""

    dependencies = [("workflows", "0068_year_to_date_of_a_delivery")]

    operations = [
        migrations.AddField(
            "indicatorentry",
            "since",
            models.CharField(blank=True, default="", editable=False, max_length=40),
            preserve_default=False,
        ),
    ]
