"""A firm that becomes an executor gets an organisation, and whoever proposed it acts for it."""

from __future__ import annotations

from dure.domains.accounts.models import Membership, Organisation, OrganisationKind, Role
from dure.domains.accounts.services.make_organisation import refuse_unfit
from dure.domains.events.act import Act
from dure.engine.problems import msg, refuse
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
