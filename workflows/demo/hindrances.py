"""The difficulties of the demo's units: raised when they begin, answered in their last month, closed in the next."""

from units.models import Unit
from workflows.difficulties import actions as difficulties
from workflows.difficulties.actions import Addressee, Raised
from workflows.models import Difficulty
from workflows.models.states import DifficultyState

from .cast import Cast
from .words import WORDS, YEAR

ANSWER = "Đã chỉ đạo các đơn vị liên quan phối hợp giải quyết; đơn vị theo dõi, nếu còn vướng thì mở lại."
# By the first of these words that a text contains: its kind, and who is to help. The last line fits every text.
SORTS = (
    ("kinh phí", "Kinh phí", "leaders"),
    ("phụ cấp", "Kinh phí", "leaders"),
    ("cấp tài khoản", "Hạ tầng - kỹ thuật", "province"),
    ("liên thông", "Hạ tầng - kỹ thuật", "province"),
    ("đồng thuận", "Phối hợp", "MTTQ"),
    ("gửi báo cáo chậm", "Phối hợp", "leaders"),
    ("kiêm nhiệm", "Nhân lực", "leaders"),
    ("chuyên trách", "Nhân lực", "leaders"),
    ("máy tính", "Hạ tầng - kỹ thuật", "VP"),
    ("chứng thư số", "Hạ tầng - kỹ thuật", "VP"),
    ("hệ thống", "Hạ tầng - kỹ thuật", "VHXH"),
    ("sóng di động", "Hạ tầng - kỹ thuật", "KTHTDT"),
    ("loa truyền thanh", "Hạ tầng - kỹ thuật", "VHXH"),
    ("", "Khác", "VHXH"),
)


def bring_up_to_date(cast: Cast, unit: str, code: str) -> None:
    """What the unit (by code) does about its difficulties when it writes the report of the month `code`."""
    month = int(code[5:]) if "-" in code else YEAR
    spans = [span for span in WORDS[unit].difficulties if span[0] <= month < YEAR]
    known = {item.text: item for item in Difficulty.objects.filter(unit=cast.units[unit]).with_names()}
    for _first, last, text in spans:
        if last < month and text not in known:  # the demo began after it
            continue
        item = known.get(text) or _raise(cast, cast.units[unit], text)
        if last <= month and item.state == DifficultyState.OPEN:
            item = difficulties.answer_difficulty(item, by=cast.approver, text=ANSWER)
        if last < month and item.state == DifficultyState.ANSWERED:
            difficulties.close_difficulty(item, by=cast[f"{unit}:drafter"])


def _raise(cast: Cast, unit: Unit, text: str) -> Difficulty:
    _word, kind, to = next(sort for sort in SORTS if sort[0] in text.casefold() and sort[2] != unit.code)
    addressee = Addressee("unit", cast.units[to].pk) if to in cast.units else Addressee(to)
    raised = Raised(cast.ward.difficulty_kinds.get(name=kind), text, addressee)
    return difficulties.raise_difficulty(unit, by=cast[f"{unit.code}:drafter"], raised=raised)
