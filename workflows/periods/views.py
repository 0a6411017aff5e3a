from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from units import rules as unit_rules
from units.requests import SignedIn
from workflows.models import Route
from workflows.routes.views import form_page, require_administrator

from . import kinds as report_kinds
from .forms import KindForm


def kind_form(request: SignedIn, pk: int) -> HttpResponse:
    """Who issues the reports of the route's kind."""
    visible = Route.objects.filter(ward__in=unit_rules.visible_wards(request.user))
    route = get_object_or_404(visible.select_related("ward", "kind"), pk=pk)
    require_administrator(request.user, route.ward)
    form = KindForm(request.POST or None, instance=route.kind)
    if request.method == "POST" and form.is_valid():
        report_kinds.set_form(route.kind, by=request.user, **form.cleaned_data)
        messages.success(request, _("The form is changed. Reports sent for approval from now on bear it."))
        return redirect("routes", route.ward_id)
    return form_page(request, form, route, title=_("The form of the document"), label=_("Save the changes"))
