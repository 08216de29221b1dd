"""Memberships in associations as the businesses decide on them: agreed, declined, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.bodies import queries
from dure.domains.bodies.services.answer_affiliation import answer_affiliation
from dure.domains.bodies.services.end_affiliation import end_affiliation
from dure.domains.programmes.queries import call
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.bodies.words import AFFILIATION, badge, names_of
from dure.web.merchant.doors import signed_in
from dure.web.people.problems import sentences
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told


@signed_in
@require_http_methods(["GET", "POST"])
def associations(request: HttpRequest) -> HttpResponse:
    """Show who asks to be one's association, and which are; answer, or end it."""
    who, now = actor(request), asked_at(request)
    if request.method == "POST":
        return _answer(request)
    rows = queries.own_affiliations(who)
    names = names_of({one.association for one in rows})
    recommended = []
    for one in queries.own_recommendations(who):
        called = call(who, now, one.programme)
        recommended.append(
            {
                "association": names.get(one.association, one.association),
                "merchant": one.merchant.name,
                "programme": told(called.loaded.programme.title) if called else one.programme,
                "url": reverse("call", args=[one.programme]),
                "reason": one.reason,
            }
        )
    page = {
        "rows": [
            {
                "row": one,
                "name": names.get(one.association, one.association),
                "state": badge(AFFILIATION, one.state),
            }
            for one in rows
        ],
        "empty": not rows,
        "recommended": recommended,
        "headers": headers(_("Association"), _("Business"), _("State"), _("Asked"), _("Act")),
        "recommended_headers": headers(_("Programme"), _("Business"), _("Association"), _("Reason given")),
        "crumbs": crumbs((_("My page"), reverse("my")), (_("Associations"), "")),
    }
    return render(request, "bodies/my_associations.html", page)


def _answer(request: HttpRequest) -> HttpResponse:
    who, now, go = actor(request), asked_at(request), request.POST.get("go", "")
    asked = request.POST.get("affiliation", "")
    found = queries.own_affiliation(who, int(asked)) if asked.isdigit() else None
    if found is None or go not in ("agree", "decline", "end"):
        raise Http404
    try:
        if go == "end":
            end_affiliation(actor=who, now=now, affiliation_id=found.pk)
        else:
            answer_affiliation(actor=who, now=now, affiliation_id=found.pk, yes=go == "agree")
    except Refused as refused:
        for text in sentences(refused):
            messages.error(request, text)
    else:
        done = {
            "agree": _("You agreed. You may end it here at any time."),
            "decline": _("You declined: the association sees nothing of your business."),
            "end": _("Ended: the association sees nothing of your business any more."),
        }
        messages.success(request, done[go])
    return redirect("my_associations")
