"""Units, people and their offices, the plan and the forms of others: as of the first release."""

import django.contrib.auth.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("units", "0001_initial"),
        ("units", "0002_signing_authority"),
        ("units", "0003_aggregations_and_decimals"),
        ("units", "0004_indicator_checks"),
        ("units", "0005_external_forms"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                (
                    "username",
                    models.CharField(
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="user name",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="full name")),
                ("signs_as", models.CharField(blank=True, max_length=150, verbose_name="name under a signature")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name", "username"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("content_digest", models.CharField(editable=False, max_length=64)),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
            ],
            options={
                "verbose_name": "mapping of indicators",
                "verbose_name_plural": "mappings of indicators",
                "ordering": ["ward_id", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("number", models.CharField(max_length=60, verbose_name="number and symbol")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("issued_on", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("issuer", models.CharField(max_length=300, verbose_name="issued by")),
                ("province", models.CharField(max_length=100, verbose_name="province")),
                ("place", models.CharField(max_length=100, verbose_name="place")),
                ("province_recipient", models.CharField(max_length=300, verbose_name="recipient at the province")),
                ("signer_authority", models.CharField(max_length=200, verbose_name="signs for")),
                ("signer_title", models.CharField(max_length=200, verbose_name="signer's title")),
                ("signer_post", models.CharField(max_length=200, verbose_name="signer's post")),
                ("signer_name", models.CharField(max_length=200, verbose_name="signer's name")),
                ("recipients", models.JSONField(default=list, verbose_name="recipients")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("content_digest", models.CharField(editable=False, max_length=64)),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["-year", "number", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        max_length=20,
                        verbose_name="office",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "Head"),
                            ("deputy", "Deputy, signs for the head (KT.)"),
                            ("acting", "Acting head (Q.)"),
                            ("by_order", "By order of the head (TL.)"),
                            ("delegated", "By delegation of the head (TUQ.)"),
                        ],
                        max_length=10,
                        verbose_name="signs",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="title")),
                ("acts_for", models.CharField(blank=True, max_length=150, verbose_name="signs for")),
                ("post", models.CharField(blank=True, max_length=150, verbose_name="post in the organ")),
                (
                    "group",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="auth.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["unit", "office", "starts_at"],
                "indexes": [models.Index(fields=["group", "person"], name="membership_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                        name="membership_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority", ""), models.Q(("title", ""), _negated=True), _connector="OR"),
                        name="membership_signs_with_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("authority__in", ("deputy", "by_order", "delegated"))),
                                models.Q(("acts_for", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("authority__in", ("deputy", "by_order", "delegated")), _negated=True),
                                ("acts_for", ""),
                            ),
                            _connector="OR",
                        ),
                        name="membership_says_for_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", "delegated"), _negated=True),
                            ("ends_at__isnull", False),
                            _connector="OR",
                        ),
                        name="membership_delegated_for_a_term",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="groups",
            field=models.ManyToManyField(
                related_name="user_set", related_query_name="user", through="units.Membership", to="auth.group"
            ),
        ),
        migrations.CreateModel(
            name="ExternalForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.TextField(verbose_name="name")),
                ("basis", models.TextField(verbose_name="basis")),
                ("recipient", models.TextField(verbose_name="asked for by")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "mapping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="units.indicatormapping"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "form asked for by others",
                "verbose_name_plural": "forms asked for by others",
                "ordering": ["mapping_id", "order"],
                "constraints": [models.UniqueConstraint(fields=("mapping", "code"), name="form_code_once_a_mapping")],
            },
        ),
        migrations.CreateModel(
            name="AssignmentGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="units.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "group of assignments",
                "verbose_name_plural": "groups of assignments",
                "ordering": ["plan", "order"],
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="group_code_once_a_plan")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("short_name", models.CharField(max_length=60, verbose_name="short name")),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind")),
                ("duty", models.CharField(blank=True, max_length=200, verbose_name="duty")),
                ("reports", models.BooleanField(default=True, verbose_name="reports")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired at")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.unit",
                        verbose_name="belongs to",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
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
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "code"), name="unit_code_once_a_ward"),
                    models.UniqueConstraint(
                        condition=models.Q(("ward", None)), fields=("code",), name="ward_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent", None), ("ward", None)),
                            models.Q(("parent__isnull", False), ("ward__isnull", False)),
                            _connector="OR",
                        ),
                        name="unit_stands_below_its_ward",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="coordinating_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="coordinating unit",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="ward",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="units.unit", verbose_name="ward"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="units.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="indicatormapping",
            name="ward",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mappings",
                to="units.unit",
                verbose_name="ward",
            ),
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("measure", models.CharField(max_length=60, verbose_name="unit of measure")),
                ("goal", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="goal of the year")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "More is better"), ("down", "Less is better")],
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[
                            ("sum", "Sum"),
                            ("ratio", "Numerator over denominator"),
                            ("latest", "Latest value"),
                            ("maximum", "Largest value"),
                            ("count", "Number of units that have it"),
                            ("mean", "Mean weighted by denominator"),
                        ],
                        max_length=10,
                        verbose_name="aggregation",
                    ),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=2, verbose_name="decimals shown")),
                ("bounded", models.BooleanField(default=True, verbose_name="at most the whole")),
                ("cumulative", models.BooleanField(default=False, verbose_name="running total")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="units.plan"
                    ),
                ),
                ("cooperating", models.ManyToManyField(related_name="+", to="units.unit", verbose_name="cooperate")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="leads",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="indicator_number_once_a_plan")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(max_length=500, verbose_name="work")),
                ("product", models.CharField(max_length=300, verbose_name="product")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                (
                    "recurring",
                    models.CharField(
                        blank=True,
                        choices=[("", "Once"), ("monthly", "Every month"), ("quarterly", "Every quarter")],
                        max_length=10,
                        verbose_name="recurring",
                    ),
                ),
                ("due_text", models.CharField(max_length=100, verbose_name="due, as written")),
                ("authority", models.CharField(max_length=200, verbose_name="authority")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="units.assignmentgroup",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="units.plan"
                    ),
                ),
                ("cooperating", models.ManyToManyField(related_name="+", to="units.unit", verbose_name="cooperate")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="leads",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="assignment_number_once_a_plan")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitGroupPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="units.unit"
                    ),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitUserPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="units.unit")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.TextField(verbose_name="name")),
                ("measure", models.CharField(max_length=60, verbose_name="unit of measure")),
                ("indicator_number", models.PositiveSmallIntegerField(null=True, verbose_name="indicator")),
                (
                    "source_measure",
                    models.CharField(blank=True, max_length=60, verbose_name="the indicator's unit of measure"),
                ),
                (
                    "which",
                    models.CharField(
                        choices=[("year", "Year to date"), ("period", "In the period")],
                        max_length=6,
                        verbose_name="figure",
                    ),
                ),
                ("conversion", models.CharField(blank=True, max_length=80, verbose_name="conversion")),
                ("decimals", models.PositiveSmallIntegerField(verbose_name="decimals")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="units.externalform"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a form",
                "verbose_name_plural": "lines of forms",
                "ordering": ["form_id", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "code"), name="form_line_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator_number__isnull", False),
                            models.Q(("conversion", ""), ("source_measure", "")),
                            _connector="OR",
                        ),
                        name="form_line_converts_an_indicator",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=60, verbose_name="written act")),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegation", to="units.membership"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="units.membership",
                        verbose_name="for",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("membership", models.F("source")), _negated=True),
                        name="delegation_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True), name="delegation_in_writing"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("ward", "number", "version"), name="plan_version_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)), fields=("person", "unit", "office"), name="membership_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatormapping",
            constraint=models.UniqueConstraint(fields=("ward", "version"), name="mapping_version_once"),
        ),
        migrations.AlterUniqueTogether(
            name="unitgrouppermission",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AlterUniqueTogether(
            name="unituserpermission",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
