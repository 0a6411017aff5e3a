import pytest

from approvals.templatetags.moments import moment
from tests.people import instant


@pytest.mark.parametrize(
    ("value", "shown", "title"),
    [
        ("2026-11-05 16:42", "hôm nay 16:42", "05/11/2026 16:42"),
        ("2026-11-04 00:05", "hôm qua 00:05", "04/11/2026 00:05"),
        ("2026-11-06 08:00", "ngày mai 08:00", "06/11/2026 08:00"),
        ("2026-11-02 08:00", "02/11/2026 08:00", "3 ngày trước"),
        ("2026-12-05 08:00", "05/12/2026 08:00", "sau 30 ngày"),
    ],
)
def test_time_is_in_words_near_now_and_gives_the_other_form(on_day, value, shown, title):
    on_day("2026-11-05 17:00")
    html = moment(instant(value))
    assert f">{shown}</time>" in html
    assert f'title="{title}"' in html


def test_no_time_is_nothing():
    assert moment(None) == ""
