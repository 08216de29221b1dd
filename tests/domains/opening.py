"""What tests of open entitlements need: a call whose credit whoever applies is granted, money, applicants."""

from __future__ import annotations

from datetime import datetime

from tests.domains.builders import merchant, published, signed_up
from tests.domains.drafts import complete, drafted
from tests.domains.granting import with_needs
from tests.domains.people import NOW, person
from tests.engine.programme.opened import DOCUMENT as DOCUMENT
from tests.engine.programme.opened import EACH, MESSAGES, file

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.applications.services.submit import submit_application
from dure.domains.benefits.models import Grant
from dure.domains.funds.accounts import standings
from dure.domains.funds.services.allot_money import allot_money


def officer() -> SignedActor:
    return person("officer", email="opened@test.example")


def opened(count: int = 2, **terms: object) -> None:
    """Publish the call, with money for so many."""
    published(with_needs(file(**terms)).encode())  # type: ignore[arg-type]
    with_money(count)


def with_money(count: int, key: str = "first") -> None:
    won = count * EACH
    for source, part in (("government", won * 7 // 10), ("province", won - won * 7 // 10)):
        if part:
            allot_money(
                actor=officer(), now=NOW, programme=MESSAGES, fund="support", source=source, year=0,
                won_by_line={"main": part}, reason="교부 결정", key=f"{key}/{source}",
            )  # fmt: skip


def applicant(n: int) -> SignedActor:
    return signed_up(f"opened{n}@test.example")


def draft(n: int, **facts: object) -> Application:
    shop = complete(merchant(n, owner=applicant(n), **facts))
    return drafted(
        applicant(n), shop, programme=MESSAGES, choices=(), files=(), documents={}, consents={}
    )  # fmt: skip


def hand_in(n: int, row: Application, now: datetime = NOW) -> str:
    return submit_application(actor=applicant(n), now=now, application_id=row.pk)


def apply(*numbers: int) -> list[Application]:
    """Let some apply, one after the other."""
    made = []
    for n in numbers:
        row = draft(n)
        hand_in(n, row)
        made.append(Application.objects.get(pk=row.pk))
    return made


def have_it() -> list[int]:
    """Return by their owners' numbers who has it now, in order of the grants."""
    rows = Grant.objects.filter(state__in=("granted", "in_use")).order_by("pk")
    return [int(name.rsplit(" ", 1)[1]) for name in rows.values_list("application__name", flat=True)]


def left() -> int:
    return sum(one.free for one in standings(MESSAGES, "support", ("line",)).values())
