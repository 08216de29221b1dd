"""Earlier support as this subject knows it: who holds a place in which programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dure.domains.applications.columns import Column
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.stages import StageCase
from dure.engine.profile.columns import SUPPORTED_IN, own_name, owner_of


def places_held(
    _programme: str, names: Collection[str], merchant_ids: Collection[int] | None
) -> Mapping[str, Column]:
    """Return the columns ``supported_in.PROGRAMME`` of programmes whose selection was published here.

    True of who was selected and holds the place, offered or accepted; false of everybody else. A programme
    that published no selection here has no column: who was supported in it is not known.
    """
    asked = {own_name(name): name for name in names if owner_of(name) == SUPPORTED_IN}
    if not asked:
        return {}
    published = Selection.objects.filter(programme__in=asked, state="published")
    held = Place.objects.filter(
        programme__in=asked, state__in=("offered", "accepted"), selection__state="published"
    )
    if merchant_ids is not None:
        held = held.filter(application__merchant_id__in=merchant_ids)
    holders: dict[str, dict[int, bool]] = {}
    for programme, merchant in held.values_list("programme", "application__merchant_id").distinct():
        holders.setdefault(programme, {})[merchant] = True
    recorded = published.order_by().values_list("programme", flat=True).distinct()
    return {asked[name]: Column(holders.get(name, {}), otherwise=False) for name in recorded}


def stages_chosen(programme: str) -> set[str]:
    """Return the stages of a programme that have a selection: their places are given, or about to be."""
    alive = Selection.objects.filter(programme=programme).exclude(state="sent_back")
    return set(alive.values_list("stage", flat=True))


def stages_published(programmes: Collection[str]) -> set[tuple[str, str]]:
    """Return the (programme, stage) pairs of some programmes whose selection was published."""
    published = Selection.objects.filter(programme__in=programmes, state="published").order_by()
    return set(published.values_list("programme", "stage").distinct())


def accepted_beside(case: StageCase, merchant_id: int) -> tuple[str, ...]:
    """Return the programmes that a programme excludes (중복수혜) and in which a merchant has taken its place.

    A place that is only offered there excludes nobody here: else two that exclude each other could neither be
    taken.
    """
    excluded = case.programme.excludes
    if not excluded:
        return ()
    taken = Place.objects.filter(
        programme__in=excluded,
        state="accepted",
        selection__state="published",
        application__merchant_id=merchant_id,
    )
    found = set(taken.values_list("programme", flat=True))
    return tuple(name for name in excluded if name in found)
