import hashlib
import json

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

SHAPE = ("title", "verb", "beside", "office", "need", "quorum", "allowance", "condition", "reversed", "otherwise")
CHANGES = ("add_step", "change_step", "move_step", "retire_step")

REFUSAL = "Versions of routes are never edited."
ARM = {
    "postgresql": (
        f"""
        CREATE FUNCTION workflows_routeversion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE TRIGGER workflows_routeversion_no_update BEFORE UPDATE ON workflows_routeversion
        FOR EACH ROW EXECUTE FUNCTION workflows_routeversion_refuse()
        """,
    ),
    "sqlite": (
        f"""
        CREATE TRIGGER workflows_routeversion_no_update BEFORE UPDATE ON workflows_routeversion
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """,
    ),
}
DISARM = {
    "postgresql": (
        "DROP TRIGGER workflows_routeversion_no_update ON workflows_routeversion",
        "DROP FUNCTION workflows_routeversion_refuse()",
    ),
    "sqlite": ("DROP TRIGGER workflows_routeversion_no_update",),
}


def arm(_apps, schema_editor):
    for statement in ARM[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def disarm(_apps, schema_editor):
    for statement in DISARM[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def keep_the_first_version(apps, _schema_editor):
    """What each route is now, in force since its steps were changed last."""
    events = apps.get_model("approvals", "TrailEvent").objects.filter(subject_kind="route", action__in=CHANGES)
    for route in apps.get_model("workflows", "Route").objects.order_by("pk"):
        steps = route.steps.filter(retired_at=None).select_related("unit").order_by("order", "pk")
        shape = [{name: getattr(step, name) for name in SHAPE} | {"unit": step.unit.code} for step in steps]
        text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        changed_at = events.filter(subject_id=route.pk).order_by("-seq").values_list("at", flat=True).first()
        route.versions.create(
            number=1,
            shape=shape,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            in_force_from=changed_at or timezone.now(),
        )


class Migration(migrations.Migration):
    """A route keeps what it was, and the database refuses to change that: each route that is there gets its version 1.

    On SQLite a later migration that remakes the table has to arm it again.
    """

    dependencies = [
        ("approvals", "0007_verdicts_of_opinions"),
        ("workflows", "0010_stages_and_opinions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "RouteVersion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField("version")),
                ("shape", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("in_force_from", models.DateTimeField()),
                ("route", models.ForeignKey("workflows.route", models.PROTECT, related_name="versions")),
                (
                    "person",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a route",
                "verbose_name_plural": "versions of routes",
                "ordering": ["route", "-number"],
                "constraints": [models.UniqueConstraint(fields=["route", "number"], name="route_version_once")],
            },
        ),
        migrations.RunPython(keep_the_first_version, migrations.RunPython.noop),
        migrations.RunPython(arm, disarm),
    ]
