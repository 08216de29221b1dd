"""Versions of agreements: the one that counts, the next one, and what all of a programme make together."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, QuerySet

from dure.domains.agreements.calls import kept_call
from dure.domains.agreements.models_agreement import Agreement, AgreementVersion
from dure.domains.events.act import Act
from dure.engine.executors.money import public_won
from dure.engine.executors.terms import Sums, Terms, added_up, fingerprint, plain_of, problems_of, terms_of
from dure.engine.problems import Problem, Refused, msg, refuse

ALIVE = ("proposed", "signed", "in_force")
"""States of agreements that count for what may be given together."""


def current_terms(agreement: Agreement) -> Terms:
    """Return what an agreement says now."""
    found = AgreementVersion.objects.get(agreement_id=agreement.pk, number=agreement.number)
    return terms_of(found.terms)


def add_version(this: Act, agreement: Agreement, terms: Terms, reason: str, number: int) -> None:
    """Add a version, which counts from now on; the agreement's row is locked, or new."""
    AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        terms=plain_of(terms),
        fingerprint=fingerprint(terms),
        reason=reason,
        made_at=this.now,
    )
    Agreement.objects.filter(pk=agreement.pk).update(number=number)
    agreement.number = number
    this.record("agreement", agreement.pk, version=number, fingerprint=fingerprint(terms))


def alive_terms(programme: str, states: Collection[str], besides: Collection[int] = ()) -> list[Terms]:
    """Return what the agreements of a programme in some states say, without some of them."""
    counting = _counting(programme, states).exclude(agreement_id__in=besides)
    return [terms_of(one) for one in counting.order_by("agreement_id").values_list("terms", flat=True)]


def terms_by_executor(programme: str) -> dict[str, Terms]:
    """Return what the agreements in force of a programme say, by executor, in one query."""
    found = _counting(programme, ("in_force",)).order_by("agreement__executor")
    return {code: terms_of(one) for code, one in found.values_list("agreement__executor", "terms")}


def _counting(programme: str, states: Collection[str]) -> QuerySet[AgreementVersion]:
    """Return the versions that count, of the agreements of a programme in some states."""
    found: QuerySet[AgreementVersion] = AgreementVersion.objects.filter(
        agreement__programme=programme, agreement__state__in=states, number=F("agreement__number")
    )
    return found


def sums_of(programme: str, states: Collection[str] = ("in_force",)) -> Sums:
    """Return what the agreements of a programme in some states make together."""
    return added_up(alive_terms(programme, states))


def refuse_unfit_terms(programme: str, terms: Terms) -> None:
    """Raise Refused with everything that an agreement of a programme cannot say."""
    case = kept_call(programme)
    if problems := problems_of(terms, case.call, [stage.id for stage in case.stages]):
        raise Refused(problems)


def refuse_above_quota(programme: str, new: Collection[Terms], besides: Collection[int]) -> None:
    """Raise Refused where agreements would give more places than a stage has.

    ``new`` are terms that take the place of those of the agreements ``besides``.
    """
    all_of_them = [*alive_terms(programme, ALIVE, besides), *new]
    places = added_up(all_of_them).places
    over = [
        Problem(
            "terms.quota",
            msg("the agreements would make {places} places at stage {stage}, which has {total}"),
            {"places": places[stage.id], "stage": stage.id, "total": stage.quota.total},
        )
        for stage in kept_call(programme).stages
        if places.get(stage.id, 0) > stage.quota.total
    ]
    if over:
        raise Refused(over)


def refuse_above_money(programme: str, new: Collection[Terms], besides: Collection[int]) -> None:
    """Raise Refused where agreements would hand out more than the public money of the file's funds.

    ``new`` are terms that take the place of those of the agreements ``besides``. The agreements of the
    programme are held, so that of two approved at once the second sees the first.
    """
    most = public_won(kept_call(programme).programme)
    if most is None:
        return
    together = added_up([*alive_terms(programme, ALIVE, besides), *new]).budget_won
    if together > most:
        raise refuse(
            "terms.money",
            msg("the agreements would hand out {won} won, but the public money of the funds is {most} won"),
            won=f"{together:,}",
            most=f"{most:,}",
        )
