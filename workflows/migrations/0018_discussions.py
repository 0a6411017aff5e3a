import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = {"workflows_casemessage": "Messages are never edited.", "workflows_messagestrike": "A strike stays."}
ARM = {
    "postgresql": (
        """
        CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
        """,
    ),
    "sqlite": tuple(
        f"""
        CREATE TRIGGER {{table}}_no_{action.lower()} BEFORE {action} ON {{table}}
        BEGIN SELECT RAISE(ABORT, '{{refusal}}'); END
        """
        for action in ("UPDATE", "DELETE")
    ),
}
DISARM = {
    "postgresql": ("DROP TRIGGER {table}_append_only ON {table}", "DROP FUNCTION {table}_refuse()"),
    "sqlite": ("DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"),
}


def arm(_apps, schema_editor):
    _run(ARM, schema_editor)


def disarm(_apps, schema_editor):
    _run(DISARM, schema_editor)


def _run(statements, schema_editor):
    for table, refusal in TABLES.items():
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table, refusal=refusal), params=None)


class Migration(migrations.Migration):
    """What is written beside a case: the database refuses to change or delete a message, or that it was struck.

    On SQLite a later migration that remakes one of the tables has to arm it again.
    """

    dependencies = [
        ("units", "0009_charges"),
        ("workflows", "0017_calendar_of_wards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("text", models.TextField(max_length=2000, verbose_name="message")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="units.unit", verbose_name="tell the people of"
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DiscussionSighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "how far a discussion was read",
                "verbose_name_plural": "how far discussions were read",
            },
        ),
        migrations.CreateModel(
            name="MessageStrike",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="strike", to="workflows.casemessage"
                    ),
                ),
            ],
            options={
                "verbose_name": "struck message",
                "verbose_name_plural": "struck messages",
            },
        ),
        migrations.AddIndex(
            model_name="casemessage",
            index=models.Index(fields=["subject_kind", "subject_id"], name="message_of_case"),
        ),
        migrations.AddConstraint(
            model_name="discussionsighting",
            constraint=models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "person"), name="discussion_seen_once"
            ),
        ),
        migrations.RunPython(arm, disarm),
    ]
