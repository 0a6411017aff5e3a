"""Which files of the browser go to one process, and which files begin first."""

from types import SimpleNamespace

import pytest

from tests.schedule import TOP, lot_of, pytest_collection_modifyitems, turn_of

FILES = ("tests/units/tree/test_units.py", "tests/year/test_year.py", "tests/browser/test_desk.py")


def lots() -> dict[str, str]:
    files = (path.relative_to(TOP).as_posix() for path in (TOP / "tests" / "browser").glob("test_*.py"))
    return {file.removeprefix("tests/browser/"): lot_of(file) for file in files}


def test_files_that_share_an_installation_go_together():
    assert lots()["test_desk.py"] == lots()["test_month.py"] == lots()["test_workbook.py"]
    assert lots()["test_axe.py"] == lots()["test_ward_report.py"] != lots()["test_desk.py"]


def test_files_with_one_of_their_own_or_none_go_alone():
    for alone in ("test_review.py", "test_bpmn_js.py", "test_setting_up.py", "test_approval_phone.py"):
        assert lots()[alone] == f"tests/browser/{alone}"


def test_files_of_no_browser_go_alone():
    assert lot_of("tests/test_schedule.py") == "tests/test_schedule.py"


def test_what_waits_for_others_and_what_takes_longest_begins_first():
    files = (
        *("tests/browser/test_month.py", "tests/workflows/cases/test_every_form.py", "tests/browser/test_review.py"),
        *("tests/workflows/cases/test_races.py", "tests/units/tree/test_units.py"),
    )
    assert [turn_of(file, waits="races" in file) for file in files] == [0, 1, 2, 3, 4]


def test_the_files_that_are_named_as_the_longest_are_there():
    names = ("year/test_year", "upgrade/test_upgrade", "workflows/cases/test_page_strangers")
    for file in (*(f"tests/{name}.py" for name in names), "tests/approvals/receiving/test_two_installations.py"):
        assert (TOP / file).is_file()
        assert turn_of(file, waits=False) == 1


def collected() -> list[SimpleNamespace]:
    return [SimpleNamespace(path=TOP / file, get_closest_marker=lambda name: None) for file in FILES]


def begun(items: list[SimpleNamespace], **config: object) -> list[str]:
    """The files in the order in which they begin."""
    pytest_collection_modifyitems(SimpleNamespace(**config), items)
    return [item.path.relative_to(TOP).as_posix() for item in items]


@pytest.mark.parametrize(("config", "order"), [({"workerinput": {}}, FILES[::-1]), ({}, FILES)])
def test_processes_of_a_run_begin_in_that_order_and_one_alone_as_it_collected(config, order):
    plugins = SimpleNamespace(has_plugin=lambda name: False)
    assert begun(collected(), pluginmanager=plugins, **config) == list(order)


def test_what_has_a_deadline_begins_with_what_is_nearest():
    plugins = SimpleNamespace(has_plugin=lambda name: name == "tests.deadline")
    assert begun(collected(), pluginmanager=plugins, workerinput={}) == list(FILES)
