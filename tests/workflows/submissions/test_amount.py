"""The amount of a document is typed the Vietnamese way."""

import pytest

from workflows.submissions.forms import SubmissionForm

TYPED = {"seen": 0, "abstract": "Về việc phê duyệt kinh phí", "body": "Kính đề nghị xem xét"}


@pytest.mark.parametrize(("typed", "kept"), [("500.000.000", 500_000_000), ("450000000", 450_000_000), ("", None)])
def test_thousands_are_written_with_points(typed, kept):
    form = SubmissionForm(TYPED | {"amount": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == kept


@pytest.mark.parametrize("typed", ["nhiều", "-1", "0,5"])
def test_what_is_no_whole_number_of_dong_is_refused(typed):
    assert "amount" in SubmissionForm(TYPED | {"amount": typed}).errors
