"""A ward may have days of its own; the days of 2027 that follow from the law (BLLĐ 2019 Điều 111, 112; NQ 28/2026/QH16).

On which days the Tết holiday and the second day of Quốc khánh are taken is decided each year: until then these are not
`decided`. A day that an installation has already stays as it is.
"""

from datetime import date

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TET = "Tết Nguyên đán Đinh Mùi"
BY_LAW_2027 = (
    (date(2027, 1, 1), "Tết Dương lịch", True),
    *((date(2027, 2, day), TET, False) for day in range(6, 11)),
    *((date(2027, 2, day), f"Nghỉ bù {TET}", False) for day in (11, 12)),
    (date(2027, 4, 16), "Giỗ Tổ Hùng Vương", True),
    (date(2027, 4, 30), "Ngày Chiến thắng", True),
    (date(2027, 5, 1), "Ngày Quốc tế lao động", True),
    (date(2027, 5, 3), "Nghỉ bù Ngày Quốc tế lao động", True),
    (date(2027, 9, 2), "Quốc khánh", True),
    (date(2027, 9, 3), "Quốc khánh", False),
    (date(2027, 11, 24), "Ngày Văn hóa Việt Nam", True),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("workflows", "CalendarDay").objects
    known = set(days.values_list("day", flat=True))
    days.bulk_create(
        days.model(day=day, name=name, decided=decided) for day, name, decided in BY_LAW_2027 if day not in known
    )


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("workflows", "CalendarDay").objects
    days.filter(ward__isnull=False).delete()
    days.filter(day__year=2027).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0009_charges"),
        ("workflows", "0016_attachments"),
    ]

    operations = [
        migrations.AlterField(model_name="calendarday", name="day", field=models.DateField(verbose_name="day")),
        migrations.AddField(
            model_name="calendarday",
            name="ward",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calendar_days",
                to="units.unit",
                verbose_name="ward",
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="decided",
            field=models.BooleanField(default=True, verbose_name="decided"),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ward", None)), fields=("day",), name="calendar_day_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(fields=("ward", "day"), name="calendar_day_once_a_ward"),
        ),
        migrations.RunPython(fill, empty),
    ]
