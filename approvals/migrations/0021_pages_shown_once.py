from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0020_newest_of_each_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="answeredform",
            name="page",
            field=models.BinaryField(default=bytes),
        ),
    ]
