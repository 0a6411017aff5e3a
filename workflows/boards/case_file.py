"""The list of cases as a file: what each column says."""

from django.utils.translation import gettext_lazy as _

from approvals.pages.tables import Column

COLUMNS = [
    Column(_("Type"), lambda row: row.type_name, 20),
    Column(_("Case"), lambda row: str(row.case), 44),
    Column(_("Ward"), lambda row: str(row.case.ward), 24),
    Column(_("Held by"), lambda row: row.holder, 30),
    Column(_("State"), lambda row: row.case.get_state_display(), 22),
    Column(_("Step"), lambda row: ", ".join(row.steps), 30),
    Column(_("In this state since"), lambda row: row.case.state_since, 18),
    Column(_("For how long"), lambda row: row.age, 16),
    Column(_("Due before"), lambda row: row.due and row.due.at, 18),
    Column(_("Time left"), lambda row: row.due.words if row.due else "", 20),
]
