"""A firm that becomes an executor gets an organisation, and whoever proposed it acts for it."""

from __future__ import annotations

import re

from dure.domains.accounts.models import Membership, Organisation, OrganisationKind, Role
from dure.domains.events.act import Act
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.language.hangul import search_text


def found_executor(this: Act, *, code: str, name_ko: str, name_en: str, user_id: int) -> Organisation:
    """Make an executor's organisation with its first member, within the act.

    Raises Refused for a code that cannot be, and where another organisation has it.
    """
    refuse_unfit(OrganisationKind.EXECUTOR, code, name_ko)
    if Organisation.objects.filter(code=code).exists():
        raise refuse("organisation.taken", msg("another organisation has the code {written}"), written=code)
    made = Organisation.objects.create(
        kind=OrganisationKind.EXECUTOR,
        code=code,
        name_ko=name_ko,
        name_en=name_en or name_ko,
        search=search_text(name_ko, name_en, code),
    )
    member = Membership.objects.create(
        user_id=user_id, organisation=made, role=Role.EXECUTOR_STAFF, starts_at=this.now
    )
    this.record("organisation", made.pk, kind=made.kind, code=code)
    this.record("membership", member.pk, role=member.role, organisation=code)
    return made


def refuse_unfit(kind: str, code: str, name: str) -> None:
    """Raise Refused with everything that an organisation cannot have."""
    problems = []
    if kind not in OrganisationKind.values:
        problems.append(Problem("organisation.kind", msg("choose what kind of organisation it is")))
    if not re.fullmatch(r"[a-z][a-z0-9_-]{1,39}", code):
        problems.append(
            Problem(
                "organisation.code",
                msg("the code is 2 to 40 small letters, digits, - and _, and begins with a letter"),
            )
        )
    if not name:
        problems.append(Problem("organisation.name", msg("write the name of the organisation")))
    if problems:
        raise Refused(problems)
