"""A picture is put with a candidate, or taken off: by whoever acts for the business, and by officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.uploads.purposes import PURPOSES
from dure.domains.voting import queries
from dure.domains.voting.policies import may_picture, may_run_votes
from dure.domains.voting.services.put_picture import put_picture
from dure.domains.voting.services.take_off_picture import take_off_picture
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.problems import lines
from dure.web.voting.forms import PictureForm, VoteReasonForm
from dure.web.voting.public import candidate_or_404, common, vote_crumbs


@require_http_methods(["GET", "POST"])
def picture_page(request: HttpRequest, programme: str, stage: str, number: str) -> HttpResponse:
    """Show the picture that stands, put another, or take it off."""
    who = actor(request)
    if who.user_id is None:
        return redirect_to_login(request.get_full_path())
    vote, candidate = candidate_or_404(request, programme, stage, number)
    if not may_picture(who, candidate):
        raise Http404
    standing = queries.picture_standing(who, candidate)
    by_officer, begun = may_run_votes(who, programme), queries.phase_of(vote, asked_at(request)) != "planned"
    taking_off = request.method == "POST" and "take_off" in request.POST
    putting = request.method == "POST" and not taking_off
    form = PictureForm(standing, request.POST if putting else None, request.FILES if putting else None)
    reason = VoteReasonForm(request.POST if taking_off else None, auto_id="off_%s")
    problems: list[dict[str, str]] = []
    try:
        if putting and form.is_valid():
            file = form.cleaned_data["file"]
            put_picture(
                actor=who,
                now=asked_at(request),
                candidate_id=candidate.pk,
                alt=form.cleaned_data["alt"],
                **({"name": file.name, "content": file.read()} if file else {}),
            )
            messages.success(request, _("The picture stands with the candidate."))
            return redirect("vote_candidate", programme=programme, stage=stage, number=number)
        if taking_off and (not by_officer or reason.is_valid()):
            why = reason.cleaned_data["reason"] if by_officer else ""
            take_off_picture(actor=who, now=asked_at(request), candidate_id=candidate.pk, reason=why)
            messages.success(request, _("The picture is taken off."))
            return redirect("vote_candidate", programme=programme, stage=stage, number=number)
    except Refused as refused:
        problems = lines(refused.problems)
    page: dict[str, Any] = common(request, vote) | {
        "candidate": candidate,
        "standing": standing,
        "form": form,
        "reason": reason,
        "sent": reason if taking_off else form,
        "by_officer": by_officer,
        "begun": begun,
        "most_bytes": PURPOSES["candidate"].most_bytes,
        "problems": problems,
        "crumbs": vote_crumbs(vote, _("Picture of a candidate")),
    }
    return render(request, "voting/picture.html", page, status=422 if request.method == "POST" else 200)
