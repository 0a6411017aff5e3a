from django.db import migrations, models


class Migration(migrations.Migration):
    """A ward has working hours of its own, which its administrator sets; blank: the usual ones."""

    dependencies = [("units", "0007_absences")]

    operations = [
        migrations.AddField("unit", "hours", models.CharField("working hours", max_length=40, blank=True, default="")),
        migrations.AlterField("unit", "hours", models.CharField("working hours", max_length=40, blank=True)),
    ]
