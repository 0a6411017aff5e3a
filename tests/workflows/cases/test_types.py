"""Every registered type of case keeps the contract."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import resolve

from workflows.cases import rules, types
from workflows.cases.types import TYPES, CaseType
from workflows.flows import UnitReportFlow
from workflows.models import UnitReport, WardReport
from workflows.models.states import sources_of

PRODUCT = [kind for kind in TYPES if kind != "errand"]  # that of tests/casetype has no page


@pytest.mark.parametrize("kind", PRODUCT)
def test_its_address_is_that_of_its_page(kind):
    case = TYPES[kind].model(pk=7)
    found = resolve(case.get_absolute_url())
    assert (found.url_name, found.kwargs) == (case.NAME, {"pk": 7})


@pytest.mark.parametrize("kind", TYPES)
def test_each_action_with_a_right_has_states_in_which_it_may_be_done(kind):
    model = TYPES[kind].model
    assert [action for action in rules.RIGHTS[model] if not rules.states_of(action, model)] == []


def test_a_type_is_registered_once():
    with pytest.raises(ImproperlyConfigured, match="unitreport"):
        types.register(CaseType(UnitReport, UnitReportFlow))


def test_what_a_case_was_made_of_is_its_types_to_say(cast):
    assert types.parts_of("unitreport", 1) == ("", ())
    assert types.parts_of("gone", 1) == ("", ())
    kind, parts = types.parts_of("wardreport", 1)
    assert (kind, list(parts)) == ("unitreport", [])


def test_the_way_of_a_case_without_a_route_is_empty():
    assert UnitReport().way == WardReport().way == []
    assert sources_of(UnitReport, "submit")
