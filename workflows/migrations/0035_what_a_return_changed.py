from django.db import migrations, models


class Migration(migrations.Migration):
    """A return to an earlier step notes what it changed, so that it can be taken back."""

    dependencies = [("workflows", "0034_sections_in_order")]

    operations = [migrations.AddField("casestep", "before_return", models.JSONField(null=True))]
