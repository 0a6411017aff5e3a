"""Report kinds, periods, reports with their entries, routes, difficulties: as of the first release.

The calendar begins with the officials' of 2026; the table is edited from then on.
"""

from datetime import date

import django.db.models.deletion
import django_fsm
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# 12729/VPCP-KGVX and NQ 28/2026/QH16: swapped days with their working Saturdays, and 24/11 from this year on.
OFFICIAL_2026: tuple[tuple[date, bool, str], ...] = (
    (date(2026, 1, 1), False, "Tết Dương lịch"),
    (date(2026, 1, 2), False, "Nghỉ hoán đổi dịp Tết Dương lịch"),
    (date(2026, 1, 10), True, "Làm bù cho ngày 02/01/2026"),
    (date(2026, 2, 16), False, "Tết Nguyên đán"),
    (date(2026, 2, 17), False, "Tết Nguyên đán"),
    (date(2026, 2, 18), False, "Tết Nguyên đán"),
    (date(2026, 2, 19), False, "Tết Nguyên đán"),
    (date(2026, 2, 20), False, "Tết Nguyên đán"),
    (date(2026, 4, 27), False, "Nghỉ bù Giỗ Tổ Hùng Vương"),
    (date(2026, 4, 30), False, "Ngày Chiến thắng"),
    (date(2026, 5, 1), False, "Ngày Quốc tế lao động"),
    (date(2026, 8, 22), True, "Làm bù cho ngày 31/8/2026"),
    (date(2026, 8, 31), False, "Nghỉ hoán đổi dịp Quốc khánh"),
    (date(2026, 9, 1), False, "Quốc khánh"),
    (date(2026, 9, 2), False, "Quốc khánh"),
    (date(2026, 11, 24), False, "Ngày Văn hóa Việt Nam"),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("workflows", "CalendarDay")
    days.objects.bulk_create(days(day=day, working=working, name=name) for day, working, name in OFFICIAL_2026)


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("workflows", "CalendarDay").objects.filter(day__year=2026).delete()


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("workflows", "0001_initial"),
        ("workflows", "0002_calendar_2026"),
        ("workflows", "0003_fewer_indexes"),
        ("workflows", "0004_signatory"),
        ("workflows", "0005_form_of_documents"),
        ("workflows", "0006_review"),
        ("workflows", "0007_consolidation"),
        ("workflows", "0008_entry_checks"),
        ("workflows", "0009_recalled"),
        ("workflows", "0010_on_behalf"),
        ("workflows", "0011_evidence"),
        ("workflows", "0012_difficulties"),
    ]

    dependencies = [
        ("units", "0001_first_release"),
        ("viewflow", "0015_task_scheduled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("working", models.BooleanField(default=False, verbose_name="worked")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("drafter", "Drafter"),
                            ("unit_head", "Head of unit"),
                            ("coordinator", "Coordinator"),
                            ("approver", "Approver"),
                            ("clerk", "Clerk"),
                            ("auditor", "Auditor"),
                            ("admin", "Administrator"),
                        ],
                        default="approver",
                        max_length=20,
                        verbose_name="office",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[("any", "any one"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="decides",
                    ),
                ),
                ("allowance", models.PositiveSmallIntegerField(default=2, verbose_name="working days allowed")),
                ("opened_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "signatory",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval step",
                "verbose_name_plural": "approval steps",
                "ordering": ["report", "order"],
            },
        ),
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
                "constraints": [models.UniqueConstraint(fields=("ward", "name"), name="difficulty_kind_once_a_ward")],
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
                "indexes": [models.Index(fields=["ward", "state"], name="difficulty_of_ward")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "consolidated", "answered", "closed"])),
                        name="difficulty_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to", "unit"), ("to_unit__isnull", False)),
                            models.Q(models.Q(("to", "unit"), _negated=True), ("to_unit", None)),
                            _connector="OR",
                        ),
                        name="difficulty_addressed",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="difficulty_closed_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", False), ("merged_into", None), _connector="OR"),
                        name="difficulty_whole_is_no_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("monthly", "Every month"), ("annual", "Every year")],
                        max_length=10,
                        verbose_name="frequency",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("committee", "Committee (Ban Chỉ đạo)"),
                            ("people", "People's Committee of the ward"),
                        ],
                        default="committee",
                        max_length=10,
                        verbose_name="issuing body",
                    ),
                ),
                ("symbol", models.CharField(default="BC-BCĐ", max_length=40, verbose_name="symbol")),
                ("unit_day", models.PositiveSmallIntegerField(default=5, verbose_name="units report before day")),
                ("ward_day", models.PositiveSmallIntegerField(default=10, verbose_name="the ward reports before day")),
                (
                    "month_offset",
                    models.PositiveSmallIntegerField(default=1, verbose_name="months after the one covered"),
                ),
                ("due_month", models.PositiveSmallIntegerField(default=12, verbose_name="month of the yearly report")),
                ("inclusive", models.BooleanField(default=False, verbose_name="the day itself is in time")),
                (
                    "day_off",
                    models.CharField(
                        choices=[
                            ("none", "stays"),
                            ("next", "moves to the next working day"),
                            ("previous", "moves to the working day before"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="a due day off",
                    ),
                ),
                ("window_start_day", models.PositiveSmallIntegerField(default=1, verbose_name="figures from day")),
                ("lead_days", models.PositiveSmallIntegerField(default=15, verbose_name="opens so many days before")),
                ("opens_from", models.DateField(verbose_name="periods from")),
                ("green", models.DecimalField(decimal_places=2, default=1, max_digits=4, verbose_name="xanh from")),
                ("amber", models.DecimalField(decimal_places=2, default="0.8", max_digits=4, verbose_name="vàng from")),
                (
                    "jump_deviations",
                    models.DecimalField(
                        decimal_places=1, default=5, max_digits=4, verbose_name="a jump: median deviations"
                    ),
                ),
                (
                    "jump_percent",
                    models.DecimalField(
                        decimal_places=1, default=50, max_digits=5, verbose_name="a jump: percent of the median"
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_kinds",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of report",
                "verbose_name_plural": "kinds of report",
                "ordering": ["ward", "-frequency"],
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "code"), name="kind_code_once_a_ward"),
                    models.CheckConstraint(
                        condition=models.Q(("unit_day__lt", models.F("ward_day"))), name="kind_units_before_ward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("code", models.CharField(max_length=10, verbose_name="period")),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(verbose_name="until")),
                ("unit_due_at", models.DateTimeField(verbose_name="units before")),
                ("ward_due_at", models.DateTimeField(verbose_name="ward before")),
                ("estimates", models.BooleanField(default=False, verbose_name="holds estimates")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="units.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="workflows.reportkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting period",
                "verbose_name_plural": "reporting periods",
                "ordering": ["-ends", "-starts"],
                "constraints": [models.UniqueConstraint(fields=("kind", "code"), name="period_once_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="NarrativeTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("results", "Results"),
                            ("difficulties", "Difficulties and obstacles"),
                            ("proposals", "Proposals"),
                            ("directions", "Directions for the next period"),
                        ],
                        max_length=12,
                        verbose_name="part",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="template")),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templates",
                        to="workflows.reportkind",
                    ),
                ),
            ],
            options={
                "verbose_name": "template of the text",
                "verbose_name_plural": "templates of the text",
                "ordering": ["kind", "part"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "part"), name="narrative_template_once_a_part")
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "kind",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route",
                        to="workflows.reportkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "route",
                "verbose_name_plural": "routes",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("drafter", "Drafter"),
                            ("unit_head", "Head of unit"),
                            ("coordinator", "Coordinator"),
                            ("approver", "Approver"),
                            ("clerk", "Clerk"),
                            ("auditor", "Auditor"),
                            ("admin", "Administrator"),
                        ],
                        default="approver",
                        max_length=20,
                        verbose_name="office",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[("any", "any one"), ("all", "all of them")],
                        default="any",
                        max_length=3,
                        verbose_name="decides",
                    ),
                ),
                ("allowance", models.PositiveSmallIntegerField(default=2, verbose_name="working days allowed")),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workflows.route"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["route", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StepDecider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("step", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workflows.approvalstep")),
            ],
            options={
                "verbose_name": "decider",
                "verbose_name_plural": "deciders",
                "constraints": [models.UniqueConstraint(fields=("step", "person"), name="step_decided_once_a_person")],
            },
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="deciders",
            field=models.ManyToManyField(
                related_name="+", through="workflows.StepDecider", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="UnitReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_review", "In review"),
                            ("accepted", "Taken in"),
                            ("returned", "Returned for revision"),
                            ("consolidated", "Consolidated"),
                            ("waived", "Need not report"),
                        ],
                        default="draft",
                        max_length=20,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                ("version", models.PositiveIntegerField(default=1)),
                ("unanswered", models.PositiveSmallIntegerField(null=True, verbose_name="without a reason asked for")),
                ("saved_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("accepted_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="times returned")),
                ("reason", models.TextField(blank=True, verbose_name="reason of the return or waiver")),
                ("found", models.PositiveSmallIntegerField(null=True, verbose_name="entries with findings")),
                ("reopened", models.JSONField(blank=True, default=dict)),
                ("was", models.JSONField(blank=True, default=dict)),
                ("unit_seconds", models.PositiveIntegerField(default=0, verbose_name="seconds with the unit")),
                ("office_seconds", models.PositiveIntegerField(default=0, verbose_name="seconds with the office")),
                ("word", models.TextField(blank=True, verbose_name="the head's word to the drafter")),
                ("informants", models.JSONField(blank=True, default=list)),
                (
                    "unconfirmed_since",
                    models.DateTimeField(null=True, verbose_name="entered on behalf, not confirmed since"),
                ),
                ("results", models.TextField(blank=True, verbose_name="results")),
                ("difficulties", models.TextField(blank=True, verbose_name="difficulties")),
                ("proposals", models.TextField(blank=True, verbose_name="proposals")),
                ("directions", models.TextField(blank=True, verbose_name="directions")),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_reports",
                        to="workflows.reportingperiod",
                        verbose_name="period",
                    ),
                ),
                (
                    "process",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.process",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.task",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_reports",
                        to="units.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit report",
                "verbose_name_plural": "unit reports",
                "ordering": ["period", "unit__order"],
                "indexes": [
                    models.Index(fields=["unit", "state"], name="unit_report_of_unit"),
                    models.Index(fields=["ward", "state"], name="unit_report_of_ward"),
                    models.Index(
                        condition=models.Q(("unconfirmed_since__isnull", False)),
                        fields=["ward"],
                        name="unit_report_unconfirmed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "unit"), name="unit_report_once_a_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "submitted", "in_review", "accepted", "returned", "consolidated", "waived"],
                            )
                        ),
                        name="unit_report_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="value"),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="numerator"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="denominator"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("asked", models.BooleanField(default=False)),
                ("informant", models.CharField(blank=True, max_length=300, verbose_name="entered on behalf, source")),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="units.indicator",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicator_entries",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator entry",
                "verbose_name_plural": "indicator entries",
                "ordering": ["report", "indicator__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="indicator_entry_once_a_report"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("denominator", None), ("numerator", None)),
                            models.Q(
                                ("denominator__gt", 0),
                                ("denominator__isnull", False),
                                ("numerator", None),
                                ("value__isnull", False),
                            ),
                            models.Q(
                                ("denominator__gt", 0),
                                ("denominator__isnull", False),
                                ("numerator__gte", 0),
                                ("numerator__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="indicator_entry_ratio_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20, verbose_name="part")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="link")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="file (SHA-256)")),
                ("kind", models.CharField(blank=True, max_length=5, verbose_name="kind")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unscanned", "not scanned"),
                            ("waiting", "waits for the scanner"),
                            ("clean", "scanned"),
                            ("infected", "held malware, deleted"),
                        ],
                        max_length=9,
                        verbose_name="scan",
                    ),
                ),
                ("malware", models.CharField(blank=True, max_length=100, verbose_name="malware")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["report", "at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sha256", ""), _negated=True), fields=["sha256"], name="evidence_same_file"
                    ),
                    models.Index(
                        condition=models.Q(("scan__in", ["unscanned", "waiting"])),
                        fields=["id"],
                        name="evidence_to_scan",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "part", "sha256", "link"), name="evidence_once_an_entry"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), ("scan", ""), ("sha256", ""), models.Q(("link", ""), _negated=True)),
                            models.Q(
                                ("link", ""),
                                ("scan__in", ["unscanned", "waiting", "clean", "infected"]),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_file_or_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20, verbose_name="part")),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["report", "at", "id"],
                "indexes": [models.Index(fields=["report", "part"], name="entry_comment_of_part")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_comment_answer_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not reported"),
                            ("not_started", "Not begun"),
                            ("in_progress", "Under way"),
                            ("done", "Finished"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="progress",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="result, product")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("asked", models.BooleanField(default=False)),
                ("informant", models.CharField(blank=True, max_length=300, verbose_name="entered on behalf, source")),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="units.assignment",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignment_entries",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment entry",
                "verbose_name_plural": "assignment entries",
                "ordering": ["report", "assignment__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "assignment"), name="assignment_entry_once_a_report")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitReportAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workflows.unitreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "constraints": [models.UniqueConstraint(fields=("person", "report"), name="unit_report_author_once")],
            },
        ),
        migrations.AddField(
            model_name="unitreport",
            name="authors",
            field=models.ManyToManyField(
                related_name="+", through="workflows.UnitReportAuthor", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="UnitReportSighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.PositiveIntegerField()),
                ("seq", models.PositiveIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "sighting of a unit report",
                "verbose_name_plural": "sightings of unit reports",
                "constraints": [models.UniqueConstraint(fields=("report", "person"), name="unit_report_sighting_once")],
            },
        ),
        migrations.CreateModel(
            name="WardReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("consolidating", "Being consolidated"),
                            ("awaiting_approval", "Awaiting approval"),
                            ("returned", "Returned for revision"),
                            ("approved", "Signed"),
                            ("issued", "Issued"),
                            ("dispatched", "Sent to the province"),
                            ("received", "Received by the province"),
                            ("refused", "Refused by the province"),
                            ("recalled", "Recalled"),
                        ],
                        default="consolidating",
                        max_length=20,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                ("consolidated_at", models.DateTimeField(null=True)),
                ("content", models.CharField(blank=True, max_length=64)),
                ("edits", models.PositiveIntegerField(default=0)),
                ("signature", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True, verbose_name="reason it was sent back or refused")),
                ("results", models.TextField(blank=True, verbose_name="results")),
                ("difficulties", models.TextField(blank=True, verbose_name="difficulties")),
                ("proposals", models.TextField(blank=True, verbose_name="proposals")),
                ("directions", models.TextField(blank=True, verbose_name="directions")),
                ("taken_in", models.JSONField(default=dict)),
                ("drafted", models.JSONField(default=dict)),
                ("looked_at", models.JSONField(default=dict)),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ward_reports",
                        to="workflows.reportingperiod",
                        verbose_name="period",
                    ),
                ),
                (
                    "process",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.process",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="workflows.wardreport",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signer",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="viewflow.task",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ward_reports",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "ward report",
                "verbose_name_plural": "ward reports",
                "ordering": ["period", "version"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["received", "refused", "recalled"]), _negated=True),
                        fields=["ward", "state"],
                        name="ward_report_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "version"), name="ward_report_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "consolidating",
                                    "awaiting_approval",
                                    "returned",
                                    "approved",
                                    "issued",
                                    "dispatched",
                                    "received",
                                    "refused",
                                    "recalled",
                                ],
                            )
                        ),
                        name="ward_report_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=6, max_digits=22, null=True)),
                ("numerator", models.DecimalField(decimal_places=8, max_digits=30, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=22, null=True)),
                ("year_value", models.DecimalField(decimal_places=6, max_digits=22, null=True)),
                (
                    "light",
                    models.CharField(choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")], max_length=5),
                ),
                ("reported", models.PositiveSmallIntegerField(verbose_name="units that reported")),
                ("expected", models.PositiveSmallIntegerField(verbose_name="units expected")),
                ("sources", models.JSONField(default=list)),
                ("explained", models.TextField(blank=True, verbose_name="reasons given")),
                ("computed_value", models.DecimalField(decimal_places=6, max_digits=22, null=True)),
                ("computed_year", models.DecimalField(decimal_places=6, max_digits=22, null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("overridden_at", models.DateTimeField(null=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="units.indicator"
                    ),
                ),
                (
                    "overridden_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="workflows.wardreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["report", "indicator__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="figure_once_a_report"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overridden_at", None), ("reason", "")),
                            models.Q(("overridden_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="figure_overridden_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workflows.wardreport"
            ),
        ),
        migrations.CreateModel(
            name="WardReportAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workflows.wardreport")),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "constraints": [models.UniqueConstraint(fields=("report", "person"), name="ward_report_author_once")],
            },
        ),
        migrations.AddField(
            model_name="wardreport",
            name="authors",
            field=models.ManyToManyField(
                related_name="+", through="workflows.WardReportAuthor", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.UniqueConstraint(fields=("report", "order"), name="approval_step_order_once"),
        ),
        migrations.RunPython(fill, empty),
    ]
