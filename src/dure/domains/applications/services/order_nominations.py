"""An executor puts those whom it nominated in order: the selection by nomination goes by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import IN_PROCESS, Nomination
from dure.domains.applications.staff_conflicts import declared_by, in_conflict
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
    none, a nomination that is not confirmed, without a reason, and for whoever has a conflict of interest
    with one of the executor's confirmed nominations, or has not declared about all of them: a place that
    somebody else's merchant loses is one that their own gains.
    """
    if not actor.holds("executor_staff", executor, programme):
        raise NotAllowed
    _refuse_bad_places(places, reason)
    with act("nomination.order", actor=actor, now=now, reason=reason.strip()) as this:
        alone("nomination", programme, executor)
        _refuse_in_conflict(actor, programme, executor)
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


def _refuse_in_conflict(actor: SignedActor, programme: str, executor: str) -> None:
    confirmed = Nomination.objects.filter(programme=programme, executor=executor, state="confirmed")
    if confirmed.filter(in_conflict(actor, "application_id")).exists():
        raise refuse(
            "nomination.conflict",
            msg(
                "you have a conflict of interest with one of those you would order: somebody else of your"
                " executor puts them in order"
            ),
        )
    # One that does not choose the executor any more is none of its applicants: nobody is asked about it.
    own = confirmed.filter(application__state__in=IN_PROCESS, application__choices__contains=[executor])
    if own.exclude(application_id__in=declared_by(actor, programme)).exists():
        raise refuse(
            "nomination.undeclared",
            msg("declare first with which applicants you have a conflict of interest"),
        )


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
