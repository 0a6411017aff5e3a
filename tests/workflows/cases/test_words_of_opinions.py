"""What pages and the trail call things: each thing by a name of its own, and no opinion a decision."""

import pytest
from django.urls import reverse

from approvals.trail.forms import TrailFilter
from tests.workflows import arrange
from tests.workflows.routes.asked import ask_two_units
from workflows.signoff.forms import SealForm


@pytest.fixture
def page(client, cast):
    def get(person, name, *args):
        client.force_login(person, backend="units.backends.GrantBackend")
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_no_two_actions_of_the_trail_are_called_the_same():
    labels = [str(label) for _code, label in TrailFilter().fields["action"].choices]
    assert sorted(labels) == sorted(set(labels))


def test_a_step_that_asks_for_an_opinion_decides_nothing(cast, page):
    ask_two_units(cast)
    words = page(cast.admin, "routes", cast.ward.pk)
    assert words.count("Xin ý kiến: một người giữ vai trò này cho ý kiến là đủ.") == 2
    step = cast.monthly.route.steps.filter(verb="opinion").first()
    form = page(cast.admin, "step_change", step.pk)
    assert "Tên bước" in form
    assert "Chức danh" not in form


def test_the_clerk_reads_whose_key_seals():
    assert "của cơ quan" in str(SealForm(unlock=lambda _passphrase: None)["passphrase"].label)


def test_the_provinces_reason_is_not_called_optional(cast, page):
    report = arrange.dispatched(cast)
    words = page(cast.clerk, "ward_report_receipt", report.pk)
    label = words.split('for="id_reason">')[1].split("</label>")[0]
    assert "không bắt buộc" not in label
    assert "không bắt buộc" in words.split('for="id_reference">')[1].split("</label>")[0]


def test_help_names_the_key_of_the_shortcuts(cast, page):
    assert "Gõ phím ?" in page(cast.clerk, "help", "desk")
