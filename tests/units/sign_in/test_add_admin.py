from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from units import grants
from units.models import Person
from units.tree import actions


@pytest.fixture(autouse=True)
def demo_mode(settings):
    """The command refuses the cast's database where demo mode is off."""
    settings.DEMO = True


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("add_admin", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_administrator_is_added_from_the_command_line(cast):
    assert "changepassword quantri" in run("quantri", "Quản trị thứ nhất")
    assert grants.may(Person.objects.get(username="quantri"), "administer", cast.ward.pk)


def test_of_several_wards_one_is_named(cast):
    actions.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    with pytest.raises(CommandError, match="MINHXUAN, NONGTIEN"):
        run("quantri", "Quản trị")
    run("quantri", "Quản trị", "--ward", "NONGTIEN")
    assert not grants.may(Person.objects.get(username="quantri"), "administer", cast.ward.pk)


def test_a_user_name_in_use_is_refused(cast):
    with pytest.raises(CommandError, match="đã có người dùng"):
        run(cast.admin.username, "Quản trị")


def test_the_demo_gets_no_administrator_where_demo_mode_is_off(cast, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DATA_DIR=own deploy/run --empty"):
        run("quantri", "Quản trị")
    assert not Person.objects.filter(username="quantri").exists()


def test_a_ward_of_its_own_gets_one_where_demo_mode_is_off(cast, settings):
    settings.DEMO = False
    Person.objects.update(email="")
    run("quantri", "Quản trị")
    assert Person.objects.filter(username="quantri").exists()
