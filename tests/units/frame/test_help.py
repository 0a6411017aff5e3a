import pytest
from django.contrib.staticfiles import finders

from approvals.pages.menu import HELP


@pytest.mark.parametrize("page", sorted(set(HELP.values())))
def test_every_page_of_help_opens_without_signing_in(client, db, page):
    answer = client.get(f"/help/{page}/")
    assert answer.status_code == 200
    assert "Trợ giúp: " in answer.content.decode()


@pytest.mark.parametrize("page", sorted(set(HELP.values())))
def test_every_page_of_help_has_a_picture(page):
    assert finders.find(f"img/help/{page}.webp")


def test_help_that_is_not_written_answers_404(client, db):
    assert client.get("/help/none/").status_code == 404
