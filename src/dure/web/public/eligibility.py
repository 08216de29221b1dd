"""The first step of an application: is one eligible, and if not, why not; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.programmes import queries
from dure.engine.programme.models.eligibility import EligibilityRule
from dure.engine.screening import RuleAnswer
from dure.web.actors import actor, asked_at
from dure.web.public.profile_form import ProfileForm
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told as text
from dure.web.words import field_label


@dataclass(frozen=True, slots=True)
class Told:
    """One rule's answer with the words of the programme file."""

    rule: EligibilityRule
    answer: RuleAnswer


def check(request: HttpRequest, programme: str) -> HttpResponse:
    """Ask for the facts that the rules read, and answer rule by rule. POST keeps nothing."""
    call = queries.call(actor(request), asked_at(request), programme)
    if call is None:
        raise Http404
    book = queries.rulebook(call.version)
    form = ProfileForm(request.POST or None, fields=book.columns())
    found = None
    told: list[Told] = []
    if request.method == "POST" and form.is_valid():
        found = queries.screener(call.version).screen(form.row())
        rules = {rule.id: rule for rule in call.loaded.programme.eligibility}
        told = [Told(rules[answer.id], answer) for answer in found.answers]
    invalid = request.method == "POST" and not form.is_valid()
    return render(
        request,
        "public/eligibility.html",
        {
            "call": call,
            "programme": call.loaded.programme,
            "form": form,
            "found": found,
            "told": told,
            "missing": [field_label(name) for name in found.missing] if found else [],
            "headers": headers(_("Answer"), _("Condition"), _("Basis")),
            "crumbs": crumbs(
                (_("Calls for applications"), reverse("calls")),
                (text(call.loaded.programme.title), reverse("call", args=[programme])),
                (_("Am I eligible?"), ""),
            ),
        },
        status=422 if invalid else 200,
    )
