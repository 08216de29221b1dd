"""An officer has the answers of a body fetched over the network: all that are new, or none."""

from __future__ import annotations

from datetime import datetime

from dure.adapters.finance_body import Answered, Faulty, Unreachable
from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import benefit_case
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.referrals.answering import Answer, hold_for_answers, note_answer, problems_of
from dure.domains.referrals.exchange import finance_exchange, key_of
from dure.domains.referrals.file import finance_case, finance_of
from dure.domains.referrals.models import Handover, Referral, Sending
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.telling import tell_answered
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


def fetch_answers(*, actor: SignedActor, now: datetime, handover_id: int) -> int:
    """Note the answers that a body gave to a file since the last time; return how many.

    Two at once note each answer once: the number of the last is kept with what it changed. Raises NotAllowed,
    and Refused: a file that is not with the body, a body that cannot be asked, and every answer that cannot
    be noted: then none is.
    """
    handover = Handover.objects.get(pk=handover_id)
    allow_telling(actor, handover.programme)
    sending = Sending.objects.filter(handover=handover, state="taken").first()
    if sending is None:
        raise refuse("finance.not_there", msg("this file is not with the body yet"))
    rows = _asked(handover, sending.answers_read)
    if not rows:
        return 0
    with act("referrals.fetch_answers", actor=actor, now=now) as this:
        case = finance_of(benefit_case(handover.programme, handover.benefit))
        if case is None:
            raise refuse("referrals.kind", msg("this benefit is referred to nobody"))
        hold_for_answers(case)
        alone("handover", handover_id)
        sending = Sending.objects.get(pk=sending.pk)
        fresh = [row for row in rows if row.no > sending.answers_read]
        found = {
            one.reference: one
            for one in Referral.objects.filter(handover=handover).select_related("grant__version")
        }
        _refuse_wrong(fresh, found, now)
        for row in fresh:
            one = found[row.reference]
            refuse_own_word(actor, one.asked_by_id)
            one.refresh_from_db()
            if wrong := problems_of(one, _answer(row), day_of(now)):
                raise Refused([_of(row, problem) for problem in wrong])
            finance = finance_case(one.grant)
            assert finance is not None, "a referral is of a grant of finance"
            try:
                note_answer(this, finance, one, _answer(row))
            except Refused as refused:
                raise Refused([_of(row, problem) for problem in refused.problems]) from None
            tell_answered(this, finance, one)
        if fresh:
            Sending.objects.filter(pk=sending.pk).update(answers_read=fresh[-1].no)
            this.record("handover", handover_id, answers=len(fresh), last=fresh[-1].no)
    return len(fresh)


def _asked(handover: Handover, after: int) -> list[Answered]:
    """Return the new answers of the body; raises Refused where it cannot be asked."""
    try:
        with finance_exchange() as exchange:
            return exchange.answers(key_of(handover), after)
    except Unreachable:
        raise refuse(
            "finance.unreachable",
            msg("the finance body does not answer at the moment: please try again in a few minutes"),
        ) from None
    except Faulty as fault:
        raise refuse(
            "finance.faulty",
            msg("the finance body did not take our question ({fault}): please tell the help desk"),
            fault=fault.code,
        ) from None


def _refuse_wrong(rows: list[Answered], found: dict[str, Referral], now: datetime) -> None:
    problems = []
    for row in rows:
        one = found.get(row.reference)
        if one is None:
            problems.append(_of(row, Problem("referrals.row", msg("no such referral in this file"))))
    if problems:
        raise Refused(problems)  # of these nothing more can be asked
    first = {row.reference: row for row in reversed(rows)}
    for reference, row in first.items():
        # What follows on it in the same answers is asked when its turn comes: it may rest on this one.
        problems += [_of(row, wrong) for wrong in problems_of(found[reference], _answer(row), day_of(now))]
    if problems:
        raise Refused(problems)


def _answer(row: Answered) -> Answer:
    return Answer(row.move, row.on, row.won, row.starts_on, row.ends_on, row.contract_no, row.reason)


def _of(row: Answered, problem: Problem) -> Problem:
    """Return a problem with the number of the answer, as its line."""
    return Problem(problem.code, problem.message, problem.params, line=row.no)
