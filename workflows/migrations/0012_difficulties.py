"""Difficulties as items; a ward that reports already is given the usual kinds."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = ("Thể chế", "Nhân lực", "Kinh phí", "Hạ tầng - kỹ thuật", "Phối hợp", "Khác")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kinds = apps.get_model("workflows", "DifficultyKind")
    wards = apps.get_model("workflows", "ReportKind").objects.order_by().values_list("ward_id", flat=True).distinct()
    for ward_id in wards:
        kinds.objects.bulk_create(
            kinds(ward_id=ward_id, name=name, order=order) for order, name in enumerate(KINDS, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_indicator_checks"),
        ("workflows", "0011_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DifficultyKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("retired_at", models.DateTimeField(null=True, verbose_name="retired at")),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulty_kinds",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of difficulty",
                "verbose_name_plural": "kinds of difficulty",
                "ordering": ["ward", "order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("text", models.TextField(verbose_name="difficulty")),
                (
                    "to",
                    models.CharField(
                        choices=[("unit", "A unit"), ("leaders", "The leaders who sign"), ("province", "The province")],
                        max_length=10,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Still open"),
                            ("consolidated", "Consolidated"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                ("raised_at", models.DateTimeField(verbose_name="raised")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="workflows.difficulty",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="unit addressed",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="units.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="workflows.difficultykind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "difficulty",
                "verbose_name_plural": "difficulties",
                "ordering": ["raised_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="difficultykind",
            constraint=models.UniqueConstraint(fields=("ward", "name"), name="difficulty_kind_once_a_ward"),
        ),
        migrations.AddIndex(
            model_name="difficulty",
            index=models.Index(fields=["ward", "state"], name="difficulty_of_ward"),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "consolidated", "answered", "closed"])),
                name="difficulty_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to", "unit"), ("to_unit__isnull", False)),
                    models.Q(models.Q(("to", "unit"), _negated=True), ("to_unit", None)),
                    _connector="OR",
                ),
                name="difficulty_addressed",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="difficulty_answer_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="difficulty_closed_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__isnull", False), ("merged_into", None), _connector="OR"),
                name="difficulty_whole_is_no_source",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
