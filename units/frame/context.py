"""What the frame of every page shows: where a person may go, who they are, help, the version. One query a page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units import grants
from units.models import Membership, Unit
from units.sign_in import demo


@dataclass(frozen=True)
class Entry:
    """A page of the navigation; `key` is the letter after g. Without `right` everybody signed in may use it."""

    name: str
    label: Promise
    key: str
    right: str = ""


ENTRIES = (
    Entry("desk", _("My work"), "v"),
    Entry("periods", _("Reporting periods"), "k", "view_reports"),
    Entry("reports", _("Reports"), "b"),
    Entry("difficulties", _("Difficulties and obstacles"), "m"),
    Entry("plan", _("Plan"), "h"),
    Entry("units", _("Units"), "d"),
    Entry("documents", _("Documents"), "e"),
    Entry("trail", _("Trail"), "n", "view_trail"),
    Entry("incidents", _("Incidents"), "s", "view_trail"),
)

HELP = {
    "account_login": "sign-in",
    "desk": "desk",
    "periods": "periods",
    "period": "periods",
    "reports": "reports",
    "unit_report": "unit-report",
    "unit_report_write": "unit-report-write",
    "unit_report_check": "unit-report-write",
    "unit_report_workbook": "unit-report-write",
    "unit_report_on_behalf": "unit-report",
    "unit_report_submit_on_behalf": "unit-report",
    "unit_report_confirm_on_behalf": "unit-report",
    "entry_evidence": "unit-report-write",
    "ward_report": "ward-report",
    "ward_report_edit": "ward-report",
    "ward_report_redraft": "ward-report",
    "ward_report_figures": "ward-report",
    "ward_report_figure": "ward-report",
    "ward_report_months": "ward-report",
    "narrative_templates": "ward-report",
    "ward_report_approval": "approval",
    "documents": "documents",
    "document": "documents",
    "document_void": "documents",
    "document_recall": "documents",
    "dispatch_deletion": "documents",
    "evidence": "documents",
    "difficulties": "difficulties",
    "difficulty": "difficulties",
    "difficulty_raise": "difficulties",
    "difficulty_answer": "difficulties",
    "difficulty_close": "difficulties",
    "difficulty_reopen": "difficulties",
    "difficulty_discuss": "difficulties",
    "difficulties_merge": "difficulties",
    "difficulty_kinds": "difficulties",
    "difficulty_kind": "difficulties",
    "plan": "plan",
    "plan_import": "plan-import",
    "plan_import_confirm": "plan-import",
    "plan_differences": "plan",
    "external_forms": "forms",
    "external_form": "forms",
    "mapping_differences": "forms",
    "mapping_import": "forms",
    "mapping_import_confirm": "forms",
    "units": "units",
    "unit": "units",
    "person": "person",
    "person_add": "person",
    "membership_start": "person",
    "membership_authority": "person",
    "membership_delegate": "person",
    "routes": "routes",
    "kind_form": "routes",
    "trail": "trail",
    "trail_event": "trail",
    "incidents": "incidents",
}


def frame(request: HttpRequest) -> dict[str, object]:
    page = request.resolver_match.url_name if request.resolver_match else ""
    help_url = reverse("help", args=[HELP[page]]) if page in HELP else ""
    context: dict[str, object] = {"help_url": help_url, "version": settings.PRODUCT_VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        context |= {"ward_name": _only_ward()}
        return context | ({"demo_cast": demo.cast()} if page == "account_login" else {})
    held = grants.held_by(user).offices
    return context | {
        "navigation": _navigation(request.path, held),
        "ward_name": _in_words({str(office.unit.ward or office.unit) for office in held}),
        "office": "; ".join(str(office) for office in held),
        "signs": any("approve_reports" in grants.ON_WARD.get(office.office, ()) for office in held),
    }


def _only_ward() -> str:
    """The ward's name, for a visitor, where the installation has one ward."""
    wards = Unit.objects.filter(ward=None).values_list("name", flat=True)[:2]
    return wards[0] if len(wards) == 1 else ""


def _in_words(wards: set[str]) -> str:
    """The ward's name; of several only how many, since a province has 124."""
    return gettext("%(number)d wards") % {"number": len(wards)} if len(wards) > 1 else "".join(wards)


def _navigation(path: str, held: list[Membership]) -> list[dict[str, object]]:
    rights = {right for office in held for right in grants.ON_WARD.get(office.office, ())}
    return [
        {"label": entry.label, "url": url, "key": entry.key, "current": _is_current(path, url)}
        for entry in ENTRIES
        if not entry.right or entry.right in rights
        for url in [reverse(entry.name)]
    ]


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
