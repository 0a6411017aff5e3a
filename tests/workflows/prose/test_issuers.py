"""How documents name who issues them, in wards of every kind."""

import pytest

from tests.workflows import arrange
from units.models import Plan
from units.tree import actions as unit_actions
from workflows.documents.source import content_of, issuer_of, with_source
from workflows.models import ReportKind, WardReport
from workflows.prose.drafting import facts_of
from workflows.prose.issuers import names_of

LONG = "Ban Chỉ đạo về chuyển đổi số và Đề án 06 phường"
PEOPLE, COMMITTEE = ReportKind.Form.PEOPLE, ReportKind.Form.COMMITTEE


@pytest.mark.parametrize(
    ("form", "issuer", "ward", "names"),
    [
        (
            *(COMMITTEE, LONG, "Phường Minh Xuân"),
            (f"{LONG} Minh Xuân", "Ban Chỉ đạo phường Minh Xuân", "Ban Chỉ đạo phường"),
        ),
        (
            *(COMMITTEE, LONG.replace("phường", "xã"), "Xã Tân Trào"),
            (
                "Ban Chỉ đạo về chuyển đổi số và Đề án 06 xã Tân Trào",
                *("Ban Chỉ đạo xã Tân Trào", "Ban Chỉ đạo xã"),
            ),
        ),
        (
            *(COMMITTEE, "Ban Chỉ đạo Đề án 06 đặc khu", "Đặc khu Phú Quốc"),
            ("Ban Chỉ đạo Đề án 06 đặc khu Phú Quốc",) * 2 + ("Ban Chỉ đạo Đề án 06 đặc khu",),
        ),
        (PEOPLE, LONG, "Xã Tân Trào", ("Ủy ban nhân dân xã Tân Trào",) * 2 + ("Ủy ban nhân dân xã",)),
        (
            *(PEOPLE, LONG, "Phường đặc khu Phú Quốc"),
            ("Ủy ban nhân dân đặc khu Phú Quốc",) * 2 + ("Ủy ban nhân dân đặc khu",),
        ),
    ],
)
def test_the_issuer_is_named_with_the_wards_own_kind(form, issuer, ward, names):
    named = names_of(ReportKind(form=form), Plan(issuer=issuer), ward)
    assert (named.full, named.short, named.within) == names


@pytest.mark.parametrize("form", [PEOPLE, COMMITTEE])
def test_no_line_of_the_document_calls_a_commune_a_ward(cast, form):
    unit_actions.change_unit(cast.ward, by=None, name="Xã Tân Trào")
    Plan.objects.update(issuer=LONG.replace("phường", "xã"), place="Tân Trào")
    ReportKind.objects.update(form=form)
    report = arrange.consolidated(cast)
    row = with_source(WardReport.objects.filter(pk=report.pk)).get()
    made, issuer = content_of(row, final=False), issuer_of(row)
    named = "\n".join((*issuer.superior, *issuer.name, made.opening, made.closing, report.directions.split("\n")[0]))
    assert "TÂN TRÀO" in named
    assert "xã Tân Trào" in named
    assert "phường" not in named.casefold()


def test_proposals_may_name_the_recipient_and_the_wards_own_units(cast):
    report = arrange.consolidated(cast)
    facts = facts_of(report, report.period.unit_reports.select_related("unit"), ())
    assert facts.recipient == report.period.plan.province_recipient
    assert {cast.units["CA"].name, cast.units["VHXH"].short_name} <= set(facts.members)
