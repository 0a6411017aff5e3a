"""What works off a row of the outbox or an incident, by its kind: the functions that `approvals` asks for by name."""

HANDLERS = {
    "account": "units.sign_in.mails.deliver",
    "mail": "workflows.mails.address",
    "letter": "workflows.mails.deliver",
    "render": "workflows.documents.handlers.render",
    "dispatch": "approvals.register.dispatch.write_outgoing",
    "recall": "approvals.register.dispatch.write_recall",
    "recalled": "workflows.actions.recall_noted",
    "next_version": "workflows.actions.open_next_version",
    "sign": "workflows.actions.sign_asked",
    "issue": "workflows.actions.issue_asked",
    "office_ended": "workflows.stranded.office_ended",
    "stranded": "workflows.stranded.still_stranded",
    "scan": "workflows.actions.scan_asked",
    "bytes": "workflows.actions.look_for_bytes",
    "file": "approvals.register.inventory.look_again",
    "outgoing": "approvals.register.dispatch.write_outgoing",
    "number": "approvals.verification.folders.look_again",
}
TIME_LIMITS = {"render": 300, "issue": 300, "sign": 120, "scan": 120}  # seconds; a minute for the others
