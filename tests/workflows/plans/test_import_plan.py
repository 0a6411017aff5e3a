from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from approvals.models import TrailEvent
from tests.units.workbook.workbooks import SAMPLE, read, sample, sample_plan
from units.models import Plan, Unit
from units.plans import actions as plan_actions
from units.plans import versions as plans
from units.tree import actions as tree
from units.workbook import PlanContent


def with_goal(goal: str) -> PlanContent:
    first, *others = sample_plan().indicators
    return replace(sample_plan(), indicators=(replace(first, goal=Decimal(goal)), *others))


@pytest.fixture(autouse=True)
def demo_mode(settings):
    """The commands refuse the cast's database where demo mode is off."""
    settings.DEMO = True


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_plan", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_refuses_a_database_that_holds_the_demo(cast, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DATA_DIR=own deploy/run --empty"):
        run(str(SAMPLE))
    assert Plan.objects.count() == 1


def test_first_import_makes_the_ward_its_units_and_version_one(cast):
    other = replace(sample_plan(), ward_name="Nông Tiến")
    result = plan_actions.import_plan(other, by=None)
    ward = result.plan.ward
    assert (ward.code, ward.name) == ("NONGTIEN", "Phường Nông Tiến")
    assert (ward.members.count(), result.plan.version, result.created) == (9, 1, True)


def test_everything_of_the_workbook_is_kept(cast):
    plan = Plan.objects.get()
    first = plan.indicators.get(number=1)
    task = plan.assignments.get(number=1)
    assert (plan.groups.count(), plan.indicators.count(), plan.assignments.count()) == (10, 20, 30)
    assert (first.goal, first.lead.code) == (Decimal(85), "TTPVHCC")
    assert {unit.code for unit in first.cooperating.all()} == {"VP", "TCNS"}
    assert (task.group.code, task.lead.code, task.authority) == ("I", "VHXH", "Trưởng Ban Chỉ đạo")


def test_the_same_content_again_makes_no_new_version(cast):
    result = plan_actions.import_plan(sample_plan(), by=cast.admin)
    assert (result.created, result.plan.version, Plan.objects.count()) == (False, 1, 1)
    assert result.differences == ()


def test_other_content_of_the_number_is_a_new_version_and_the_old_one_stays(cast):
    result = plan_actions.import_plan(with_goal("90"), by=cast.admin)
    assert (result.created, result.plan.version) == (True, 2)
    assert Plan.objects.get(version=1).indicators.get(number=1).goal == Decimal(85)


def test_going_back_to_earlier_content_is_a_version_too(cast):
    plan_actions.import_plan(with_goal("90"), by=cast.admin)
    assert plan_actions.import_plan(sample_plan(), by=cast.admin).plan.version == 3


def test_import_writes_the_trail(cast):
    plan = plan_actions.import_plan(with_goal("90"), by=cast.admin).plan
    event = TrailEvent.objects.get(subject_kind="plan", subject_id=plan.pk)
    assert (event.action, event.actor, event.scope) == ("import_plan", cast.admin, cast.ward.pk)
    assert event.changes["version"] == [1, 2]


def test_a_unit_renamed_in_the_sheet_is_renamed_with_its_trail(cast):
    units = tuple(
        replace(row, name="Công an phường Minh Xuân") if row.code == "CA" else row for row in sample_plan().units
    )
    plan_actions.import_plan(replace(sample_plan(), units=units), by=cast.admin)
    event = TrailEvent.objects.filter(subject_kind="unit", subject_id=cast.units["CA"].pk).latest("seq")
    assert event.changes == {"name": ["Công an phường", "Công an phường Minh Xuân"]}


def test_differences_name_new_changed_and_gone(cast):
    first, *others = sample_plan().indicators
    content = replace(
        sample_plan(), indicators=(replace(first, goal=Decimal("90.5")), replace(others[0], number=21), *others[1:])
    )
    differences = plans.compare(content, cast.units.values(), Plan.objects.get())
    found = {(row.change, row.part, row.key): row.fields for row in differences}
    assert found == {
        ("changed", "indicator", "1"): (("mục tiêu năm", "85", "90,5"),),
        ("new", "indicator", "21"): (),
        ("gone", "indicator", "2"): (),
    }


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "MX:auditor", "CA:drafter"])
def test_only_the_admin_imports(cast, who):
    with pytest.raises(PermissionDenied):
        plan_actions.import_plan(with_goal("90"), by=cast[who])


def test_nobody_makes_a_ward_by_importing_its_plan(cast):
    with pytest.raises(PermissionDenied):
        plan_actions.import_plan(replace(sample_plan(), ward_name="Nông Tiến"), by=cast.admin)


def test_command_imports_and_says_so(cast, tmp_path):
    workbook = sample()
    workbook["Chỉ tiêu"]["D2"] = 91
    changed = tmp_path / "plan.xlsx"
    workbook.save(changed)
    assert "không thay đổi" in run(str(SAMPLE))
    assert "phiên bản 2" in run(str(changed))


def test_dry_run_tells_and_writes_nothing(cast, tmp_path):
    workbook = sample()
    workbook["Chỉ tiêu"]["D2"] = 91
    changed = tmp_path / "plan.xlsx"
    workbook.save(changed)
    output = run(str(changed), "--dry-run")
    assert "85 → 91" in output
    assert Plan.objects.count() == 1


def test_command_lists_every_fault_by_place_and_writes_nothing(cast, tmp_path):
    workbook = sample()
    workbook["Chỉ tiêu"]["D2"] = "nhiều"
    workbook["Nhiệm vụ"]["D3"] = None
    faulty = tmp_path / "plan.xlsx"
    workbook.save(faulty)
    with pytest.raises(CommandError) as refused:
        run(str(faulty))
    lines = str(refused.value).splitlines()
    assert len(lines) >= 2
    assert lines[0].startswith("Chỉ tiêu, dòng 2, cột D: ")
    assert (refused.value.returncode, Plan.objects.count(), Unit.objects.count()) == (1, 1, 11)


def test_command_names_a_file_that_cannot_be_opened(cast, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        run(str(tmp_path / "none.xlsx"))


def test_command_leaves_a_new_ward_ready_to_open_its_first_period(cast, tmp_path):
    workbook = sample()
    for row in workbook["Kế hoạch"].iter_rows(max_col=2):
        if row[0].value == "Phường":
            row[1].value = "Nông Tiến"
    other = tmp_path / "plan.xlsx"
    workbook.save(other)
    run(str(other))
    call_command("open_period", "monthly", "2026-10", "--ward", "NONGTIEN", stdout=StringIO())
    assert Unit.objects.get(code="NONGTIEN").periods.count() == 1


@pytest.mark.parametrize(
    ("label", "typed", "name"),
    [
        ("Phường", "Nông Tiến", "Phường Nông Tiến"),
        ("Phường", "xã Tân Trào", "Xã Tân Trào"),
        ("Xã", "Tân Trào", "Xã Tân Trào"),
        ("Đặc khu", "đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
    ],
)
def test_the_ward_is_named_by_the_kind_that_the_workbook_says(cast, label, typed, name):
    workbook = sample()
    row = next(row for row in workbook["Kế hoạch"].iter_rows() if row[0].value == "Phường")
    row[0].value, row[1].value = label, typed
    assert plan_actions.import_plan(read(workbook), by=None).plan.ward.name == name


@pytest.mark.parametrize("kept", ["Xã Tân Trào", "xã Tân Trào", "Phường xã Tân Trào"])
def test_a_plan_finds_the_ward_that_an_earlier_import_named(cast, kept):
    ward = tree.add_ward("TANTRAO", kept, by=None)
    assert plans.ward_of(replace(sample_plan(), ward_name="xã Tân Trào")) == ward


def test_a_plan_of_a_commune_is_not_that_of_the_ward_of_the_same_name(cast):
    assert not plans.is_of(replace(sample_plan(), ward_name="xã Minh Xuân"), cast.ward)
