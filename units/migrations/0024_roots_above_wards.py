from django.db import migrations, models
from django.db.models import Exists, OuterRef


def note_provinces(apps, schema_editor):
    """A root is above wards where units below it stand for some."""
    units = apps.get_model("units", "Unit").objects
    members = units.filter(ward=OuterRef("pk"), delivers=True)
    units.filter(Exists(members), ward=None).update(has_wards=True)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0023_forms_have_owners"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="has_wards",
            field=models.BooleanField(default=False, editable=False, verbose_name="stands above wards"),
        ),
        migrations.RunPython(note_provinces, migrations.RunPython.noop),
    ]
