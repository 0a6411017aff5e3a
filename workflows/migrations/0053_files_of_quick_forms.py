import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Photographs and voice notes that come with the answers of quick forms."""

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("workflows", "0052_calendar_feeds")]

    operations = [
        migrations.CreateModel(
            name="QuickFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="file (SHA-256)")),
                ("kind", models.CharField(blank=True, max_length=5, verbose_name="kind")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unscanned", "not scanned"),
                            ("waiting", "waits for the scanner"),
                            ("clean", "scanned"),
                            ("infected", "held malware, deleted"),
                        ],
                        max_length=9,
                        verbose_name="scan",
                    ),
                ),
                ("malware", models.CharField(blank=True, max_length=100, verbose_name="malware")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("part", models.CharField(max_length=20, verbose_name="part")),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="workflows.quickanswer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quick_files",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a quick form",
                "verbose_name_plural": "files of quick forms",
                "ordering": ["answer", "id"],
                "indexes": [
                    models.Index(fields=["sha256"], name="quick_file_same_file"),
                    models.Index(
                        condition=models.Q(("scan__in", ["unscanned", "waiting"])),
                        fields=["id"],
                        name="quick_file_to_scan",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "part", "sha256"), name="quick_file_once_an_answer")
                ],
            },
        ),
    ]
