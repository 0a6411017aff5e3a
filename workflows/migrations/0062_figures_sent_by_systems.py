from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0061_what_arrives_from_wards"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicatorentry",
            name="sent_by",
            field=models.CharField(blank=True, max_length=300, verbose_name="sent by a system"),
        ),
    ]
