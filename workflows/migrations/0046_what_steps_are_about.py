import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, _schema_editor) -> None:
    """The steps of cases of before say of which kind their case is, and which unit drew it up."""
    steps = apps.get_model("workflows", "CaseStep").objects
    reports, submissions = (apps.get_model("workflows", name).objects for name in ("WardReport", "Submission"))
    kind = reports.filter(pk=OuterRef("subject_id")).values("period__kind__code")
    steps.filter(subject_kind="wardreport").update(kind_code=Subquery(kind))
    drawn_up = submissions.filter(pk=OuterRef("subject_id"))
    steps.filter(subject_kind="submission").update(
        kind_code=Subquery(drawn_up.values("document_kind__code")), from_unit=Subquery(drawn_up.values("unit"))
    )


class Migration(migrations.Migration):
    """A step says of what kind its case is and which unit drew it up: a delegation may count for some alone."""

    dependencies = [("units", "0014_scopes_of_delegations"), ("workflows", "0045_ballots")]

    operations = [
        migrations.AddField(
            "casestep", "kind_code", models.CharField(blank=True, default="", max_length=30), preserve_default=False
        ),
        migrations.AddField(
            "casestep",
            "from_unit",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
