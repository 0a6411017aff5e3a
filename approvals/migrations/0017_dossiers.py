import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Dossiers of a document or of a year, made in the background and fetched by who may."""

    dependencies = [
        ("approvals", "0016_answered_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("scope", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                ("terms", models.JSONField(blank=True, default=dict)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier",
                        to="approvals.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["scope", "-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "year"), name="dossier_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", None), ("year__isnull", False)),
                            models.Q(("document__isnull", False), ("year", None)),
                            _connector="OR",
                        ),
                        name="dossier_of_document_or_year",
                    ),
                ],
            },
        ),
    ]
