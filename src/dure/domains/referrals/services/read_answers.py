"""An officer brings in the file in which a body answered: all of its rows, or none."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import benefit_case
from dure.domains.events.act import act
from dure.domains.referrals.answering import answer_of, hold_for_answers, note_answer, problems_of
from dure.domains.referrals.file import finance_case, finance_of
from dure.domains.referrals.models import Referral
from dure.domains.referrals.policies import allow_telling, refuse_own_word
from dure.domains.referrals.telling import tell_answered
from dure.domains.uploads.services.keep import SHEETS, keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.files.referral_answers import AnswerRow, read_referral_answers


def read_answers(
    *, actor: SignedActor, now: datetime, programme: str, benefit: str, name: str, content: bytes
) -> int:
    """Note every answer of a file, which is kept as what proves them; return how many. The same file twice
    is once.

    Raises NotAllowed, and Refused with every row that cannot be noted: then none is.
    """
    allow_telling(actor, programme)
    rows = read_referral_answers(content, name)
    digest = hashlib.sha256(content).hexdigest()
    with act("referrals.read_answers", actor=actor, now=now, key=f"{programme}/{benefit}/{digest}") as this:
        if this.repeated:
            return int(this.result)
        case = finance_of(benefit_case(programme, benefit))
        if case is None:
            raise refuse("referrals.kind", msg("this benefit is referred to nobody"))
        hold_for_answers(case)
        found = {
            one.pk: one
            for one in Referral.objects.filter(
                pk__in=[row.referral for row in rows], programme=programme, benefit=benefit
            )
            .select_related("grant__version")
            .order_by("pk")
        }
        _refuse_wrong(rows, found, now)
        for one in found.values():
            refuse_own_word(actor, one.asked_by_id)
        file = keep_file(this, purpose="evidence", name=name, content=content, allowed=SHEETS)
        for row in rows:
            one = found[row.referral]
            finance = finance_case(one.grant)
            assert finance is not None, "a referral is of a grant of finance"
            try:
                note_answer(this, finance, one, answer_of(row), file.pk)
            except Refused as refused:
                raise Refused([_in_row(row, problem) for problem in refused.problems]) from None
            tell_answered(this, finance, one)
        this.result = len(rows)
    return len(rows)


def _refuse_wrong(rows: list[AnswerRow], found: dict[int, Referral], now: datetime) -> None:
    problems = []
    for row in rows:
        one = found.get(row.referral)
        if one is None:
            problems.append(_in_row(row, Problem("referrals.row", msg("no such referral of this benefit"))))
            continue
        problems += [_in_row(row, wrong) for wrong in problems_of(one, answer_of(row), day_of(now))]
    if problems:
        raise Refused(problems)


def _in_row(row: AnswerRow, problem: Problem) -> Problem:
    """Return a problem with its place in the file."""
    return replace(problem, line=row.row)
