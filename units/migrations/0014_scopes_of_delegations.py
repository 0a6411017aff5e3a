import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A delegation may count for some kinds of document alone, or for what some units drew up."""

    dependencies = [("units", "0013_notices")]

    operations = [
        migrations.CreateModel(
            name="DelegationScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=30, verbose_name="kind of document")),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="units.delegation"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="drawn up by",
                    ),
                ),
            ],
            options={
                "verbose_name": "scope of a delegation",
                "verbose_name_plural": "scopes of delegations",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["delegation", "kind", "unit"], name="delegation_scope_once"),
                    models.UniqueConstraint(
                        fields=["delegation", "kind"],
                        condition=models.Q(unit=None),
                        name="delegation_scope_once_of_any_unit",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(kind="", unit=None), name="delegation_scope_says_something"
                    ),
                ],
            },
        ),
    ]
