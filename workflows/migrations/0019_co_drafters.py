import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was named to write a case too."""

    dependencies = [
        ("units", "0009_charges"),
        ("workflows", "0018_discussions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoDrafter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "co-drafter",
                "verbose_name_plural": "co-drafters",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "person"), name="co_drafter_once_a_case"
                    )
                ],
            },
        ),
    ]
