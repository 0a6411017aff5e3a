from django.db import migrations, models


class Migration(migrations.Migration):
    """What an office asked for by itself has a code made of its title."""

    dependencies = [("approvals", "0009_verdict_of_an_examination")]

    operations = [migrations.AlterField("document", "period", models.CharField("period", max_length=40))]
