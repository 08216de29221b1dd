"""What merchants are entitled to, drawn from a budget line: each source gives its part in the same act.

An entitlement is an account of the ledger for one application and one benefit; what was drawn of it stands in
the account's own totals. Many are made in one journal, so that three thousand are one act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Sum

from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import KIND_UNIT, Place, Standing, open_places, standings
from dure.domains.funds.models import FundAccount
from dure.domains.funds.orders import left_on
from dure.domains.funds.published import FundCase, known_fund, refuse_unknown_part
from dure.domains.ledger.posting import Leg, move, post
from dure.engine.money.matching import owed_won
from dure.engine.money.splitting import Drawing, drawing_of, drawing_of_source, split_payment


@dataclass(frozen=True, slots=True)
class Entitled:
    """What one application is given of a benefit: won by source; a source that is no money gives in kind."""

    application: int
    shares: Mapping[str, int]

    @property
    def won(self) -> int:
        return sum(self.shares.values())


def hold_fund(programme: str, fund: str) -> FundCase:
    """Hold a fund by name until the act ends, and return it: what is free on it stays as it is read."""
    case = known_fund(programme, fund)
    alone("funds", programme, fund)
    return case


def entitle(
    this: Act,
    *,
    programme: str,
    fund: str,
    line: str,
    year: int,
    application: int,
    won: int,
    key: str,
    benefit: str = "",
) -> dict[str, int]:
    """Post an amount for the merchant of an application, within an act; return what each source gave.

    Where the fund answers each package with a second one (1+1), the private part of it stands beside,
    valued in kind, on an account of its own: owed to this merchant until it is given. The caller's act
    happens once: what is left has changed when it is asked again. Raises Refused where a source runs dry.
    """
    case = hold_fund(programme, fund)
    refuse_unknown_part(case, line=line, year=year)
    shares = split_payment(won, drawing_of(case.fund), left_on(case, "line", line=line, year=year))
    one = Entitled(application, {source: part for source, part in shares.items() if part})
    entitle_many(this, case, line=line, year=year, benefit=benefit, some=[one], key=key)
    return shares


def entitle_many(
    this: Act,
    case: FundCase,
    *,
    line: str,
    year: int,
    benefit: str,
    some: Sequence[Entitled],
    key: str,
    packages: bool = True,
) -> None:
    """Post what many applications are given of one benefit, in one journal; the caller holds the fund.

    ``packages``: whether the fund's second package (1+1) is put beside each; not where a benefit of its own
    grants it. Raises Refused, with nothing posted, where a line has not as much.
    """
    programme, fund = case.programme.id, case.fund.id
    in_kind = {source.id for source in case.fund.sources} - {source.id for source in case.drawn}
    pairs: list[tuple[Place, Place, int]] = []
    for one in some:
        for source, won in one.shares.items():
            if not won:
                continue
            if source in in_kind:
                pairs.append((*_kind_places(fund, source, one.application, benefit), won))
                continue
            give = Place(fund, "line", source, line, year=year)
            get = Place(fund, "entitlement", source, line, year=year, owner=one.application, benefit=benefit)
            pairs.append((give, get, won))
        if packages:
            pairs += _second_package(case, one, benefit)
    if not pairs:
        return
    ids = open_places(this, programme, (place for give, get, _won in pairs for place in (give, get)))
    legs = [move(ids[give], ids[get], won) for give, get, won in pairs]
    post(this, key=f"funds/entitle/{programme}/{key}", what="funds.entitle", legs=legs)


def _kind_places(fund: str, source: str, application: int, benefit: str) -> tuple[Place, Place]:
    giver = Place(fund, "promisor", source, unit=KIND_UNIT)
    return giver, Place(fund, "promised", source, owner=application, unit=KIND_UNIT, benefit=benefit)


def _second_package(case: FundCase, one: Entitled, benefit: str) -> list[tuple[Place, Place, int]]:
    """Return the transfer that puts the private package beside the public one."""
    matching = case.fund.matching
    if matching is None or matching.kind != "parallel_package" or not one.won:
        return []
    pair = _kind_places(case.fund.id, matching.private[0], one.application, benefit)
    return [(*pair, owed_won(one.won, matching.ratio_bp))]


def drawing_for(case: FundCase, source: str | None) -> Drawing:
    """Return how a benefit draws on a fund: on its one source, or as the fund's matching says."""
    return drawing_of(case.fund) if source is None else drawing_of_source(case.fund, source)


def entitlements(
    programme: str, fund: str, applications: Collection[int], benefit: str | None = None
) -> dict[int, dict[Place, Standing]]:
    """Return the accounts of what applications are entitled to of a fund, by application; one query.

    With a ``benefit`` only those of it; what is valued in kind is among them, in its own unit.
    """
    found: dict[int, dict[Place, Standing]] = {}
    for place, standing in standings(programme, fund, ("entitlement", "promised"), applications).items():
        if benefit is None or place.benefit == benefit:
            found.setdefault(place.owner, {})[place] = standing
    return found


def give_back(
    this: Act,
    case: FundCase,
    *,
    benefit: str,
    applications: Collection[int],
    key: str,
    before: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Post what is free of entitlements back to the lines and sources it came from; return it by application.

    What is held for a claim stays until the claim is decided. Of a second package so much goes back that it
    answers what stays; ``before`` says what was given back earlier of the same accounts. The caller holds
    the fund. Nothing free: nothing is posted.
    """
    programme, fund = case.programme.id, case.fund.id
    own = entitlements(programme, fund, applications, benefit)
    returned: dict[int, int] = {}
    backs: list[tuple[Place, Place, int]] = []
    for application in sorted(own):
        stays = _stays(own[application], (before or {}).get(application, 0))
        for place, standing in own[application].items():
            in_kind = place.part == "promised"
            won = _kind_back(case, standing, stays) if in_kind else standing.free
            if won <= 0:
                continue
            part = "promisor" if in_kind else "line"
            backs.append((place, replace(place, part=part, owner=0, benefit=""), won))
            if not in_kind:
                returned[application] = returned.get(application, 0) + won
    if backs:
        ids = open_places(this, programme, (place for pair in backs for place in pair[:2]))
        legs: list[Leg] = [move(ids[give], ids[get], won) for give, get, won in backs]
        post(this, key=f"funds/give_back/{programme}/{key}", what="funds.give_back", legs=legs)
    return returned


def _stays(own: Mapping[Place, Standing], before: int) -> int | None:
    """Return what was spent of an entitlement in money and is held; None where it is in kind alone."""
    money = [one for place, one in own.items() if place.part == "entitlement"]
    return sum(one.gone + one.held for one in money) - before if money else None


def _kind_back(case: FundCase, standing: Standing, stays: int | None) -> int:
    """Return how much of what was promised in kind is owed no more once the money's rest is back."""
    matching = case.fund.matching
    if matching is None or matching.kind != "parallel_package" or stays is None:
        return standing.free
    return max(0, min(standing.free, standing.balance - owed_won(stays, matching.ratio_bp)))


def sums_by_benefit(programme: str) -> dict[str, Standing]:
    """Return what stands of all entitlements in money to each benefit of a programme; one query."""
    found = FundAccount.objects.filter(programme=programme, part="entitlement").order_by()
    rows = found.values_list("benefit").annotate(
        received=Sum("account__credits"), gone=Sum("account__debits"), held=Sum("account__held_debits")
    )
    return {
        benefit: Standing(0, int(received), int(gone), int(held)) for benefit, received, gone, held in rows
    }


def total_of(some: Iterable[Standing]) -> Standing:
    """Return what accounts hold together; the account is 0."""
    of = list(some)
    return Standing(0, sum(o.received for o in of), sum(o.gone for o in of), sum(o.held for o in of))


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What is left of what the merchant of an application is entitled to of a benefit, in won."""

    programme: str
    fund: str
    line: str
    year: int
    application: int
    benefit: str
    received_won: int
    left_won: int


def entitled_on(applications: Collection[int]) -> list[Entitlement]:
    """Return what some applications are entitled to, by line and benefit; who may see it was asked before."""
    rows = (
        FundAccount.objects.filter(part="entitlement", owner__in=list(applications))
        .order_by("programme", "fund", "line", "year", "owner", "benefit")
        .values_list("programme", "fund", "line", "year", "owner", "benefit")
        .annotate(
            received=Sum("account__credits"),
            left=Sum(F("account__credits") - F("account__debits") - F("account__held_debits")),
        )
    )
    return [Entitlement(*row) for row in rows]
