"""A button that is pressed twice reads its success twice: what the forms of all pages need for that."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ACTION = re.compile(r"{% url ['\"](\w+)['\"]")
# A second arrival raises AlreadyDone (approvals/trail/refusals.py), or changes nothing and says the same.
TELLS_BY_ITSELF = {
    *("unit_report_take", "unit_report_hand_back", "unit_report_accept", "unit_report_submit", "unit_report_withdraw"),
    *("unit_report_propose_acceptance", "unit_report_confirm_acceptance", "unit_report_look"),
    *("unit_report_withdraw_look", "notices_read", "notices_by_mail", "notices_by_phone"),
    "ward_gateway_try",  # waits for another server: another message is what the second press asks for
}


def views(patterns=None) -> Iterator[tuple[str, Callable]]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            yield from views(each.url_patterns)
        elif each.name:
            yield each.name, each.callback


VIEWS = dict(views())


def forms() -> Iterator[tuple[str, str, str]]:
    """Each form of a page that names where it posts to: the page, the name of that address, the form."""
    for page in sorted((ROOT / "templates").rglob("*.html")):
        for form in FORM.findall(page.read_text()):
            named = ACTION.search(form.partition("{% csrf_token")[0])
            if 'method="post"' in form and named:
                yield str(page.relative_to(ROOT)), named[1], form


def test_each_form_of_an_act_that_answers_once_has_the_token_for_it():
    lacking = [
        (page, name)
        for page, name, form in forms()
        if getattr(VIEWS.get(name), "answers_once", False) and "{% once %}" not in form
    ]
    assert lacking == []


def test_an_act_that_says_what_it_did_says_it_to_a_second_press():
    functions = {name: inspect.unwrap(view) for name, view in VIEWS.items()}
    sources = {name: inspect.getsource(view) for name, view in functions.items() if inspect.isfunction(view)}
    acts = {name for name, source in sources.items() if "@require_POST" in source and "messages.success" in source}
    assert len(acts) > 30
    once = {name for name in acts if getattr(VIEWS[name], "answers_once", False)}
    assert acts - once == TELLS_BY_ITSELF & acts
    assert acts >= TELLS_BY_ITSELF
