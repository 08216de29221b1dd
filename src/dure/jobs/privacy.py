"""Personal data go when their time is over; what is encrypted comes under the newest key."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.services.lapse_invitations import lapse_invitations
from dure.domains.applications.queries_retention import due_programmes
from dure.domains.applications.services.destroy import destroy_records
from dure.domains.matching.services.destroy_providers import destroy_providers
from dure.domains.privacy.services.forget_accesses import forget_accesses
from dure.domains.privacy.services.rewrap import rewrap as write_anew
from dure.domains.referrals.elsewhere import ELSEWHERE
from dure.domains.uploads.services.reseal import reseal_files
from dure.jobs.app import every
from dure.settings.clock import now

REASON = "The retention period that the programme file tells is over."


@every("15 18 * * *", "privacy.destroy_due")
def destroy_due() -> None:
    """Destroy, at 03:15 in Korea, whatever has no more time: records, profiles, looks, letters."""
    instant = now()
    for programme in due_programmes(instant):
        destroy_records(actor=SYSTEM, now=instant, programme=programme, reason=REASON, elsewhere=ELSEWHERE)
    destroy_providers(actor=SYSTEM, now=instant)
    forget_accesses(actor=SYSTEM, now=instant)
    lapse_invitations(actor=SYSTEM, now=instant)


@every("30 17 * * *", "privacy.rewrap")
def rewrap() -> None:
    """Write, at 02:30 in Korea, what stands under older keys anew under the newest: rows, then files."""
    write_anew(actor=SYSTEM, now=now())
    reseal_files(actor=SYSTEM, now=now())
