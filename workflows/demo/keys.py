"""The demo's own keys, where it signs: one of the approver, one of the office with its seal; passphrase "demo"."""

from django.conf import settings

from approvals.signing.keys import actions, demo
from approvals.signing.keys.forms import DEMO_PASSPHRASE
from approvals.signing.signers import StoredKey
from approvals.text.fonts import document_font
from units import rules
from units.models import Person
from workflows.models.cases import RoutedCase
from workflows.signoff.signing import keys as signing

from .cast import Cast

SEAL = "Ban Chỉ đạo phường Minh Xuân (DEMO)"
RING = "Ban Chỉ đạo · phường Minh Xuân · "


def give(cast: Cast) -> None:
    """Make both keys and keep them; nothing where this installation keeps none."""
    if settings.SIGNER != "stored":
        return
    authority, font = demo.authority(settings.DEMO_AUTHORITY_DIR), document_font()
    name = rules.signing_names(cast.approver)[-1]
    image = demo.signature_image(name, font.face("Tinos-Italic.ttf"))
    own = actions.KeyFile(authority.key_file(name, DEMO_PASSPHRASE), DEMO_PASSPHRASE, image)
    actions.add_key(own, by=cast.approver, scope=cast.ward.pk, names=[name])
    image = demo.seal_image(RING, font.face("Tinos-Bold.ttf"))
    seal = actions.KeyFile(authority.key_file(SEAL, DEMO_PASSPHRASE), DEMO_PASSPHRASE, image)
    actions.add_key(seal, by=cast.clerk, scope=cast.ward.pk, organ=True)


def own(report: RoutedCase, person: Person) -> StoredKey | None:
    """The person's key, unlocked; None where this installation keeps none."""
    return signing.unlocked(report, person, DEMO_PASSPHRASE) if settings.SIGNER == "stored" else None


def seal(report: RoutedCase) -> StoredKey | None:
    return signing.unlocked_seal(report, DEMO_PASSPHRASE) if settings.SIGNER == "stored" else None
