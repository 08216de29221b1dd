"""An officer notes that money of a source came into budget lines (편성·교부)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place, open_places, standings, summed
from dure.domains.funds.lines import line_limits
from dure.domains.funds.models import Allotment
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import FundCase, known_fund, refuse_unknown_part
from dure.domains.ledger.posting import move, post
from dure.engine.problems import Problem, Refused, msg, refuse


def allot_money(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    fund: str,
    source: str,
    year: int,
    won_by_line: Mapping[str, int],
    reason: str,
    key: str,
) -> None:
    """Bring money of a source into lines; with the same key twice is once.

    Raises NotAllowed, and Refused with everything against it: a source that gives no money, amounts that are
    none, more than the file has for the source, the year, a line or the whole fund, a missing reason.
    """
    allow_managing(actor, programme)
    case = known_fund(programme, fund)
    if source not in {one.id for one in case.drawn}:
        raise refuse("funds.source", msg("no money comes into accounts from this source"))
    for line in won_by_line:
        refuse_unknown_part(case, line=line, year=year)
    wanted = {line: won for line, won in won_by_line.items() if won}
    if not wanted or any(won < 0 for won in wanted.values()):
        raise refuse("funds.amount", msg("an amount is a whole number of won above zero"))
    if not reason.strip():
        raise refuse("funds.reason", msg("say why: the reason is kept with the money"))
    with act("funds.allot", actor=actor, now=now, reason=reason.strip(), key=f"{programme}/{key}") as this:
        if this.repeated:
            return
        alone("funds", programme, fund)
        _refuse_too_much(case, source, year, wanted)
        places = {line: Place(fund, "line", source, line, year=year) for line in wanted}
        first, second = Place(fund, "origin", source, year=year), Place(fund, "source", source, year=year)
        ids = open_places(this, programme, [first, second, *places.values()])
        whole = sum(wanted.values())
        into = [move(ids[second], ids[places[line]], won) for line, won in wanted.items()]
        legs = [move(ids[first], ids[second], whole), *into]
        post(this, key=f"funds/allot/{programme}/{key}", what="funds.allot", legs=legs)
        Allotment.objects.bulk_create(
            Allotment(
                programme=programme,
                fund=fund,
                source=source,
                line=line,
                year=year,
                won=won,
                reason=reason.strip(),
                made_by_id=actor.user_id or 0,
                made_at=now,
            )
            for line, won in wanted.items()
        )
        this.record("fund", f"{programme}/{fund}", source=source, year=year, won=whole)


def _refuse_too_much(case: FundCase, source: str, year: int, wanted: Mapping[str, int]) -> None:
    """Raise Refused with every bound of the file that would be passed."""
    # What came from outside and did not go back: the origin gave it, and got back what was taken back.
    stands = standings(case.programme.id, case.fund.id, ("origin",))
    whole = sum(wanted.values())
    title = next(one for one in case.drawn if one.id == source)
    limits = [
        ("source", source, title.total_won, whole - summed(stands, source=source).balance),
        ("fund", case.fund.id, case.fund.total_won, whole - summed(stands).balance),
        ("year", str(year), case.plan_won(year), whole - summed(stands, year=year).balance),
        *(
            ("line", line, limit, came + wanted[line])
            for line, (limit, came) in line_limits(case).items()
            if line in wanted
        ),
    ]
    problems = [
        Problem(
            f"funds.over_{what}",
            msg("“{part}” has {limit} won in the file: it would be {won} won"),
            {"part": part, "limit": f"{limit:,}", "won": f"{won:,}"},
        )
        for what, part, limit, won in limits
        if limit is not None and won > limit
    ]
    if problems:
        raise Refused(problems)
