"""Whoever runs a round proposes it: both sides are told, once each, and have their time to answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.matching.bars import barred_pairs
from dure.domains.matching.models import Match, MatchRound, Provider
from dure.domains.matching.months import left_this_month
from dure.domains.matching.pairings import Case, case_or_refused, refuse_where_others_run
from dure.domains.matching.policies import allow_planning
from dure.domains.matching.sides import approved, entitled, own_pairs, with_way
from dure.domains.matching.states import MATCH_STATES, ROUND_STATES, TAKING
from dure.domains.matching.telling import counted, merchants, providers, titles
from dure.domains.notices.services.notify import notify
from dure.domains.selection.telling import last_day_before
from dure.engine.law.deadlines import day_of, end_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.values import Text


def propose_round(*, actor: SignedActor, now: datetime, round_id: int) -> None:
    """Propose a planned round; twice is once. Where the file asks nobody, its pairs are made at once.

    Raises NotAllowed, and Refused where it was dropped, others run the pairing by now, a pair was barred
    since, or somebody has less room than when it was planned: another executor may have been first.
    """
    found = MatchRound.objects.get(pk=round_id)
    allow_planning(actor, found.programme, found.executor)
    case = case_or_refused(found.programme, found.pairing, now)
    refuse_where_others_run(case, found.executor)
    with act("matching.propose", actor=actor, now=now) as this:
        alone("matching", found.programme, found.pairing)
        planned = list(Match.objects.filter(round=found, state="planned").order_by("pk"))
        held_providers = _held(planned)
        held = MatchRound.objects.select_for_update(no_key=True).get(pk=round_id)
        if held.state in ("proposed", "closed"):
            return
        if held.state != "planned":
            raise refuse("matching.dropped", msg("this round was dropped: plan another one"))
        if not planned:
            raise refuse("matching.empty", msg("this round has no pair to propose"))
        _refuse_without_room(case, planned, held_providers, now)
        _refuse_where_gone(case, held, planned, now)
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


def _held(planned: list[Match]) -> list[Provider]:
    """Return the providers of some matches, their rows held; before those of rounds and matches."""
    held = Provider.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    return list(held.filter(pk__in={one.provider_id for one in planned}).order_by("pk"))


def _refuse_where_gone(case: Case, of: MatchRound, planned: list[Match], now: datetime) -> None:
    """Raise Refused where somebody is not to be matched any more, is on both sides, or a pair is barred."""
    ids = {one.application_id for one in planned}
    there = with_way(case, entitled(case, of.executor).filter(pk__in=ids).select_related("version"))
    providers = list(approved(case, now).filter(pk__in={one.provider_id for one in planned}))
    names = {one.pk: str(one.application_no) for one in there}
    codes = {one.pk: one.code for one in providers}
    own = own_pairs(there, providers, now)
    if any(
        one.application_id not in names
        or one.provider_id not in codes
        or (names[one.application_id], codes[one.provider_id]) in own
        for one in planned
    ):
        raise refuse(
            "matching.gone", msg("somebody of this round is not to be matched so any more: plan it again")
        )
    if barred_pairs(case, [(one.application_id, one.provider_id) for one in planned]):
        raise refuse(
            "matching.barred",
            msg("a pair of this round was barred since, or came apart: take it out, or plan the round again"),
        )


def _refuse_without_room(case: Case, planned: list[Match], held: list[Provider], now: datetime) -> None:
    """Raise Refused where others have taken a provider's room, its month or its share of the pairing since.

    Whoever proposes holds the providers' rows: of two executors who planned the same room one is first.
    """
    wanted = counted(planned)
    standing = Match.objects.filter(provider__in=held, state__in=TAKING).order_by().values("provider_id")
    here = Count("pk", filter=Q(programme=case.programme, pairing=case.pairing))
    taken, in_pairing = {}, {}
    for row in standing.annotate(number=Count("pk"), here=here):
        taken[row["provider_id"]], in_pairing[row["provider_id"]] = row["number"], row["here"]
    left = left_this_month(held, now)
    most = case.opened.pairing.merchants_each
    full = [
        one
        for one in held
        if one.state != "approved"
        or taken.get(one.pk, 0) + wanted[one.pk] > one.capacity
        or wanted[one.pk] > left.get(one.pk, wanted[one.pk])
        or (most is not None and in_pairing.get(one.pk, 0) + wanted[one.pk] > most)
    ]
    if full:
        raise Refused(
            Problem(
                "matching.room",
                msg("{provider} has less room than when the round was planned: plan it again"),
                {"provider": _name(one)},
            )
            for one in full
        )


def _name(one: Provider) -> Text:
    return Text(ko=one.organisation.name_ko, en=one.organisation.name_en)


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
