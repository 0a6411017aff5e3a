"""The name below the signature: of an account that is called by its office none, since the title stands above."""

from dataclasses import replace

import pytest

from tests.workflows.documents_sample import peoples_committee, ward_report
from units.models import Authority
from units.offices.authority import Capacity
from workflows.documents.pages.signature_block import name_below
from workflows.documents.word.writer import render_docx


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Phó Chủ tịch UBND tỉnh", ""), ("Vũ Xuân Quỳnh", "Vũ Xuân Quỳnh"), ("", "")],
)
def test_a_title_is_not_printed_twice(name, printed):
    signer = Capacity(kind=Authority.DEPUTY, title="Phó Chủ tịch", acts_for="Chủ tịch", post="", name=name)
    assert name_below(signer) == printed


def test_a_document_without_a_name_is_written_for_word_too():
    content = ward_report(issuer=peoples_committee())
    unnamed = replace(content, signer=replace(content.signer, name="", post=""))
    assert render_docx(unnamed)
