"""The lines of the signer's block, as NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 writes them for each form and authority."""

from units.models import Authority
from units.offices.authority import Capacity
from workflows.documents.content import Form

COLLECTIVE = "TM. ỦY BAN NHÂN DÂN"
CHAIR, DEPUTY_CHAIR = "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
UNDER_THE_CHAIR = (Authority.BY_ORDER, Authority.DELEGATED)


def lines_above(form: Form, signer: Capacity) -> tuple[str, ...]:
    """Authority and title, above the signature.

    A People's Committee decides as a body: chair and deputies sign on its behalf (TM.); by order or delegation one
    signs for the chair alone; a deputy of a unit by order stands below its head (TL., KT.).
    """
    title = signer.title.upper()
    between = (f"KT. {signer.through.upper()}",) if signer.through else ()
    if form == Form.COMMITTEE:
        return (_under(signer, signer.acts_for), *between, title) if signer.acts_for else (_under(signer, title),)
    if signer.kind in UNDER_THE_CHAIR:
        return _under(signer, CHAIR), *between, signer.post.upper() or title
    if signer.kind == Authority.DEPUTY:
        return COLLECTIVE, _under(signer, CHAIR), DEPUTY_CHAIR
    return COLLECTIVE, _under(signer, CHAIR)


def _under(signer: Capacity, title: str) -> str:
    """The title behind the signer's prefix, if there is one."""
    return f"{signer.prefix} {title.upper()}".strip()


def post_below(form: Form, signer: Capacity) -> str:
    """The signer's post in the organ, above the name: a committee's members have one beside their title in it."""
    if form == Form.PEOPLE or signer.post.casefold() == signer.title.casefold():
        return ""
    return signer.post.upper()


def name_below(signer: Capacity) -> str:
    """The name under the signature; blank where the account is called by the office, whose title stands above."""
    title = signer.title.casefold()
    return "" if title and signer.name.casefold().startswith(title) else signer.name
