"""A benefit that whoever applies is granted (신청만으로 정해지는 지원): who stands for it, who gets it now.

Nobody presses a button: handing in, accepting, and whatever gives something back decide it in their own
transactions, while the fund and the benefit are held by name. ``docs/algorithms/open-entitlements.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.arrivals import STANDING
from dure.domains.applications.following import Following
from dure.domains.applications.models import Application
from dure.domains.benefits.candidates import supported_beside
from dure.domains.benefits.ending import end, without_open_uses
from dure.domains.benefits.file import OPEN, BenefitCase, open_case
from dure.domains.benefits.granting import Asked, Planned, bounds_of, each_won_of, money_for
from dure.domains.benefits.making import make_grants
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import COUNTED
from dure.domains.benefits.telling import tell_cancelled
from dure.domains.events.act import Act, brought_about
from dure.domains.events.alone import alone
from dure.engine.benefits.granting import Limits, Plan
from dure.engine.benefits.opened import Turn, Turns, fits, take_turns
from dure.engine.law.deadlines import day_of
from dure.engine.money.splitting import Drawing
from dure.engine.problems import msg
from dure.engine.programme.models.programme import Programme
from dure.language import translate

LOST = msg("the place on which the benefit rests is not held any more")
NOT_STANDING = msg("the application by which it was granted does not stand any more")


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an open entitlement: how it is drawn, from what, within which bounds."""

    limits: Limits
    drawing: Drawing | None
    left_won: dict[str, int]

    def fits(self, most: int) -> int:
        """Return for how many more it is enough, ``most`` at the most."""
        return fits(self.limits, most, self.drawing, self.left_won)


def asked_of(case: BenefitCase) -> Asked:
    """Return the line and the year from which the file pays it."""
    terms = case.benefit.open
    assert terms is not None, "an open entitlement"
    return Asked(OPEN, terms.line or "", terms.year or 0)


def left_of(case: BenefitCase, asked: Asked, each_won: int) -> Left:
    """Return what is left of it now."""
    drawing, left = money_for(case, asked, each_won)
    return Left(bounds_of(case, each_won), drawing, left)


def standing_for(case: BenefitCase) -> QuerySet[Application]:
    """Return the applications that stand in the order of receipt and were granted nothing of it yet.

    Whose grant an officer cancelled is not granted it again by itself.
    """
    had = Grant.objects.filter(
        Q(state__in=COUNTED) | Q(end_reason="officer"),
        application_id=OuterRef("pk"),
        programme=case.programme.id,
        benefit=case.benefit.id,
    )
    found = Application.objects.filter(programme=case.programme.id, state__in=STANDING).exclude(Exists(had))
    return found.order_by("submitted_at", "application_no")


def turns_of(case: BenefitCase, left: Left, some: QuerySet[Application]) -> Turns:
    """Return what comes of those who stand, in their order."""
    terms = case.benefit.open
    assert terms is not None, "an open entitlement"
    rows = list(some.values_list("pk", "state", "verdict", "merchant_id"))
    beside = supported_beside(case, [merchant for _, _, _, merchant in rows])
    by_submission = terms.granted_by == "submission"
    turns = [
        Turn(
            pk,
            state == "accepted" or (by_submission and state == "submitted" and verdict == "eligible"),
            merchant in beside,
        )
        for pk, state, verdict, merchant in rows
    ]
    return take_turns(turns, left.limits, left.drawing, left.left_won)


def hold_open(programme: Programme) -> None:
    """Hold the fund and the benefit of an open entitlement by name."""
    benefit = programme.open_benefit
    assert benefit is not None, "a call with an open entitlement"
    if benefit.fund is not None:
        alone("funds", programme.id, benefit.fund)
    alone("benefits", programme.id, benefit.id)


def room(programme: Programme) -> int:
    """Return how many more are received: for whom something is left, and on the waiting list.

    Below 0: so many were received too many, which happens where money was taken away since. Within the hold.
    """
    case = open_case(programme.id)
    if case is None or case.benefit.open is None:
        return 0
    standing = standing_for(case).order_by().count()
    asked = asked_of(case)
    left = left_of(case, asked, each_won_of(case, asked, programme.reference_day))
    return left.fits(standing + _MOST_MORE) + case.benefit.open.waiting - standing


_MOST_MORE = 1_000
"""So many more than those who stand are looked at: no transaction receives as many by hand."""


def settle_open(this: Act, programme: str) -> list[Grant]:
    """Grant it to whose turn has come, within an act that holds its fund and benefit, and tell them."""
    case = open_case(programme)
    if case is None:
        return []
    day, asked = day_of(this.now), asked_of(case)
    each = each_won_of(case, asked, day)
    left = left_of(case, asked, each)
    if not left.fits(1):
        return []
    turns = turns_of(case, left, standing_for(case))
    if not turns.granted:
        return []
    planned = Planned(
        Plan(turns.granted),
        _executors(case, [one.id for one in turns.granted]),
        {},
        left.left_won,
        each,
        case.ends_on(day),
        "",
    )
    # By the file, in the name of the service, whoever's act it was that brought it about.
    with brought_about(this, "benefits.open", SYSTEM) as own:
        return make_grants(own, case, asked, planned)


def _executors(case: BenefitCase, ids: Sequence[int]) -> dict[int, str]:
    """Return who carries it out for each: the executor of the first choice, or the one that there is."""
    if case.benefit.provided_by != "executor":
        return dict.fromkeys(ids, "")
    running = [one.id for one in case.programme.executors if one.left_on is None]
    only = running[0] if len(running) == 1 else ""
    chosen = Application.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "choices")
    return {pk: choices[0] if choices else only for pk, choices in chosen}


def follow_open(this: Act, programme: Programme, arrived: bool) -> None:
    """End what was granted to applications that stand no more, then grant it to whose turn has come."""
    case = open_case(programme.id)
    if case is None or case.benefit.open is None:
        return
    if arrived and case.benefit.open.granted_by != "submission":
        return
    if not arrived:
        held = Grant.objects.filter(
            programme=programme.id, benefit=case.benefit.id, stage=OPEN, state__in=("granted", "in_use")
        )
        lost = without_open_uses(held.exclude(application__state__in=STANDING))
        ids = list(lost.order_by("pk").values_list("pk", flat=True))
        if ids:
            with brought_about(this, "benefits.lose", SYSTEM) as own:
                ended = end(own, programme.id, ids, "lose", why="place_lost", key=f"lost/{own.id}")
                tell_cancelled(own, ended, {"ko": translate(NOT_STANDING, "ko"), "en": NOT_STANDING})
    settle_open(this, programme.id)


FOLLOWING = Following(hold_open, room, follow_open)
"""What follows from applications to a call with an open entitlement."""
