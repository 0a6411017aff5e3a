from django.db import migrations, models


class Migration(migrations.Migration):
    """A figure keeps from which day its year to date counts, where that is not the year's beginning."""

    dependencies = [("workflows", "0041_quick_forms")]

    operations = [migrations.AddField("indicatorfigure", "counted_from", models.DateField(null=True))]
