"""Names that were kept with line breaks, control or direction signs are kept without: they stopped mails.

There is no way back to them, and nothing needs one.
"""

import unicodedata

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = {
    "Unit": ("name", "short_name", "kind", "duty"),
    "Person": ("name", "signs_as", "phone"),
    "Membership": ("title", "acts_for", "post"),
}


def one_line(text: str) -> str:
    visible = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf"))
    return " ".join(visible.split())


def to_one_line(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model, fields in NAMES.items():
        rows = apps.get_model("units", model).objects.using(schema_editor.connection.alias)
        for row in rows.only(*fields).iterator():
            changed = {name: one_line(getattr(row, name)) for name in fields}
            if any(getattr(row, name) != value for name, value in changed.items()):
                rows.filter(pk=row.pk).update(**changed)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_stock_indicators"),
    ]

    operations = [
        migrations.RunPython(to_one_line, migrations.RunPython.noop),
    ]
