"""Every page as the person for whom it is, on a phone and on a desk: axe finds nothing serious, nothing is cut off."""

from dataclasses import dataclass

import pytest

from .conftest import DESK, PHONE
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desk": DESK}

RETURNED = "report__period__code='2026-11', report__unit__code='KTHTDT'"
# What stands in an address, read from the installation by one query each.
PLACES = {
    "in_review": "UnitReport.objects.get(period__code='2026-11', unit__code='CA').pk",
    "returned": "UnitReport.objects.get(period__code='2026-11', unit__code='KTHTDT').pk",
    "draft": "UnitReport.objects.get(period__code='2026-11', unit__code='TDP').pk",
    "kind": "ReportKind.objects.get(code='monthly').pk",
    "proposal": "Submission.objects.get(state='awaiting_approval').pk",
    "issued": "Submission.objects.get(state='issued').pk",
    "open": "WardReport.objects.get(period__code='2026-11').pk",
    "received": "WardReport.objects.get(period__code='2026-10').pk",
    "document": "Document.objects.first().pk",
    "ward": "Unit.objects.get(code='MINHXUAN').pk",
    "figure": f"IndicatorEntry.objects.filter({RETURNED}).first().pk",
    "task": f"AssignmentEntry.objects.filter({RETURNED}).first().assignment.number",
    "evidence": f"Evidence.objects.filter({RETURNED}).first().pk",
    "progress": f"AssignmentEntry.objects.filter({RETURNED}).first().pk",
    "unit": "Unit.objects.get(code='CA').pk",
    "person": "Person.objects.get(username='ca-drafter').pk",
    "approver": "Person.objects.get(username='bcd-approver').pk",
    "coordinator": "Person.objects.get(username='vhxh-coordinator').pk",
    "membership": "Membership.objects.get(person__username='ca-drafter').pk",
    "dispatch": "Dispatch.objects.first().pk",
    "signing": "Membership.objects.get(person__username='bcd-approver').pk",
    "signer": "Person.objects.get(username='bcd-approver').pk",
    "route": "Route.objects.first().pk",
    "step": "Step.objects.first().pk",
    "form": "ExternalForm.objects.get(code='766').pk",
    "hindrance": "Difficulty.objects.filter(unit__code='CA', state='open').first().pk",
    "answered": "Difficulty.objects.exclude(answer='').first().pk",
    "sort": "DifficultyKind.objects.first().pk",
    "event": "TrailEvent.objects.filter(action='return_for_revision').first().pk",
    "attaching": "TrailEvent.objects.filter(action='attach_evidence').first().pk",
}
PAGES = {
    "": (
        "/account/login/",
        "/account/password/reset/",
        "/help/sign-in/",
        "/verify/",
        "/verify/?sha256=" + "0" * 64,
    ),
    "vhxh-coordinator": (
        "/",
        "/periods/",
        "/periods/2026-11/",
        "/reports/",
        "/reports/?of=ward",
        "/cases/",
        "/cases/times/",
        "/cases/wardreport/{received}/slip/",
        "/cases/unitreport/{in_review}/slip/",
        "/reports/unit/{in_review}/",
        "/reports/unit/{in_review}/return/",
        "/reports/unit/{in_review}/return/?part=8&part=results",
        "/reports/unit/{in_review}/parts/8/",
        "/reports/unit/{in_review}/parts/8/evidence/",
        "/reports/unit/{draft}/waive/",
        "/reports/unit/{draft}/on-behalf/",
        "/reports/unit/{draft}/on-behalf/submit/",
        "/reports/ward/{open}/",
        "/reports/ward/{received}/",
        "/reports/ward/{received}/figures/",
        "/reports/ward/{received}/figures/9/",
        "/report-kinds/{kind}/templates/",
        "/difficulties/",
        "/difficulties/merge/?pick={hindrance}",
        "/difficulties/{answered}/",
        "/difficulties/{hindrance}/discuss/",
        "/help/difficulties/",
        "/plan/",
        "/plan/forms/",
        "/plan/forms/{form}/",
        "/plan/forms/import/",
        "/help/periods/",
        "/help/forms/",
        "/reports/unit/999999/",
        "/account/password/change/",
        "/account/two-factor/",
        "/account/two-factor/totp/activate/",
        "/account/two-factor/webauthn/",
        "/account/two-factor/webauthn/add/",
        "/people/{coordinator}/key/",
    ),
    "kthtdt-drafter": (
        "/",
        "/reports/unit/{returned}/",
        "/reports/unit/{returned}/write/",
        "/reports/unit/{returned}/check/",
        "/reports/unit/{returned}/workbook/",
        "/reports/unit/{returned}/entries/i{figure}/",
        "/reports/unit/{returned}/entries/a{progress}/",
        "/reports/unit/{returned}/parts/T{task}/evidence/",
        "/evidence/{evidence}/remove/",
        "/help/unit-report-write/",
    ),
    "ca-drafter": (
        "/",
        "/submissions/",
        "/submissions/new/",
        "/submissions/{proposal}/",
        "/help/submissions/",
        "/difficulties/",
        "/difficulties/raise/",
        "/difficulties/{hindrance}/",
        "/difficulties/{hindrance}/close/",
    ),
    "bcd-approver": (
        "/",
        "/submissions/{proposal}/",
        "/submissions/{proposal}/approval/",
        "/difficulties/{hindrance}/answer/",
        "/reports/ward/{received}/approval/",
        "/people/{approver}/key/",
    ),
    "kthtdt-unit_head": ("/reports/unit/{returned}/check/", "/reports/unit/{returned}/drafter/"),
    "vp-clerk": (
        "/",
        "/submissions/{issued}/",
        "/documents/",
        "/documents/?state=voided",
        "/documents/{document}/",
        "/documents/{document}/evidence/",
        "/documents/{document}/void/",
        "/documents/{document}/recall/",
        "/dispatches/{dispatch}/deletion/",
        "/dispatches/{dispatch}/by-hand/",
        "/reports/ward/{received}/",
        "/units/{ward}/key/",
    ),
    "minhxuan-auditor": ("/trail/", "/trail/{event}/", "/trail/{attaching}/", "/incidents/"),
    "ca-unit_head": ("/", "/submissions/{proposal}/signer/", "/submissions/{proposal}/take-back/"),
    "minhxuan-admin": (
        "/channels/",
        "/channels/new/{ward}/",
        "/plan/import/",
        "/plan/differences/",
        "/units/",
        "/units/add/",
        "/units/{unit}/",
        "/units/{unit}/change/",
        "/units/{unit}/retire/",
        "/people/add/",
        "/people/{person}/",
        "/people/{person}/change/",
        "/people/{person}/deactivate/",
        "/people/{person}/offices/add/",
        "/memberships/{membership}/end/",
        "/memberships/{signing}/authority/",
        "/memberships/{signing}/delegate/",
        "/people/{signer}/",
        "/units/{ward}/routes/",
        "/units/{ward}/difficulty-kinds/",
        "/difficulty-kinds/{sort}/",
        "/routes/{route}/steps/add/",
        "/routes/{route}/form/",
        "/routes/{route}/import/",
        "/steps/{step}/",
        "/steps/{step}/retire/",
    ),
}
MODELS = (
    "from approvals.models import *",
    "from units.models import *",
    "from workflows.models import *",
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a page."""

    address: str
    size: str
    what: str


@pytest.fixture(scope="module")
def places(living: System) -> dict[str, str]:
    queries = [f"print({query})" for query in PLACES.values()]
    return dict(zip(PLACES, living.run(*MODELS, *queries).split(), strict=True))


@pytest.mark.parametrize("person", PAGES)
def test_nothing_serious_is_found(living, places, opens, person):
    page = opens(living, person, bypass_csp=True)
    faults = []
    for template in PAGES[person]:
        page.goto(template.format(**places))
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            faults += [Fault(template, size, what) for what in faults_of(page)]
    assert faults == []


def test_nothing_serious_is_found_in_the_dark(living, places, opens):
    page = opens(living, "kthtdt-drafter", bypass_csp=True, color_scheme="dark")
    faults = []
    for address in ("/", "/periods/2026-11/", f"/reports/unit/{places['returned']}/write/"):
        page.goto(address)
        assert page.locator("html").get_attribute("data-bs-theme") == "dark"
        faults += [Fault(address, "dark", what) for what in faults_of(page)]
    assert faults == []
