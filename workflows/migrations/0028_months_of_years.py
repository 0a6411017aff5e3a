from django.db import migrations


def name_the_months(apps, _schema_editor):
    """A yearly report begins with the months of its ward, as it did before kinds could be made: there was one of each."""
    kinds = apps.get_model("workflows", "ReportKind").objects
    for year in kinds.filter(frequency="annual", months=None):
        year.months = kinds.filter(ward=year.ward_id, frequency="monthly").order_by("pk").first()
        year.save(update_fields=["months"])


class Migration(migrations.Migration):
    dependencies = [("workflows", "0027_kinds_of_every_length")]

    operations = [migrations.RunPython(name_the_months, migrations.RunPython.noop)]
