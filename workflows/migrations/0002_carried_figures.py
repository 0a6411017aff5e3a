"""The units whose reading of an earlier period stands on in a figure; figures made before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0001_first_release"),
        ("units", "0002_stock_indicators"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicatorfigure",
            name="carried",
            field=models.TextField(blank=True, default="", verbose_name="figures of an earlier period"),
            preserve_default=False,
        ),
    ]
