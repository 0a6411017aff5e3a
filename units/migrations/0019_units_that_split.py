import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A unit that was made of a part of another says of which."""

    dependencies = [("units", "0018_access_tokens")]

    operations = [
        migrations.AddField(
            "unit",
            "split_from",
            models.ForeignKey(
                "units.unit",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="split_into",
                verbose_name="split from",
            ),
        )
    ]
