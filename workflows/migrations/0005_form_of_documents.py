"""Who issues the reports of a kind: a committee, or the People's Committee itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0004_signatory"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportkind",
            name="form",
            field=models.CharField(
                choices=[("committee", "Committee (Ban Chỉ đạo)"), ("people", "People's Committee of the ward")],
                default="committee",
                max_length=10,
                verbose_name="issuing body",
            ),
        ),
    ]
