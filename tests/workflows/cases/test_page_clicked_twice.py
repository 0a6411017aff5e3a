"""What the coordinating office does to a ward's report by one button: a second click gets the first one's answer."""

import pytest
from django.urls import reverse

from approvals.models import TrailEvent
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.cases.test_page_once import FIELD, said, token_of
from tests.workflows.corrections import correct, override
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording import references
from workflows.pure.wording.defaults import TEMPLATES
from workflows.routes import actions as routes


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


def consolidating(cast):
    report = arrange.ready(cast)
    return reverse("ward_report", args=[report.pk]), reverse("ward_report_consolidate", args=[report.pk]), {}


def refreshing(cast):
    report = correct(cast, arrange.consolidated(cast), "60")
    return reverse("ward_report", args=[report.pk]), reverse("ward_report_refresh", args=[report.pk]), {}


def restoring(cast):
    report = arrange.consolidated(cast)
    override(cast, report)
    place = [report.pk, 9]
    return reverse("ward_report_figure", args=place), reverse("ward_report_figure_restore", args=place), {}


def looking(cast):
    report = arrange.consolidated(cast)
    override(cast, report)
    report = reread(report)
    red = prose.stale(report, prose.words_of(prose.figures_of(report)))[0]
    typed = {"key": red.key, "reads": references.key_of(red.now)}
    return reverse("ward_report", args=[report.pk]), reverse("ward_report_look", args=[report.pk]), typed


def changing_templates(cast):
    address = reverse("narrative_templates", args=[cast.monthly.pk])
    return address, address, dict.fromkeys(TEMPLATES, "Một dòng.") | {"seen": 0}


@pytest.mark.parametrize("arranged", [consolidating, refreshing, restoring, looking, changing_templates])
def test_a_second_click_gets_the_first_one_s_answer(cast, client, arranged):
    page, address, typed = arranged(cast)
    client.force_login(cast.coordinator)
    typed |= {FIELD: token_of(client, page)}
    first = client.post(address, typed)
    before = TrailEvent.objects.count()
    second = client.post(address, typed)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert (set(said(second)), TrailEvent.objects.count()) == (set(said(first)), before)


def test_kinds_that_are_corrected_by_two_clicks_are_corrected(cast, client):
    client.force_login(cast.admin)
    address = f"{reverse('plan_kinds_check')}?stock=9"
    typed = {"reason": "Có mặt cuối kỳ.", FIELD: token_of(client, address)}
    first, second = client.post(address, typed), client.post(address, typed)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])


def test_a_step_that_is_moved_by_two_clicks_moves_once(cast, client):
    route = cast.monthly.route
    shape = {"unit": cast.units["BCĐ"], "office": "approver", "need": "any", "allowance": 1}
    last = [routes.add_step(route, by=cast.admin, title=title, **shape) for title in ("Hai", "Ba")][-1]
    client.force_login(cast.admin)
    typed = {"up": "1", "seen": "3", FIELD: token_of(client, reverse("routes", args=[cast.ward.pk]))}
    for _click in range(2):
        client.post(reverse("step_move", args=[last.pk]), typed)
    titles = list(route.steps.filter(retired_at=None).order_by("order").values_list("title", flat=True))
    assert titles[1:] == ["Ba", "Hai"]


def test_a_text_that_is_saved_by_two_clicks_is_saved(cast, client):
    report = arrange.consolidated(cast)
    client.force_login(cast.coordinator)
    address = reverse("ward_report_edit", args=[report.pk])
    typed = {**prose.texts_of(report), "seen": report.edits, "difficulties": "Do mưa lũ."}
    for _click in range(2):
        assert client.post(address, typed).status_code == 302
    assert reread(report).edits == report.edits + 1
    other = client.post(address, typed | {"difficulties": "Do thiếu người."})
    assert other.status_code == 409


def test_a_late_second_save_of_the_same_words_is_no_newer_edit(cast):
    report = arrange.consolidated(cast)
    for _arrival in range(2):
        prose_actions.edit_narrative(
            report, by=cast.coordinator, seen=report.edits, narrative={"difficulties": "Mưa lũ."}
        )
    assert reread(report).edits == report.edits + 1
