"""Words of public votes for pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.voting.queries import Candidate, Vote, file_of, phase_of, votes_of
from dure.engine.programme.models.programme import Programme
from dure.engine.statistics.funnel import province_of, section_of
from dure.web.actors import actor, asked_at
from dure.web.words import page_language, province, section

PHASES = {
    "planned": lazy("Not begun yet"),
    "open": lazy("Open for votes"),
    "closing": lazy("Closed"),
    "sealed": lazy("Sealed"),
    "counted": lazy("Counted"),
}
PHASE_KINDS = {
    "planned": "information",
    "open": "success",
    "closing": "warning",
    "sealed": "warning",
    "counted": "information",
}
SIGNALS = {
    "address": lazy("Many of one address"),
    "device": lazy("Many of one network and one kind of browser"),
    "network": lazy("Many of one network"),
    "burst": lazy("Many in one minute"),
    "quick": lazy("Cast within three seconds of the verification"),
}
SET_ASIDE_STATES = {
    "proposed": lazy("Waits for another officer"),
    "confirmed": lazy("Set aside"),
    "refused": lazy("Refused: they count"),
}


def title_of(vote: Vote) -> str:
    """Return programme and stage in the language of the page."""
    programme, stage, _terms = file_of(vote)
    language = page_language()
    return f"{programme.title.to(language)}, {stage.title.to(language)}"


def votes_told(request: HttpRequest, programme: str, file: Programme) -> list[dict[str, Any]]:
    """Return the votes of a programme as its call tells them: stage, until when, where each stands."""
    titles = {stage.id: stage.title.to(page_language()) for stage in file.stages}
    return [
        {
            "vote": one,
            "title": titles.get(one.stage, one.stage),
            "phase": phase,
            "text": PHASES[phase],
            "kind": PHASE_KINDS[phase],
        }
        for one in votes_of(actor(request), programme)
        for phase in [phase_of(one, asked_at(request))]
    ]


def about(vote: Vote, candidate: Candidate) -> list[dict[str, str]]:
    """Return what the file lets be seen of a candidate beside the name, as pairs of term and text."""
    programme, _stage, terms = file_of(vote)
    told = []
    for name in terms.shows:
        if name == "region" and candidate.region:
            told.append({"term": _("Region"), "text": _region(candidate, programme.reference_day)})
        elif name == "industry" and candidate.ksic:
            told.append({"term": _("Industry"), "text": section(section_of(candidate.ksic))})
        elif name.startswith("answer."):
            found = _answer(programme, name.removeprefix("answer."), candidate.shown)
            told += [found] if found else []
    return told


def _region(candidate: Candidate, day: date) -> str:
    return province(province_of(candidate.region, day))


def _answer(programme: Programme, question_id: str, shown: dict[str, Any]) -> dict[str, str] | None:
    question = next((q for q in programme.questions if q.id == question_id), None)
    value = shown.get(question_id)
    if question is None or value in (None, "", []):
        return None
    language = page_language()
    titles = {choice.id: choice.title.to(language) for choice in question.choices}
    if isinstance(value, bool):
        text = _("Yes") if value else _("No")
    elif isinstance(value, list):
        text = ", ".join(titles.get(str(one), str(one)) for one in value)
    else:
        text = titles.get(str(value), str(value))
    return {"term": question.title.to(language), "text": text}
