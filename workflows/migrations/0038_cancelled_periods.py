import django_fsm
from django.db import migrations, models

UNIT_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_review", "In review"),
    ("accepted", "Accepted"),
    ("returned", "Returned for revision"),
    ("consolidated", "Consolidated"),
    ("waived", "Need not report"),
    ("cancelled", "Cancelled"),
]
WARD_STATES = [
    ("consolidating", "Being consolidated"),
    ("awaiting_approval", "Awaiting approval"),
    ("returned", "Returned for revision"),
    ("approved", "Approved"),
    ("issued", "Issued"),
    ("dispatched", "Sent to the province"),
    ("received", "Received by the province"),
    ("refused", "Refused by the province"),
    ("recalled", "Recalled"),
    ("cancelled", "Cancelled"),
]
OF_UNITS, OF_WARD = "unit_report_state_known", "ward_report_state_known"


def state(choices, default):
    return django_fsm.FSMField(choices=choices, default=default, max_length=20, protected=True, verbose_name="state")


def known(choices, name):
    return models.CheckConstraint(condition=models.Q(state__in=[value for value, _label in choices]), name=name)


class Migration(migrations.Migration):
    """A period that was opened by mistake is cancelled with its reports, and may be opened anew."""

    dependencies = [("workflows", "0037_due_times_of_unit_reports")]

    operations = [
        migrations.RemoveConstraint("unitreport", OF_UNITS),
        migrations.RemoveConstraint("wardreport", OF_WARD),
        migrations.AlterField("unitreport", "state", state(UNIT_STATES, "draft")),
        migrations.AlterField("wardreport", "state", state(WARD_STATES, "consolidating")),
        migrations.AddConstraint("unitreport", known(UNIT_STATES, OF_UNITS)),
        migrations.AddConstraint("wardreport", known(WARD_STATES, OF_WARD)),
        migrations.RemoveIndex("wardreport", "ward_report_open"),
        migrations.AddIndex(
            "wardreport",
            models.Index(
                fields=["ward", "state"],
                name="ward_report_open",
                condition=~models.Q(state__in=["received", "refused", "recalled", "cancelled"]),
            ),
        ),
        migrations.AddField(
            "reportingperiod", "cancelled_at", models.DateTimeField(null=True, blank=True, verbose_name="cancelled")
        ),
        migrations.RemoveConstraint("reportingperiod", "period_once_a_kind"),
        migrations.AddConstraint(
            "reportingperiod",
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(cancelled_at=None), name="period_once_a_kind"
            ),
        ),
    ]
