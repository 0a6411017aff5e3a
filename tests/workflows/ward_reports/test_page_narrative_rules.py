"""The templates of a kind of report as rules: the same stored text as the page of the text, without a script too."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests import factories
from workflows.models import NarrativeTemplate
from workflows.pure.wording.defaults import TEMPLATES

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(factories.consolidated, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


class Fields(HTMLParser):
    """What a browser without a script would send of the form #rules."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.inside, self.select, self.area = {}, False, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = self.inside or given.get("id") == "rules"
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") != "checkbox":
            self.sent[name] = given.get("value", "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.sent[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.sent[name] = ""

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"
        if tag == "textarea" and self.area:
            self.sent[self.area] = self.sent[self.area].removeprefix("\n")
            self.area = ""


@pytest.fixture
def rules(client, cast, start):
    client.force_login(cast.coordinator)
    return reverse("narrative_rules", args=[cast.monthly.pk])


def fields(client, address):
    return Fields(client.get(address).content.decode()).sent


def stored():
    return {row.part: row.text for row in NarrativeTemplate.objects.all() if row.text}


def test_the_rules_in_force_are_there_and_saved_unchanged_are_the_products_own(client, rules):
    sent = fields(client, rules)
    assert sent["assessment-0-how"] == "nếu"
    assert sent["assessment-0-about"] == "chỉ tiêu xanh"
    assert client.post(rules, sent).status_code == 302
    assert stored() == {}


def test_a_changed_rule_is_stored_as_the_text_would_be(client, cast, rules):
    sent = fields(client, rules) | {"difficulties-0-how": "nếu không", "difficulties-0-text": "Kỳ này không vướng mắc."}
    assert client.post(rules, sent).status_code == 302
    first, rest = TEMPLATES["difficulties"].split("\n", 1)
    assert first.startswith("@nếu không khó khăn:")
    assert stored() == {"difficulties": f"@nếu không khó khăn: Kỳ này không vướng mắc.\n{rest}"}
    text = client.get(reverse("narrative_templates", args=[cast.monthly.pk])).content.decode()
    assert "@nếu không khó khăn: Kỳ này không vướng mắc." in text


def test_the_blank_row_adds_a_rule_and_a_place_moves_it(client, rules):
    sent = fields(client, rules)
    last = int(sent["proposals-TOTAL_FORMS"]) - 1
    sent |= {f"proposals-{last}-text": "Tổng hợp kiến nghị như sau:", f"proposals-{last}-ORDER": "0"}
    assert client.post(rules, sent).status_code == 302
    assert stored() == {"proposals": f"Tổng hợp kiến nghị như sau:\n{TEMPLATES['proposals']}"}


def test_a_rule_that_is_left_out_goes(client, rules):
    assert client.post(rules, fields(client, rules) | {"proposals-0-DELETE": "on"}).status_code == 302
    assert stored() == {"proposals": TEMPLATES["proposals"].split("\n", 1)[1]}


def test_a_preview_saves_nothing_and_leaves_room_for_one_more(client, rules):
    sent = fields(client, rules)
    last = int(sent["proposals-TOTAL_FORMS"]) - 1
    answer = client.post(rules, sent | {f"proposals-{last}-text": "Lời riêng của [kỳ].", "preview": "1"})
    again = Fields(answer.content.decode()).sent
    assert (answer.status_code, stored()) == (200, {})
    assert "Lời riêng của tháng 10 năm 2026." in answer.content.decode()
    assert int(again["proposals-TOTAL_FORMS"]) == last + 2


def test_what_is_not_known_is_told_with_its_rule_and_what_was_typed_stays(client, rules):
    answer = client.post(rules, fields(client, rules) | {"results-1-text": "Có [lạ] đây"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Có [lạ] đây" in page
    assert re.search(r"<li>[^<]*2[^<]*“lạ”", page)
    assert stored() == {}


def test_each_of_a_value_is_told(client, rules):
    sent = fields(client, rules) | {"results-0-how": "mỗi", "results-0-about": "kỳ"}
    assert client.post(rules, sent).status_code == 422


def test_after_another_changed_them_what_was_typed_stays(client, rules):
    sent = fields(client, rules)
    client.post(rules, sent | {"proposals-0-text": "Của người khác."})
    answer = client.post(rules, sent | {"proposals-0-text": "Của tôi."})
    assert answer.status_code == 409
    assert "Của tôi." in answer.content.decode()
    assert "Của người khác." in stored()["proposals"]


@pytest.mark.parametrize(
    "lacking", ["results-TOTAL_FORMS", "seen", "results-0-how", "results-0-text", "results-0-ORDER"]
)
def test_a_form_that_lacks_a_field_is_no_fault(client, rules, lacking):
    sent = fields(client, rules)
    del sent[lacking]
    assert client.post(rules, sent).status_code in (302, 422)


def test_only_who_coordinates_opens_it(client, cast, rules):
    client.force_login(cast.auditor)
    assert client.get(rules).status_code == 403


def test_while_one_types_the_preview_follows(client, cast, rules):
    preview = reverse("narrative_rules_preview", args=[cast.monthly.pk])
    shown = client.post(preview, fields(client, rules) | {"proposals-0-how": "", "proposals-0-text": "Kỳ [kỳ]!"})
    assert "Kỳ tháng 10 năm 2026!" in shown.content.decode()
