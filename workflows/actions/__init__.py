"""Every write of this app. Call them with their module: `actions.submit(report, by=person, seen=version)`."""

from .approval import approve, send_back, signs_by_approving
from .comments import answer, comment
from .correction import call_back, refresh_figures, return_consolidated, unwaive
from .difficulties import (
    Addressee,
    Raised,
    answer_difficulty,
    close_difficulty,
    discuss_difficulty,
    extend_difficulty,
    merge_difficulties,
    raise_difficulty,
    refuse_unless_open,
    reopen_difficulty,
)
from .difficulty_kinds import add_kind, default_kinds, rename_kind, retire_kind
from .entries import StaleSave, save_draft
from .evidence import attach_file, attach_link, look_for_bytes, remove_evidence, scan_asked, scan_kept, too_large
from .figures import override_figure, remove_override
from .issue import dispatch, issue, issue_asked, open_next_version, recall_noted, record_receipt, try_to_issue
from .kinds import set_form
from .on_behalf import confirm_on_behalf, refuse_unless_unconfirmed, submit_on_behalf
from .periods import open_period
from .prose import change_templates, edit_narrative, facts_of, look_again, redraft, templates_of
from .routes import add_step, change_step, move_step, retire_step
from .setup import BOARD, set_up
from .sightings import look
from .signing import sign, sign_asked, try_to_sign
from .unit_reports import accept, hand_back, return_for_revision, send_to_drafter, submit, take, waive, withdraw
from .ward_reports import consolidate, reopen, send_for_approval

__all__ = [
    "BOARD",
    "Addressee",
    "Raised",
    "StaleSave",
    "accept",
    "add_kind",
    "add_step",
    "answer",
    "answer_difficulty",
    "approve",
    "attach_file",
    "attach_link",
    "call_back",
    "change_step",
    "change_templates",
    "close_difficulty",
    "comment",
    "confirm_on_behalf",
    "consolidate",
    "default_kinds",
    "discuss_difficulty",
    "dispatch",
    "edit_narrative",
    "extend_difficulty",
    "facts_of",
    "hand_back",
    "issue",
    "issue_asked",
    "look",
    "look_again",
    "look_for_bytes",
    "merge_difficulties",
    "move_step",
    "open_next_version",
    "open_period",
    "override_figure",
    "raise_difficulty",
    "recall_noted",
    "record_receipt",
    "redraft",
    "refresh_figures",
    "refuse_unless_open",
    "refuse_unless_unconfirmed",
    "remove_evidence",
    "remove_override",
    "rename_kind",
    "reopen",
    "reopen_difficulty",
    "retire_kind",
    "retire_step",
    "return_consolidated",
    "return_for_revision",
    "save_draft",
    "scan_asked",
    "scan_kept",
    "send_back",
    "send_for_approval",
    "send_to_drafter",
    "set_form",
    "set_up",
    "sign",
    "sign_asked",
    "signs_by_approving",
    "submit",
    "submit_on_behalf",
    "take",
    "templates_of",
    "too_large",
    "try_to_issue",
    "try_to_sign",
    "unwaive",
    "waive",
    "withdraw",
]
