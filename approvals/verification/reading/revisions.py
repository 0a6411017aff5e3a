"""What was appended to a signed file, held against the one shape that we make.

After the person's certification (DocMDP, P=2) one revision may fill the fields of number and day and add the organ's
signature; others may add what archives need: validation data (DSS) and time stamps of the document. Every object that
a revision writes anew must be one of these, and may change only the entries named here; objects that are new must not
be what earlier bytes already pointed to (ISO 32000-2, 12.8.2.2; "shadow attacks", NDSS 2021). pyHanko's own analysis
tells the same, in minutes for a tagged file of forty pages; this takes milliseconds.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from .allowed import entry, is_archive, is_extensions, is_look, is_signature, is_stamp, is_text, same_metadata
from .facts import FILLABLE, SEAL, STRUCTURE, Increment

GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])+"
MENTION = re.compile(rb"(?<!\d)\+?0*(\d{1,10})" + GAP + rb"\+?\d{1,5}" + GAP + rb"R(?![\w])")
HEADER = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")


class Growth:
    """A file's revisions after `first`, the one that the first signature closes."""

    def __init__(self, reader: PdfFileReader, first: int, sealed: set[int]) -> None:
        self.reader, self.first, self.sealed = reader, first, sealed
        reader.stream.seek(0)
        self.raw = reader.stream.read()

    def increments(self) -> tuple[Increment, ...]:
        """Each later revision with what it may not touch."""
        numbers = range(self.first + 1, self.reader.total_revisions)
        return tuple(Increment(each, each in self.sealed, self._wrong(each)) for each in numbers)

    def _wrong(self, revision: int) -> tuple[str, ...]:
        addition = Addition(self, revision)
        return tuple(dict.fromkeys([*addition.frame(), *addition.objects()]))

    def known(self, revision: int) -> set[int]:
        """The numbers of all objects up to `revision`, whatever their generation."""
        return {ref.idnum for n in range(revision + 1) for ref in self.reader.xrefs.explicit_refs_in_revision(n)}

    def end(self, revision: int) -> int:
        """Where a revision ends: after its %%EOF."""
        place = self.reader.xrefs.get_xref_container_info(revision).end_location
        found = self.raw.find(b"%%EOF", place)
        return len(self.raw) if found < 0 else found + 5

    def mentioned(self, revision: int) -> set[int]:
        """The numbers that the bytes up to the end of `revision` point to, object streams unpacked."""
        texts = [self.raw[: self.end(revision)]]
        for number in range(revision + 1):
            for ref in self.reader.xrefs.object_streams_used_in(number):
                texts.append(self.reader.get_historical_resolver(number).get_object(ref).data)
        return {int(found) for text in texts for found in MENTION.findall(text)}


class Addition:
    """One later revision beside the file as it was before."""

    def __init__(self, growth: Growth, revision: int) -> None:
        self.growth, self.revision = growth, revision
        self.seal = revision in growth.sealed
        self.reader = growth.reader
        self.old: HistoricalResolver = self.reader.get_historical_resolver(revision - 1)
        self.new: HistoricalResolver = self.reader.get_historical_resolver(revision)
        self.refs = self.reader.xrefs.explicit_refs_in_revision(revision)
        self.known = growth.known(revision - 1)

    def frame(self) -> Iterator[str]:
        """Trailer and cross-reference: the same root, nothing freed, nothing written that they do not list."""
        before, after = self.reader.trailer.flatten(self.revision - 1), self.reader.trailer.flatten(self.revision)
        if "/Encrypt" in after or any(written(before.get(k)) != written(after.get(k)) for k in ("/Root", "/Info")):
            yield "structure"
        container = self.reader.xrefs.get_xref_container_info(self.revision)
        entries = self.reader.xrefs.get_xref_data(self.revision)
        if entries.freed or entries.hybrid or (container.stream_ref and container.stream_ref.idnum in self.known):
            yield "structure"
        start, end = self.growth.end(self.revision - 1), self.growth.end(self.revision)
        listed = {place for _generation, place in entries.standard_xrefs.values()} | {container.start_location}
        if any(found.start() + start not in listed for found in HEADER.finditer(self.growth.raw[start:end])):
            yield "structure"
        rest = self.growth.raw[end:].strip() if self.revision == self.reader.total_revisions - 1 else b""
        if rest:
            yield "structure" if STRUCTURE.search(rest) else "tail"

    def objects(self) -> Iterator[str]:
        """What each written object does that it may not."""
        fresh = {ref.idnum for ref in self.refs} - self.known
        if fresh & self.growth.mentioned(self.revision - 1):
            yield "hidden"
        if "/DSS" in self.new.root and not is_archive(self.new.root["/DSS"]):
            yield "archive"
        for ref in self.refs:
            if ref.idnum in self.known:
                yield from self._changed(ref)

    def _changed(self, ref: generic.Reference) -> Iterator[str]:
        if ref.generation:
            yield "structure"
            return
        before, after = self.old.get_object(ref), self.new.get_object(ref)
        if written(before) == written(after):
            return
        if type(before) is not type(after):
            yield "object"
            return
        yield from self._judge(ref.idnum, before, after)

    def _judge(self, number: int, before: Any, after: Any) -> Iterator[str]:
        """By the role that the object had before."""
        if number == self.old.root_ref.idnum:
            yield from self._catalog(before, after)
        elif number == self.roles.get("metadata"):
            if not same_metadata(before, after):
                yield "metadata"
        elif number == self.roles.get("info"):
            if changed_keys(before, after) - {"/ModDate", "/Producer"}:
                yield "metadata"
        elif number == self.roles.get("form"):
            yield from self._form(before, after)
        elif number in self.fields:
            yield from self._field(self.fields[number], before, after)
        elif number in self.archive:
            yield from self._archived(before, after)
        elif isinstance(before, generic.DictionaryObject) and entry(before, "/Type") == "/Page":
            yield from self._page(before, after)
        else:
            yield "object"

    def _catalog(self, before: generic.DictionaryObject, after: generic.DictionaryObject) -> Iterator[str]:
        changed = changed_keys(before, after) - {"/Version"}
        if "/AcroForm" in changed and self._inline(before, "/AcroForm") and self._inline(after, "/AcroForm"):
            changed.remove("/AcroForm")
            yield from self._form(before["/AcroForm"], after["/AcroForm"])
        if "/DSS" in changed and grown(entry(before, "/DSS", generic.DictionaryObject()), entry(after, "/DSS")):
            changed.remove("/DSS")
        if "/Extensions" in changed and is_extensions(entry(after, "/Extensions")):
            changed.remove("/Extensions")
        if changed:
            yield "archive" if changed == {"/DSS"} else "catalog"

    @staticmethod
    def _inline(holder: generic.DictionaryObject, key: str) -> bool:
        return key in holder and isinstance(holder.raw_get(key), generic.DictionaryObject)

    def _form(self, before: generic.PdfObject, after: generic.DictionaryObject) -> Iterator[str]:
        changed = changed_keys(before, after) - {"/SigFlags"}
        if "/Fields" in changed and self._only_stamps(entry(before, "/Fields", []), entry(after, "/Fields", [])):
            changed.remove("/Fields")
        if changed:
            yield "field"

    def _page(self, before: generic.DictionaryObject, after: generic.DictionaryObject) -> Iterator[str]:
        changed = changed_keys(before, after)
        if changed == {"/Annots"} and self._only_stamps(entry(before, "/Annots", []), entry(after, "/Annots", [])):
            return
        yield "annotation" if changed == {"/Annots"} else "page"

    def _field(self, name: str, before: generic.DictionaryObject, after: generic.DictionaryObject) -> Iterator[str]:
        """Filled or signed once, in the revision of the seal, by new objects."""
        allowed = {"/V", "/AP"} | ({"/Ff"} if name in FILLABLE and locked_only(before, after) else set())
        wanted = name in FILLABLE or name == SEAL
        fits = self.seal and wanted and not entry(before, "/V") and changed_keys(before, after) <= allowed
        value = entry(after, "/V")
        if not (fits and self._new_look(after) and (is_signature(value, "/Sig") if name == SEAL else is_text(value))):
            yield "field"

    def _new_look(self, field: generic.DictionaryObject) -> bool:
        """The appearance is one new stream, which only draws."""
        look = entry(field, "/AP", {})
        return set(look) <= {"/N"} and all(self._fresh(look.raw_get(key)) and is_look(look[key]) for key in look)

    def _archived(self, before: generic.PdfObject, after: generic.PdfObject) -> Iterator[str]:
        """Validation data only grows."""
        if isinstance(before, generic.StreamObject) or not grown(before, after):
            yield "archive"

    def _only_stamps(self, before: generic.ArrayObject, after: generic.ArrayObject) -> bool:
        """The list is the old one, with fields of document time stamps behind it that show nothing."""
        kept, added = list(after)[: len(before)], list(after)[len(before) :]
        if [written(each) for each in kept] != [written(each) for each in before]:
            return False
        return all(self._fresh(ref) and is_stamp(ref.get_object()) for ref in added)

    def _fresh(self, ref: generic.PdfObject) -> bool:
        return isinstance(ref, generic.IndirectObject) and ref.idnum not in self.known

    @cached_property
    def roles(self) -> dict[str, int]:
        root, trailer = self.old.root, self.reader.trailer.flatten(self.revision - 1)
        named = {"metadata": (root, "/Metadata"), "form": (root, "/AcroForm"), "info": (trailer, "/Info")}
        found = {role: place.raw_get(key) for role, (place, key) in named.items() if key in place}
        return {role: ref.idnum for role, ref in found.items() if isinstance(ref, generic.IndirectObject)}

    @cached_property
    def fields(self) -> dict[int, str]:
        """The form's own fields by their object's number."""
        fields = entry(entry(self.old.root, "/AcroForm", {}), "/Fields", [])
        return {ref.idnum: str(entry(ref.get_object(), "/T", "")) for ref in references(fields)}

    @cached_property
    def archive(self) -> set[int]:
        """The objects of the validation data, so far as they came after the first signature."""
        found: set[int] = set()
        if "/DSS" in self.old.root:
            collect(self.old.root.raw_get("/DSS"), found, depth=4)
        return found - self.growth.known(self.growth.first)


def collect(value: generic.PdfObject, found: set[int], depth: int) -> None:
    """The numbers of `value` and of what it holds, this deep."""
    if isinstance(value, generic.IndirectObject):
        found.add(value.idnum)
        value = value.get_object()
    if depth and isinstance(value, generic.DictionaryObject) and not isinstance(value, generic.StreamObject):
        for key in value:
            collect(value.raw_get(key), found, depth - 1)
    elif depth and isinstance(value, generic.ArrayObject):
        for ref in references(value):
            collect(ref, found, depth - 1)


def references(array: Iterable[Any]) -> list[generic.IndirectObject]:
    return [each for each in array if isinstance(each, generic.IndirectObject)]


def written(value: generic.PdfObject | None) -> bytes:
    """An object as it is written: equal bytes are equal objects."""
    if value is None:
        return b""
    file = BytesIO()
    value.write_to_stream(file, None)
    return file.getvalue()


def changed_keys(before: generic.PdfObject | None, after: generic.DictionaryObject) -> set[str]:
    old = before if isinstance(before, generic.DictionaryObject) else generic.DictionaryObject()
    return {
        str(key)
        for key in {*old, *after}
        if written(old.raw_get(key) if key in old else None) != written(after.raw_get(key) if key in after else None)
    }


def grown(before: generic.PdfObject, after: generic.PdfObject) -> bool:
    """Whether `after` keeps all of `before`: entries of a dictionary, the beginning of a list."""
    if isinstance(before, generic.DictionaryObject) and isinstance(after, generic.DictionaryObject):
        return all(key in after and grown(before.raw_get(key), after.raw_get(key)) for key in before)
    if isinstance(before, generic.ArrayObject) and isinstance(after, generic.ArrayObject):
        return [written(each) for each in before] == [written(each) for each in list(after)[: len(before)]]
    return written(before) == written(after)


def locked_only(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    """Whether the field's flags gained nothing but "read only"."""
    return int(entry(after, "/Ff", 0)) == int(entry(before, "/Ff", 0)) | 1
