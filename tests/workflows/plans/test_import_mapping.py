from dataclasses import replace
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from approvals.errors import NotPossible
from tests.units.workbook.mapping_workbooks import PLANS, SAMPLE, read, sample
from tests.units.workbook.workbooks import sample_plan
from tests.workflows.traces import events
from units.mappings import actions as mapping_actions
from units.mappings import versions as mappings
from units.models import ExternalForm, FormLine, IndicatorMapping
from units.plans import actions as plans
from units.tree import actions as tree
from units.workbook import MappingContent


def content(**changes: str) -> MappingContent:
    """The sample, its first line changed."""
    whole = read(sample())
    first, *others = whole.lines
    return replace(whole, lines=(replace(first, **changes), *others))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_mapping", *arguments, stdout=out)
    return out.getvalue()


def spoiled(path) -> str:
    workbook = sample()
    workbook["Biểu"]["E2"] = "99/KH"
    workbook["Dòng"]["G3"] = "nhiều"
    workbook.save(path)
    return str(path)


def test_everything_of_the_workbook_is_kept(cast):
    mapping = mapping_actions.import_mapping(content(), by=cast.coordinator, ward=cast.ward).mapping
    line = FormLine.objects.get(form__mapping=mapping, form__code="766", code="2.1")
    assert (mapping.version, mapping.forms.count(), FormLine.objects.count()) == (1, 3, 21)
    assert (line.form.plan.number, line.indicator_number, line.source_measure) == ("01/KH-BCĐ", 2, "%")
    assert (line.measure, line.conversion, line.decimals, line.which) == ("tỷ lệ", "%→tỷ lệ", 4, "year")


def test_the_same_content_again_makes_no_new_version_and_no_event(cast):
    first = mapping_actions.import_mapping(content(), by=cast.admin, ward=cast.ward).mapping
    result = mapping_actions.import_mapping(content(), by=cast.coordinator, ward=cast.ward)
    assert (result.created, result.mapping, result.differences) == (False, first, ())
    assert len(events(result.mapping)) == 1


def test_other_content_is_a_new_version_and_the_old_one_stays(cast):
    old = mapping_actions.import_mapping(content(), by=cast.admin, ward=cast.ward).mapping
    new = mapping_actions.import_mapping(content(name="Tên khác"), by=cast.admin, ward=cast.ward).mapping
    assert (new.version, old.forms.count(), new.forms.count()) == (2, 3, 3)
    assert mappings.latest(cast.ward) == new


def test_import_writes_the_trail(cast):
    mapping_actions.import_mapping(content(), by=cast.admin, ward=cast.ward)
    mapping = mapping_actions.import_mapping(content(name="Tên khác"), by=cast.coordinator, ward=cast.ward).mapping
    (event,) = events(mapping)
    assert (event.action, event.actor, event.scope) == ("import_mapping", cast.coordinator, cast.ward.pk)
    assert event.changes == {"version": [1, 2], "forms": [None, 3], "lines": [None, 21]}


def test_differences_name_new_changed_and_gone(cast):
    mapping_actions.import_mapping(content(), by=cast.admin, ward=cast.ward)
    whole = content(decimals=3)
    forms = tuple(replace(form, code="NQ57A") if form.code == "NQ57" else form for form in whole.forms)
    lines = tuple(replace(line, form="NQ57A") if line.form == "NQ57" else line for line in whole.lines)
    found = mappings.compare(MappingContent(forms, lines), mappings.latest(cast.ward))
    shown = [(row.change, row.part, row.key, row.fields) for row in found]
    assert ("changed", "line", "766 1", (("số thập phân", "2", "3"),)) in shown
    assert ("new", "form", "NQ57A", ()) in shown
    assert ("gone", "form", "NQ57", ()) in shown
    assert sum(row.part == "line" for row in found) == 1 + 8 + 8


@pytest.mark.parametrize("who", ["BCĐ:approver", "VP:clerk", "MX:auditor", "CA:drafter", "CA:unit_head"])
def test_only_admin_and_coordinator_import(cast, who):
    with pytest.raises(PermissionDenied):
        mapping_actions.import_mapping(content(), by=cast[who], ward=cast.ward)
    assert not IndicatorMapping.objects.exists()


def test_nobody_imports_for_another_ward(cast):
    other = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    with pytest.raises(PermissionDenied):
        mapping_actions.import_mapping(content(), by=cast.admin, ward=other)


def test_a_plan_that_the_ward_has_not_is_refused_with_what_to_do(cast):
    whole = content()
    strange = replace(whole, forms=tuple(replace(form, plan="99/KH") for form in whole.forms))
    with pytest.raises(NotPossible, match="99/KH"):
        mapping_actions.import_mapping(strange, by=cast.admin, ward=cast.ward)
    assert not ExternalForm.objects.exists()


def test_the_newest_version_of_a_plan_tells_the_measures(cast):
    assert mappings.measures_of(cast.ward) == PLANS
    plan = sample_plan()
    others = tuple(replace(row, measure="lượt") if row.number == 9 else row for row in plan.indicators)
    plans.import_plan(replace(plan, indicators=others), by=cast.admin)
    assert mappings.measures_of(cast.ward) == {"01/KH-BCĐ": PLANS["01/KH-BCĐ"] | {9: "lượt"}}


def test_command_imports_and_says_so(cast):
    assert "phiên bản 1" in run(str(SAMPLE))
    assert "không thay đổi" in run(str(SAMPLE), "--ward", "MINHXUAN")
    assert IndicatorMapping.objects.count() == 1


def test_dry_run_tells_and_writes_nothing(cast):
    output = run(str(SAMPLE), "--dry-run")
    assert "Mới: Biểu 766 Bộ chỉ số" in output
    assert "Mới: Dòng 766 2.1" in output
    assert not IndicatorMapping.objects.exists()


def test_dry_run_of_a_changed_workbook_tells_old_and_new(cast, tmp_path):
    run(str(SAMPLE))
    workbook = sample()
    workbook["Dòng"]["H3"] = 3
    workbook.save(tmp_path / "forms.xlsx")
    assert "số thập phân: 4 → 3" in run(str(tmp_path / "forms.xlsx"), "--dry-run")


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_command_lists_every_fault_by_place_and_writes_nothing(cast, tmp_path, arguments):
    with pytest.raises(CommandError) as refused:
        run(spoiled(tmp_path / "forms.xlsx"), *arguments)
    places = [line.split(":")[0] for line in str(refused.value).splitlines()]
    assert places == ["Biểu, dòng 2, cột E", "Dòng, dòng 3, cột G"]
    assert (refused.value.returncode, IndicatorMapping.objects.count()) == (1, 0)


def test_command_asks_which_ward_where_there_are_several(cast):
    tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    with pytest.raises(CommandError, match="--ward"):
        run(str(SAMPLE))
    with pytest.raises(CommandError, match="XYZ"):
        run(str(SAMPLE), "--ward", "XYZ")


def test_command_names_a_file_that_cannot_be_opened(cast, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        run(str(tmp_path / "none.xlsx"))
