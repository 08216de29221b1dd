"""What the programme owes for a use that was confirmed: held of the entitlement, then to be paid."""

from __future__ import annotations

from dataclasses import replace

from dure.domains.accounts.models import Organisation
from dure.domains.benefits.file import case_in
from dure.domains.benefits.models import Grant, GrantUse
from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.funds.entitling import entitlements
from dure.domains.funds.orders import hold_each, left_on, shares_by_left
from dure.domains.funds.published import FundCase
from dure.domains.ledger.posting import move, post
from dure.domains.matching.models import Provider
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.domains.programmes.queries import loaded
from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Service


def cause_of(use_id: int) -> str:
    """Return by which cause a use is owed: who asks twice meets the same payment."""
    return f"grant-use/{use_id}"


def session_won(grant: Grant) -> int:
    """Return what a provider is paid for one unit of a grant; 0 where the programme pays none by the unit."""
    benefit = case_in(grant.version, grant.benefit).benefit
    if not grant.fund or not isinstance(benefit, Service):
        return 0
    return benefit.session_won or 0


def owe_use(this: Act, grant: Grant, use: GrantUse) -> int:
    """Hold what a confirmed use costs and have it paid to whoever carried it out; return the won.

    The caller holds the fund by name. Nothing is owed where the file pays nothing by the unit, and for what
    the agency carries out itself. Raises Refused where the entitlement has not as much.
    """
    won = use.worth_won or 0 if grant.kind == "voucher_credit" else session_won(grant) * use.units
    if not won or not grant.fund or not (grant.provider or grant.executor):
        return 0
    file = loaded(grant.version).programme
    case = FundCase(file, next(fund for fund in file.funds if fund.id == grant.fund))
    where = {"line": grant.line, "year": grant.year, "owner": grant.application_id, "benefit": grant.benefit}
    if won and _in_kind(this, grant, use, won):
        return 0
    shares = shares_by_left(left_on(case, "entitlement", **where), won, grant.benefit)
    give = Place(
        grant.fund, "entitlement", "", grant.line, year=grant.year, owner=grant.application_id,
        benefit=grant.benefit,
    )  # fmt: skip
    get = replace(give, part="spent", owner=0, benefit="", executor="" if grant.provider else grant.executor)
    held, legs = hold_each(this, case, shares, give, get, "grant_use")
    payee = payee_for(this, _payee(grant))
    owe(
        this,
        Owed(
            grant.programme, grant.fund, cause_of(use.pk), payee, won, held, legs,
            f"{case_in(grant.version, grant.benefit).benefit.title.to('ko')} {use.number}",
            [one for one in (use.reported_by_id, this.actor.user_id, grant.granted_by_id) if one],
        ),
    )  # fmt: skip
    return won


def _in_kind(this: Act, grant: Grant, use: GrantUse, won: int) -> bool:
    """Post what was promised in kind as given, where nothing of a grant is money; say whether it was so."""
    own = entitlements(grant.programme, grant.fund, [grant.application_id], grant.benefit)
    places = own.get(grant.application_id, {})
    if any(place.part == "entitlement" for place in places):
        return False
    left = {place: standing.free for place, standing in places.items()}
    if won > sum(left.values()):
        raise refuse(
            "benefits.credit_short", msg("only {left} won are left of the credit"), left=sum(left.values())
        )
    parts = dict(zip(left, apportion(won, list(left.values())), strict=True))
    given = {place: replace(place, part="delivered") for place, part in parts.items() if part}
    ids = open_places(this, grant.programme, [*given, *given.values()])
    post(
        this,
        key=f"benefits/in_kind/{cause_of(use.pk)}",
        what="benefits.in_kind",
        legs=[move(ids[place], ids[to], parts[place]) for place, to in given.items()],
    )
    return True


def _payee(grant: Grant) -> PayeeOf:
    """Return whoever carries a grant out: a provider by its own row, an executor by its code."""
    if not grant.provider:
        body = Organisation.objects.filter(code=grant.executor).first()
        name = grant.executor if body is None else body.name_ko
        return PayeeOf(grant.programme, "executor", name, code=grant.executor)
    provider = (
        Provider.objects.filter(organisation__code=grant.provider)
        .select_related("organisation")
        .order_by("pk")
        .first()
    )
    assert provider is not None, "a grant is given to providers that stand"
    return PayeeOf(grant.programme, "provider", provider.organisation.name_ko, owner_id=provider.pk)
