"""An officer proposes what was planned: both sides are told, once each, and have their time to answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.pairings import Case, case_or_refused
from dure.domains.matching.policies import allow_running
from dure.domains.matching.states import MATCH_STATES, ROUND_STATES, TAKING
from dure.domains.matching.telling import counted, merchants, providers, titles
from dure.domains.notices.services.notify import notify
from dure.domains.selection.telling import last_day_before
from dure.engine.law.deadlines import day_of, end_of
from dure.engine.problems import msg, refuse


def propose_round(*, actor: SignedActor, now: datetime, round_id: int) -> None:
    """Propose a planned round; twice is once. Where the file asks nobody, its pairs are made at once.

    Raises NotAllowed, and Refused where it was dropped, or somebody has less room than when it was planned.
    """
    found = MatchRound.objects.get(pk=round_id)
    allow_running(actor, found.programme)
    case = case_or_refused(found.programme, found.pairing, now)
    with act("matching.propose", actor=actor, now=now) as this:
        alone("matching", found.programme, found.pairing)
        held = MatchRound.objects.select_for_update().get(pk=round_id)
        if held.state == "proposed":
            return
        planned = list(Match.objects.filter(round=held, state="planned").order_by("pk"))
        if held.state != "planned":
            raise refuse("matching.dropped", msg("this round was dropped: plan another one"))
        if not planned:
            raise refuse("matching.empty", msg("this round has no pair to propose"))
        _refuse_without_room(planned)
        due = (
            end_of(day_of(now) + timedelta(days=case.opened.pairing.answered_within_days))
            if case.asks
            else None
        )
        move(
            this, ROUND_STATES, MatchRound, [round_id], "propose", changes={"proposed_at": now, "due_at": due}
        )
        name = "propose" if case.asks else "accept"
        changes = {"proposed_at": now, "due_at": due} | ({} if case.asks else {"answered_at": now})
        move(this, MATCH_STATES, Match, [one.pk for one in planned], name, changes=changes)
        _tell(this, case, planned, due)


def _refuse_without_room(planned: list[Match]) -> None:
    """Raise Refused where another matching has taken a provider's room since; holds the providers' rows."""
    wanted = counted(planned)
    held = Provider.objects.select_for_update(of=("self",)).select_related("organisation")
    for provider in held.filter(pk__in=wanted).order_by("pk"):
        taken = Match.objects.filter(provider=provider, state__in=TAKING).count()
        if provider.state != "approved" or taken + wanted[provider.pk] > provider.capacity:
            raise refuse(
                "matching.room",
                msg("{provider} has less room than when the round was planned: plan it again"),
                provider=provider.code,
            )


def _tell(this: Act, case: Case, planned: list[Match], due: datetime | None) -> None:
    until = {"due": last_day_before(due)} if due else {}
    number = counted(planned)
    of = Provider.objects.filter(pk__in=number).select_related("organisation")
    merchants_told = until if "merchant" in case.asks else {}
    notify(
        this,
        merchants(case, planned, lambda _one: merchants_told),
        template="match_proposed" if case.asks else "match_made",
        key=str(this.id),
    )
    told = {**titles(case), **(until if "provider" in case.asks else {})}
    notify(
        this,
        providers(this, list(of), lambda one: {**told, "count": number[one.pk]}),
        template="match_to_provider_ask" if case.asks else "match_to_provider_made",
        key=str(this.id),
    )
