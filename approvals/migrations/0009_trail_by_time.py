"""The trail is listed by the time of its events: those of past months, played or imported later, stand where they belong."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0008_checkpoints")]
    operations = [
        migrations.AlterModelOptions(
            name="trailevent",
            options={
                "ordering": ["-at", "-id"],
                "verbose_name": "trail event",
                "verbose_name_plural": "trail events",
            },
        ),
        migrations.RemoveIndex(model_name="trailevent", name="trail_scope"),
        migrations.AddIndex(
            model_name="trailevent",
            index=models.Index(fields=["scope", "-at", "-id"], name="trail_scope"),
        ),
        migrations.AddIndex(
            model_name="trailevent",
            index=models.Index(fields=["-at", "-id"], name="trail_time"),
        ),
    ]
