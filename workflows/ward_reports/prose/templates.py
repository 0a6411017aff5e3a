from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units import grants
from units.requests import SignedIn
from workflows.models import ReportKind, WardReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording import narrative, references
from workflows.ward_reports.forms import DRAFTED, TemplatesForm

from .rule_forms import RulesForm

OK = 200


@answers_once
def narrative_templates(request: SignedIn, pk: int) -> HttpResponse:
    """How the parts of a kind of report are drafted, as text, with what that gives for the newest period."""
    kind = _own_kind(request, pk)
    current = _current(kind)
    form = TemplatesForm(posted(request), initial=current)
    saved, status = _outcome(request, kind, form)
    if saved:
        return saved
    texts = form.texts if form.is_bound and form.is_valid() else current
    page = {"kind": kind, "form": form, "names": _names(), **_preview(kind, texts)}
    return render(request, "workflows/ward_reports/narrative_templates.html", page, status=status)


@answers_once
def narrative_rules(request: SignedIn, pk: int) -> HttpResponse:
    """The same as rules to choose and fill in. What is stored is the text."""
    kind = _own_kind(request, pk)
    rules = RulesForm(posted(request), _current(kind))
    if rules.is_bound and not rules.is_whole:
        rules.form.add_error(None, gettext("This page did not arrive whole. Nothing was saved: open it again."))
    saved, status = _outcome(request, kind, rules.form)
    if saved:
        return saved
    texts = rules.form.texts if rules.is_valid() else rules.current
    shown = rules.with_blank_rows() if rules.is_valid() and status == OK else rules
    page = {"kind": kind, "rules": shown, "form": rules.form, "names": _names(), **_preview(kind, texts)}
    return render(request, "workflows/ward_reports/narrative_rules.html", page, status=status)


def _current(kind: ReportKind) -> dict[str, Any]:
    """The templates in force by part, and `seen`. One query."""
    own = prose.templates_of(kind.pk)
    current = prose.product_templates(kind) | {template.part: template.text for template in own if template.text}
    return current | {"seen": prose.edits_of(own)}


def _outcome(request: SignedIn, kind: ReportKind, form: TemplatesForm) -> tuple[HttpResponse | None, int]:
    """Save a valid form, unless a preview was asked for: the redirect, else the status of the page that shows it."""
    if not form.is_bound or (form.is_valid() and "preview" in request.POST):
        return None, OK
    if not form.is_valid():
        return None, 422
    try:
        prose_actions.change_templates(kind, by=request.user, seen=form.cleaned_data["seen"], texts=form.texts)
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return None, 409
    messages.success(request, gettext("The templates are saved. They count for drafts from now on."))
    return redirect(request.path), OK


@require_POST
def narrative_preview(request: SignedIn, pk: int) -> HttpResponse:
    """What the templates as typed give for the newest period, or what is wrong with them."""
    kind = _own_kind(request, pk)
    return _previewed(request, kind, TemplatesForm(request.POST))


@require_POST
def narrative_rules_preview(request: SignedIn, pk: int) -> HttpResponse:
    kind = _own_kind(request, pk)
    return _previewed(request, kind, RulesForm(request.POST, _current(kind)).form)


def _previewed(request: SignedIn, kind: ReportKind, form: TemplatesForm) -> HttpResponse:
    page = _preview(kind, form.texts) if form.is_valid() else {"form": form}
    return render(request, "workflows/ward_reports/_narrative_preview.html", page)


def _own_kind(request: SignedIn, pk: int) -> ReportKind:
    """A kind of report that the person sees, else 404, and coordinates, else 403."""
    kinds = ReportKind.objects.of_reports().filter(ward__in=grants.units_where(request.user, "view_reports"))
    kind = get_object_or_404(kinds.select_related("ward"), pk=pk)
    if kind.ward_id not in grants.units_where(request.user, "review_reports"):
        raise PermissionDenied
    return kind


def _preview(kind: ReportKind, texts: dict[str, str]) -> dict[str, Any]:
    """The drafted parts with their figures in words, of the newest consolidated period; none where there is none."""
    reports = WardReport.objects.with_names().filter(period__kind=kind, consolidated_at__isnull=False)
    report = reports.order_by("-period__ends", "-version").first()
    if report is None:
        return {"previewed": None, "drafts": []}
    figures = prose.figures_of(report)
    draft = narrative.draft(
        prose_actions.facts_of(report, figures), {part: texts[part] for part in DRAFTED if texts[part]}
    )
    words = prose.words_of(figures)
    drafts = [(label, references.resolve(getattr(draft, part), words).splitlines()) for part, label in DRAFTED.items()]
    return {"previewed": report, "drafts": drafts}


def _names() -> list[tuple[str, list[str]]]:
    """What a template may name: everywhere, then each list with what belongs to its rows."""
    everywhere = [("", sorted(narrative.NAMES.values))]
    return everywhere + [(listed, sorted(own)) for listed, own in narrative.NAMES.lists.items()]
