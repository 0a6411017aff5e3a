"""A report that is asked for with an outline of its own: copied and reduced, or new, within the request's form."""

import pytest
from django.urls import reverse

from approvals.models import TrailEvent
from tests.workflows.outlines.arrange import NUMBER, with_fields
from workflows.models import Field, OutlineVersion, ReportingPeriod
from workflows.outlines import actions as outlines
from workflows.periods.kinds import asked_kind
from workflows.pure.arrangement import STANDING

TYPED = {
    "title": "Rà soát hạ tầng số",
    "brief": "Số điểm phát wifi.",
    "unit_day": "10/11/2026",
    "ward_day": "12/11/2026",
}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def ask(client, cast):
    client.force_login(cast.coordinator)
    address = reverse("ask_for_report", args=[cast.ward.pk])

    def post(**typed):
        return client.post(address, TYPED | {"units": [cast.units["CA"].pk]} | typed)

    return post


def fields(period):
    return [field.label for field in outlines.fields_of(period.outline)]


def test_a_request_without_a_word_on_it_asks_what_its_kind_does(ask):
    assert ask().status_code == 302
    period = ReportingPeriod.objects.get(title=TYPED["title"])
    assert period.outline == outlines.current(period.kind)
    assert not OutlineVersion.objects.filter(of_request=True).exists()


def test_a_new_outline_of_a_few_fields_is_sent_with_the_request(ask):
    added = {"label_0": "Số điểm phát wifi", "type_0": "number", "detail_0": "điểm"}
    added |= {"label_1": "Chất lượng", "type_1": "choice", "detail_1": "Tốt; Khá; Kém"}
    added |= {"label_2": "Tổ chưa có mạng", "type_2": "table", "detail_2": "Tổ; Số hộ"}
    assert ask(like="new", **added).status_code == 302
    period = ReportingPeriod.objects.get(title=TYPED["title"])
    wifi, quality, table = outlines.fields_of(period.outline)
    assert (wifi.measure, quality.choices) == ("điểm", ["Tốt", "Khá", "Kém"])
    assert [column["title"] for column in table.columns] == ["Tổ", "Số hộ"]
    assert (period.has_fields, period.asked, period.outline.of_request) == (True, (), True)
    assert period.unit_reports.get().field_values.count() == 3
    assert "Số điểm phát wifi" in TrailEvent.objects.get(action="ask_for_report").changes["outline"][1]


def test_an_outline_is_copied_and_some_of_it_left_out(cast, ask):
    with_fields(cast, NUMBER, NUMBER | {"label": "Số hộ cận nghèo"})
    shown = ask(like=cast.monthly.pk, take="1")
    form = shown.context["form"]
    assert (shown.status_code, ReportingPeriod.objects.filter(title=TYPED["title"]).exists()) == (200, False)
    assert (form["title"].value(), form["brief"].value()) == (TYPED["title"], TYPED["brief"])
    labels = dict(form.fields["kept"].choices)
    kept = [key for key, label in labels.items() if "Số hộ nghèo" in label or "Kết quả" in label]
    sent = ask(like=cast.monthly.pk, shown=cast.monthly.pk, kept=kept, label_0="Số xã", type_0="number")
    assert sent.status_code == 302
    period = ReportingPeriod.objects.get(title=TYPED["title"])
    assert sorted(fields(period)) == ["Số hộ nghèo", "Số xã"]
    assert period.asked == ("results",)


def test_a_copy_that_nobody_looked_into_asks_for_all_of_it(cast, ask):
    with_fields(cast, NUMBER)
    assert ask(like=cast.monthly.pk).status_code == 302
    period = ReportingPeriod.objects.get(title=TYPED["title"])
    assert (fields(period), period.outline.kind) == (["Số hộ nghèo"], period.kind)


def test_fields_are_added_to_what_the_kind_asks(cast, ask):
    assert ask(label_0="Số xã", type_0="number").status_code == 302
    period = ReportingPeriod.objects.get(title=TYPED["title"])
    assert (fields(period), period.outline.arrangement[-1:]) == (["Số xã"], [STANDING[-1]])


def test_the_kind_and_its_next_request_stay_as_they_are(cast, ask):
    kind = asked_kind(cast.ward)
    before = outlines.current(kind)
    ask(like="new", label_0="Số xã", type_0="number")
    assert outlines.current(kind) == before
    ask(title="Việc khác")
    assert fields(ReportingPeriod.objects.get(title="Việc khác")) == []
    outlines.add_section(kind, by=cast.admin, seen=before.edits, title="Khác")
    assert len(set(kind.outlines.values_list("number", flat=True))) == kind.outlines.count() == 3


def test_a_field_of_each_request_has_a_number_of_its_own(ask):
    ask(like="new", label_0="Số xã", type_0="number")
    ask(title="Việc khác", like="new", label_0="Số thôn", type_0="number")
    numbers = Field.objects.values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers) == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"like": "new"}, "label_0"),
        ({"detail_0": "hộ"}, "label_0"),
        ({"label_0": "Chất lượng", "type_0": "choice", "detail_0": "Tốt"}, "detail_0"),
        ({"label_0": "Bảng", "type_0": "table"}, "detail_0"),
        ({"like": "99999"}, "like"),
        ({"label_0": "Số xã", "type_0": "lạ"}, "type_0"),
    ],
)
def test_what_is_not_whole_is_told_at_its_field_and_nothing_is_lost(ask, typed, field):
    answer = ask(**typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert TYPED["title"] in answer.content.decode()
    assert not ReportingPeriod.objects.filter(title=TYPED["title"]).exists()


def test_a_copy_of_which_nothing_is_kept_is_refused(cast, ask):
    answer = ask(like=cast.monthly.pk, shown=cast.monthly.pk)
    assert answer.status_code == 409
    assert "không hỏi gì" in answer.content.decode()
