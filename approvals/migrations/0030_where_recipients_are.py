import re

from django.db import migrations, models

FIRST_LEVEL = re.compile(r"[A-Z][0-9]{2}")  # of an organ identifier: a province or a central organ


def fill(apps, schema_editor):
    """The superior is within the province, and so is whoever's identifier begins as that of the superior or the own."""
    recipients, keys = apps.get_model("approvals", "Recipient"), apps.get_model("approvals", "MessageKey")
    own = {}
    for scope, organ in [
        *keys.objects.values_list("scope", "organ_id"),
        *recipients.objects.filter(leads=True).values_list("scope", "organ_id"),
    ]:
        own.setdefault(scope, set()).add(_first_level(organ))
    for row in recipients.objects.order_by("pk"):
        there, here = _first_level(row.organ_id), own.get(row.scope, set()) - {""}
        if row.leads:
            row.where = "province"
        elif there and here:
            row.where = "province" if there in here else "outside"
        row.save(update_fields=["where"])


def _first_level(organ):
    return next((part for part in organ.split(".") if FIRST_LEVEL.fullmatch(part)), "")


class Migration(migrations.Migration):
    """Where a recipient is, as routes may depend on it: filled in where its identifier tells."""

    dependencies = [("approvals", "0029_packages_are_shared")]

    operations = [
        migrations.AddField(
            "recipient",
            "where",
            models.CharField(
                blank=True,
                choices=[
                    ("ward", "Within the ward"),
                    ("province", "Within the province"),
                    ("outside", "Outside the province"),
                ],
                default="",
                max_length=10,
                verbose_name="where it is",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
