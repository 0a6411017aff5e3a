from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from units.requests import SignedIn
from workflows.routes.views import form_page, own_route

from . import kinds as report_kinds
from .forms import KindForm


def kind_form(request: SignedIn, pk: int) -> HttpResponse:
    """Who issues the reports of the route's kind."""
    route = own_route(request, pk)
    form = KindForm(request.POST or None, instance=route.kind)
    if request.method == "POST" and form.is_valid():
        report_kinds.set_form(route.kind, by=request.user, **form.cleaned_data)
        messages.success(request, _("The form is changed. Reports sent for approval from now on bear it."))
        return redirect("routes", route.ward_id)
    return form_page(request, form, route, title=_("The form of the document"), label=_("Save the changes"))
