"""Whoever signs does so under the title that they have in the organ that issues, not in a committee."""

import pytest

from tests.workflows.submissions import arrange
from units.models import Authority
from units.offices.authority import Capacity
from workflows.models import ReportKind
from workflows.routes.who import signatories

TODAY = "2026-11-09 09:00"
BOARD = {"title": "Phó Trưởng Ban Chỉ đạo", "acts_for": "Trưởng Ban Chỉ đạo", "post": "Phó Chủ tịch UBND phường"}
TITLES = [
    (Authority.DEPUTY, BOARD, "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"),
    (Authority.HEAD, {"title": "Trưởng Ban Chỉ đạo", "acts_for": "", "post": ""}, "CHỦ TỊCH"),
    (Authority.ACTING, {"title": "Trưởng Ban Chỉ đạo", "acts_for": "", "post": ""}, "Q. CHỦ TỊCH"),
    (Authority.BY_ORDER, BOARD | {"post": "Chánh Văn phòng"}, "TL. CHỦ TỊCH – CHÁNH VĂN PHÒNG"),
    (Authority.DELEGATED, BOARD | {"post": "Trưởng phòng VH-XH"}, "TUQ. CHỦ TỊCH – TRƯỞNG PHÒNG VH-XH"),
]


@pytest.fixture
def plan(cast, on_day):
    on_day(TODAY)
    return arrange.draft(cast, "ke-hoach", addressed_to="")


@pytest.mark.parametrize(("authority", "told", "words"), TITLES)
def test_a_document_of_the_peoples_committee_is_signed_by_its_titles(plan, authority, told, words):
    assert plan.document_kind.form == ReportKind.Form.PEOPLE
    assert signatories.in_organ(Capacity(authority, name="An", **told), plan).words == words


def test_a_document_of_the_committee_keeps_its_titles(plan):
    plan.document_kind.form = ReportKind.Form.COMMITTEE
    under = Capacity(Authority.DEPUTY, name="An", **BOARD)
    assert signatories.in_organ(under, plan) == under


def test_who_is_offered_as_signer_has_the_title_of_the_organ(cast, plan):
    found = signatories.of(plan, signatories.last_step(plan), sender=cast["CA:unit_head"])
    assert {under.words for under in found.values() if under} == {"KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"}


def test_the_step_of_a_usual_kind_bears_no_title_of_the_committee(plan):
    assert "Ban" not in plan.document_kind.route.steps.get(retired_at=None).title
