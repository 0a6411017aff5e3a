import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0028_months_of_years"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportingperiod",
            name="has_fields",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="OutlineVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("edits", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlines",
                        to="workflows.reportkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "outline",
                "verbose_name_plural": "outlines",
                "ordering": ["kind", "-number"],
            },
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="outline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="periods",
                to="workflows.outlineversion",
                verbose_name="outline",
            ),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "content",
                    models.CharField(
                        choices=[
                            ("indicators", "Indicators"),
                            ("assignments", "Assignments"),
                            ("results", "Results"),
                            ("difficulties", "Difficulties and obstacles"),
                            ("proposals", "Proposals"),
                            ("directions", "Directions for the next period"),
                            ("fields", "Fields"),
                        ],
                        default="fields",
                        max_length=12,
                        verbose_name="content",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="title")),
                (
                    "outline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="workflows.outlineversion",
                        verbose_name="outline",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["outline", "order"],
            },
        ),
        migrations.CreateModel(
            name="Field",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("label", models.CharField(max_length=200, verbose_name="name")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("percent", "Percentage of two numbers"),
                            ("date", "Date"),
                            ("choice", "One of a list"),
                            ("text", "Text"),
                            ("yes_no", "Yes or no"),
                            ("table", "Table"),
                        ],
                        default="number",
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
                ("measure", models.CharField(blank=True, max_length=30, verbose_name="unit of measure")),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals")),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="at least"
                    ),
                ),
                (
                    "maximum",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="at most"),
                ),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="not before")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="not after")),
                ("longest", models.PositiveSmallIntegerField(default=1000, verbose_name="letters at most")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("columns", models.JSONField(blank=True, default=list, verbose_name="columns")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="help")),
                ("required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "summing",
                    models.CharField(
                        choices=[
                            ("sum", "Sum"),
                            ("mean", "Mean of the units"),
                            ("ratio", "Sums of both numbers, divided"),
                            ("least", "Smallest or earliest"),
                            ("most", "Largest or latest"),
                            ("count", "How many units"),
                            ("list", "Each unit by its name"),
                        ],
                        default="sum",
                        max_length=5,
                        verbose_name="told of all units as",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="workflows.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "field",
                "verbose_name_plural": "fields",
                "ordering": ["section__order", "order"],
            },
        ),
        migrations.CreateModel(
            name="FieldFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ("words", models.TextField(blank=True)),
                ("told", models.JSONField(default=list)),
                ("reported", models.PositiveSmallIntegerField(verbose_name="units that reported")),
                ("expected", models.PositiveSmallIntegerField(verbose_name="units expected")),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.field",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_figures",
                        to="workflows.wardreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of a field",
                "verbose_name_plural": "figures of fields",
                "ordering": ["report", "field__section__order", "field__order"],
                "constraints": [models.UniqueConstraint(fields=("report", "field"), name="field_figure_once_a_report")],
            },
        ),
        migrations.CreateModel(
            name="FieldValue",
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
                ("day", models.DateField(blank=True, null=True, verbose_name="date")),
                ("choice", models.CharField(blank=True, max_length=100, verbose_name="choice")),
                ("words", models.TextField(blank=True, verbose_name="text")),
                ("yes", models.BooleanField(blank=True, null=True, verbose_name="yes or no")),
                ("rows", models.JSONField(blank=True, default=list, verbose_name="rows")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("informant", models.CharField(blank=True, max_length=300, verbose_name="entered on behalf, source")),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="workflows.field",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_values",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a field",
                "verbose_name_plural": "values of fields",
                "ordering": ["report", "field__section__order", "field__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "field"), name="field_value_once_a_report"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("denominator", None), ("numerator", None)),
                            models.Q(
                                ("denominator__gt", 0), ("denominator__isnull", False), ("numerator__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="field_value_ratio_whole",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="outlineversion",
            constraint=models.UniqueConstraint(fields=("kind", "number"), name="outline_number_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(fields=("outline", "number"), name="section_number_once_an_outline"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", "fields"), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    _connector="OR",
                ),
                name="section_of_fields_titled",
            ),
        ),
        migrations.AddConstraint(
            model_name="field",
            constraint=models.UniqueConstraint(fields=("section", "number"), name="field_number_once_a_section"),
        ),
        migrations.AddConstraint(
            model_name="field",
            constraint=models.CheckConstraint(
                condition=models.Q(("type__in", ["number", "percent", "date", "choice", "text", "yes_no", "table"])),
                name="field_type_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="field",
            constraint=models.CheckConstraint(
                condition=models.Q(("summing__in", ["sum", "mean", "ratio", "least", "most", "count", "list"])),
                name="field_summing_known",
            ),
        ),
    ]
