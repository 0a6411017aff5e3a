from collections import defaultdict

from django.db import migrations, models


def keep_the_newest(apps, _editor):
    """Where a year has plans of several numbers, kinds go on with the one imported last, as they did until now."""
    plans = apps.get_model("units", "Plan").objects.order_by("imported_at", "pk")
    numbers = defaultdict(dict)
    for ward, year, number in plans.values_list("ward_id", "year", "number"):
        numbers[ward, year].pop(number, None)
        numbers[ward, year][number] = None
    kinds = apps.get_model("workflows", "ReportKind").objects
    for (ward, _year), found in sorted(numbers.items()):
        if len(found) > 1:
            kinds.filter(ward=ward).update(plan_number=list(found)[-1])


class Migration(migrations.Migration):
    """A kind of report follows one of several plans that are in force in a year."""

    dependencies = [("units", "0015_units_that_only_help"), ("workflows", "0050_restatements")]

    operations = [
        migrations.AddField(
            "reportkind", "plan_number", models.CharField("follows the plan", max_length=60, blank=True, default="")
        ),
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
    ]
