"""Open entitlements as pages read them: what is left, who waits, where an application stands in the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.arrivals import STANDING
from dure.domains.applications.models import Application
from dure.domains.benefits.file import BenefitCase, open_case
from dure.domains.benefits.following import Left, asked_of, left_of, standing_for, turns_of
from dure.domains.benefits.granting import each_won_of
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import COUNTED
from dure.engine.law.deadlines import SEOUL
from dure.engine.money.burning import Forecast, forecast

MOST_TOLD = 2_000
"""For how many more it is enough is counted up to here; pages say “or more” beyond."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """What is left of an open entitlement now; nobody is named in it."""

    case: BenefitCase
    each_won: int
    left_won: int | None
    """None where no fund pays it."""
    more: int
    """For how many more applications something is left, up to ``MOST_TOLD``."""
    kept: int
    """For how many it is kept until their documents are looked at."""
    waiting: int
    receives: bool
    """Whether who hands in now is received: for something, or onto the waiting list."""

    @property
    def is_many(self) -> bool:
        return self.more >= MOST_TOLD


@dataclass(frozen=True, slots=True)
class OwnTurn:
    """Where an application stands in the order: granted, kept for it, or on the waiting list as number."""

    case: BenefitCase
    grant_id: int | None = None
    is_kept: bool = False
    waiting: int | None = None
    excluded: bool = False


def open_state(programme: str, on: date) -> OpenState | None:
    """Return what is left of a programme's open entitlement; None where it has none. A snapshot."""
    case = open_case(programme)
    if case is None or case.benefit.open is None:
        return None
    left, each = _left(case, on)
    standing = standing_for(case)
    count = standing.order_by().count()
    room = left.fits(count + MOST_TOLD) - count
    turns = turns_of(case, left, standing) if count else None
    return OpenState(
        case,
        each,
        sum(left.left_won.values()) if left.drawing is not None else None,
        max(0, room),
        len(turns.kept) + len(turns.granted) if turns else 0,
        len(turns.waiting) if turns else 0,
        room + case.benefit.open.waiting > 0,
    )


def own_turn(programme: str, application: Application, on: date) -> OwnTurn | None:
    """Return where an application that stands is in the order; None for calls without, and for others.

    Who may see the application was asked before.
    """
    case = open_case(programme)
    if case is None or application.state not in STANDING or application.submitted_at is None:
        return None
    grant = Grant.objects.filter(
        programme=programme, benefit=case.benefit.id, application=application, state__in=COUNTED
    )
    if (pk := grant.values_list("pk", flat=True).first()) is not None:
        return OwnTurn(case, grant_id=pk)
    before = Q(submitted_at__lt=application.submitted_at) | Q(
        submitted_at=application.submitted_at, application_no__lte=application.application_no
    )
    left, _each = _left(case, on)
    turns = turns_of(case, left, standing_for(case).filter(before))
    if application.pk in turns.waiting:
        return OwnTurn(case, waiting=turns.waiting.index(application.pk) + 1)
    if application.pk in turns.barred:
        return OwnTurn(case, excluded=True)
    kept = application.pk in turns.kept or any(one.id == application.pk for one in turns.granted)
    return OwnTurn(case, is_kept=kept) if kept else None


def open_forecast(actor: SignedActor, state: OpenState, today: date) -> Forecast | None:
    """Return when it runs out at the pace of its grants so far; None where no fund pays it."""
    if state.left_won is None:
        return None
    granted = (
        Grant.objects.visible_to(actor)
        .filter(programme=state.case.programme.id, benefit=state.case.benefit.id, state__in=COUNTED)
        .order_by()
        .annotate(day=TruncDate("granted_at", tzinfo=SEOUL))
        .values_list("day")
        .annotate(won=Sum("won"), count=Count("pk"))
    )
    rows = [(day, int(won)) for day, won, _count in granted]
    spent = sum(won for _, won in rows)
    first = min((day for day, _ in rows), default=today)
    came = (min(first, today) - timedelta(days=1), spent + state.left_won)
    return forecast([came, *((day, -won) for day, won in rows)], today)


def _left(case: BenefitCase, on: date) -> tuple[Left, int]:
    asked = asked_of(case)
    each = each_won_of(case, asked, on)
    return left_of(case, asked, each), each
