"""What goes into a dossier: the files of a document, what it was made of and what is attached, its trail and proof."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from approvals.evidence.gathering import Proof, gather
from approvals.files import store as files
from approvals.models import Checkpoint, Dispatch, Document
from approvals.register import inventory
from approvals.register.attached import Attached
from approvals.register.downloads import final_rendition
from approvals.trail import merkle
from approvals.verification.checks.of_trail import NAME
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading
from approvals.verification.verify import Verification, verify

from .bundle import ArchiveEntry, Bundle, Loose, name_of
from .proofs import named_by, trail_of

SCHEMAS = ("so-lieu.schema.json", "bao-cao-don-vi.schema.json")


@dataclass(frozen=True)
class Chapter:
    """A document in the archive, for the index. `answer` is what the check of its file found; None without a file."""

    document: Document
    proof: Proof
    entries: list[ArchiveEntry]
    dispatches: list[Dispatch]
    answer: Verification | None = None
    links: list[Attached] = field(default_factory=list)
    term: str = ""

    @property
    def pages(self) -> int:
        return self.proof.issued.pages if self.proof.issued else 0


def put_document(bundle: Bundle, document: Document, checkpoint: Checkpoint, base: str = "") -> Chapter:
    """Put a document with all that belongs to it below `base`. Raises NotPossible where a file is gone or changed."""
    before = len(bundle.entries)
    proof = gather(document)
    answer, reading = _put_files(bundle, document, base)
    parts: Callable[[str, int, str], Iterator[Loose]] = import_string(settings.APPROVALS_DOSSIER)
    top = "../" * (base.count("/") + 1)
    for part in parts(document.subject_kind, document.subject_id, top):
        bundle.put(Loose(f"{base}bao-cao-don-vi/{part.path}", part.content, part.words))
    _put_attached(bundle, proof.attached, base)
    content = trail_of(document, named_by(reading), checkpoint)
    bundle.put(Loose(f"{base}{NAME}", content, _("The trail with its proof")))
    return Chapter(
        document=document,
        proof=proof,
        entries=bundle.entries[before:],
        dispatches=list(document.dispatches.order_by("pk")),
        answer=answer,
        links=[piece for piece in proof.attached if piece.link],
    )


def put_checker(bundle: Bundle) -> None:
    """The schemas of the data, and what checks the archive with Python alone."""
    for name in SCHEMAS:
        _put_static(bundle, name, f"du-lieu/{name}", _("What the data mean (JSON Schema)"))
    _put_static(bundle, "kiem-tra.py", "kiem-tra.py", _("Checks this dossier with Python alone"))
    _put_static(bundle, "ho-so.css", "ho-so.css", _("How the pages look"))
    content = Path(merkle.__file__).read_bytes()
    bundle.put(Loose("merkle.py", content, _("What the check computes with: trees of hashes (RFC 6962)")))


def _put_static(bundle: Bundle, name: str, path: str, words: str) -> None:
    found = finders.find(f"dossiers/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    bundle.put(Loose(path, Path(found).read_bytes(), words))


def _put_files(bundle: Bundle, document: Document, base: str) -> tuple[Verification | None, Reading | None]:
    rendition = final_rendition(document)
    if rendition is None:
        return None, None
    name = name_of(f"{document.year}-{document.code}")
    with inventory.opened(inventory.pdf(rendition)) as file:
        answer, reading = verify(file), process.read(file)
    pdf = inventory.opened(inventory.pdf(rendition))
    bundle.put_file(f"{base}van-ban/{name}.pdf", _("The issued document"), pdf)
    words = {"docx": _("The same as a Word file"), "csv": _("Its figures as a table"), "json": _("Its figures as data")}
    for form in rendition.other_forms:
        item = inventory.beside(rendition, f".{form}")
        if item:
            folder = "van-ban" if form == "docx" else "du-lieu"
            bundle.put_file(f"{base}{folder}/{name}.{form}", words[form], inventory.opened(item))
    return answer, reading


def _put_attached(bundle: Bundle, attached: Iterable[Attached], base: str) -> None:
    """Each file once, whatever it is attached to; links are told in the index."""
    kept: dict[str, list[Attached]] = {}
    for piece in attached:
        if piece.sha256:
            kept.setdefault(piece.sha256, []).append(piece)
    for number, (sha256, pieces) in enumerate(kept.items(), start=1):
        item = inventory.DocumentFile(files.stored_path(sha256), sha256, 0)
        words = "; ".join(f"{piece.subject}, {piece.place}" for piece in pieces)
        path = f"{base}minh-chung/{number:03d}-{name_of(pieces[0].name)}"
        bundle.put_file(path, words, inventory.opened(item))
