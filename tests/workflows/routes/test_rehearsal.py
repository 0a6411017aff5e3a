"""A route is run over the last twelve months' real cases: who would have been asked, how long, what differs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.routes.test_import_route import content
from tests.workflows.submissions import arrange as documents
from workflows.routes import actions as routes
from workflows.routes import rehearsal, versions
from workflows.signoff.approval import actions as approval

CHECK = "Văn phòng"


@pytest.fixture
def case(cast, on_day):
    """Sent in the morning, signed two working hours later."""
    on_day("2026-11-06 08:00")
    case = documents.awaiting(cast)
    on_day("2026-11-06 10:00")
    approval.approve(case, by=cast.approver, seen=shown(case))
    return reread(case)


@pytest.fixture
def route(case):
    return case.document_kind.route


def add_check(cast, route, **shape):
    shape = {"title": CHECK, "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8} | shape
    step = routes.add_step(route, by=cast.admin, **shape)
    routes.move_step(step, by=cast.admin, up=True)
    return arrange.newcomer(cast, "checker", cast.units["VP"], "approver")


def rehearsed(route, by, version=None):
    return rehearsal.rehearse(route, routes.standing(route), by=by)


def test_the_route_as_it_was_differs_in_nothing_and_tells_the_real_times(cast, case, route):
    (row,) = rehearsed(route, cast.admin)
    (asked,) = row.asked
    assert (row.case, row.differences, asked.people, asked.took) == (case, [], [cast.approver], "2 giờ 0 phút")


def test_an_added_step_says_who_would_have_been_asked(cast, route):
    checker = add_check(cast, route)
    (row,) = rehearsed(route, cast.admin)
    assert [asked.people for asked in row.asked] == [[checker], [cast.approver]]
    assert row.differences == [f"Bước “{CHECK}” là mới: Người ký duyệt, {cast.units['VP'].short_name}."]


def test_nobody_is_asked_about_what_they_wrote(cast, case, route):
    checker = add_check(cast, route)
    case.authors.add(checker)
    (row,) = rehearsed(route, cast.admin)
    assert row.asked[0].people == []


def test_a_condition_is_read_as_it_was_when_the_case_was_sent(cast, on_day):
    on_day("2026-11-06 08:00")
    route = cast.monthly.route
    add_check(cast, route)
    routes.change_step(route.steps.get(title=CHECK), by=cast.admin, condition="late")
    report = arrange.awaiting(cast)
    on_day("2026-12-20 08:00")  # long after its due time
    (row,) = rehearsed(route, cast.admin)
    assert (row.case.pk, [asked.copy.title for asked in row.asked]) == (report.pk, ["Phó Trưởng Ban"])


def test_what_could_not_have_been_sent_says_why(cast, case, route):
    route.steps.filter(retired_at=None).update(condition="gone")
    (row,) = rehearsed(route, cast.admin)
    assert "Lãnh đạo UBND" in row.refused
    assert (row.asked, row.differences) == ([], [])


def test_it_only_reads_and_costs_no_more_for_more_cases(cast, case, route, statements):
    add_check(cast, route)
    with statements() as one:
        rehearsed(route, cast.admin)
    for _ in range(3):
        documents.awaiting(cast)
    with statements() as several:
        assert len(rehearsed(route, cast.admin)) == 4
    assert len(several) <= len(one) <= 12, several.sql
    assert all(sql.startswith("SELECT") for sql in several.sql)


def test_what_was_sent_longer_than_a_year_ago_is_left_out(cast, route, on_day):
    on_day("2028-01-06 08:00")
    assert rehearsed(route, cast.admin) == []


def test_the_page_shows_it_for_the_route_and_for_a_version(cast, client, case, route):
    add_check(cast, route)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("route_rehearsal", args=[route.pk])
    assert address in client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    page = client.get(address).content.decode()
    assert f"Bước “{CHECK}” là mới" in page
    first = client.get(address, {"version": "1"})
    assert f"Bước “{CHECK}” là mới" not in first.content.decode()
    assert first.context["asked"].number == 1
    for wrong in ("x", "99", "-1", "1e9"):
        assert client.get(address, {"version": wrong}).status_code == 404


def test_only_cases_that_the_reader_may_see_are_shown(cast, case, route):
    assert rehearsed(route, cast["TDP:drafter"]) == []


def typed_step(cast, route, **changed):
    shape = {"title": CHECK, "unit": cast.units["VP"].pk, "office": "unit_head", "verb": "examine", "need": "any"}
    return shape | {"quorum": 1, "allowance": 8, "seen": versions.number_of(route), "rehearse": "1"} | changed


def test_a_step_is_rehearsed_before_it_is_added(client, cast, route):
    client.force_login(cast.admin)
    answer = client.post(reverse("step_add", args=[route.pk]), typed_step(cast, route))
    (row,) = answer.context["rows"]
    assert (answer.status_code, [asked.people for asked in row.asked]) == (
        200,
        [[cast["VP:unit_head"]], [cast.approver]],
    )
    page = answer.content.decode()
    assert f"Bước “{CHECK}” là mới" in page
    assert f'value="{CHECK}"' in page
    assert (route.steps.count(), versions.number_of(route)) == (1, 1)


def test_a_change_of_a_step_is_rehearsed_before_it_is_saved(client, cast, route):
    (step,) = routes.standing(route)
    client.force_login(cast.admin)
    asked = {"title": "Ký", "unit": cast.units["BCĐ"].pk, "office": "approver", "verb": "approve"}
    answer = client.post(reverse("step_change", args=[step.pk]), typed_step(cast, route, **asked))
    assert [asked.copy.title for asked in answer.context["rows"][0].asked] == ["Ký"]
    assert routes.standing(route)[0].title == step.title


def test_what_could_not_be_saved_is_not_rehearsed_either(client, cast, route):
    client.force_login(cast.admin)
    given = typed_step(cast, route, verb="approve")  # by an office that does not approve
    answer = client.post(reverse("step_add", args=[route.pk]), given)
    assert (answer.status_code, "rows" in answer.context) == (409, False)
    assert "không ký duyệt" in answer.content.decode()


def test_a_file_is_rehearsed_before_it_is_imported(client, cast, route):
    examined = {"title": CHECK, "verb": "examine", "unit": "VP", "office": "unit_head", "allowance": 8}
    signs = {"title": "Ký", "verb": "approve", "unit": "BCĐ", "office": "approver"}
    client.force_login(cast.admin)
    file = SimpleUploadedFile("route.json", content(examined, signs))
    answer = client.post(reverse("route_import", args=[route.pk]), {"file": file})
    assert [asked.copy.title for asked in answer.context["rows"][0].asked] == [CHECK, "Ký"]
    assert versions.number_of(route) == 1
