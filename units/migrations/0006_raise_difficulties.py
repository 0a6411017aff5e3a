"""Coordinators and approvers raise difficulties in their own unit's name: the groups that exist get the right too."""

from django.db import migrations

CODENAME, NAME = "raise_difficulties", "raises difficulties"
OFFICES = ("coordinator", "approver")


def grant(apps, schema_editor):
    """A group is called "<unit's id>:<office>"."""
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="units", model="unit"
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": NAME}
    )
    units = apps.get_model("units", "Unit").objects.values_list("pk", flat=True)
    groups = dict(apps.get_model("auth", "Group").objects.values_list("name", "pk"))
    held = apps.get_model("units", "UnitGroupPermission")
    for unit in units:
        for office in OFFICES:
            if group := groups.get(f"{unit}:{office}"):
                held.objects.get_or_create(permission=permission, content_object_id=unit, group_id=group)


def take_away(apps, schema_editor):
    apps.get_model("units", "UnitGroupPermission").objects.filter(permission__codename=CODENAME).delete()
    apps.get_model("auth", "Permission").objects.filter(codename=CODENAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0005_deputies_by_order"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="unit",
            options={
                "ordering": ["ward_id", "order", "code"],
                "permissions": [
                    ("view_reports", "reads reports"),
                    ("write_reports", "writes reports"),
                    ("submit_reports", "submits reports"),
                    ("review_reports", "reviews and consolidates reports"),
                    ("approve_reports", "approves reports"),
                    ("issue_reports", "issues and dispatches reports"),
                    ("view_documents", "reads issued documents"),
                    ("view_trail", "reads the trail"),
                    ("administer", "administers people, units and routes"),
                    ("raise_difficulties", "raises difficulties"),
                ],
                "verbose_name": "unit",
                "verbose_name_plural": "units",
            },
        ),
        migrations.RunPython(grant, take_away),
    ]
