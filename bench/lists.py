"""Every list at 1,000,000 merchants and 100,000 applications: p95 of the requests at most 300 ms.

With ``--own 3000`` so many applications are of the officer's programme and all others of three hundred
programmes in which the officer has no role: the pages of one officer in the database of a whole country.

One after another, through all of Django (session, templates) by its test client, without the network. Each
address of a list is asked for several times; beside the p95 of all stands the CPU time of web and database
for one request of the costliest address, which says more on a machine that others use at the same time.

    python bench/lists.py [MERCHANTS] [APPLICATIONS] [--own NUMBER] [--only PART-OF-A-NAME] [--all]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import lists_fill
import lists_fill_after
import lists_fill_votes
import lists_fill_vouchers
import lists_pages
import service

LIMIT = 300.0
ROUNDS = 7
LEAST = 60
"""So many requests at least, for a list with few addresses."""


def main(merchants: int, applications: int, own: int, only: str, every: bool) -> int:
    with service.running():
        fill(merchants, applications, own)
        print(
            f"{merchants:,} merchants, {applications:,} applications, {own:,} of them the officer's;"
            " CPU is that of web and database",
            flush=True,
        )
        return measure_all(only, every)


def fill(merchants: int, applications: int, own: int) -> None:
    """Fill the database: programmes, merchants, applications, and all that comes after them."""
    from django.db import transaction

    actor = service.officer()
    version = service.publish(actor, lists_fill_after.with_a_form)
    service.publish_others(actor)
    vote_version = service.publish_file(actor, lists_fill_votes.vote_file())
    service.publish_file(actor, lists_fill_vouchers.voucher_file())
    with transaction.atomic():
        lists_fill.fill_merchants(merchants)
        lists_fill.fill_applications(service.PROGRAMME, version, applications, own)
        lists_fill_after.fill_all(
            version=version, people=max(30, merchants // 100), notices=applications * 3, events=merchants
        )
        lists_fill_votes.fill_votes(vote_version)
        lists_fill_vouchers.fill_vouchers()
        if own < applications:
            of_one_programme(actor)
    lists_fill.settle()


def of_one_programme(actor: Any) -> None:
    """Let the officer's role be for the one programme."""
    from dure.domains.accounts.models import Membership

    Membership.objects.filter(user_id=actor.user_id).update(programme=service.PROGRAMME)


def measure_all(only: str, every: bool) -> int:
    """Measure the lists whose name holds ``only`` and print a line for each; ``every`` address if asked."""
    users, filled = people(), ids()
    met = [
        measure(page, users[page.who], list(lists_pages.addresses(page, filled)), every)
        for page in lists_pages.PAGES
        if only in page.label
    ]
    return 0 if all(met) else 1


def people() -> dict[str, Any]:
    """Return a user of each role that lists are asked for by."""
    from dure.domains.accounts.models import User
    from dure.domains.review.models import PanelMember

    return {
        "": None,
        "officer": User.objects.get(email="officer@bench.example"),
        "executor": member("executor_staff", "executor", "acorn"),
        "reviewer": PanelMember.objects.select_related("reviewer").order_by("pk")[0].reviewer,
        "association": member("association_staff", "association", "shop-guild"),
        "centre": member("centre_staff", "centre", "gangwon-centre"),
        "accountant": member("accountant", "accountant", "ledger-house"),
        "owner": owner(),
    }


def member(role: str, kind: str, code: str) -> Any:
    """Return a user who holds a role."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.accounts.models import User
    from dure.domains.accounts.services.appoint import appoint

    email = f"{role}@bench.example"
    appoint(
        actor=SYSTEM, now=service.NOW, email=email, password=service.PASSWORD, role=role, kind=kind,
        code=code, name_ko="기관", name_en="Body",
    )  # fmt: skip
    return User.objects.get(email=email)


def owner() -> Any:
    """Return a user who acts for fifty merchants that have applied."""
    from dure.domains.accounts.models import User
    from dure.domains.applications.models import Application
    from dure.domains.merchants.models import MerchantMember

    email = "owner@bench.example"
    if found := User.objects.filter(email=email).first():
        return found
    user = User.objects.create_user(email, service.PASSWORD)
    MerchantMember.objects.bulk_create(
        MerchantMember(merchant_id=merchant, user=user, proved_by="first", since=service.NOW)
        for merchant in Application.objects.order_by("pk").values_list("merchant_id", flat=True)[:50]
    )
    return user


def ids() -> dict[str, object]:
    """Return the ids that addresses of lists name."""
    from dure.domains.accounts.models import Organisation
    from dure.domains.applications.models import Application

    first = Application.objects.order_by("pk").first()
    assert first is not None
    agency = Organisation.objects.get(code="agency").pk
    return {
        "application": first.pk,
        "merchant": first.merchant_id,
        "organisation": agency,
        "ballot": lists_fill_votes.a_ballot(),
    }


def measure(page: lists_pages.ListPage, user: Any, addresses: list[str], every: bool) -> bool:
    """Ask for the addresses of a list several times and print its p95 against the limit."""
    from django.test import Client

    client = Client(headers={"accept-language": "ko"}, SERVER_NAME="localhost")
    if user is not None:
        client.force_login(user)
    rounds = max(ROUNDS, -(-LEAST // len(addresses)))
    walls: list[float] = []
    costs: list[tuple[float, float, float, str]] = []
    for address in addresses:
        client.get(address)  # what is compiled and cached once
        before, took = cpu(), []
        for _ in range(rounds):
            start = time.perf_counter()
            answer = client.get(address)
            took.append(time.perf_counter() - start)
            assert answer.status_code == 200, (address, answer.status_code)
        web, database = ((after - was) / rounds * 1000 for after, was in zip(cpu(), before, strict=True))
        costs.append((web + database, web, database, address))
        walls += took
        if every:
            wall = statistics.median(took) * 1000
            print(f"    {wall:7.1f} ms, CPU {web:6.1f} + {database:6.1f} ms  {address[:150]}", flush=True)
    _, web, database, address = max(costs)
    p95 = sorted(walls)[-(-len(walls) * 95 // 100) - 1] * 1000
    met = service.ratio(f"{page.label}, p95 of {len(walls)}", p95, LIMIT, "ms")
    print(f"    costliest: CPU {web:.0f} ms web + {database:.0f} ms database  {address[:120]}", flush=True)
    return met


def cpu() -> tuple[float, float]:
    """Return the CPU seconds of this process and of the database's, as they stand now.

    The database's are those of this connection, and of the helpers that its queries have had.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    own = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    stat = Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()
    parent = Path(f"/proc/{stat[1]}/stat").read_text().rsplit(")", 1)[1].split()
    ended = (int(parent[13]) + int(parent[14])) / os.sysconf("SC_CLK_TCK")
    return time.process_time(), own + ended


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("merchants", nargs="?", type=int, default=1_000_000)
    parser.add_argument("applications", nargs="?", type=int, default=100_000)
    parser.add_argument("--own", type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--all", action="store_true", dest="every")
    told = parser.parse_args()
    own = told.applications if told.own is None else told.own
    sys.exit(main(told.merchants, told.applications, own, told.only, told.every))
