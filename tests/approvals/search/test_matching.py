"""The condition alone, by what either database makes of it."""

import pytest

from approvals.clock import now
from approvals.models import SearchRow
from approvals.search.matching import HoldsAll, Way, question

ROWS = {1: "bao cao thang 10", 2: "bao cao nam 100% dung han", 3: "ke hoach_so 1", 4: 'cong an "doi 2"'}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["bao", "thang"], [1]),
        (["ao"], [1, 2]),  # two letters: compared row by row
        (["bao", "10"], [1, 2]),
        (["0%"], [2]),
        (["100%"], [2]),
        (["hoach_so"], [3]),
        (["hoachxso"], []),
        (['"doi'], [4]),
        (["bao", "doi"], []),
    ],
)
def test_a_row_is_found_where_it_holds_all_words_and_signs_are_letters(words, found):
    kept = {"kind": "unit", "scope": 0, "title": "", "about": "", "address": "/", "at": now()}
    for pk, text in ROWS.items():
        SearchRow.objects.create(subject_id=pk, words=text, **kept)
    for way in Way:
        holds = HoldsAll(*question(words, by_index=way == Way.INDEX), way=way)
        rows = SearchRow.objects.filter(holds, kind="unit", scope=0, subject_id__in=ROWS)
        assert sorted(rows.values_list("subject_id", flat=True)) == found
