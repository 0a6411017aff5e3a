"""Forms that others ask for, their lines, and the mapping of indicators that they come from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_indicator_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndicatorMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("content_digest", models.CharField(editable=False, max_length=64)),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mappings",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "mapping of indicators",
                "verbose_name_plural": "mappings of indicators",
                "ordering": ["ward_id", "-version"],
            },
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "mapping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="units.indicatormapping"
                    ),
                ),
            ],
            options={
                "verbose_name": "form asked for by others",
                "verbose_name_plural": "forms asked for by others",
                "ordering": ["mapping_id", "order"],
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
        migrations.AddConstraint(
            model_name="indicatormapping",
            constraint=models.UniqueConstraint(fields=("ward", "version"), name="mapping_version_once"),
        ),
        migrations.AddConstraint(
            model_name="externalform",
            constraint=models.UniqueConstraint(fields=("mapping", "code"), name="form_code_once_a_mapping"),
        ),
    ]
