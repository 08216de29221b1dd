"""Who plans the money of a programme is told of budget lines that are nearly used, and used up."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.funds.lines import had_by_line
from dure.domains.funds.models import FundAccount
from dure.domains.funds.published import FundCase, fund_cases
from dure.domains.funds.telling import tell_used
from dure.domains.notices.staff import holders, of_users

SHARES = (100, 80)
"""In percent of what came onto a line and did not leave it for another, the highest first."""


def watch_lines(*, actor: SignedActor, now: datetime) -> int:
    """Tell officers and the ministry of lines that are used up, or nearly; return how many lines are.

    What is spoken for counts as used. Each share is told once for the money that a line has: where more comes
    in, or goes back, it is told anew. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    told = 0
    for programme in _programmes():
        for case in fund_cases(programme):
            told += sum(_watch(actor, now, case, line, year) for year in case.years for line in case.lines)
    return told


def _programmes() -> list[str]:
    found = FundAccount.objects.filter(part="line").order_by("programme")
    return list(found.values_list("programme", flat=True).distinct())


def _watch(actor: SignedActor, now: datetime, case: FundCase, line: str, year: int) -> bool:
    """Tell of one line whose share is reached; return whether one is."""
    programme, fund = case.programme.id, case.fund.id
    had, free = had_by_line(programme, fund, line, year), _free(programme, fund, line, year)
    share = next((one for one in SHARES if had > 0 and (had - free) * 100 >= one * had), None)
    if share is None:
        return False
    users = holders("officer", programme, now) | holders("ministry", programme, now)
    with act("funds.watch_lines", actor=actor, now=now) as this:
        key = f"{programme}/{fund}/{year}/{line}/{had}/{share}"
        tell_used(this, case, line, share, free, of_users(users), key)
    return True


def _free(programme: str, fund: str, line: str, year: int) -> int:
    """Return what is free on a line, in won."""
    own = FundAccount.objects.filter(programme=programme, fund=fund, part="line", line=line, year=year)
    sums = own.aggregate(
        came=Sum("account__credits", default=0), gone=Sum("account__debits", default=0),
        held=Sum("account__held_debits", default=0),
    )  # fmt: skip
    return int(sums["came"]) - int(sums["gone"]) - int(sums["held"])
