"""The pages of difficulties: the list, an item, raising, putting together, the administrator's kinds."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.clock import at
from tests.people import instant
from tests.workflows import arrange, items
from units.models import Office
from workflows.difficulties import actions as difficulties
from workflows.models import Difficulty, DifficultyKind


@pytest.fixture
def signed_in(client, cast):
    def sign_in(who: str):
        client.force_login(cast[who])
        return client

    return sign_in


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def words(cast, **changed):
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    return {"text": "Thiếu người trực.", "kind": kind, "to": "leaders"} | changed


def listed(response):
    return {row.item.pk for row in response.context["rows"]}


def test_a_drafter_raises_one_in_three_fields(cast, signed_in):
    client = signed_in("CA:drafter")
    assert "unit" not in client.get(reverse("difficulty_raise")).context["form"].fields
    response = client.post(reverse("difficulty_raise"), words(cast), follow=True)
    item = Difficulty.objects.get()
    assert (item.unit, item.text, item.to, str(item.kind)) == (
        cast.units["CA"],
        "Thiếu người trực.",
        "leaders",
        "Nhân lực",
    )
    assert listed(response) == {item.pk}


def test_it_is_addressed_to_a_unit_and_the_coordinating_one_stands_first(cast, signed_in):
    client, to = signed_in("CA:drafter"), f"unit-{cast.units['VHXH'].pk}"
    choices = client.get(reverse("difficulty_raise")).context["form"].fields["to"].choices
    assert choices[0] == (to, cast.units["VHXH"].short_name)
    assert f"unit-{cast.units['CA'].pk}" not in dict(choices)
    client.post(reverse("difficulty_raise"), words(cast, to=to))
    assert Difficulty.objects.get().to_unit == cast.units["VHXH"]


def test_who_writes_for_two_units_says_for_which(cast, signed_in):
    arrange.join(cast["CA:drafter"], cast.units["BCĐ"], Office.DRAFTER)
    signed_in("CA:drafter").post(reverse("difficulty_raise"), words(cast, unit=cast.units["BCĐ"].pk))
    assert Difficulty.objects.get().unit == cast.units["BCĐ"]


@pytest.mark.parametrize("wrong", [{"text": " "}, {"kind": ""}, {"to": "nobody"}, {"kind": "999999"}])
def test_what_cannot_be_raised_keeps_what_was_typed(cast, signed_in, wrong):
    response = signed_in("CA:drafter").post(reverse("difficulty_raise"), words(cast) | {"text": "Đã gõ"} | wrong)
    assert response.status_code == 422
    assert wrong.get("text", "Đã gõ").strip() in response.content.decode()
    assert Difficulty.objects.count() == 0


@pytest.mark.parametrize("who", ["MX:admin", "MX:auditor", "VP:clerk"])
def test_who_stands_for_no_unit_raises_none(cast, signed_in, who):
    client = signed_in(who)
    assert client.get(reverse("difficulty_raise")).status_code == 403
    assert reverse("difficulty_raise") not in client.get(reverse("difficulties")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("CA:drafter", 200),
        ("VHXH:coordinator", 200),
        ("BCĐ:approver", 200),
        ("MX:auditor", 200),
        ("TTDVC:unit_head", 200),
        ("VP:drafter", 404),
    ],
)
def test_those_concerned_see_it_and_others_do_not(cast, signed_in, who, status):
    item = items.raised(cast, to_unit="TTDVC")
    client = signed_in(who)
    assert client.get(reverse("difficulty", args=[item.pk])).status_code == status
    assert listed(client.get(reverse("difficulties"))) == ({item.pk} if status == 200 else set())
    for name in ("answer", "close", "reopen", "discuss"):
        page = reverse(f"difficulty_{name}", args=[item.pk])
        assert client.get(page).status_code in ((200, 403, 409) if status == 200 else (404,))


def test_the_units_of_a_whole_see_it_too(cast, signed_in):
    whole = items.merged(cast, "CA", "VP")
    assert signed_in("CA:drafter").get(reverse("difficulty", args=[whole.pk])).status_code == 200
    assert signed_in("TDP:drafter").get(reverse("difficulty", args=[whole.pk])).status_code == 404


def test_its_age_is_shown(cast, signed_in):
    with at(instant("2026-10-01 23:50")):
        item = items.raised(cast)
    with at(instant("2026-11-17 00:10")):
        page = text_of(signed_in("CA:drafter").get(reverse("difficulty", args=[item.pk])))
    assert "mở 47 ngày" in page


def test_whoever_reads_the_ward_meets_a_whole_once(cast, signed_in):
    whole = items.merged(cast, "CA", "VP")
    client = signed_in("VHXH:coordinator")
    assert listed(client.get(reverse("difficulties"))) == {whole.pk}
    of_unit = client.get(reverse("difficulties"), {"unit": cast.units["CA"].pk})
    assert listed(of_unit) == {whole.pk, items.source(whole, "CA").pk}


def test_the_list_is_narrowed_by_kind_state_unit_and_age(cast, signed_in):
    with at(instant("2026-09-01 09:00")):
        old = items.raised(cast, "CA")
    with at(instant("2026-10-20 09:00")):
        new, gone = items.raised(cast, "VP"), items.closed(cast, "TDP")
    difficulties.answer_difficulty(new, by=cast.approver, text="Được.")
    client, page = signed_in("VHXH:coordinator"), reverse("difficulties")

    def found(**asked):
        return listed(client.get(page, asked))

    with at(instant("2026-10-21 09:00")):
        assert found() == {old.pk, new.pk}
        assert found(state="all") == {old.pk, new.pk, gone.pk}
        assert found(state="closed") == {gone.pk}
        assert found(state="answered") == {new.pk}
        assert found(unit=cast.units["VP"].pk) == {new.pk}
        assert found(kind=cast.ward.difficulty_kinds.get(name="Khác").pk) == set()
        assert found(age=30) == {old.pk}
        assert found(kind="x", unit="%", age="9" * 30, state="x", page="x") == {old.pk, new.pk}


def test_the_leader_answers_and_the_unit_closes_it(cast, signed_in):
    item = items.raised(cast)
    client = signed_in("BCĐ:approver")
    page = client.get(reverse("difficulty", args=[item.pk]))
    assert reverse("difficulty_answer", args=[item.pk]) in page.content.decode()
    client.post(reverse("difficulty_answer", args=[item.pk]), {"text": "Sẽ cấp."})
    client = signed_in("CA:drafter")
    assert "Sẽ cấp." in text_of(client.get(reverse("difficulty", args=[item.pk])))
    client.post(reverse("difficulty_close", args=[item.pk]), {"text": ""})
    assert Difficulty.objects.get().state == "closed"


def test_closing_without_an_answer_asks_for_words(cast, signed_in):
    item = items.raised(cast)
    response = signed_in("CA:drafter").post(reverse("difficulty_close", args=[item.pk]), {"text": ""})
    assert response.status_code == 422
    assert Difficulty.objects.get().state == "open"


def test_who_comes_too_late_reads_who_was_first_and_loses_nothing(cast, signed_in):
    item = items.answered(cast)
    client = signed_in("BCĐ:approver")
    assert client.get(reverse("difficulty_answer", args=[item.pk])).status_code == 302  # to what they did themselves
    late = client.post(reverse("difficulty_answer", args=[item.pk]), {"text": "Tôi cũng trả lời"})
    assert late.status_code == 409
    assert "Tôi cũng trả lời" in late.content.decode()
    assert "Bạn đã thực hiện việc này" in text_of(late)


def test_nobody_else_gets_the_page_that_answers(cast, signed_in):
    item = items.raised(cast)
    assert signed_in("CA:drafter").get(reverse("difficulty_answer", args=[item.pk])).status_code == 403


def test_the_coordinator_ticks_names_and_confirms(cast, signed_in):
    several = [items.raised(cast, code) for code in ("CA", "VP", "TDP")]
    client, page = signed_in("VHXH:coordinator"), reverse("difficulties_merge")
    assert client.get(page, {"pick": several[0].pk}).context["picked"] == {several[0].pk}
    client.post(page, words(cast, text="Thiếu người.", pick=[several[0].pk, several[1].pk]))
    whole = Difficulty.objects.get(unit=None)
    assert (whole.text, {part.unit.code for part in whole.sources.all()}) == ("Thiếu người.", {"CA", "VP"})


def test_one_more_is_added_to_a_whole_that_is_there(cast, signed_in):
    whole, late = items.merged(cast, "CA", "VP"), items.raised(cast, "TDP")
    posted = {"into": whole.pk, "text": "", "kind": "", "to": "", "pick": [late.pk]}
    assert signed_in("VHXH:coordinator").post(reverse("difficulties_merge"), posted).status_code == 302
    assert late in whole.sources.all()


def test_too_few_ticked_keeps_what_was_typed(cast, signed_in):
    item = items.raised(cast)
    response = signed_in("VHXH:coordinator").post(
        reverse("difficulties_merge"), words(cast, text="Tên chung", pick=[item.pk])
    )
    assert response.status_code == 409
    assert "Tên chung" in response.content.decode()
    assert response.context["picked"] == {item.pk}


def test_nobody_but_the_coordinator_puts_them_together(cast, signed_in):
    assert signed_in("CA:drafter").get(reverse("difficulties_merge")).status_code == 403


def test_the_administrator_edits_the_kinds(cast, signed_in):
    client, page = signed_in("MX:admin"), reverse("difficulty_kinds", args=[cast.ward.pk])
    client.post(page, {"name": " Dữ liệu "})
    kind = DifficultyKind.objects.get(name="Dữ liệu")
    client.post(reverse("difficulty_kind", args=[kind.pk]), {"name": "Dữ liệu, số liệu"})
    assert "Dữ liệu, số liệu" in text_of(client.get(page))
    client.post(reverse("difficulty_kind_retire", args=[kind.pk]))
    assert "Dữ liệu, số liệu" not in [str(each) for each in client.get(page).context["kinds"]]


def test_nobody_else_edits_the_kinds(cast, signed_in):
    kind = cast.ward.difficulty_kinds.first()
    client = signed_in("VHXH:coordinator")
    assert client.get(reverse("difficulty_kinds", args=[cast.ward.pk])).status_code == 403
    assert client.post(reverse("difficulty_kind", args=[kind.pk]), {"name": "x"}).status_code == 403
    assert client.post(reverse("difficulty_kind_retire", args=[kind.pk])).status_code == 403


def test_the_pages_cost_ten_statements_however_long_the_list(cast, signed_in, statements):
    for code in ("CA", "VP", "TDP", "MTTQ"):
        items.raised(cast, code, to_unit="VHXH")
    whole = items.merged(cast, "CA", "VP", "TDP")
    client = signed_in("VHXH:coordinator")
    several = [reverse("difficulties"), reverse("difficulties_merge"), reverse("difficulty", args=[whole.pk])]
    for page in several:
        with statements() as counted:
            assert client.get(page).status_code == 200
        assert len(counted) <= 10, counted.sql


def asked_of(client):
    return [(task.ask.page, str(task.ask.button)) for task in client.get("/").context["desk"].this_period]


def test_the_desk_asks_whoever_is_to_help_and_then_the_unit(cast, signed_in):
    item = items.raised(cast, "CA", to_unit="VHXH")
    assert asked_of(signed_in("VHXH:unit_head")) == [("difficulty", "Mở và trả lời")]
    for who in ("BCĐ:approver", "CA:drafter"):
        assert asked_of(signed_in(who)) == []
    difficulties.answer_difficulty(item, by=cast["VHXH:unit_head"], text="Sẽ cấp.")
    assert asked_of(signed_in("VHXH:unit_head")) == []
    for who in ("CA:drafter", "CA:unit_head"):
        assert asked_of(signed_in(who)) == [("difficulty", "Đọc trả lời")]


@pytest.mark.parametrize("to", ["leaders", "province"])
def test_the_desk_asks_the_leaders_where_no_unit_is_to_help(cast, signed_in, to):
    items.raised(cast, "CA", to=to)
    assert asked_of(signed_in("BCĐ:approver")) == [("difficulty", "Mở và trả lời")]


def test_a_whole_is_asked_once_of_the_leader(cast, signed_in):
    items.merged(cast, "CA", "VP", "TDP")
    assert asked_of(signed_in("BCĐ:approver")) == [("difficulty", "Mở và trả lời")]
