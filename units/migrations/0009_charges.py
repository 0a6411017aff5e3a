from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Which leader is in charge of which field or unit, from when until when."""

    dependencies = [("units", "0008_working_hours")]

    operations = [
        migrations.CreateModel(
            "Charge",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField("field", max_length=300, blank=True)),
                ("starts_at", models.DateTimeField("from")),
                ("ends_at", models.DateTimeField("until", null=True)),
                (
                    "leader",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.PROTECT, related_name="charges", verbose_name="leader"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey("units.unit", models.PROTECT, null=True, related_name="+", verbose_name="unit"),
                ),
                (
                    "ward",
                    models.ForeignKey("units.unit", models.PROTECT, related_name="charges", verbose_name="ward"),
                ),
            ],
            options={
                "verbose_name": "charge",
                "verbose_name_plural": "charges",
                "ordering": ["ward", "field", "unit__order", "starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                        name="charge_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=Q(~Q(field=""), unit=None) | Q(field="", unit__isnull=False),
                        name="charge_of_a_field_or_a_unit",
                    ),
                ],
            },
        ),
    ]
