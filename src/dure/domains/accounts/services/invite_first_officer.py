"""The first officer of an installation is invited by whoever runs it: nobody is there yet who could."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.invitations import Tell
from dure.domains.accounts.models import Membership, Organisation, OrganisationKind, Role
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.invite import invite
from dure.domains.accounts.services.make_organisation import make_organisation
from dure.engine.problems import msg, refuse

REASON = "The first officer, invited from the command line of the installation."


def invite_first_officer(
    *,
    actor: SignedActor,
    now: datetime,
    tell: Tell,
    email: str,
    code: str,
    name_ko: str,
    name_en: str,
    although_there_is_one: bool = False,
) -> int:
    """Make the agency where it is missing, invite its officer, and return the invitation's id.

    Names count only for an agency that is made now. Raises NotAllowed to everybody but the service itself,
    and Refused where an officer is there already, unless ``although_there_is_one``, where the code is that of
    an organisation of another kind, or as inviting does.
    """
    if actor is not SYSTEM:
        raise NotAllowed
    there = Membership.objects.in_force(now).filter(role=Role.OFFICER, programme="", user__is_active=True)
    if there.exists() and not although_there_is_one:
        raise refuse(
            "officer.there",
            msg("there is an officer already, who can invite others; use --another if nobody can sign in"),
        )
    agency = Organisation.objects.filter(code=code).first()
    if agency is not None and agency.kind != OrganisationKind.AGENCY:
        raise refuse(
            "officer.kind", msg("{written} is the code of an organisation that is no agency"), written=code
        )
    agency_id = agency.pk if agency else make_organisation(
        actor=actor, now=now, kind=OrganisationKind.AGENCY, code=code, name_ko=name_ko, name_en=name_en,
        reason=REASON,
    )  # fmt: skip
    return invite(
        actor=actor, now=now, tell=tell, organisation_id=agency_id, role=Role.OFFICER, programme="",
        email=email, ends_at=None, key="", reason=REASON,
    )  # fmt: skip
