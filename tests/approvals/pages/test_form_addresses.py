"""An address that takes forms alone, opened by itself: a page that leads to the button."""

import pytest
from django.urls import reverse

from tests import factories

PASSWORD = "Nui-Dum-Song-Lo-26"
EVERYBODY = ("CA:drafter", "CA:unit_head", "VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor", "MX:admin")


@pytest.fixture
def address(cast):
    return reverse("unit_report_take", args=[factories.submitted(cast).pk])


@pytest.mark.parametrize("who", EVERYBODY)
def test_it_says_so_to_everybody_and_leads_to_the_page_above(cast, client, address, who):
    client.force_login(cast[who])
    response = client.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "Địa chỉ này không có trang" in page
    assert f'href="{address.removesuffix("take/")}"' in page


def test_it_says_so_before_anybody_has_signed_in(client, settings, db):
    settings.DEMO = True
    assert "Địa chỉ này không có trang" in client.get(reverse("demo_sign_in")).content.decode()


def test_whoever_signs_in_for_it_is_led_to_the_page_above(cast, client, address):
    person = cast["VHXH:coordinator"]
    person.set_password(PASSWORD)
    person.save()
    asked = client.get(address)["Location"]
    typed = {"login": person.username, "password": PASSWORD, "next": address}
    answer = client.post(asked, typed, headers={"referer": f"http://testserver{asked}"}, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, address.removesuffix("take/"))
