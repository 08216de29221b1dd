"""A file of referrals goes to the body over the network, and its answers come back: officers ask for both."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from dure.domains.referrals import queries
from dure.domains.referrals.queries import Handover
from dure.domains.referrals.services.fetch_answers import fetch_answers
from dure.domains.referrals.services.send_handover import send_handover
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.templatetags.days import instant

SENDING = {
    "waiting": (lazy("On its way to the body"), "warning"),
    "taken": (lazy("With the body"), "success"),
    "refused": (lazy("Refused by the service of the body"), "danger"),
}


def shown_of(request: HttpRequest, found: Handover) -> dict[str, Any]:
    """Return what the page of a file shows of its way over the network."""
    sending = queries.sending(actor(request), found)
    if sending is None:
        return {"sending": None, "may_send": queries.is_there() and bool(found.content)}
    return {
        "sending": sending,
        "sending_state": badge(SENDING, sending.state),
        "sending_asked": instant(sending.asked_at),
        "sending_taken": instant(sending.taken_at) if sending.taken_at else "",
        "may_send": queries.is_there() and sending.state == "refused",
        "may_fetch": queries.is_there() and sending.state == "taken",
    }


def _found(request: HttpRequest, handover: int) -> Handover:
    found = queries.handover(actor(request), handover)
    if found is None or not actor(request).may_in(found.programme, "officer"):
        raise Http404
    return found


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def send(request: HttpRequest, handover: int) -> HttpResponse:
    """Queue the file for the body."""
    found = _found(request, handover)
    try:
        send_handover(actor=actor(request), now=asked_at(request), handover_id=found.pk)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, sentence_of(problem))
    else:
        messages.success(request, _("The file goes to the body. You see here when it has taken it."))
    return redirect("referral_handover", handover=found.pk)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def fetch(request: HttpRequest, handover: int) -> HttpResponse:
    """Note what the body answered since the last time."""
    found = _found(request, handover)
    try:
        count = fetch_answers(actor=actor(request), now=asked_at(request), handover_id=found.pk)
    except Refused as refused:
        for problem in refused.problems:
            where = _("Answer %(n)s: ") % {"n": problem.line} if problem.line else ""
            messages.error(request, where + sentence_of(problem))
    else:
        messages.success(request, _("Answers noted: %(n)s") % {"n": count})
    return redirect("referral_handover", handover=found.pk)
