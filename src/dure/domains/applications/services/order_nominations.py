"""An executor puts those whom it nominated in order: the selection by nomination goes by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Nomination
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.selection.ways import MOST_PLACES


def order_nominations(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    executor: str,
    places: Mapping[int, int | None],
    reason: str,
) -> int:
    """Give nominations (by id) their places, from 1, and return how many changed; None takes one away.

    Equal places are drawn between by the seed. The reason is kept with the act. What was frozen by a proposal
    does not change: its confirmation is refused then. Raises NotAllowed, and Refused for a place that is
    none, a nomination that is not confirmed, and without a reason.
    """
    if not actor.holds("executor_staff", executor, programme):
        raise NotAllowed
    _refuse_bad_places(places, reason)
    with act("nomination.order", actor=actor, now=now, reason=reason.strip()) as this:
        alone("nomination", programme, executor)
        held = {
            one.pk: one
            for one in Nomination.objects.select_for_update()
            .filter(pk__in=places, programme=programme, executor=executor, state="confirmed")
            .order_by("pk")
        }
        if held.keys() != set(places):
            raise refuse(
                "nomination.not_confirmed", msg("only confirmed nominations have a place in the order")
            )
        changed = [one for pk, one in held.items() if one.place != places[pk]]
        for one in changed:
            this.record("nomination", one.pk, place=places[one.pk], before=one.place)
            one.place = places[one.pk]
        Nomination.objects.bulk_update(changed, ["place"], batch_size=1000)
        return len(changed)


def _refuse_bad_places(places: Mapping[int, int | None], reason: str) -> None:
    problems = []
    if not reason.strip():
        problems.append(
            Problem("nomination.order_reason", msg("say why you put them in this order: officers read it"))
        )
    if any(place is not None and not 1 <= place <= MOST_PLACES for place in places.values()):
        problems.append(
            Problem(
                "nomination.place",
                msg("places are whole numbers from 1 up; between equal ones the seed decides"),
            )
        )
    if problems:
        raise Refused(problems)
