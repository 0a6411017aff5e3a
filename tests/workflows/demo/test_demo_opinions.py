"""The year's route in the demo asks three units; here the same on a month, which is sooner made."""

from dataclasses import replace

from approvals.models import Decision
from tests.factories import reread, shown
from tests.workflows import arrange
from workflows.demo.cast import ask_for_opinions
from workflows.demo.steps import DemoHands
from workflows.routes.underway.opinions import opinions_of


def test_three_units_give_their_opinion_before_it_is_signed(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_for_opinions(replace(cast, annual=cast.monthly))
    report = arrange.awaiting(cast)
    shown(report)
    DemoHands(cast, report.period).approve()
    assert reread(report).state == "approved"
    assert [(opinion.step.title, opinion.decision.verdict) for opinion in opinions_of(reread(report))] == [
        ("Ý kiến Công an", Decision.Verdict.AGREE_IF),
        ("Ý kiến Phòng KT-HT-ĐT", Decision.Verdict.AGREE),
        ("Ý kiến Văn phòng", Decision.Verdict.AGREE),
    ]
    assert [bool(opinion.reply) for opinion in opinions_of(reread(report))] == [True, False, False]
