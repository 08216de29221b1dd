"""A reviewer says in which industries they are an expert: cases of those come to them first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.review.models import Expertise
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.industry import SECTION_OF_DIVISION

MOST = 30
_CODE = re.compile(r"\d{2,5}", re.ASCII)


def tell_expertise(*, actor: SignedActor, now: datetime, industries: Sequence[str]) -> tuple[str, ...]:
    """Keep a reviewer's industries, by the first two to five digits of their codes; return them in order.

    None takes them all away. Twice is once. Raises NotAllowed, and Refused with every code that there is not.
    """
    if actor.user_id is None or not actor.has("reviewer"):
        raise NotAllowed
    wanted = tuple(sorted({text.strip() for text in industries if text.strip()}))
    problems = [
        Problem(
            "expertise.code",
            msg("“{value}” begins no industry code: write two to five digits, such as 47 or 1071"),
            {"value": text[:20]},
        )
        for text in wanted
        if not _CODE.fullmatch(text) or text[:2] not in SECTION_OF_DIVISION
    ]
    if problems:
        raise Refused(problems)
    if len(wanted) > MOST:
        raise refuse("expertise.many", msg("at most {most} industries can be told"), most=MOST)
    with act("expertise.tell", actor=actor, now=now) as this:
        told, new = Expertise.objects.get_or_create(
            reviewer_id=actor.user_id, defaults={"industries": list(wanted), "changed_at": now}
        )
        if new or tuple(told.industries) != wanted:
            told.industries, told.changed_at = list(wanted), now
            told.save(update_fields=["industries", "changed_at"])
            this.record("expertise", told.pk, industries=list(wanted))
        return wanted
