"""Checks a dossier with Python alone: unpack the archive, then `python3 kiem-tra.py` in its folder.

It checks the SHA-256 of each file that muc-luc.json lists, the hash of each event of the trail, that events follow one
another, that each lies in the tree of its checkpoint (RFC 6962), and that this tree goes on from the roots which the
signatures on the document name. Exit status 1 where anything differs. It says nothing of the signatures themselves.
"""

import hashlib
import json
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import merkle

HASHED = (
    *("subject_kind", "subject_id", "subject_name", "seq", "scope", "at", "actor_id", "actor_name"),
    *("action", "source", "target", "reason", "changes", "previous"),
)
UNLISTED = {"muc-luc.json", "index.html"}


def faults_of_files(folder):
    """Files that are missing, changed or not listed."""
    listed = {each["path"]: each["sha256"] for each in json.loads((folder / "muc-luc.json").read_bytes())["files"]}
    for path, sha256 in listed.items():
        file = folder / path
        if not file.is_file():
            yield f"{path}: thiếu"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            yield f"{path}: đã bị thay đổi"
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path not in listed and path not in UNLISTED and "__pycache__" not in path:
            yield f"{path}: không có trong mục lục"


def digest(event):
    plain = {name: event[name] for name in HASHED}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def faults_of_trail(told):
    """Events that were changed, follow no other, or are not in the tree; roots that the tree does not go on from."""
    root, size = told["checkpoint"]["root"], told["checkpoint"]["size"]
    heads = {}
    for event in told["events"]:
        name, subject = f"{event['sentence']} ({event['at']})", (event["subject_kind"], event["subject_id"])
        if digest(event) != event["hash"]:
            yield f"{name}: nội dung không khớp mã băm"
        before = heads.get(subject)
        if before and before[0] + 1 == event["seq"] and before[1] != event["previous"]:
            yield f"{name}: không nối tiếp dòng trước"
        heads[subject] = (event["seq"], event["hash"])
        if leads_to(event, size) != root:
            yield f"{name}: không nằm trong cây có gốc {root}"
    for signed in told["signed_roots"]:
        if grown_from(signed, size) != [signed["root"], root]:
            yield f"Gốc {signed['root']} trên chữ ký: cây không nối tiếp gốc này"


def leads_to(event, size):
    added = merkle.leaf(bytes.fromhex(event["hash"]))
    try:
        return merkle.root_from(added, event["place"], size, [bytes.fromhex(each) for each in event["path"]]).hex()
    except ValueError:
        return ""


def grown_from(signed, size):
    path = [bytes.fromhex(each) for each in signed["path"]]
    try:
        found = merkle.roots_from(signed["size"], size, bytes.fromhex(signed["root"]), path)
    except ValueError:
        return []
    return [each.hex() for each in found]


def main():
    folder = Path(__file__).resolve().parent
    faults = list(faults_of_files(folder))
    for file in sorted(folder.rglob("nhat-ky.json")):
        told = json.loads(file.read_bytes())
        faults += [f"{file.relative_to(folder).as_posix()}: {fault}" for fault in faults_of_trail(told)]
        print(f"{told['document']}: {len(told['events'])} dòng nhật ký, gốc {told['checkpoint']['root']}")
    for fault in faults:
        print(f"SAI: {fault}")
    print("Có sai khác." if faults else "Mọi tệp và nhật ký đều khớp.")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
