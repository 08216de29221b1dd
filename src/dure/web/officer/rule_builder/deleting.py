"""A rule deleted: what goes and what it does is shown before, and the reason is asked for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.programmes import queries
from dure.domains.programmes.rewriting import without_rule
from dure.domains.programmes.services.delete_rule import delete_rule
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, placed_in_file
from dure.web.officer.rule_builder.confirming import what_changes
from dure.web.officer.rule_builder.preview import Effect, effect_of, populations, read
from dure.web.officer.rule_builder.spots import KINDS, Spot, begun, where
from dure.web.officer.rule_builder.views import editable, existing_place, kept_as_draft
from dure.web.tables import crumbs


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def remove_rule(request: HttpRequest, version: int, rule: str) -> HttpResponse:
    """Ask whether and why a rule is to be deleted; then keep the file without it as a new draft."""
    found = editable(request, version)
    spot = Spot(found, existing_place(found, rule))
    if not spot.part.get(spot.place.form.rule):
        raise Http404
    reason, problems = request.POST.get("reason", "")[:2000], list[str]()
    if request.method == "POST":
        try:
            kept = delete_rule(
                actor=actor(request),
                now=asked_at(request),
                version_id=found.pk,
                place=spot.place,
                reason=reason,
            )
        except Refused as refused:
            problems = [placed_in_file(problem) for problem in refused.problems if problem.is_error]
        else:
            return kept_as_draft(request, found, kept.version_id)
    try:
        changes = what_changes(found, without_rule(found, spot.place))
    except Refused as refused:
        problems = problems or [placed_in_file(problem) for problem in refused.problems if problem.is_error]
        changes = {}
    draft = begun(spot)
    page = {
        **changes,
        "version": found,
        "kind": KINDS[spot.place.kind],
        "where": where(queries.loaded(found).document, spot.place) or spot.place.key,
        "rule": draft.text,
        "sentence": read(draft, spot).sentence,
        "reason": reason,
        "problems": [{"text": text} for text in problems],
        **_effect(request, spot),
        "back_url": f"{reverse('officer_version', args=[found.pk])}#rules",
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (found.programme, reverse("officer_version", args=[found.pk])),
            (_("Delete a rule"), ""),
        ),
    }
    return render(request, "officer/rule_builder/delete.html", page, status=422 if problems else 200)


def _effect(request: HttpRequest, spot: Spot) -> dict[str, Any]:
    """Return whom the rule lets through as it is; nothing where no population can be counted."""
    found = effect_of(actor(request), spot, "", "synthetic")
    if not isinstance(found, Effect):
        return {}
    return {
        "mine": found.mine,
        "within": found.within,
        "for_all": spot.place.kind == "eligibility",
        "population": populations(actor(request), "synthetic")[0]["label"],
    }
