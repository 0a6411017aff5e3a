"""What the tests of offices that sign share: a fortnight, an act of delegation, and who holds what."""

from approvals.models import TrailEvent
from tests.people import instant
from units.models import Authority, Membership, Person
from units.offices.authority import authority_held
from workflows.models import CaseStep

FIRST, LAST = instant("2026-11-02 00:00"), instant("2026-11-15 00:00")
TERM = {"starts_at": FIRST, "ends_at": LAST}
ACT = {"authority": Authority.DELEGATED, "title": "Trưởng phòng Văn hóa - Xã hội", "document": "12/UQ-UBND"}


def held_at(office: Membership, person: Person, at):
    """Under which authority the person would decide a step of this office."""
    asked = {"title": "Duyệt", "unit": office.unit, "office": office.office}
    step = CaseStep.objects.create(
        subject_kind="wardreport", subject_id=0, order=at.timestamp() % 9999, stage=1, **asked
    )
    return CaseStep.objects.filter(pk=step.pk).annotate(held=authority_held(person, at=at)).get().held


def newest(person):
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


def get(client, person: Person, name: str, *args):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(f"/{name}/" % args)
