"""A provider withdraws the own profile: what stands of its matches ends, and nobody sees it any more."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.matching.models import Match, MatchRound, Provider, ProviderOrder
from dure.domains.matching.pairings import case_of_round
from dure.domains.matching.policies import allow_provider
from dure.domains.matching.services.answer_match import LONGEST_REASON
from dure.domains.matching.states import MATCH_STATES, PROVIDER_STATES, TAKING
from dure.domains.matching.telling import merchants
from dure.domains.notices.services.notify import notify
from dure.engine.problems import Problem, Refused, msg, refuse


def withdraw_provider(*, actor: SignedActor, now: datetime, provider_id: int, reason: str = "") -> int:
    """Withdraw a profile and return how many matches ended with it; twice is once, and it is final.

    Merchants with whom it was proposed or matched are told the reason, and are matched anew by the next
    round. A profile that was never matched is destroyed on the same day (``destroy_providers``), another one
    once the programmes' periods are over. Raises NotAllowed, and Refused without a reason where matches
    stand.
    """
    found = Provider.objects.select_related("organisation").get(pk=provider_id)
    allow_provider(actor, found)
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise _reason()
    with act("provider.withdraw", actor=actor, now=now) as this:
        # The provider first, as whoever proposes or answers does: one of us waits for the other.
        held = Provider.objects.select_for_update(no_key=True).get(pk=provider_id)
        if held.state == "withdrawn":
            return 0
        standing = list(Match.objects.filter(provider=held, state__in=TAKING).order_by("pk"))
        if standing and not reason:
            raise _reason()
        changes = {"changed_at": now, "listed": False}
        if not move(this, PROVIDER_STATES, Provider, [provider_id], "withdraw", changes=changes):
            raise refuse("provider.over", msg("this profile was withdrawn: register anew"))
        ProviderOrder.objects.filter(provider=held).update(ranked=[], changed_at=now)
        planned = Match.objects.filter(provider=held, state="planned").order_by("pk")
        move(this, MATCH_STATES, Match, planned.values_list("pk", flat=True), "drop")
        ended = {"answered_at": now, "due_at": None, "reason": reason}
        gone = move(this, MATCH_STATES, Match, [one.pk for one in standing], "end", changes=ended)
        _tell(this, [one for one in standing if one.pk in set(gone)])
        return len(gone)


def _reason() -> Refused:
    longest = {"longest": LONGEST_REASON}
    return Refused(
        [
            Problem(
                "provider.withdraw_reason",
                msg("matches stand: write a reason of at most {longest} characters for those merchants"),
                longest,
            )
        ]
    )


def _tell(this: Act, ended: list[Match]) -> None:
    """Tell the merchants of matches that ended: one message an application and pairing."""
    rounds = MatchRound.objects.filter(pk__in={one.round_id for one in ended}).select_related("version")
    of_round: dict[int, list[Match]] = defaultdict(list)
    for one in ended:
        of_round[one.round_id].append(one)
    for each in rounds.defer("inputs", "unmatched").order_by("pk"):
        people = merchants(case_of_round(each, this.now), of_round[each.pk], lambda _one: {})
        notify(this, people, template="match_ended", key=f"{this.id}/{each.pk}")
