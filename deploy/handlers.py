"""What works off a row of the outbox or an incident, by its kind: the functions that `approvals` asks for by name."""

HANDLERS = {
    "account": "units.sign_in.mails.deliver",
    "absence": "units.sign_in.mails.deliver",
    "daily_mail": "units.notices.mails.deliver_day",
    "dashboard": "workflows.dashboard.mails.deliver",
    "push": "units.notices.push.delivery.deliver",
    "reminder": "workflows.reminders.mails.deliver",
    "gateway": "workflows.reminders.gateways.delivery.deliver",
    "webhook": "workflows.webhooks.delivery.deliver",
    "mail": "workflows.cases.mails.address",
    "letter": "workflows.cases.mails.deliver",
    "render": "workflows.documents.handlers.render",
    "dispatch": "approvals.channels.delivery.deliver",
    "recall": "approvals.channels.delivery.recall",
    "try_channel": "approvals.channels.delivery.attempt",
    "answers": "approvals.channels.delivery.ask",
    "answer": "approvals.channels.answers.take_in_again",
    "refused": "approvals.channels.answers.still_refused",
    "followed": "workflows.signoff.dispatching.actions.follow_dispatch",
    "recalled": "workflows.signoff.issuing.actions.recall_noted",
    "next_version": "workflows.ward_reports.province.actions.open_next_version",
    "sign": "workflows.signoff.signing.actions.sign_asked",
    "issue": "workflows.signoff.issuing.actions.issue_asked",
    "office_ended": "workflows.cases.stranded.offices_changed",
    "office_started": "workflows.cases.stranded.offices_changed",
    "stranded": "workflows.cases.stranded.still_stranded",
    "scan": "workflows.cases.attached.actions.scan_asked",
    "bytes": "workflows.cases.attached.actions.look_for_bytes",
    "file": "approvals.register.inventory.look_again",
    "outgoing": "approvals.channels.delivery.write_again",
    "arrived": "approvals.receiving.checking.look_at",
    "dossier": "approvals.dossiers.making.make",
    "number": "approvals.verification.folders.look_again",
}
# Seconds; a minute for the others.
TIME_LIMITS = {"dispatch": 300, "answers": 300, "render": 300, "issue": 300, "sign": 120, "scan": 120, "arrived": 120}
TIME_LIMITS |= {"dashboard": 120, "dossier": 1800}
