"""Scorers declare conflicts of interest with firms, before they see proposals and when one turns out late."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.agreements import conflicts, queries
from dure.domains.agreements.services.declare_scorer_conflicts import declare_scorer_conflicts
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import case_or_404
from dure.web.officer.guard import for_roles
from dure.web.people.problems import sentences, tell
from dure.web.reviewer.forms import ConflictForm, DeclarationForm
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


@for_roles("accountant", "reviewer")
@require_http_methods(["GET", "POST"])
@never_cache
def declare(request: HttpRequest, programme: str) -> HttpResponse:
    """Show which firms wait, by name and number only, and take the declaration."""
    who = actor(request)
    waiting = [one for one in conflicts.to_declare(who) if one.proposal.programme == programme]
    if not waiting:
        return redirect("scoring")
    labels = [(one.proposal_id, f"{one.proposal.firm} · {one.proposal.number}") for one in waiting]
    form = DeclarationForm(request.POST if request.method == "POST" else None, cases=labels)
    if form.is_valid():
        try:
            declared = declare_scorer_conflicts(
                actor=who,
                now=asked_at(request),
                programme=programme,
                seen=[proposal for proposal, _label in labels],
                conflicts=form.conflicts(),
                signed=form.cleaned_data["signed"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request,
                _("Your declaration is kept: %(opened)s proposals are open to you, %(others)s are not.")
                % {"opened": declared.opened, "others": declared.in_conflict},
            )
            return redirect("scoring")
    page = {
        "form": form,
        "count": len(labels),
        "lead": told(case_or_404(programme).programme.title),
        "crumbs": crumbs(
            (_("Proposals to score"), reverse("scoring")), (_("Declare conflicts of interest"), "")
        ),
    }
    return render(request, "agreements/declare.html", page, status=422 if form.errors else 200)


@for_roles("accountant", "reviewer")
@require_POST
def conflict(request: HttpRequest, proposal: int) -> HttpResponse:
    """Take a conflict that turned out late: the proposal is scored by others."""
    who = actor(request)
    found = next((one for one, _kind in queries.given(who) if one.pk == proposal), None)
    if found is None:
        raise Http404
    form = ConflictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what kind of conflict it is."))
        return redirect("scoring_score", proposal=proposal)
    try:
        declare_scorer_conflicts(
            actor=who,
            now=asked_at(request),
            programme=found.programme,
            seen=[proposal],
            conflicts={proposal: form.cleaned_data["relation"]},
            signed=True,
        )
    except Refused as refused:
        for text in sentences(refused):
            messages.error(request, text)
        return redirect("scoring_score", proposal=proposal)
    messages.success(request, _("Others score this proposal. You will not see it again."))
    return redirect("scoring")
