from django.db import migrations, models
from django.db.models import F


def name_the_report(apps, _schema_editor):
    apps.get_model("workflows", "CaseStep").objects.update(subject_kind="wardreport", subject_id=F("report_id"))


def point_at_the_report(apps, schema_editor):
    apps.get_model("workflows", "CaseStep").objects.update(report_id=F("subject_id"))
    if schema_editor.connection.vendor == "postgresql":  # a table with checks that wait cannot be altered
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """A step belongs to a case of any type, named by its kind and id. Rows keep their ids: decisions name them."""

    dependencies = [("workflows", "0008_figures_that_are_missing_for_a_comparison")]

    operations = [
        migrations.RenameModel("ApprovalStep", "CaseStep"),
        migrations.AddField("casestep", "subject_kind", models.CharField(max_length=40, default="")),
        migrations.AddField("casestep", "subject_id", models.BigIntegerField(null=True)),
        migrations.AlterField("casestep", "report", models.ForeignKey("wardreport", models.CASCADE, null=True)),
        migrations.RunPython(name_the_report, point_at_the_report),
        migrations.RemoveConstraint("casestep", "approval_step_order_once"),
        migrations.AlterModelOptions(
            "casestep",
            {
                "ordering": ["subject_kind", "subject_id", "order"],
                "verbose_name": "approval step",
                "verbose_name_plural": "approval steps",
            },
        ),
        migrations.RemoveField("casestep", "report"),
        migrations.AlterField("casestep", "subject_kind", models.CharField(max_length=40)),
        migrations.AlterField("casestep", "subject_id", models.BigIntegerField()),
        migrations.AddConstraint(
            "casestep",
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "order"], name="case_step_order_once"),
        ),
    ]
