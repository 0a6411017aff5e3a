"""What a file claims of itself, however it is written, is what its reader takes it for."""

import pytest

from approvals.models import NumberSeries
from approvals.verification.identify import Kinship, claimed
from approvals.verification.reading.facts import Reading

WARD = "Ban Chỉ đạo phường Minh Xuân"
DAY = "ngày 09 tháng 11 năm 2026"


@pytest.fixture
def books(cast, settings, tmp_path):
    """The ward has given eight numbers of the symbol BC-BCĐ this year."""
    settings.DOCUMENTS_DIR = tmp_path
    NumberSeries.objects.create(scope=cast.ward.pk, symbol="BC-BCĐ", year=2026, last=8)


def kinship(*, symbol="BC-BCĐ", issuer=WARD, number="77", day=DAY):
    reading = Reading(fields={"number": number, "issued_on": day}, symbol=symbol, issuer=issuer)
    return claimed(reading, "0" * 64).kinship


@pytest.mark.parametrize(
    "symbol", ["BC-BCĐ ", "bc-bcđ", "/BC-BCĐ", "BC–BCĐ", "BC-BCD", "ＢＣ-BC\u200bĐ", "báo cáo; BC-BCĐ"]
)
def test_the_ward_s_symbol_is_known_however_it_is_written(books, symbol):
    assert kinship(symbol=symbol) == Kinship.NEVER_GIVEN


@pytest.mark.parametrize("issuer", ["Ban Chi dao phuong Minh Xuan", "PHƯỜNG  MINH XUÂN", "Phường Minh Xua\u0302n"])
def test_the_ward_s_name_is_known_without_its_marks(books, issuer):
    assert kinship(issuer=issuer) == Kinship.NEVER_GIVEN


@pytest.mark.parametrize("number", ["0000009", "１２", "\u0661\u0662", "9" * 30, " 12 "])
def test_a_number_is_known_in_whatever_digits(books, number):
    assert kinship(number=number) == Kinship.NEVER_GIVEN


@pytest.mark.parametrize("day", ["ngày ０９ tháng １１ năm ２０２４", "ngày 09 tháng 11 năm 2024"])
def test_a_year_before_the_register_proves_nothing_in_whatever_digits(books, day):
    assert kinship(day=day) == Kinship.NONE


@pytest.mark.parametrize(
    "other",
    [{"symbol": "BC-UBND"}, {"symbol": ""}, {"symbol": "/ "}, {"issuer": "Phường An Tường"}, {"number": "không số"}],
)
def test_another_office_s_claim_is_no_claim_on_ours(books, other):
    assert kinship(**other) == Kinship.NONE
