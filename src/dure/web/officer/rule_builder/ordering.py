"""The order of the eligibility rules: moved up and down on one page, kept once as a new draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.programmes import queries
from dure.domains.programmes.rewriting import in_order
from dure.domains.programmes.services.order_rules import order_rules
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, placed_in_file
from dure.web.officer.rule_builder.confirming import what_changes
from dure.web.officer.rule_builder.views import editable, kept_as_draft
from dure.web.tables import crumbs
from dure.web.words import page_language


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def rule_order(request: HttpRequest, version: int) -> HttpResponse:
    """Show the rules in their order, or in the one that they were moved to; keep it as a new draft."""
    found = editable(request, version)
    rules = {rule.id: rule for rule in queries.loaded(found).programme.eligibility}
    sent = [id_ for id_ in dict.fromkeys(request.POST.getlist("order")) if id_ in rules]
    ids = moved([*sent, *(id_ for id_ in rules if id_ not in sent)], request.POST.get("do", ""))
    problems: list[str] = []
    if request.POST.get("do") == "save":
        try:
            kept = order_rules(actor=actor(request), now=asked_at(request), version_id=found.pk, ids=ids)
        except Refused as refused:
            problems = [placed_in_file(problem) for problem in refused.problems if problem.is_error]
        else:
            return kept_as_draft(request, found, kept.version_id)
    changes = {}
    if ids != list(rules) and not problems:
        try:
            changes = what_changes(found, in_order(found, ids))
        except Refused as refused:
            problems = [placed_in_file(problem) for problem in refused.problems if problem.is_error]
    language = page_language()
    page = {
        **changes,
        "version": found,
        "rules": [{"id": id_, "reason": rules[id_].reason.to(language)} for id_ in ids],
        "changed": bool(changes),
        "problems": [{"text": text} for text in problems],
        "back_url": f"{reverse('officer_version', args=[found.pk])}#rules",
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (found.programme, reverse("officer_version", args=[found.pk])),
            (_("Order of the rules"), ""),
        ),
    }
    return render(request, "officer/rule_builder/order.html", page, status=422 if problems else 200)


def moved(ids: list[str], act: str) -> list[str]:
    """Return ids after one of them was moved by one place; what cannot be moved stays.

    >>> moved(["a", "b", "c"], "up:b"), moved(["a", "b", "c"], "down:c"), moved(["a"], "up:x")
    (['b', 'a', 'c'], ['a', 'b', 'c'], ['a'])
    """
    way, _colon, id_ = act.partition(":")
    if way not in ("up", "down") or id_ not in ids:
        return ids
    at = ids.index(id_)
    to = at - 1 if way == "up" else at + 1
    if not 0 <= to < len(ids):
        return ids
    ids = [*ids]
    ids[at], ids[to] = ids[to], ids[at]
    return ids
