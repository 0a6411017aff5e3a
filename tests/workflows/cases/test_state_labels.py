"""What a state is called on screen, in both languages."""

import pytest
from django.utils import translation

from workflows.models.states import UnitState, WardState


@pytest.mark.parametrize(
    ("state", "english", "vietnamese"),
    [
        (UnitState.ACCEPTED, "Accepted", "Đã tiếp nhận"),
        (WardState.APPROVED, "Approved", "Đã ký duyệt"),  # "Signed" would be untrue where no key signs
    ],
)
def test_a_state_is_called_what_was_done(state, english, vietnamese):
    with translation.override("en"):
        assert state.label == english
    with translation.override("vi"):
        assert state.label == vietnamese
