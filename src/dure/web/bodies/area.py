"""An officer says for which region a regional centre works."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.queries import organisation
from dure.domains.bodies.queries import area_of
from dure.domains.bodies.services.set_centre_area import set_centre_area
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.bodies.forms import AreaForm
from dure.web.officer.guard import for_roles
from dure.web.people.problems import tell
from dure.web.people.words import organisation_name
from dure.web.tables import crumbs
from dure.web.words import place

FIELDS = {"centre.regions": "provinces", "centre.reason": "reason"}


@for_roles("officer", of_all=True)
@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show the region of a centre, and change it with the reason."""
    who = actor(request)
    found = organisation(who, organisation_id)
    if found is None or found.kind != "centre":
        raise Http404
    now_set = area_of(who, found.code)
    regions = now_set.regions if now_set else []
    initial = {
        "provinces": [code for code in regions if len(code) == 2],
        "districts": ", ".join(code for code in regions if len(code) == 5),
    }
    form = AreaForm(request.POST) if request.method == "POST" else AreaForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            set_centre_area(
                actor=who, now=asked_at(request), centre=found.code, reason=form.cleaned_data["reason"],
                regions=[*form.cleaned_data["provinces"], *form.cleaned_data["districts"]],
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("The region of the centre is set."))
            return redirect("organisation", organisation=found.pk)
    page = {
        "form": form,
        "name": organisation_name(found),
        "area": ", ".join(place(code) for code in regions),
        "organisation": found,
        "crumbs": crumbs(
            (_("Organisations"), reverse("organisations")),
            (organisation_name(found), reverse("organisation", args=[found.pk])),
            (_("Region"), ""),
        ),
    }
    return render(request, "bodies/area.html", page, status=422 if form.errors else 200)
