"""Every list at 1,000,000 merchants and 100,000 applications: p95 of 200 requests at most 300 ms.

One after another, through all of Django (session, templates) by its test client, without the network. A list
whose address does not exist is passed over and said so.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import cycle

import lists_fill
import service

LIMIT = 300.0
REQUESTS = 200
PROGRAMME = service.PROGRAMME


def main(merchants: int, applications: int) -> int:
    with service.running():
        from django.db import transaction

        actor = service.officer()
        version = service.publish(actor)
        with transaction.atomic():
            lists_fill.fill_merchants(merchants)
            lists_fill.fill_applications(PROGRAMME, version, applications)
        lists_fill.settle()
        print(f"{merchants:,} merchants, {applications:,} applications, {REQUESTS} requests a list")
        met = [measure(name, who, list(addresses)) for name, who, addresses in lists(actor)]
    return 0 if all(met) else 1


def lists(officer) -> Iterator[tuple[str, int, list[str]]]:
    """Yield name, user and addresses of each list; addresses are asked for in turn."""
    applicants = f"/officer/programmes/by-id/{PROGRAMME}/applications/"
    yield "officer's desk", officer.user_id, ["/officer/"]
    yield "applicants, all", officer.user_id, [applicants, f"{applicants}?sort=-time"]
    yield (
        "applicants, filtered",
        officer.user_id,
        [
            f"{applicants}?{query}"
            for query in (
                *("state=submitted", "verdict=unknown", "executor=acorn", "province=51", "section=C"),
                *("documents=waiting", "supplement=overdue", "entry=import", "section=U"),
                *("state=submitted&verdict=unknown&province=28", "verdict=none&executor=otter"),
            )
        ],
    )
    yield (
        "applicants, searched",
        officer.user_id,
        [
            f"{applicants}?words={w}"
            for w in ("ㄷㄹ", "두레", "상회", "ㄷㄹㅅㅎ", "12", "1000000890", "없는말")
        ],
    )
    yield (
        "merchants, all and filtered",
        officer.user_id,
        [
            f"/officer/merchants/{query}"
            for query in ("", "?province=51", "?section=C", "?province=51&section=C")
        ],
    )
    yield (
        "merchants, searched",
        officer.user_id,
        [f"/officer/merchants/?words={w}" for w in ("ㄷㄹ", "두레", "상회", "ㄷㄹㅅㅎ", "12345", "없는말")],
    )
    executor = member("executor_staff", "executor", "acorn")
    yield "executor's applicants", executor, [named("executor_applicants", PROGRAMME)]
    yield "my applications", merchant_user(), [named("my")]
    yield "public calls", 0, [named("calls")]
    yield "public results", 0, [named("results")]


def member(role: str, kind: str, code: str) -> int:
    """Return a user who holds a role."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.accounts.models import User
    from dure.domains.accounts.services.appoint import appoint

    email = f"{role}@bench.example"
    appoint(
        actor=SYSTEM, now=service.NOW, email=email, password=service.PASSWORD, role=role, kind=kind,
        code=code, name_ko="기관", name_en="Body",
    )  # fmt: skip
    return User.objects.get(email=email).pk


def merchant_user() -> int:
    """Return a user who acts for a merchant that has applied."""
    from dure.domains.accounts.models import User
    from dure.domains.applications.models import Application
    from dure.domains.merchants.models import MerchantMember

    user = User.objects.create_user("owner@bench.example", service.PASSWORD)
    merchant_id = Application.objects.order_by("pk").values_list("merchant_id", flat=True)[0]
    MerchantMember.objects.create(
        merchant_id=merchant_id, user_id=user.pk, proved_by="first", since=service.NOW
    )
    return user.pk


def named(name: str, *arguments: str) -> str:
    """Return the address of a page, or nothing where there is none of this name."""
    from django.urls import NoReverseMatch, reverse

    for given in (arguments, ()):
        try:
            return reverse(name, args=given)
        except NoReverseMatch:
            continue
    return ""


def measure(name: str, user_id: int, addresses: list[str]) -> bool:
    """Ask for addresses in turn and print the p95 against the limit."""
    from django.test import Client

    from dure.domains.accounts.models import User

    if not all(addresses):
        print(f"{name:44s} no such page")
        return True
    client = Client(headers={"accept-language": "ko"}, SERVER_NAME="localhost")
    if user_id:
        client.force_login(User.objects.get(pk=user_id))
    took = []
    for place, address in enumerate(cycle(addresses)):
        start = time.perf_counter()
        answer = client.get(address)
        seconds = time.perf_counter() - start
        assert answer.status_code == 200, (address, answer.status_code)
        if place >= len(addresses):  # the first round only warms up
            took.append(seconds)
        if len(took) == REQUESTS:
            break
    p95 = sorted(took)[int(REQUESTS * 0.95) - 1] * 1000
    return service.ratio(f"{name}, p95", p95, LIMIT, "ms")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]] or [1_000_000, 100_000]
    sys.exit(main(*numbers))
