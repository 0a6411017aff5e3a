from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.pages.fields import TextField
from approvals.search.excerpts import shown
from approvals.search.numbers import with_tokens
from approvals.search.querysets import found
from approvals.search.registry import FINDABLE, PAGES
from approvals.text.vietnamese import folded
from units import compiled
from units.requests import SignedIn
from units.rules import visible_wards
from workflows.pure.period_words import with_codes

LONGEST = 100


class SearchForm(forms.Form):
    q = TextField(required=False, max_length=LONGEST, label=_("Search"))
    kind = TextField(required=False, max_length=40)


@require_safe
def search(request: SignedIn) -> HttpResponse:
    """Everything that the reader may see and that holds all the words, by kind, or of the one kind asked for."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    kind = kind if kind in (*FINDABLE, *PAGES) else ""
    words = with_tokens(folded(with_codes(asked))).split()
    scopes = visible_wards(request.user).order_by().values_list("pk", flat=True) if words else []
    groups = found(request.user, words, list(scopes), kind, rows=compiled.rows)
    marks = [*folded(asked).split(), *words]
    lines = [(group, [shown(each, marks) for each in group.found]) for group in groups]
    page = {"asked": asked, "kind": kind, "groups": groups, "lines": lines}
    return render(request, "workflows/search/search.html", page)
