"""Before a changed rule is kept: the lines that change, what they mean, and what they do to a population."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.programmes import queries
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.programmes.rewriting import RuleChange, rewritten
from dure.engine.programme import load
from dure.engine.screening.counting import Counting
from dure.web.actors import actor
from dure.web.officer.changes import lines_changed
from dure.web.officer.problems import placed_in_file
from dure.web.officer.rule_builder.drafts import Draft
from dure.web.officer.rule_builder.preview import counted, read, rules_with
from dure.web.tables import crumbs, headers


def confirm_page(
    request: HttpRequest,
    version: ProgrammeVersion,
    rule_id: str | None,
    draft: Draft,
    change: RuleChange,
) -> HttpResponse:
    """Show what would be kept; raises Refused with what is wrong with the change or its file."""
    after = rewritten(version, change)
    loaded, before = load(after), queries.loaded(version)
    known = {(problem.code, str(problem.params)) for problem in before.problems}
    news = [p for p in loaded.problems if (p.code, str(p.params)) not in known]
    who = actor(request)
    counts = [
        (name, counted(who, version, rules, draft.population))
        for name, rules in (
            (_("As it is"), rules_with(version, rule_id, "")),
            (_("With the change"), rules_with(version, rule_id, change.rule)),
        )
    ]
    verdicts = (_("Eligible"), _("Not eligible"), _("Not known yet"))
    page = {
        "version": version,
        "programme": before.programme,
        "rule_id": rule_id,
        "change": change,
        "draft": draft,
        "sentence": read(draft, version).sentence,
        "warnings": [placed_in_file(problem) for problem in news],
        "lines": lines_changed(bytes(version.raw), after),
        "verdicts": [{"name": name, "counts": one} for name, one in counts if isinstance(one, Counting)],
        "verdict_headers": headers(_("Rules"), *verdicts, numeric=verdicts),
        "crumbs": crumbs(
            (_("Programme files"), reverse("officer_programmes")),
            (version.programme, reverse("officer_version", args=[version.pk])),
            (_("What changes"), ""),
        ),
    }
    return render(request, "officer/rule_builder/confirm.html", page)
