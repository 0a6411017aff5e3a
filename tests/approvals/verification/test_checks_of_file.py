"""What each check of a file says of what was read: its result, and whether it tells what it does not prove."""

from dataclasses import replace

import pytest

from approvals.verification.checks.of_file import FAULTS, file_checks
from approvals.verification.checks.result import Result
from approvals.verification.reading.facts import Increment, Reading, SignatureFacts

PASS, FAIL, UNKNOWN = Result.PASS, Result.FAIL, Result.UNKNOWN
PERSON = SignatureFacts(
    field="person", stamp=False, revision=1, subject="Vũ Xuân Quỳnh", issuer="Chứng thực", serial="1", fingerprint="0",
    not_after="2060-01-01T00:00:00+00:00", at="2026-11-09T09:42:00+00:00", stamped=False, intact=True, contiguous=True,
    covers="revision", trusted=True, problem="", revocation="good", revoked_at="", root="Gốc", permits=2, reason="",
    level="B-B",
)  # fmt: skip
SEAL = replace(PERSON, field="organ", revision=2, subject="Ban Chỉ đạo", covers="file", permits=0)
OURS = Reading(revisions=3, ours=True, certified=True, signatures=(PERSON, SEAL), increments=(Increment(2, True, ()),))
FOREIGN = replace(OURS, ours=False, certified=False, signatures=(replace(PERSON, field="Signature1", permits=0),))
READ, WHOLE, CERTIFICATE, TIME = "Tệp đọc được", "Nguyên vẹn", "Chứng thư", "Thời điểm ký"
REVOCATION, SHAPE, PERMITS, APPENDED = (
    "Thu hồi chứng thư",
    "Đủ hai chữ ký",
    "Điều chữ ký thứ nhất cho phép",
    "Phần thêm sau khi ký",
)


def by(**changes) -> Reading:
    """Ours, the person's signature read with these differences."""
    return replace(OURS, signatures=(replace(PERSON, **changes), SEAL))


def appended(reading: Reading, *wrong: str) -> Reading:
    return replace(reading, increments=(Increment(3, False, wrong),))


def checks(reading: Reading) -> dict[str, tuple[Result, bool]]:
    """By name: the result, and whether it says what it does not prove; of the first signature where several have it."""
    found: dict[str, tuple[Result, bool]] = {}
    for check in file_checks(reading):
        found.setdefault(check.name, (check.result, bool(check.limits)))
    return found


def test_of_a_document_of_ours_every_check_passes_and_says_what_it_does_not_prove():
    assert checks(OURS) == {
        READ: (PASS, True),
        WHOLE: (PASS, True),
        CERTIFICATE: (PASS, True),
        TIME: (PASS, True),
        REVOCATION: (PASS, True),
        SHAPE: (PASS, False),
        PERMITS: (PASS, False),
        APPENDED: (PASS, True),
    }


def test_a_foreign_file_is_of_no_known_shape_and_passes_no_check_of_ours():
    assert checks(FOREIGN)[SHAPE] == (UNKNOWN, False)
    assert PERMITS not in checks(FOREIGN)


@pytest.mark.parametrize(
    ("reading", "name", "result"),
    [
        (by(intact=False), WHOLE, FAIL),
        (by(contiguous=False), WHOLE, FAIL),
        (by(covers=""), WHOLE, FAIL),
        (by(trusted=False, problem="NO_CERTIFICATE_CHAIN_FOUND"), CERTIFICATE, UNKNOWN),
        (by(trusted=False, problem="EXPIRED"), CERTIFICATE, FAIL),
        (by(trusted=False, problem="NOT_YET_VALID"), CERTIFICATE, FAIL),
        (by(trusted=False, problem="OUT_OF_BOUNDS_NO_POE"), CERTIFICATE, FAIL),
        (by(trusted=False, problem="OUT_OF_BOUNDS_NOT_REVOKED"), CERTIFICATE, FAIL),
        (by(trusted=False, revocation="revoked"), CERTIFICATE, FAIL),
        (by(trusted=False, intact=False), CERTIFICATE, UNKNOWN),
        (by(trusted=False, intact=False), TIME, UNKNOWN),
        (by(trusted=False, intact=False, stamped=True), TIME, UNKNOWN),
        (by(trusted=False, intact=False), REVOCATION, UNKNOWN),
        (by(trusted=False, intact=False, revocation="revoked"), REVOCATION, FAIL),
        (by(at=""), TIME, UNKNOWN),
        (by(stamped=True), TIME, PASS),
        (by(stamped=True, trusted=False), TIME, UNKNOWN),
        (by(revocation="revoked"), REVOCATION, FAIL),
        (by(revocation="unknown"), REVOCATION, UNKNOWN),
        (replace(OURS, signatures=(PERSON,)), SHAPE, FAIL),
        (replace(OURS, certified=False), PERMITS, FAIL),
        (by(permits=3), PERMITS, FAIL),
        (by(revision=2), PERMITS, FAIL),
        (appended(OURS, "page"), APPENDED, FAIL),
        (appended(OURS, "tail"), APPENDED, UNKNOWN),
        (appended(OURS, "page", "tail"), APPENDED, FAIL),
        (appended(FOREIGN, "page"), APPENDED, UNKNOWN),
        (replace(OURS, lost=("organ",)), "Chữ ký số", FAIL),
        (replace(OURS, signatures=()), "Chữ ký số", UNKNOWN),
        (replace(OURS, before=3), "Phần trước văn bản", UNKNOWN),
    ],
)
def test_a_check_fails_or_leaves_doubt(reading, name, result):
    assert checks(reading)[name][0] == result


def test_what_a_certificate_does_not_prove_is_said_of_a_foreign_one_too():
    assert checks(by(trusted=False))[CERTIFICATE] == (UNKNOWN, True)


def test_the_signers_own_clock_is_told_as_such_and_a_time_stamp_is_not():
    assert (checks(by(stamped=False))[TIME][1], checks(by(stamped=True))[TIME][1]) == (True, False)


@pytest.mark.parametrize("fault", list(FAULTS))
def test_nothing_is_said_of_a_file_that_cannot_be_read_but_that(fault):
    assert checks(Reading(fault=fault)) == {READ: (FAULTS[fault][0], False)}
