from dataclasses import replace

import pytest

from tests.workflows.documents.test_differences import REPORT, as_kept, with_assignment
from workflows.documents.setbacks import setbacks


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [
        ("Hoàn thành", "Đang thực hiện", [("Hoàn thành", "Đang thực hiện")]),
        ("Đang thực hiện", "Quá hạn, chưa có số liệu kỳ này", [("Đang thực hiện", "Quá hạn")]),
        ("Đang thực hiện", "Hoàn thành", []),
        ("Đang thực hiện", "Đang thực hiện, chưa có số liệu kỳ này", []),
        ("Hoàn thành", "", []),
        ("", "Chưa thực hiện", []),
    ],
)
def test_an_assignment_that_stands_worse_is_told(was, is_now, told):
    found = setbacks(as_kept(with_assignment(status=was)), as_kept(with_assignment(status=is_now)))
    assert [(row.was, row.is_now) for row in found if row.number == REPORT.assignments[0].rows[0].number] == told


def test_an_assignment_that_is_new_is_compared_with_nothing():
    assert list(setbacks(as_kept(replace(REPORT, assignments=())), as_kept(REPORT))) == []
