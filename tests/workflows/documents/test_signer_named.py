"""The name below the signature: of an account that is called by its office none, since the title stands above."""

import pytest

from units.models import Authority
from units.offices.authority import Capacity
from workflows.documents.pages.signature_block import name_below


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Phó Chủ tịch UBND tỉnh", ""), ("Vũ Xuân Quỳnh", "Vũ Xuân Quỳnh"), ("", "")],
)
def test_a_title_is_not_printed_twice(name, printed):
    signer = Capacity(kind=Authority.DEPUTY, title="Phó Chủ tịch", acts_for="Chủ tịch", post="", name=name)
    assert name_below(signer) == printed
