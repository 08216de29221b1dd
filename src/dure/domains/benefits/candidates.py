"""Who stands for a benefit: holders of places, in which order, and what speaks for or against each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from dure.domains.applications.columns import support_columns
from dure.domains.applications.models import Application
from dure.domains.benefits.file import BY_WAY, BenefitCase
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import COUNTED
from dure.domains.diagnosis.levels import levels_of_applications
from dure.domains.diagnosis.open_ways import open_ways
from dure.domains.diagnosis.reading import application_row
from dure.domains.matching.models import Match
from dure.domains.selection.models import Decision, Place
from dure.engine.benefits.granting import Candidate
from dure.engine.benefits.slots import Applicant, slot_ranks
from dure.engine.profile.columns import ANSWER, LEVEL, owner_of
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.benefits import Placement
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener
from dure.engine.screening.rulebook import open_rulebook


@dataclass(frozen=True, slots=True)
class Holder:
    """An accepted application with its place: whose it is, its rank, the seed of the selection."""

    application: Application
    executor: str
    rank: int | None
    seed: str


def holders_of(case: BenefitCase, ground: str) -> list[Holder]:
    """Return accepted applications that hold an accepted place at the stage, or for whom a way is open."""
    programme = case.programme.id
    light = ("draft", "origins", "search")
    if ground == BY_WAY:
        found = Application.objects.filter(programme=programme, state="accepted").defer(*light)
        rows = list(found.order_by("application_no", "pk"))
        opened, wanted = open_ways([one.pk for one in rows]), set(case.ways)
        return [Holder(one, "", None, "") for one in rows if wanted & set(opened.get(one.pk, ()))]
    places = (
        Place.objects.filter(
            programme=programme, stage=ground, state="accepted", selection__state="published",
            application__state="accepted",
        )
        .select_related("application", "selection")
        .only(
            "executor", "selection__seed", "application__facts", "application__answers",
            "application__application_no", "application__merchant_id", "application__submitted_at",
        )
        .order_by("application__application_no", "pk")
    )  # fmt: skip
    ranks = dict(
        Decision.objects.filter(selection__programme=programme, selection__stage=ground, decision="selected")
        .exclude(selection__state="sent_back")
        .values_list("application_id", "rank")
    )
    return [
        Holder(one.application, one.executor, ranks.get(one.application_id), one.selection.seed)
        for one in places
    ]


def candidates_of(case: BenefitCase, holders: list[Holder]) -> list[Candidate]:
    ids = [one.application.pk for one in holders]
    has = set(
        Grant.objects.filter(
            programme=case.programme.id, benefit=case.benefit.id, application_id__in=ids, state__in=COUNTED
        ).values_list("application_id", flat=True)
    )
    excluded = supported_beside(case, [one.application.merchant_id for one in holders])
    answers = _answers(case, [one.application for one in holders])
    return [
        Candidate(
            one.application.pk,
            str(one.application.application_no),
            one.rank,
            answers.get(one.application.pk, True),
            one.application.pk in has,
            one.application.merchant_id in excluded,
        )
        for one in holders
    ]


def supported_beside(case: BenefitCase, merchants: Collection[int]) -> set[int]:
    """Return the merchants who hold a place or a grant in a programme that the file excludes (중복수혜)."""
    excludes = case.programme.excludes
    if not excludes:
        return set()
    where = {"programme__in": excludes, "application__merchant_id__in": merchants}
    placed = Place.objects.filter(**where, state="accepted", selection__state="published")
    granted = Grant.objects.filter(**where, state__in=COUNTED)
    found = (
        placed.order_by()
        .values_list("application__merchant_id")
        .union(granted.order_by().values_list("application__merchant_id"))
    )
    return {merchant for (merchant,) in found}


def _answers(case: BenefitCase, applications: list[Application]) -> dict[int, bool | None]:
    """Return whether the benefit is for each, by its rule and the facts of the application."""
    rule = case.benefit.only_for
    if rule is None or not applications:
        return {}
    file = case.programme
    occasion = Occasion(file.reference_day, file.opens_on)
    book = open_rulebook([("only_for", rule)], occasion, fields_of(file))
    screener = MerchantScreener(book)
    names = [column.name for column in book.beside() if owner_of(column.name) != ANSWER]
    by_level = any(owner_of(name) == LEVEL for name in names)
    levels = levels_of_applications([one.pk for one in applications]) if by_level else {}
    handed = [name for name in names if owner_of(name) != LEVEL]
    support = support_columns(handed, [one.merchant_id for one in applications], file.id)
    verdicts = {"eligible": True, "ineligible": False, "unknown": None}
    found: dict[int, bool | None] = {}
    for one in applications:
        row = application_row(file, one.facts or {}, one.answers or {})
        row |= levels.get(one.pk, {})
        row |= {name: column.of(one.merchant_id) for name, column in support.items()}
        found[one.pk] = verdicts[screener.screen(row).verdict]
    return found


def in_turn(case: BenefitCase, holders: list[Holder]) -> tuple[dict[int, int], str]:
    """Return who comes when for places that are fewer than those who want them, and by which seed."""
    benefit = case.benefit
    if not isinstance(benefit, Placement) or benefit.allocated_by is None:
        return {}, ""
    had: dict[int, int] = {}
    if benefit.allocated_by == "rotation":
        before = Grant.objects.filter(
            kind="placement",
            state__in=COUNTED,
            application__merchant_id__in=[one.application.merchant_id for one in holders],
        )
        had = dict(before.order_by().values_list("application__merchant_id").annotate(n=Count("pk")))
    # The seed of the selection, which was committed to before anybody could try it, and this benefit's name.
    seed = f"{next((one.seed for one in holders if one.seed), '')}/{benefit.id}"
    asked = [
        Applicant(
            one.application.pk,
            str(one.application.application_no),
            one.rank,
            had.get(one.application.merchant_id, 0),
            one.application.submitted_at.isoformat() if one.application.submitted_at else "~",
        )
        for one in holders
    ]
    return slot_ranks(asked, benefit.allocated_by, seed), seed


def providers_of(case: BenefitCase, applications: Collection[int]) -> dict[int, str]:
    """Return the organisations matched with applications in the pairing in which the benefit is given."""
    pairings = [one.id for one in case.programme.pairings if one.benefit == case.benefit.id]
    if not pairings:
        return {}
    found = Match.objects.filter(
        programme=case.programme.id, pairing__in=pairings, state="accepted", application_id__in=applications
    )
    return dict(found.order_by("-pk").values_list("application_id", "provider__organisation__code"))
