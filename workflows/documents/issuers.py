"""Who issues a case's document, as its heading names them."""

import textwrap

from units.places import place_of
from workflows.models.cases import RoutedCase
from workflows.prose.issuers import names_of

from .content import Form, Issuer

HEADING_WIDTH = 28


def issuer_of(case: RoutedCase) -> Issuer:
    """Who issues: a committee, as the plan names it, below the ward's People's Committee; or that one itself."""
    plan, kind, place = case.plan, case.document_kind, place_of(case.ward.name)
    committee = kind.form == kind.Form.COMMITTEE
    names = names_of(kind, plan, case.ward.name)
    return Issuer(
        form=Form(kind.form),
        superior=(f"UBND {place.full.upper()}",) if committee else (),
        name=_lines(plan.issuer) if committee else ("ỦY BAN NHÂN DÂN", *_lines(place.full)),
        full_name=names.full,
        short_name=names.short,
        place=plan.place,
        symbol=case.symbol,
    )


def _lines(name: str) -> tuple[str, ...]:
    """As few lines as fit the heading's column, as even as they can be."""
    wrapped = [_wrapped(name, width) for width in range(HEADING_WIDTH, 0, -1)]
    return [lines for lines in wrapped if len(lines) == len(wrapped[0])][-1]


def _wrapped(name: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name.upper(), width, break_long_words=False, break_on_hyphens=False))
