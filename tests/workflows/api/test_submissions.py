"""Documents for signing through the API, and what every case with a route shares: steps, opinions, the clock."""

import pytest

from approvals.models import TrailEvent
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from units.models import Membership
from workflows.models import Submission
from workflows.routes import actions as routes

TEXT = {"abstract": "Về việc mua sắm", "body": "Kính đề nghị xem xét.", "addressed_to": "Ủy ban nhân dân phường"}

DRAFT = TEXT | {"no_secrets": True}


@pytest.fixture
def kind(cast, on_day):
    on_day("2026-11-06 09:00")
    return documents.kind(cast)


def test_a_program_drafts_a_document_and_changes_it(program, cast, kind):
    writer = program(cast["CA:drafter"], "write")
    made = writer.post("/submissions", {**DRAFT, "kind": kind.code, "unit": cast.units["CA"].pk})
    assert (made.status_code, made.json()["state"]) == (200, "draft"), made.content
    path = f"/submissions/{made.json()['id']}"
    changed = writer.post(
        f"{path}/text", TEXT | {"abstract": "Về việc khác", "amount": "1500000"}, if_match=made["ETag"]
    )
    assert (changed.json()["abstract"], changed.json()["amount"]) == ("Về việc khác", "1500000"), changed.content
    assert writer.post(f"{path}/text", TEXT, if_match=made["ETag"]).status_code == 412
    listed = writer.get("/submissions?unit=CA&state=draft").json()["items"]
    assert [each["id"] for each in listed] == [made.json()["id"]]


def test_what_the_page_would_refuse_is_refused_by_field(program, cast, kind):
    writer = program(cast["CA:drafter"], "write")
    body = {**DRAFT, "abstract": " ", "addressed_to": "x" * 400, "kind": kind.code, "unit": cast.units["CA"].pk}
    answer = writer.post("/submissions", body)
    assert answer.status_code == 422
    assert {each["where"] for each in answer.json()["errors"]} == {"abstract", "addressed_to"}
    other = {**DRAFT, "kind": kind.code, "unit": cast.units["VP"].pk}
    assert writer.post("/submissions", other).status_code == 404
    assert not Submission.objects.exists()


def test_a_document_goes_its_way_up_to_the_signature(program, cast, kind):
    case = documents.draft(cast)
    head, drafter, stranger = (program(cast[each]) for each in ("CA:unit_head", "CA:drafter", "VP:drafter"))
    path = f"/submissions/{case.pk}"
    assert stranger.get(path).status_code == 404
    sent = head.post(f"{path}/send-for-approval", {"urgency": 1})
    assert sent.json()["state"] == "awaiting_approval", sent.content
    assert head.post(f"{path}/take-back", {"reason": "Sửa lại số tiền"}).json()["state"] == "draft"
    assert drafter.post(f"{path}/give-up", {"reason": "Không cần nữa"}).json()["state"] == "withdrawn"
    answer = drafter.post(f"{path}/give-up", {"reason": "Không cần nữa"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")


def test_an_opinion_is_given_on_the_pages_that_were_read_and_replied_to(program, cast, kind):
    documents.ask_for_opinions(cast, "VP", "KTHTDT")
    case = documents.awaiting(cast)
    path = f"/submissions/{case.pk}"
    asked, drafter = program(cast["VP:unit_head"]), program(cast["CA:drafter"])
    read = shown(case)
    way = asked.get(f"{path}/steps").json()
    assert [each["verb"] for each in way["steps"]] == ["opinion", "opinion", "approve"]
    assert way["pdf"] == read
    stale = asked.post(f"{path}/opinion", {"seen": "0" * 64, "verdict": "agree"})
    assert stale.status_code == 409
    bare = asked.post(f"{path}/opinion", {"seen": way["pdf"], "verdict": "disagree"})
    assert bare.status_code == 409
    given = asked.post(f"{path}/opinion", {"seen": way["pdf"], "verdict": "disagree", "text": "Kinh phí cao"})
    assert given.status_code == 200, given.content
    said = drafter.get(f"{path}/steps").json()["opinions"]
    assert [(each["verdict"], each["text"], each["reply"]) for each in said] == [("disagree", "Kinh phí cao", "")]
    reply = {"adopted": False, "text": "Đã tính theo đơn giá"}
    assert drafter.post(f"{path}/opinions/{said[0]['id']}/reply", reply).status_code == 200
    assert drafter.get(f"{path}/steps").json()["opinions"][0]["reply"] == "explained"


@pytest.fixture
def checked(cast, kind):
    """The office approves, then the board's deputy signs."""
    shape = {"title": "Văn phòng", "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    routes.move_step(routes.add_step(kind.route, by=cast.admin, **shape), by=cast.admin, up=True)
    arrange.newcomer(cast, "checker", cast.units["VP"], "approver")
    return documents.awaiting(cast)


def test_an_administrator_skips_hands_over_and_adds_steps(program, cast, checked):
    other = arrange.newcomer(cast, "other", cast.units["KTHTDT"], "approver")
    admin, path = program(cast.admin), f"/submissions/{checked.pk}"
    read = admin.get(f"{path}/steps")
    first, last = (each["id"] for each in read.json()["steps"])
    offered = admin.get(f"{path}/steps/{first}/candidates").json()["items"]
    to = Membership.objects.get(person=other).pk
    assert to in {each["id"] for each in offered}
    assert admin.post(f"{path}/steps/{first}/hand-over", {"to": to, "reason": "Đi họp"}).status_code == 428
    given = {"to": to, "reason": "Đi họp"}
    handed = admin.post(f"{path}/steps/{first}/hand-over", given, if_match=read["ETag"])
    assert handed.status_code == 200, handed.content
    late = admin.post(f"{path}/steps/{first}/skip", {"reason": "Đi họp"}, if_match=read["ETag"])
    assert late.status_code == 412
    step = {"before": first, "title": "Hỏi thêm", "verb": "opinion", "unit": cast.units["VP"].pk, "office": "unit_head"}
    added = admin.post(f"{path}/steps", {**step, "reason": "Cần ý kiến"}, if_match=handed["ETag"])
    assert added.status_code == 200, added.content
    wrong = admin.post(f"{path}/steps", {**step, "verb": "x", "reason": "Cần"}, if_match=added["ETag"])
    assert wrong.status_code == 422
    skipped = admin.post(f"{path}/steps/{first}/skip", {"reason": "Đi họp"}, if_match=added["ETag"])
    assert skipped.status_code == 200, skipped.content
    signs = admin.post(f"{path}/steps/{last}/skip", {"reason": "Đi họp"}, if_match=skipped["ETag"])
    assert signs.status_code == 409
    done = TrailEvent.objects.filter(subject_kind="submission", subject_id=checked.pk, actor=cast.admin)
    assert {"hand_over", "insert_step", "skip_step"} <= set(done.values_list("action", flat=True))
    assert program(cast["CA:drafter"]).post(f"{path}/steps", step | {"reason": "x"}).status_code == 403
    assert reread(checked).state == "awaiting_approval"
