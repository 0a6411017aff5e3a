"""What celery's beat starts, and how often: seconds. What could not begin within `expires` is left to the next time."""

from typing import Any


def every(seconds: float, task: str, *, expires: float) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": expires}}


REGULAR = {
    "accept-due": every(60.0, "workflows.accept_due", expires=60),
    "ask-channels": every(60.0, "approvals.ask_channels", expires=60),
    "checkpoint": every(600.0, "approvals.checkpoint", expires=600),
    "compare-search": every(86400.0, "approvals.compare_search", expires=3600),
    "follow-search": every(60.0, "approvals.follow_search", expires=60),
    "dashboard": every(600.0, "workflows.mail_dashboards", expires=600),
    "forget-answers": every(3600.0, "approvals.forget_answers", expires=3600),
    "forget-sessions": every(3600.0, "units.forget_sessions", expires=3600),
    "let-go": every(60.0, "workflows.let_go", expires=60),
    "open-periods": every(600.0, "workflows.open_periods", expires=600),
    "pass-in-silence": every(60.0, "workflows.pass_in_silence", expires=60),
    "read-figures": every(60.0, "workflows.read_figures", expires=60),
    "reconcile": every(3600.0, "workflows.reconcile", expires=3600),
    "remind": every(60.0, "workflows.remind", expires=60),
    "tell-webhooks": every(30.0, "workflows.tell_webhooks", expires=30),
    "scan-kept": every(3600.0, "workflows.scan_kept", expires=3600),
}
DRAIN = {"drain": every(2.0, "approvals.drain", expires=4)}  # the embedded profile has a worker of its own for it
