from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units.models import Plan, Unit
from units.requests import SignedIn
from units.tree.wards import ward_asked, ward_choice
from workflows.cases.inputs.forms import WordsForm
from workflows.cases.pages import visible_unit_report
from workflows.models import Difficulty, UnitReport
from workflows.models.states import DifficultyState

from . import actions as difficulties_actions
from . import facts as difficulties
from . import rules as difficulty_rules
from .beside import back_beside, form_beside
from .forms import CloseForm, DifficultyForm, MergeDifficultiesForm, OwnDifficultyForm
from .views import visible

MERGED_AT_ONCE = 100


@dataclass(frozen=True)
class Act:
    """What is done with a difficulty by words: the action, the page's title and explanation, the message after it."""

    do: Callable[..., Difficulty]
    title: str | Promise
    happens: str | Promise
    success: str | Promise


ACTS = {
    "answer_difficulty": Act(
        difficulties_actions.answer_difficulty,
        _("Answer the difficulty"),
        _("The answer bears your name. The unit that raised it reads it, then closes it or opens it again."),
        _("Answered. The unit that raised it gets a mail, and says whether it helps."),
    ),
    "close_difficulty": Act(
        difficulties_actions.close_difficulty,
        _("Close the difficulty"),
        _("Reports from now on no longer name it. You can open it again at any time."),
        _("Closed. Reports from now on no longer name it."),
    ),
    "reopen_difficulty": Act(
        difficulties_actions.reopen_difficulty,
        _("Open the difficulty again"),
        _("Say what is still missing. Those who are to help get a mail, and reports name it again."),
        _("It is open again. Those who are to help get a mail."),
    ),
    "discuss_difficulty": Act(
        difficulties_actions.discuss_difficulty,
        _("Ask or add something"),
        _("Your words stand in the conversation, and the other side gets a mail. They decide nothing."),
        _("Sent. Those concerned get a mail."),
    ),
}


@answers_once
def difficulty_raise(request: SignedIn) -> HttpResponse:
    """Three fields, and the unit where the person writes for several of a ward."""
    writing = difficulty_rules.units_to_raise_for(request.user)
    own = Unit.objects.filter(pk__in=writing, ward__isnull=False, retired_at=None)
    units = list(own.order_by("order", "code"))
    wards = list(dict.fromkeys(unit.root_id for unit in units))
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=gettext("Raise a difficulty"), back=reverse("difficulties"))
    units = [unit for unit in units if unit.root_id == asked.pk]
    form = _raise_form(request, units, own.filter(pk__in=[unit.pk for unit in units]))
    if done(form, lambda: _raise(request, form, units[0])):
        messages.success(request, gettext("Raised. Your reports name it until you close it."))
        beside = _beside(request)
        return back_beside(beside) if beside else redirect("difficulties")
    context = {"form": form, "unit": units[0] if len(units) == 1 else None}
    return render(request, "workflows/difficulties/difficulty_raise.html", context, status=status_of(form))


@require_safe
def difficulty_fields(request: SignedIn, pk: int) -> HttpResponse:
    """The three fields, to be shown beside the report that a unit writes."""
    form = form_beside(visible_unit_report(request, pk))
    form.fields["text"].widget.attrs["autofocus"] = True
    return render(request, "workflows/difficulties/_difficulty_fields.html", {"form": form})


def _raise(request: SignedIn, form: DifficultyForm, only: Unit) -> None:
    unit = form.cleaned_data.get("unit") or only
    report = UnitReport.objects.visible_to(request.user).filter(pk=_beside(request), unit=unit).first()
    difficulties_actions.raise_difficulty(unit, by=request.user, raised=form.raised, report=report)


def _beside(request: SignedIn) -> int | None:
    """The report from which the page was opened."""
    asked = request.GET.get("report", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def _raise_form(request: SignedIn, units: Sequence[Unit], own: Any) -> DifficultyForm:
    typed, ward = posted(request), units[0].root_id
    first = coordinating_unit(ward)
    if len(units) == 1:
        return DifficultyForm(typed, ward=ward, first=first, asking=units[0].pk)
    asked = {"unit": request.GET.get("unit")}
    return OwnDifficultyForm(typed, ward=ward, first=first, units=own, initial=asked)


def coordinating_unit(ward: int) -> int | None:
    """Of the ward's newest plan."""
    plans = Plan.objects.filter(ward=ward).order_by("-year", "-imported_at")
    return plans.values_list("coordinating_unit", flat=True).first()


@answers_once
def difficulty_words(request: SignedIn, pk: int, action: str) -> HttpResponse:
    """A page that asks for words, then acts. Where it is no longer possible, the refusal names who acted first."""
    item, act = visible(request, pk), ACTS[action]
    form = _words_form(request, item, action)
    if not form.is_bound:
        difficulties_actions.refuse_unless_open(item, action, request.user)
    if done(form, lambda: act.do(item, by=request.user, text=form.cleaned_data["text"])):
        messages.success(request, str(act.success))
        return redirect("difficulty", pk)
    context = {"item": item, "age": difficulties.aged([item])[0], "form": form, "act": act}
    return render(request, "workflows/difficulties/difficulty_words.html", context, status=status_of(form))


def _words_form(request: SignedIn, item: Difficulty, action: str) -> Form:
    typed = posted(request)
    if action == "close_difficulty":
        return CloseForm(typed, answered=item.state == DifficultyState.ANSWERED)
    return WordsForm(typed)


@answers_once
def difficulties_merge(request: SignedIn) -> HttpResponse:
    """Tick open ones, name what they have in common, confirm. `pick`, any number of times, is a ticked id."""
    wards = grants.units_where(request.user, "review_reports")
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=gettext("Put difficulties together"), back=reverse("difficulties"))
    offered = Difficulty.objects.to_merge(request.user).filter(ward=asked.pk).with_names()
    rows = difficulties.aged(offered.order_by("kind__order", "kind", "raised_at", "pk")[:MERGED_AT_ONCE])
    picked = {int(key) for key in _asked(request).getlist("pick") if key.isdecimal() and len(key) < 19}
    form = _merge_form(request, asked.pk)
    if done(form, lambda: _merge(request, form, [row.item for row in rows if row.item.pk in picked])):
        messages.success(request, gettext("Put together. The units that raised them see it, and keep their own."))
        return redirect("difficulties")
    context = {"asked": asked, "form": form, "rows": rows, "picked": picked}
    return render(request, "workflows/difficulties/difficulties_merge.html", context, status=status_of(form))


def _merge_form(request: SignedIn, ward: int) -> MergeDifficultiesForm:
    typed = posted(request)
    wholes = Difficulty.objects.to_extend(request.user).filter(ward=ward).order_by("raised_at", "pk")
    return MergeDifficultiesForm(typed, ward=ward, first=coordinating_unit(ward), wholes=wholes)


def _merge(request: SignedIn, form: MergeDifficultiesForm, ticked: list[Difficulty]) -> Difficulty:
    if whole := form.cleaned_data["into"]:
        return difficulties_actions.extend_difficulty(whole, by=request.user, items=ticked)
    return difficulties_actions.merge_difficulties(ticked, by=request.user, raised=form.raised)


def _asked(request: SignedIn) -> Any:
    return request.POST if request.method == "POST" else request.GET
