"""Results as everybody reads them: who is selected, by name, region and industry; funnels; bundles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.queries import ProgrammeVersion
from dure.domains.selection.models import HELD, Place, SeedCommitment, Selection
from dure.domains.selection.movements import Link, PublicLog, last_link, public_log
from dure.domains.selection.stages import StageCase, case_of
from dure.domains.uploads.queries import read_file
from dure.engine.statistics.funnel import ShownFunnel, funnel_rows, shown
from dure.language.hangul import search_words


@dataclass(frozen=True, slots=True)
class PublicStage:
    """The public result of one stage."""

    selection: Selection
    case: StageCase
    held: int
    """How many hold a place now."""


def public_selections(actor: SignedActor, now: datetime) -> QuerySet[Selection]:
    """Return the selections that everybody may see at an instant."""
    return Selection.objects.visible_to(actor).filter(state="published", public_from__lte=now)


def stages_with_results(actor: SignedActor, now: datetime, programmes: Iterable[str]) -> dict[str, set[str]]:
    """Return by programme the stages whose result is public; one query, programmes without one left out."""
    found: dict[str, set[str]] = {}
    rows = public_selections(actor, now).filter(programme__in=list(programmes))
    for programme, stage in rows.values_list("programme", "stage"):
        found.setdefault(programme, set()).add(stage)
    return found


def result_programmes(actor: SignedActor, now: datetime, words: str = "") -> QuerySet[ProgrammeVersion]:
    """Return the published programmes of which a result is public; ``words`` must stand in a title or id."""
    ids = public_selections(actor, now).values("programme")
    found = ProgrammeVersion.objects.visible_to(actor).filter(state="published", programme__in=ids)
    for word in words.split():
        found = found.filter(
            Q(title_ko__icontains=word) | Q(title_en__icontains=word) | Q(programme__icontains=word)
        )
    return found.defer("raw")


def public_stages(actor: SignedActor, now: datetime, programme: str) -> list[PublicStage]:
    """Return the public results of a programme in the order of its stages; two queries."""
    selections = list(
        public_selections(actor, now).filter(programme=programme).select_related("version", "bundle")
    )
    counts = dict(
        Place.objects.visible_to(actor)
        .filter(selection__in=selections, state__in=HELD)
        .values_list("selection_id")
        .annotate(count=Count("pk"))
    )
    stages = [PublicStage(one, case_of(one), counts.get(one.pk, 0)) for one in selections]
    return sorted(stages, key=lambda stage: stage.case.number)


def selected_rows(actor: SignedActor, selection: Selection, words: str = "") -> QuerySet[Any]:
    """Return who holds a place of a selection, with ``name``, ``region`` and ``ksic``; nothing else of them.

    Every word of ``words`` must stand in the name, also half typed or by first consonants.
    """
    found = Place.objects.visible_to(actor).filter(selection=selection, state__in=HELD)
    for word in words.split():
        if any(letter.isdigit() for letter in word):
            # What is kept to search by holds the business number too: nobody is to try numbers out here.
            found = found.filter(application__name__icontains=word)
            continue
        for part in search_words(word):
            found = found.filter(application__search__contains=part)
    return found.annotate(
        name=F("application__name"), region=F("application__region"), ksic=F("application__ksic")
    )


def shown_funnel(selection: Selection, case: StageCase, dimension: str) -> ShownFunnel:
    """Return the funnel of a selection by executor, region or section, its small cells hidden."""
    order = [executor.id for executor in case.programme.executors] if dimension == "executor" else ()
    rows = funnel_rows(selection.funnel.get(dimension, {}), order)
    # At the first stage one may choose several executors, and is counted at each of them.
    return shown(rows, adds_up=dimension != "executor" or case.before is not None)


def commitments(actor: SignedActor, programme: str) -> dict[str, SeedCommitment]:
    """Return the public hashes of a programme's seeds by stage."""
    found = SeedCommitment.objects.visible_to(actor).filter(programme=programme)
    return {one.stage: one for one in found}


def log_of_places(selection: Selection) -> PublicLog:
    """Return the log of what happened to the places of a published selection since."""
    return public_log(selection)


def head_of_log(selection: Selection) -> Link:
    """Return how many entries the log of places has now, and the hash by which it is named."""
    return last_link(selection)


def bundle_bytes(selection: Selection) -> bytes:
    """Return the bundle of a published selection."""
    assert selection.bundle is not None, "a published selection has a bundle"
    return read_file(selection.bundle)
