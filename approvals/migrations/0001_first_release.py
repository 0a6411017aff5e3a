"""The register, the trail and its checkpoints, decisions, signatures, the outbox: as of the first release.

The trail and its checkpoints refuse UPDATE and DELETE. TRUNCATE is left: see approvals/trail/append_only.py.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from approvals.trail import append_only


def arm(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.arm(schema_editor.connection)
    append_only.arm(schema_editor.connection, append_only.CHECKPOINTS)


def disarm(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.disarm(schema_editor.connection)
    append_only.disarm(schema_editor.connection, append_only.CHECKPOINTS)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("approvals", "0001_initial"),
        ("approvals", "0002_trail_is_append_only"),
        ("approvals", "0003_fewer_indexes"),
        ("approvals", "0004_document_states"),
        ("approvals", "0005_decision_authority"),
        ("approvals", "0006_sightings"),
        ("approvals", "0007_signing_keys"),
        ("approvals", "0008_checkpoints"),
        ("approvals", "0009_trail_by_time"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(verbose_name="events")),
                ("last_event", models.BigIntegerField()),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("peaks", models.JSONField()),
                ("made_at", models.DateTimeField(verbose_name="time")),
            ],
            options={
                "verbose_name": "checkpoint",
                "verbose_name_plural": "checkpoints",
                "ordering": ["-size"],
                "constraints": [models.UniqueConstraint(fields=("size",), name="checkpoint_one_a_size")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "Number kept"),
                            ("issued", "Document issued"),
                            ("voided", "Number voided"),
                        ],
                        default="reserved",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("symbol", models.CharField(max_length=40, verbose_name="symbol")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("issued_on", models.DateField(verbose_name="date")),
                ("abstract", models.CharField(max_length=500, verbose_name="abstract")),
                ("period", models.CharField(max_length=20, verbose_name="period")),
                ("signer", models.CharField(max_length=200, verbose_name="signer")),
                ("voided_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="approvals.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "symbol", "year", "number"), name="document_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "voided"), _negated=True),
                        fields=("subject_kind", "subject_id"),
                        name="document_once_a_subject",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="document_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voided"), ("voided_at__isnull", False)),
                            models.Q(models.Q(("state", "voided"), _negated=True), ("voided_at", None)),
                            _connector="OR",
                        ),
                        name="document_voided_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recalled_at", None), ("state", "issued"), _connector="OR"),
                        name="document_recalled_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recalled_at", None), ("voided_at", None)),
                            models.Q(models.Q(("reason", ""), _negated=True), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_ended_by_whom_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=300, verbose_name="recipient")),
                ("requested_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "No answer yet"), ("received", "Received"), ("refused", "Refused")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_reference", models.CharField(blank=True, max_length=100)),
                ("answer_reason", models.TextField(blank=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("deletion_reference", models.CharField(blank=True, max_length=100)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="approvals.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "dispatch",
                "verbose_name_plural": "dispatches",
                "ordering": ["-requested_at"],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.BigIntegerField()),
                ("symbol", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "symbol", "year"), name="series_one_a_symbol_and_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("payload", models.JSONField(default=dict)),
                ("scope", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("available_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("parked", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "outbox message",
                "verbose_name_plural": "outbox messages",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("parked", False)),
                        fields=["available_at"],
                        name="outbox_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="outbox_one_row_an_effect")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("retried", "Tried again"), ("skipped", "Skipped")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("what", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="approvals.outboxmessage",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("message",), name="incident_one_open_a_message"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                ("content", models.CharField(max_length=64)),
                ("final", models.BooleanField(default=False)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "rendition",
                "verbose_name_plural": "renditions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "content", "final"), name="rendition_one_a_content"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sighting",
                "verbose_name_plural": "sightings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "person", "sha256"), name="sighting_one_a_rendering"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                (
                    "field",
                    models.CharField(
                        choices=[("person", "Signed by the person"), ("organ", "Sealed by the organ")], max_length=10
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stored", "Key kept here"),
                            ("external", "Signing service"),
                            ("none", "Not signed digitally"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("issuer", models.CharField(blank=True, max_length=500)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("not_after", models.DateTimeField(null=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("none", "No signature"),
                            ("B-B", "B-B"),
                            ("B-T", "B-T, with a time stamp"),
                            ("B-LTA", "B-LTA, for long keeping"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.CharField(max_length=64)),
                ("after", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "field"), name="signature_one_a_field"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("scope", models.BigIntegerField(null=True)),
                ("sealed", models.BinaryField()),
                ("image", models.BinaryField(blank=True)),
                ("subject", models.CharField(max_length=500, verbose_name="issued to")),
                ("issuer", models.CharField(max_length=500, verbose_name="issued by")),
                ("serial", models.CharField(max_length=60, verbose_name="serial number")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint (SHA-256)")),
                ("not_after", models.DateTimeField(verbose_name="valid until")),
                ("active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signing key",
                "verbose_name_plural": "signing keys",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("scope__isnull", False)),
                            models.Q(("person__isnull", False), ("scope", None)),
                            _connector="OR",
                        ),
                        name="signing_key_one_owner",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("person",), name="signing_key_one_a_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("scope",), name="signing_key_one_an_organ"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrailEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40, verbose_name="kind of subject")),
                ("subject_id", models.BigIntegerField(verbose_name="subject")),
                ("subject_name", models.CharField(max_length=300, verbose_name="subject's name")),
                ("seq", models.PositiveIntegerField(verbose_name="place in the chain")),
                ("scope", models.BigIntegerField(verbose_name="unit concerned")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("actor_name", models.CharField(max_length=200, verbose_name="person's name")),
                ("action", models.CharField(max_length=40, verbose_name="action")),
                ("source", models.CharField(blank=True, max_length=40, verbose_name="from")),
                ("target", models.CharField(blank=True, max_length=40, verbose_name="to")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="hash before")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "trail event",
                "verbose_name_plural": "trail events",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="trail_time"),
                    models.Index(fields=["scope", "-at", "-id"], name="trail_scope"),
                    models.Index(fields=["actor", "-id"], name="trail_actor"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "seq"), name="trail_one_event_a_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("accept", "Accepted"),
                            ("return", "Returned"),
                            ("approve", "Approved"),
                            ("refuse", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("seen", models.CharField(max_length=64)),
                ("authority", models.CharField(blank=True, max_length=320)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="decision_subject")],
            },
        ),
        migrations.RunPython(arm, disarm),
    ]
