import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Gateways to Zalo or SMS, and which reminders go there."""

    dependencies = [
        ("units", "0013_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workflows", "0053_files_of_quick_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="rung",
            name="by_gateway",
            field=models.BooleanField(default=False, verbose_name="by the ward's gateway (Zalo, SMS) too"),
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stopped")),
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
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "gateway",
                "verbose_name_plural": "gateways",
                "ordering": ["ward", "-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)), fields=("ward",), name="gateway_one_in_use_a_ward"
                    )
                ],
            },
        ),
    ]
