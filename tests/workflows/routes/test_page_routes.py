from django.urls import reverse

from tests import factories
from tests.factories import shown
from tests.workflows import arrange
from units.tree import actions as unit_actions
from workflows.models import Route, Step
from workflows.routes.versions import number_of
from workflows.signoff.approval import actions as approval


def entered(cast, **fields) -> dict[str, object]:
    return {
        "title": "Văn phòng thẩm định",
        "unit": cast.units["BCĐ"].pk,
        "office": "approver",
        "verb": "approve",
        "need": "any",
        "quorum": 1,
        "allowance": 1,
        **seen(cast),
    } | fields


def seen(cast) -> dict[str, int]:
    """The version that the page shows now."""
    return {"seen": number_of(monthly(cast))}


def sign_in(client, person) -> None:
    client.force_login(person, backend="units.backends.GrantBackend")


def monthly(cast) -> Route:
    return Route.objects.get(kind=cast.monthly)


def titles(route: Route) -> list[str]:
    return list(route.steps.filter(retired_at=None).values_list("title", flat=True))


def three_steps(client, cast) -> Route:
    sign_in(client, cast.admin)
    route = monthly(cast)
    client.post(reverse("step_add", args=[route.pk]), entered(cast))
    client.post(reverse("step_add", args=[route.pk]), entered(cast, title="Trưởng Ban", unit=cast.units["BCĐ"].pk))
    return route


def test_routes_show_steps_who_decides_and_the_picture(client, cast):
    sign_in(client, cast.admin)
    words = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "1. Phó Trưởng Ban" in words
    assert str(cast.approver) in words
    assert "<svg" in words


def test_steps_are_added_at_the_end(client, cast):
    assert titles(three_steps(client, cast)) == ["Phó Trưởng Ban", "Văn phòng thẩm định", "Trưởng Ban"]


def test_picture_shows_three_steps(client, cast):
    three_steps(client, cast)
    words = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "2. Văn phòng thẩm định" in words
    assert "3. Trưởng Ban" in words


def test_a_step_that_nobody_can_decide_is_warned_of(client, cast):
    three_steps(client, cast)
    arrange.leave(cast.approver, "approver")
    assert "Hiện chưa ai giữ vai trò này" in client.get(reverse("routes", args=[cast.ward.pk])).content.decode()


def test_a_step_is_not_put_in_force_while_nobody_holds_the_office(client, cast):
    sign_in(client, cast.admin)
    answer = client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast, unit=cast.units["VP"].pk))
    words = answer.content.decode()
    assert (answer.status_code, titles(monthly(cast))) == (409, ["Phó Trưởng Ban"])
    assert "hiện chưa ai giữ vai trò này: Người ký duyệt, Văn phòng" in words
    assert 'value="Văn phòng thẩm định"' in words
    step = monthly(cast).steps.get()
    typed = entered(cast, title=step.title, unit=cast.units["VP"].pk)
    assert client.post(reverse("step_change", args=[step.pk]), typed).status_code == 409
    assert monthly(cast).steps.get().unit == cast.units["BCĐ"]


def test_steps_move_up_and_down(client, cast):
    route = three_steps(client, cast)
    last = Step.objects.get(title="Trưởng Ban")
    client.post(reverse("step_move", args=[last.pk]), {"up": "1", **seen(cast)})
    assert titles(route) == ["Phó Trưởng Ban", "Trưởng Ban", "Văn phòng thẩm định"]
    client.post(reverse("step_move", args=[last.pk]), {"up": "0", **seen(cast)})
    assert titles(route) == ["Phó Trưởng Ban", "Văn phòng thẩm định", "Trưởng Ban"]


def test_a_step_is_changed_and_the_trail_tells_old_and_new(client, cast):
    route = monthly(cast)
    sign_in(client, cast.admin)
    arrange.head_of_the_board(cast)
    step = route.steps.get()
    changed = entered(cast, title="Trưởng Ban", allowance=3, unit=cast.ward.pk)
    client.post(reverse("step_change", args=[step.pk]), changed)
    step.refresh_from_db()
    assert (step.title, step.allowance, step.unit) == ("Trưởng Ban", 3, cast.ward)


def test_a_step_is_retired_after_a_page_that_asks(client, cast):
    route = three_steps(client, cast)
    step = Step.objects.get(title="Văn phòng thẩm định")
    assert "Bỏ bước duyệt" in client.get(reverse("step_retire", args=[step.pk])).content.decode()
    client.post(reverse("step_retire", args=[step.pk]), seen(cast))
    assert titles(route) == ["Phó Trưởng Ban", "Trưởng Ban"]


def test_the_last_step_stays(client, cast):
    sign_in(client, cast.admin)
    step = monthly(cast).steps.get()
    assert client.post(reverse("step_retire", args=[step.pk]), seen(cast)).status_code == 409


def test_an_allowance_out_of_range_is_explained_and_nothing_typed_is_lost(client, cast):
    sign_in(client, cast.admin)
    answer = client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast, allowance=0))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Từ 1 đến 240 giờ làm việc" in words
    assert "Văn phòng thẩm định" in words


def test_only_an_office_that_approves_is_asked_to(client, cast):
    sign_in(client, cast.admin)
    answer = client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast, office="clerk"))
    assert answer.status_code == 409
    assert "Vai trò này không ký duyệt" in answer.content.decode()
    assert monthly(cast).steps.count() == 1


def test_more_people_than_hold_the_office_are_refused(client, cast):
    sign_in(client, cast.admin)
    answer = client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast, need="some", quorum=3))
    assert answer.status_code == 409
    assert "Cần 3 người quyết định, mà mới có 1 người" in answer.content.decode()


def test_the_last_step_signs_and_asks_for_no_opinion(client, cast):
    sign_in(client, cast.admin)
    step = monthly(cast).steps.get()
    address = reverse("step_change", args=[step.pk])
    given = entered(cast, title=step.title, unit=step.unit_id)
    assert "Bước cuối là bước ký" in client.post(address, given | {"verb": "opinion"}).content.decode()
    client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast, title="Ý kiến", verb="opinion"))
    assert titles(monthly(cast)) == ["Ý kiến", step.title]
    answer = client.post(reverse("step_move", args=[step.pk]), {"up": "1", **seen(cast)})
    assert answer.status_code == 409
    assert titles(monthly(cast)) == ["Ý kiến", step.title]


def test_who_does_not_administer_reads_but_changes_nothing(client, cast):
    sign_in(client, cast.coordinator)
    step = monthly(cast).steps.get()
    page = client.get(reverse("routes", args=[cast.ward.pk]))
    assert page.status_code == 200
    assert reverse("step_change", args=[step.pk]) not in page.content.decode()
    assert client.get(reverse("step_change", args=[step.pk])).status_code == 403
    assert client.post(reverse("step_move", args=[step.pk]), {"up": "1", **seen(cast)}).status_code == 403
    assert client.post(reverse("step_add", args=[monthly(cast).pk]), entered(cast)).status_code == 403


def test_routes_of_another_ward_answer_404(client, cast):
    ward = unit_actions.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    sign_in(client, cast.admin)
    assert client.get(reverse("routes", args=[ward.pk])).status_code == 404


def test_a_report_on_its_way_keeps_its_route(client, cast):
    report = factories.awaiting(cast)
    three_steps(client, cast)
    assert report.steps.count() == 1
    approval.approve(report, by=cast.approver, seen=shown(report))
    assert factories.reread(report).state == "approved"


def test_routes_take_ten_queries_however_many_steps(client, cast, django_assert_max_num_queries):
    three_steps(client, cast)
    with django_assert_max_num_queries(10):
        client.get(reverse("routes", args=[cast.ward.pk]))


def test_an_opinion_that_the_page_adds_is_passed_over_where_nobody_gives_it(client, cast):
    sign_in(client, cast.admin)
    address = reverse("step_add", args=[monthly(cast).pk])
    shown_first = client.get(address).context["form"]["at_end"].value()
    asked = {"verb": "opinion", "title": "Ý kiến Công an", "unit": cast.units["CA"].pk, "office": "unit_head"}
    client.post(address, entered(cast, **asked, at_end=shown_first))
    client.post(address, entered(cast, at_end=shown_first))
    ends = dict(monthly(cast).steps.filter(retired_at=None).values_list("title", "at_end"))
    assert (ends["Ý kiến Công an"], ends["Văn phòng thẩm định"]) == ("pass", "remind")
