from django.db import migrations

STANDING = ("indicators", "assignments", "results", "difficulties", "proposals", "directions")


def add_outlines(apps, schema_editor):
    kinds = apps.get_model("workflows", "ReportKind").objects.filter(subject_kind="wardreport")
    outlines = apps.get_model("workflows", "OutlineVersion").objects
    section = apps.get_model("workflows", "Section")
    for kind in kinds:
        outline = outlines.create(kind=kind, number=1)
        section.objects.bulk_create(
            section(outline=outline, number=place, order=place, content=content)
            for place, content in enumerate(STANDING, start=1)
        )
        kind.periods.update(outline=outline)


class Migration(migrations.Migration):
    """Every kind of report has what its reports said so far as its first outline, and its periods keep that."""

    dependencies = [("workflows", "0029_outlines")]

    operations = [migrations.RunPython(add_outlines, migrations.RunPython.noop)]
