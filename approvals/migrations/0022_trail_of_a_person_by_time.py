from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0021_pages_shown_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="trailevent",
            index=models.Index(fields=["actor", "-at", "-id"], name="trail_person_time"),
        ),
        migrations.RemoveIndex(model_name="trailevent", name="trail_actor"),
    ]
