"""An officer types what a body answered, with what proves it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.referrals.answering import Answer, hold_for_answers, note_answer, problems_of
from dure.domains.referrals.file import finance_case
from dure.domains.referrals.models import Referral
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.telling import tell_answered
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused


def answer_referral(
    *,
    actor: SignedActor,
    now: datetime,
    referral_id: int,
    answer: Answer,
    name: str = "",
    content: bytes = b"",
) -> None:
    """Note an answer of the body that decides. The merchant is told, and reads it with its reason.

    Raises NotAllowed, and Refused for what is missing, for an amount above what was asked or granted, where
    the referral does not stand so, and where the fund has not as much for a premium.
    """
    one = Referral.objects.select_related("grant__version").get(pk=referral_id)
    allow_telling(actor, one.programme)
    refuse_own_word(actor, one.asked_by_id)
    finance = finance_case(one.grant)
    assert finance is not None, "a referral is of a grant of finance"
    with act("referrals.answer", actor=actor, now=now) as this:
        hold_for_answers(finance)
        one.refresh_from_db()
        if problems := problems_of(one, answer, day_of(now)):
            raise Refused(problems)
        file = keep_file(this, purpose="evidence", name=name, content=content).pk if content else None
        note_answer(this, finance, one, answer, file)
        tell_answered(this, finance, one)
