"""Indexes that nothing reads go: each cost every transition. What is open is found by plain indexes over the state."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_initial"),
        ("viewflow", "0015_task_scheduled"),
        ("workflows", "0002_calendar_2026"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unitreportauthor",
            name="unit_report_author_once",
        ),
        migrations.RemoveIndex(
            model_name="unitreport",
            name="unit_report_open_unit",
        ),
        migrations.RemoveIndex(
            model_name="unitreport",
            name="unit_report_open_ward",
        ),
        migrations.AlterField(
            model_name="assignmententry",
            name="assignment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="units.assignment",
            ),
        ),
        migrations.AlterField(
            model_name="assignmententry",
            name="report",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assignment_entries",
                to="workflows.unitreport",
            ),
        ),
        migrations.AlterField(
            model_name="indicatorentry",
            name="indicator",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="units.indicator",
            ),
        ),
        migrations.AlterField(
            model_name="indicatorentry",
            name="report",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="indicator_entries",
                to="workflows.unitreport",
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="period",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unit_reports",
                to="workflows.reportingperiod",
                verbose_name="period",
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="reviewer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="saved_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="submitted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="viewflow.task",
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unit_reports",
                to="units.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="ward",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="ward",
            ),
        ),
        migrations.AlterField(
            model_name="unitreportauthor",
            name="person",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="unitreportauthor",
            name="report",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workflows.unitreport"
            ),
        ),
        migrations.AddIndex(
            model_name="unitreport",
            index=models.Index(fields=["unit", "state"], name="unit_report_of_unit"),
        ),
        migrations.AddIndex(
            model_name="unitreport",
            index=models.Index(fields=["ward", "state"], name="unit_report_of_ward"),
        ),
        migrations.AddConstraint(
            model_name="unitreportauthor",
            constraint=models.UniqueConstraint(fields=("person", "report"), name="unit_report_author_once"),
        ),
    ]
