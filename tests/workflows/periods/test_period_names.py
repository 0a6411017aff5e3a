"""How a period is called."""

import pytest
from django.utils.translation import override

from workflows.models import ReportingPeriod


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("code", "name", "words"),
    [("2026-04", "Báo cáo tháng 4/2026", "tháng 4/2026"), ("2026", "Báo cáo tháng 2026", "năm 2026")],
)
def test_its_name_is_the_same_in_every_language(cast, language, code, name, words):
    period = ReportingPeriod(kind=cast.monthly, code=code)
    with override(language):
        assert (str(period), period.words) == (name, words)
