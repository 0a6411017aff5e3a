from django.db import migrations, models


class Migration(migrations.Migration):
    """Of the units that cooperate in an indicator some only help: they report no figure of it."""

    dependencies = [("units", "0014_scopes_of_delegations")]

    operations = [
        migrations.AddField(
            "indicator", "helping", models.ManyToManyField("units.unit", related_name="+", verbose_name="only help")
        )
    ]
