"""Fields that belong to a step (kinh phí thẩm định): filled by whoever decides it, frozen, and read by later steps."""

import json

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.trail import changes
from tests.factories import reread, shown
from tests.remembered import remembered
from tests.workflows import arrange as reports
from tests.workflows.submissions import arrange
from tests.workflows.traces import events, newest
from units.models import Person
from workflows.models import Step
from workflows.routes import actions as routes
from workflows.routes import rehearsal, sentences, versions
from workflows.routes.transfer import files
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions

EXAMINER, HEAD = "KTHTDT:unit_head", "Chủ tịch xem trước"
COST = {"number": 1, "label": "Kinh phí thẩm định", "type": "number", "measure": "đồng", "required": True}
LEVEL = {"number": 2, "label": "Mức độ", "type": "choice", "choices": ["Thường", "Phức tạp"]}
DEAR = {"condition": "filled_amount", "parameter": "1|500000000|Kinh phí thẩm định"}
APPROVES = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 8}


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@remembered
def route_with_field(cast):
    """Thẩm định fills in the cost; from 500 million on the head approves first, otherwise an office is heard."""
    reports.head_of_the_board(cast)
    route = arrange.examined(cast)
    examination = route.steps.get(verb="examine")
    routes.change_step(examination, by=cast.admin, fills=[COST, LEVEL])
    routes.add_step(route, by=cast.admin, title=HEAD, unit=cast.ward, **APPROVES)
    head = route.steps.get(title=HEAD)
    routes.move_step(head, by=cast.admin, up=True)
    routes.change_step(head, by=cast.admin, **DEAR)
    opinion = arrange.SHAPE | {"title": "Ý kiến Văn phòng", "unit": cast.units["VP"]}
    routes.add_step(route, by=cast.admin, **opinion)
    heard = route.steps.get(title="Ý kiến Văn phòng")
    while heard.order != 3:
        heard = routes.move_step(route.steps.get(pk=heard.pk), by=cast.admin, up=heard.order > 3)
        heard = route.steps.get(title="Ý kiến Văn phòng")
    routes.change_step(heard, by=cast.admin, otherwise=True)
    return route


@pytest.fixture
def case(cast):
    route_with_field(cast)
    return arrange.awaiting(cast)


def titles(case, **which):
    return [step.title for step in case.steps.filter(**which).order_by("order")]


def examine(cast, case, cost="600.000.000", **more):
    filled = {1: cost, 2: "Phức tạp"} | more
    return reread(examining.examine(reread(case), by=cast[EXAMINER], seen=shown(case), filled=filled))


def test_both_ways_are_copied_until_the_field_is_filled(cast, case):
    assert titles(case) == ["Thẩm định", HEAD, "Ý kiến Văn phòng", "Lãnh đạo UBND"]
    assert list(case.steps.order_by("order").values_list("stage", flat=True)) == [1, 2, 2, 3]
    assert case.signatory == cast.approver


def test_from_500_million_on_the_head_approves_first_and_nobody_else_is_asked(cast, case):
    case = examine(cast, case)
    assert titles(case, opened_at__isnull=False, decided_at=None) == [HEAD]
    assert titles(case, change="untaken") == ["Ý kiến Văn phòng"]


def test_below_that_the_office_is_heard_instead(cast, case):
    case = examine(cast, case, "499.999.999")
    assert titles(case, opened_at__isnull=False, decided_at=None) == ["Ý kiến Văn phòng"]
    assert titles(case, change="untaken") == [HEAD]


def test_what_was_filled_in_stands_with_the_decision_in_the_trail(cast, case):
    case = examine(cast, case)
    step = case.way[0]
    assert step.filled_words == [("Kinh phí thẩm định", "600.000.000 đồng"), ("Mức độ", "Phức tạp")]
    told = {row["field"]: row["new"] for row in changes.differences(events(case)[-1])}
    assert "Kinh phí thẩm định: 600.000.000 đồng; Mức độ: Phức tạp" in told.values()


BAD = [
    ({1: ""}, "Kinh phí thẩm định"),
    ({1: "sáu trăm triệu"}, "Kinh phí thẩm định"),
    ({1: "1", 2: "Khẩn"}, "Mức độ"),
]


@pytest.mark.parametrize(("filled", "named"), BAD)
def test_what_is_blank_or_no_value_of_the_field_is_refused_and_nothing_is_decided(cast, case, filled, named):
    with pytest.raises(NotPossible, match=named):
        examining.examine(case, by=cast[EXAMINER], seen=shown(case), filled=filled)
    assert not Decision.objects.exists()
    assert reread(case).way[0].filled == {}


def test_it_costs_no_statement_more_than_an_examination_without_fields(cast, statements):
    arrange.examined(cast)
    plain = arrange.awaiting(cast)
    seen = shown(plain)
    with statements() as without:
        examining.examine(plain, by=cast[EXAMINER], seen=seen)
    routes.change_step(arrange.kind(cast).route.steps.get(verb="examine"), by=cast.admin, fills=[COST])
    case = reread(submissions.send_for_approval(arrange.draft(cast, abstract="Khác"), by=cast["CA:unit_head"]))
    seen = shown(case)
    with statements() as counted:
        examining.examine(case, by=cast[EXAMINER], seen=seen, filled={1: "600.000.000"})
    assert len(counted) == len(without)


def test_a_decision_that_is_taken_back_opens_both_ways_again(cast, case):
    examine(cast, case)
    decision = Decision.objects.get().pk
    back = reread(retraction.retract(reread(case), by=cast[EXAMINER], decision=decision, reason="Nhập nhầm"))
    assert titles(back, decided_at=None) == titles(back)
    assert titles(examine(cast, back, "1"), opened_at__isnull=False, decided_at=None) == ["Ý kiến Văn phòng"]


def test_returned_to_the_step_it_is_filled_anew_and_who_approved_on_it_is_asked_anew(cast, case):
    case = examine(cast, case)
    head = case.steps.get(title=HEAD)
    approver = Person.objects.get(username="head")
    case = reread(approval.approve(case, by=approver, seen=shown(case), asked=head.pk))
    first = case.way[0]
    case = reread(
        approval.return_to_step(case, by=cast.approver, seen=shown(case), reason="Tính lại kinh phí", to=first.pk)
    )
    assert titles(case, decided_at__isnull=False) == []
    assert case.way[0].filled == {"1": "600000000", "2": "Phức tạp"}  # shown again to whoever decides
    case = examine(cast, case, "5")
    assert titles(case, opened_at__isnull=False, decided_at=None) == ["Ý kiến Văn phòng"]


def test_a_step_that_is_skipped_fills_nothing_in_and_no_condition_holds(cast, case):
    steering.skip_step(case, by=cast.admin, seen=case.trail_seq, step=case.way[0].pk, reason="Người thẩm định đi vắng")
    assert titles(reread(case), opened_at__isnull=False, decided_at=None) == ["Ý kiến Văn phòng"]


def test_a_case_moved_to_its_route_anew_keeps_what_was_decided_by_what_was_filled_in(cast, case):
    case = examine(cast, case)
    opinion = arrange.SHAPE | {"title": "Ý kiến Công an", "unit": cast.units["KTHTDT"], "beside": True}
    added = routes.add_step(arrange.kind(cast).route, by=cast.admin, **opinion)
    assert added.order == 4
    steering.move_to_route(case, by=cast.admin, seen=case.trail_seq, reason="Luồng mới")
    case = reread(case)
    assert titles(case, change="untaken") == ["Ý kiến Văn phòng"]
    assert set(titles(case, opened_at__isnull=False, decided_at=None)) == {HEAD, "Ý kiến Công an"}


def test_a_condition_on_a_field_that_no_earlier_step_fills_is_refused_with_a_sentence(cast):
    route = route_with_field(cast)
    examination = route.steps.get(verb="examine")
    with pytest.raises(NotPossible, match=f"{HEAD}.*Kinh phí thẩm định"):
        routes.change_step(examination, by=cast.admin, fills=[LEVEL])
    head = route.steps.get(title=HEAD)
    with pytest.raises(NotPossible, match="Kinh phí thẩm định"):
        routes.move_step(head, by=cast.admin, up=True)
    assert examination.fills == [COST, LEVEL]


def test_the_step_that_signs_does_not_depend_on_what_is_filled_in(cast):
    route = route_with_field(cast)
    last = route.steps.order_by("-order")[0]
    with pytest.raises(NotPossible):
        routes.change_step(last, by=cast.admin, **DEAR)


def test_a_file_keeps_the_fields_and_is_read_back_for_another_kind(cast):
    route = route_with_field(cast)
    content = files.written(route)
    assert json.loads(content)["steps"][0]["fills"] == [COST, LEVEL]
    other = arrange.kind(cast, "ke-hoach").route
    routes.import_route(other, files.read(content.encode(), cast.ward), by=cast.admin)
    assert versions.shape_of(routes.standing(other)) == versions.shape_of(routes.standing(route))


def test_a_file_whose_condition_is_of_a_field_that_no_step_has_is_refused_by_name(cast):
    found = json.loads(files.written(route_with_field(cast)))
    del found["steps"][0]["fills"]
    other = arrange.kind(cast, "ke-hoach").route
    with pytest.raises(NotPossible, match="Kinh phí thẩm định"):
        routes.import_route(other, files.read(json.dumps(found).encode(), cast.ward), by=cast.admin)
    assert len(routes.standing(other)) == 1


def test_a_route_without_fields_keeps_the_shape_that_it_had(cast):
    assert all("fills" not in step for step in versions.shape_of(routes.standing(arrange.examined(cast))))


def test_the_rehearsal_reads_what_was_filled_in_and_tells_where_nobody_did(cast, case):
    waits = arrange.draft(cast, abstract="Chưa thẩm định")
    waits = reread(submissions.send_for_approval(waits, by=cast["CA:unit_head"]))
    examine(cast, case)
    route = arrange.kind(cast).route
    rows = {row.case.pk: row for row in rehearsal.rehearse(route, routes.standing(route), by=cast.admin)}
    assert [asked.copy.title for asked in rows[case.pk].asked][1:-1] == [HEAD]
    assert not rows[case.pk].differences
    assert any("Kinh phí thẩm định" in sentence for sentence in rows[waits.pk].differences)


def test_the_card_the_versions_and_the_differences_tell_the_fields(client, cast):
    route = route_with_field(cast)
    sign_in(client, cast.admin)
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "Kinh phí thẩm định (Số, đồng, bắt buộc)" in page
    assert "Mức độ (Một trong danh sách, Thường / Phức tạp)" in page
    assert "Kinh phí thẩm định" in sentences.describe(route.steps.get(verb="examine"))


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def test_an_administrator_adds_changes_and_takes_out_a_field_on_its_pages(client, cast):
    route = arrange.examined(cast)
    step = route.steps.get(verb="examine")
    sign_in(client, cast.admin)
    address = reverse("step_field_add", args=[step.pk])
    assert client.get(address).status_code == 200
    typed = {"seen": versions.number_of(route), "label": "Kinh phí", "type": "number", "measure": "đồng"}
    assert client.post(address, typed | {"required": "on"}).status_code == 302
    assert Step.objects.get(pk=step.pk).fills == [COST | {"label": "Kinh phí"}]
    address = reverse("step_field_change", args=[step.pk, 1])
    assert 'value="Kinh phí"' in client.get(address).content.decode()
    typed = {"seen": versions.number_of(route), "label": "Mức", "type": "choice", "choices": "Cao"}
    refused = client.post(address, typed)
    assert (refused.status_code, "Cao" in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"choices": "Cao\nThấp"}).status_code == 302
    assert Step.objects.get(pk=step.pk).fills == [
        {"number": 1, "label": "Mức", "type": "choice", "choices": ["Cao", "Thấp"]}
    ]
    remove = reverse("step_field_remove", args=[step.pk, 1])
    assert client.post(remove, {"seen": versions.number_of(route)}).status_code == 302
    assert Step.objects.get(pk=step.pk).fills == []


def test_two_administrators_change_fields_and_the_second_is_told(client, cast):
    route = arrange.examined(cast)
    step = route.steps.get(verb="examine")
    number = versions.number_of(route)
    routes.change_step(step, by=cast.admin, fills=[COST])
    sign_in(client, cast.admin)
    typed = {"seen": number, "label": "Diện tích", "type": "number", "measure": "ha"}
    answer = client.post(reverse("step_field_add", args=[step.pk]), typed)
    assert (answer.status_code, "Diện tích" in answer.content.decode()) == (409, True)
    assert Step.objects.get(pk=step.pk).fills == [COST]


def test_the_pages_of_fields_are_for_administrators(client, cast):
    step = arrange.examined(cast).steps.get(verb="examine")
    sign_in(client, cast[EXAMINER])
    assert client.get(reverse("step_field_add", args=[step.pk])).status_code == 403


def test_the_examiner_fills_it_in_where_they_decide_and_what_was_typed_stays_after_a_refusal(client, cast, case):
    sign_in(client, cast[EXAMINER])
    address, seen = reverse("submission_examination", args=[case.pk]), shown(case)
    page = client.get(address).content.decode()
    assert "Kinh phí thẩm định (đồng)" in page
    typed = {"seen": seen, "step": case.way[0].pk, "in_order": "yes", "text": "", "filled_1": "nhiều"}
    refused = client.post(address, typed)
    assert (refused.status_code, 'value="nhiều"' in refused.content.decode()) == (422, True)
    refused = client.post(address, typed | {"filled_1": ""})
    assert (refused.status_code, "Kinh phí thẩm định" in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"filled_1": "600.000.000"}).status_code == 302
    assert titles(reread(case), opened_at__isnull=False, decided_at=None) == [HEAD]
    page = client.get(reverse("submission", args=[case.pk])).content.decode()
    assert "600.000.000 đồng" in page
    slip = client.get(reverse("case_slip", args=["submission", case.pk])).content.decode()
    assert "600.000.000 đồng" in slip
    assert newest(reread(case))["action"] == "examine"


def test_given_back_to_be_mended_nothing_has_to_be_filled_in(client, cast, case):
    sign_in(client, cast[EXAMINER])
    typed = {"seen": shown(case), "step": case.way[0].pk, "in_order": "no", "text": "Thiếu dự toán"}
    assert client.post(reverse("submission_examination", args=[case.pk]), typed).status_code == 302
    assert reread(case).state == "returned"


def test_an_approver_fills_in_at_the_step_that_they_approve(client, cast):
    route = arrange.kind(cast).route
    step = route.steps.get()
    routes.change_step(step, by=cast.admin, fills=[COST | {"label": "Kinh phí được duyệt"}])
    case = arrange.awaiting(cast)
    with pytest.raises(NotPossible, match="Kinh phí được duyệt"):
        approval.approve(case, by=cast.approver, seen=shown(case))
    case = reread(approval.approve(case, by=cast.approver, seen=shown(case), filled={1: "400.000.000"}))
    assert case.state == "approved"
    assert case.way[0].filled_words == [("Kinh phí được duyệt", "400.000.000 đồng")]


def test_a_draft_says_nothing_of_what_a_step_fills_in(client, cast):
    route_with_field(cast)
    draft = arrange.draft(cast)
    sign_in(client, cast["CA:drafter"])
    assert "Kinh phí thẩm định" not in client.get(reverse("submission_edit", args=[draft.pk])).content.decode()
