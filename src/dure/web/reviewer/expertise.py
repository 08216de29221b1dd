"""A reviewer says in which industries they are an expert."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.review.queries_cases import expertise_of
from dure.domains.review.services.tell_expertise import tell_expertise
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.people.problems import tell
from dure.web.tables import crumbs


class ExpertiseForm(forms.Form):
    """Industry codes, separated by commas or blanks."""

    industries = forms.CharField(
        label=lazy("Industries that you know well"),
        help_text=lazy(
            "The first two to five digits of industry codes (KSIC), separated by commas: 10, 4721, 56"
        ),
        max_length=400,
        required=False,
    )


@for_roles("reviewer")
@require_http_methods(["GET", "POST"])
def expertise(request: HttpRequest) -> HttpResponse:
    """Show and keep the industries."""
    form = ExpertiseForm(
        request.POST if request.method == "POST" else None,
        initial={"industries": ", ".join(expertise_of(actor(request)))},
    )
    if form.is_valid():
        codes = form.cleaned_data["industries"].replace(",", " ").split()
        try:
            told = tell_expertise(actor=actor(request), now=asked_at(request), industries=codes)
        except Refused as refused:
            tell(form, refused)
        else:
            said = _("Kept: %(codes)s.") % {"codes": ", ".join(told)} if told else _("Kept: no industry.")
            messages.success(request, said)
            return redirect("reviewer_expertise")
    page = {
        "form": form,
        "crumbs": crumbs((_("Reviews"), reverse("reviewer_home")), (_("What I know well"), "")),
    }
    return render(request, "reviewer/expertise.html", page, status=422 if form.errors else 200)
