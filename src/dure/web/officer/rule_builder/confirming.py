"""Before a changed file is kept: the lines that change, what they mean, and what they do to a population."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.programmes import queries
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.programmes.rewriting import RuleChange, rewritten
from dure.engine.programme import load
from dure.web.actors import actor
from dure.web.officer.changes import lines_changed
from dure.web.officer.problems import placed_in_file
from dure.web.officer.rule_builder.drafts import Draft, sent_again
from dure.web.officer.rule_builder.preview import Effect, effect_of, read
from dure.web.officer.rule_builder.spots import KINDS, Spot
from dure.web.tables import crumbs, headers


def confirm_page(request: HttpRequest, spot: Spot, draft: Draft, change: RuleChange) -> HttpResponse:
    """Show what would be kept; raises Refused with what is wrong with the change or its file."""
    page = {
        **what_changes(spot.version, rewritten(spot.version, change)),
        "version": spot.version,
        "programme": spot.programme,
        "kind": KINDS[spot.place.kind],
        "change": change,
        "draft": draft,
        "carried": sent_again(draft),
        "sentence": read(draft, spot).sentence,
        **_before_and_after(request, spot, draft, change.rule),
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (spot.version.programme, reverse("officer_version", args=[spot.version.pk])),
            (_("What changes"), ""),
        ),
    }
    return render(request, "officer/rule_builder/confirm.html", page)


def what_changes(version: ProgrammeVersion, after: bytes) -> dict[str, Any]:
    """Return the lines that differ and what is new among the warnings; raises Refused for a wrong file."""
    loaded, before = load(after), queries.loaded(version)
    known = {(problem.code, str(problem.params)) for problem in before.problems}
    news = [p for p in loaded.problems if (p.code, str(p.params)) not in known]
    return {
        "warnings": [placed_in_file(problem) for problem in news],
        "lines": lines_changed(bytes(version.raw), after),
    }


def _before_and_after(request: HttpRequest, spot: Spot, draft: Draft, rule: str) -> dict[str, Any]:
    """Return what is counted as the file is and as it would be, as rows of a table."""
    who = actor(request)
    found = [
        (name, effect_of(who, spot, text, draft.population))
        for name, text in ((_("As it is"), ""), (_("With the change"), rule))
    ]
    counted = [(name, one) for name, one in found if isinstance(one, Effect)]
    if spot.place.kind == "eligibility":
        columns = [_("Eligible"), _("Not eligible"), _("Not known yet")]
        rows = [(n, [e.counts.eligible, e.counts.ineligible, e.counts.unknown]) for n, e in counted]
    else:
        columns = [_("Holds"), _("Does not hold"), _("Not known"), _("Eligible, and it holds")]
        rows = [(n, [e.mine.passes, e.mine.fails, e.mine.unknown, e.within]) for n, e in counted if e.mine]
    return {
        "counted": [{"name": name, "cells": cells} for name, cells in rows],
        "counted_headers": headers(_("Rules"), *columns, numeric=tuple(columns)),
    }
