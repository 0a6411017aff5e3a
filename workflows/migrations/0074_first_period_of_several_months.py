from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0073_scans_of_opinions_on_paper")]

    operations = [
        migrations.AddField(
            "reportkind",
            "first_covers_year",
            models.BooleanField(default=False, verbose_name="the first period tells the year so far"),
        ),
    ]
