"""Evidence behind the entries of unit reports: files and links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0010_on_behalf"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20, verbose_name="part")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="link")),
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
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["report", "at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sha256", ""), _negated=True), fields=["sha256"], name="evidence_same_file"
                    ),
                    models.Index(
                        condition=models.Q(("scan__in", ["unscanned", "waiting"])),
                        fields=["id"],
                        name="evidence_to_scan",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "part", "sha256", "link"), name="evidence_once_an_entry"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), ("scan", ""), ("sha256", ""), models.Q(("link", ""), _negated=True)),
                            models.Q(
                                ("link", ""),
                                ("scan__in", ["unscanned", "waiting", "clean", "infected"]),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_file_or_link",
                    ),
                ],
            },
        ),
    ]
