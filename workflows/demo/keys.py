"""The demo's own keys, where it signs: one of the approver, one of the office with its seal; passphrase "demo"."""

from django.conf import settings

from approvals.signing.keys import actions, demo
from approvals.signing.keys.forms import DEMO_PASSPHRASE
from approvals.signing.signers import StoredKey
from approvals.text.fonts import document_font
from units import rules
from units.models import Office, Person, Unit
from workflows.models.cases import RoutedCase
from workflows.signoff.signing import keys as signing

from .cast import Cast
from .province import Province

SEAL = "Ban Chỉ đạo phường Minh Xuân (DEMO)"
RING = "Ban Chỉ đạo · phường Minh Xuân · "
SEAL_ABOVE = "Ủy ban nhân dân tỉnh Tuyên Quang (DEMO)"
RING_ABOVE = "Ủy ban nhân dân · tỉnh Tuyên Quang · "


def give(cast: Cast) -> None:
    """Make both keys of the ward and keep them; nothing where this installation keeps none."""
    _give(cast.ward, cast.approver, cast.clerk, SEAL, RING)


def give_above(province: Province) -> None:
    """The same of the province above it."""
    approver = province.people[Office.APPROVER]
    _give(province.unit, approver, province.clerk, SEAL_ABOVE, RING_ABOVE)


def _give(ward: Unit, approver: Person, clerk: Person, seal_name: str, ring: str) -> None:
    if settings.SIGNER != "stored":
        return
    authority, font = demo.authority(settings.DEMO_AUTHORITY_DIR), document_font()
    name = rules.signing_names(approver)[-1]
    image = demo.signature_image(name, font.face("Tinos-Italic.ttf"))
    own = actions.KeyFile(authority.key_file(name, DEMO_PASSPHRASE), DEMO_PASSPHRASE, image)
    actions.add_key(own, by=approver, scope=ward.pk, names=[name])
    image = demo.seal_image(ring, font.face("Tinos-Bold.ttf"))
    seal = actions.KeyFile(authority.key_file(seal_name, DEMO_PASSPHRASE), DEMO_PASSPHRASE, image)
    actions.add_key(seal, by=clerk, scope=ward.pk, organ=True)


def own(report: RoutedCase, person: Person) -> StoredKey | None:
    """The person's key, unlocked; None where this installation keeps none."""
    return signing.unlocked(report, person, DEMO_PASSPHRASE) if settings.SIGNER == "stored" else None


def seal(report: RoutedCase) -> StoredKey | None:
    return signing.unlocked_seal(report, DEMO_PASSPHRASE) if settings.SIGNER == "stored" else None
