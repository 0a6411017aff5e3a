import django_fsm
from django.db import migrations

UNIT_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_review", "In review"),
    ("accepted", "Accepted"),
    ("returned", "Returned for revision"),
    ("consolidated", "Consolidated"),
    ("waived", "Need not report"),
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
]


def state(choices: list[tuple[str, str]], default: str) -> django_fsm.FSMField:
    return django_fsm.FSMField(choices=choices, default=default, max_length=20, protected=True, verbose_name="state")


class Migration(migrations.Migration):
    """English labels of two states: "Accepted", "Approved". Nothing changes in the database."""

    dependencies = [("workflows", "0006_figures_of_earlier_periods")]

    operations = [
        migrations.AlterField("unitreport", "state", state(UNIT_STATES, "draft")),
        migrations.AlterField("wardreport", "state", state(WARD_STATES, "consolidating")),
    ]
