"""A merchant or a provider says yes or no to a proposed match."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.matching.bars import ruled_out
from dure.domains.matching.members import attended, members_of
from dure.domains.matching.models import Match, Provider
from dure.domains.matching.pairings import Case, case_of_round
from dure.domains.matching.policies import side_of
from dure.domains.matching.sides import acting_for_any, entitled
from dure.domains.matching.states import MATCH_STATES
from dure.domains.matching.telling import merchants, providers, titles
from dure.domains.notices.services.notify import notify
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST_REASON = 500


def answer_match(*, actor: SignedActor, now: datetime, match_id: int, yes: bool, reason: str = "") -> None:
    """Keep what a side says; once all who are asked have said yes, the match is made. Twice is once.

    A side that was not asked can say yes to the match that was made for it: contacts are given once both
    have. A no needs a reason, which the other side reads on the page of the match.
    Raises NotAllowed; Refused for a side that is not asked, too late, where a side is
    gone, and where it was answered otherwise or is proposed no more.
    """
    found = Match.objects.select_related("application", "provider__organisation", "round__version").get(
        pk=match_id
    )
    side = side_of(actor, found)
    case = case_of_round(found.round, now)
    reason = reason.strip()
    if side not in case.asks and not (yes and found.state == "accepted"):
        raise refuse("match.not_asked", msg("this matching does not ask you: others decide"))
    if not yes and not 0 < len(reason) <= LONGEST_REASON:
        longest = {"longest": LONGEST_REASON}
        raise Refused(
            [Problem("match.reason", msg("write the reason in at most {longest} characters"), longest)]
        )
    with act("match.answer", actor=actor, now=now) as this:
        # The provider first: whoever refuses it waits, or is waited for.
        provider = Provider.objects.select_for_update(no_key=True).get(pk=found.provider_id)
        held = Match.objects.select_for_update(no_key=True).get(pk=match_id)
        if getattr(held, f"{side}_yes") == yes and held.state in ("proposed", "accepted", "declined"):
            return
        if yes:
            _refuse_where_gone(case, held, provider, now)
        if held.state == "accepted" and yes and getattr(held, f"{side}_yes") is None:
            Match.objects.filter(pk=match_id).update(**{f"{side}_yes": True})
            this.record("match", match_id, said="yes", by=side)
            if held.merchant_yes or held.provider_yes:
                _tell(this, case, found, "match_made", "")
            return
        if held.state != "proposed" or getattr(held, f"{side}_yes") is not None:
            raise refuse("match.answered", msg("this proposal is not open any more"))
        if held.due_at is not None and now >= held.due_at:
            raise refuse("match.late", msg("the time to answer this proposal is over"))
        if not yes:
            changes = {f"{side}_yes": False, "answered_at": now, "reason": reason}
            move(this, MATCH_STATES, Match, [match_id], "decline", changes=changes, details={"by": side})
            _tell(this, case, found, "match_declined", side)
            return
        others = [one for one in case.asks if one != side]
        if all(getattr(held, f"{one}_yes") for one in others):
            changes = {f"{side}_yes": True, "answered_at": now}
            move(this, MATCH_STATES, Match, [match_id], "accept", changes=changes, details={"by": side})
            _tell(this, case, found, "match_made", "")
        else:
            Match.objects.filter(pk=match_id).update(**{f"{side}_yes": True})
            this.record("match", match_id, said="yes", by=side)


def _refuse_where_gone(case: Case, held: Match, provider: Provider, now: datetime) -> None:
    """Raise Refused where a side is not there any more, or the pair is barred; holds the provider's row."""
    there = attended(Provider.objects.filter(pk=provider.pk, state__in=("approved", "resting")), now)
    if not there.exists() or not entitled(case).filter(pk=held.application_id).exists():
        raise refuse("match.gone", msg("one of the two sides is not there to be matched any more"))
    users = members_of([provider], now)[provider.organisation_id, provider.kind]
    own = acting_for_any(users, [held.application.merchant_id])
    if own or ruled_out(case, [(held.application_id, held.provider_id)]):
        raise refuse("match.barred", msg("these two are not to be matched: who runs the matching ends it"))


def _tell(this: Act, case: Case, found: Match, template: str, by: str) -> None:
    """Tell both sides, or the one that did not decline; why stands on the page alone."""
    if by != "merchant":
        notify(this, merchants(case, [found], lambda _one: {}), template=template, key=str(this.id))
    if by != "provider":
        parameters = {**titles(case), "application_no": found.application.application_no}
        people = providers(this, [found.provider], lambda _one: parameters)
        notify(this, people, template=template, key=str(this.id))
