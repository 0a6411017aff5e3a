"""Ten routes that wards ask for, as the steps of a file, each with the code of the kind that takes it."""

from collections.abc import Sequence
from typing import Any

from tests.workflows import arrange
from units.models import Office
from workflows.demo.cast import Cast
from workflows.models import ReportKind
from workflows.routes import actions as routes
from workflows.routes.transfer import files
from workflows.submissions import kinds

from .test_import_route import content

HEAD = {"title": "Trưởng Ban ký", "verb": "approve", "unit": "MINHXUAN", "office": "approver"}
DEPUTY = {"title": "Phó Trưởng Ban ký", "verb": "approve", "unit": "BCĐ", "office": "approver"}
NUMBERS = {"title": "Vào số", "verb": "number", "unit": "VP", "office": "clerk", "allowance": 4}
OFFICE = {"title": "Văn phòng thẩm định", "verb": "examine", "unit": "VP", "office": "unit_head", "allowance": 8}
ASKS = {"title": "Ý kiến", "verb": "opinion", "unit": "CA", "office": "unit_head", "allowance": 24, "at_end": "pass"}
LARGE = {"condition": "amount", "parameter": 500_000_000}

TEN = {
    "the deputy signs and the clerk issues": ("monthly", [DEPUTY, NUMBERS]),
    "the head signs what is red or adjusted": (
        "monthly",
        [
            HEAD | {"condition": "red", "further": [{"condition": "adjusted"}], "any_of": True},
            DEPUTY | {"otherwise": True},
        ],
    ),
    "examined, three opinions, two signatures": (
        "annual",
        [OFFICE, ASKS | {"units": ["VHXH", "KTHTDT"]}, DEPUTY | {"title": "Phó Trưởng Ban duyệt"}, HEAD],
    ),
    "from an amount on the head signs": (
        "to-trinh",
        [OFFICE | {"title": "Thẩm định kinh phí", "unit": "KTHTDT"}, HEAD | LARGE, DEPUTY | {"otherwise": True}],
    ),
    "signed by order by the head of the office": (
        "cong-van",
        [{"title": "Chánh Văn phòng ký TL.", "verb": "approve", "unit": "VP", "office": "approver"}],
    ),
    "two of the deputies approve": (
        "ke-hoach",
        [DEPUTY | {"title": "Hai Phó Trưởng Ban duyệt", "need": "some", "quorum": 2}, HEAD],
    ),
    "a deputy looks before the head of the unit": (
        "monthly",
        [{"title": "Phó trưởng phòng xem", "verb": "look", "unit": "MINHXUAN", "office": "unit_head"}, DEPUTY],
    ),
    "two hands in the office": (
        "monthly",
        [{"title": "Người thứ hai xác nhận", "verb": "confirm", "unit": "VHXH", "office": "coordinator"}, DEPUTY],
    ),
    "within one day": ("dot-xuat", [DEPUTY | {"allowance": 4}]),  # after the unit's head submits and the office accepts
    "the standing members read it once it is issued": (
        "monthly",
        [DEPUTY, NUMBERS, {"title": "Thường trực", "verb": "inform", "unit": "VHXH", "office": "unit_head"}],
    ),
}


def put_in_force(cast: Cast, code: str, steps: Sequence[dict[str, Any]]) -> ReportKind:
    """The kind of this code, which goes by these steps from now on."""
    kind = ReportKind.objects.get(ward=cast.ward, code=code)
    routes.import_route(kind.route, files.read(content(*steps), cast.ward), by=cast.admin)
    return kind


def people_for_them(cast: Cast) -> None:
    """The kinds of documents, and whoever these routes ask beside the cast."""
    kinds.make_usual(cast.ward, by=cast.admin)
    arrange.head_of_the_board(cast)
    chief = arrange.newcomer(cast, "chief", cast.units["VP"], Office.APPROVER)
    arrange.entitle(chief, authority="by_order", title="Chánh Văn phòng", acts_for="Trưởng Ban")
    arrange.newcomer(cast, "second-deputy", cast.units["BCĐ"], Office.APPROVER)
    arrange.newcomer(cast, "second-coordinator", cast.units["VHXH"], Office.COORDINATOR)
