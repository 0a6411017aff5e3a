"""Lines of the trail with what proves them, by the API."""

import hashlib

import pytest

from approvals.models import TrailEvent
from approvals.trail import checkpoints, merkle
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00")


def test_the_proof_of_an_event_leads_from_its_hash_to_the_root(start, cast, on_day, program):
    on_day("2026-11-28 09:00")
    reader = program(cast["CA:drafter"], "read")
    event = TrailEvent.objects.filter(subject_kind="unitreport", subject_id=start.pk).latest("seq")
    early = reader.get(f"/trail/{event.pk}/proof")
    assert early.status_code == 409
    made = checkpoints.make()
    told = reader.get(f"/trail/{event.pk}/proof").json()
    added = hashlib.sha256(b"\0" + bytes.fromhex(event.hash)).digest()
    path = [bytes.fromhex(each) for each in told["path"]]
    assert merkle.root_from(added, told["place"], told["size"], path).hex() == told["root"] == made.root
    assert program(cast["VP:drafter"], "read").get(f"/trail/{event.pk}/proof").status_code == 404
