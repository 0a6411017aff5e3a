"""The officials' calendar of 2026; the table is edited from then on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from workflows.holidays import OFFICIAL_2026


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("workflows", "CalendarDay")
    days.objects.bulk_create(days(day=day, working=working, name=name) for day, working, name in OFFICIAL_2026)


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("workflows", "CalendarDay").objects.filter(day__year=2026).delete()


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
