from django.db import migrations, models


class Migration(migrations.Migration):
    """The register names what an office asked for by its title."""

    dependencies = [("approvals", "0010_longer_codes_of_periods")]

    operations = [migrations.AlterField("document", "period", models.CharField("period", max_length=200))]
