"""A benefit granted to 3,000 merchants in one act: planned, posted, told; at most 5 s.

    python bench/grants.py [MERCHANTS]

What an officer's click does: holders of places read in order, the plan made again, each source's share drawn,
a grant with its events for each, 3,000 entitlements opened in the ledger and posted in one journal, everybody
told. Beside it stands, from the same run, what as many bare rows cost in one bulk insert.
"""

from __future__ import annotations

import sys
import uuid
from datetime import datetime
from typing import Any

import lists_fill
import service

LIMIT = 5.0
NOW = datetime.fromisoformat("2025-06-02T10:00:00+09:00")
PROGRAMME, FUND, EACH = "grants-2025", "support", 3_000_000
FILE = """\
format: 1
id: grants-2025
title: {{ko: 지원 시험 2025, en: Grants 2025}}
year: 2025
window: {{opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}}
reference_day: 2025-03-18
executors:
  - {{id: acorn, name: {{ko: 도토리마켓, en: Acorn Market}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
stages:
  - id: first
    title: {{ko: 1단계, en: Stage 1}}
    quota: {{total: {count}}}
    over: all
    chosen_by: score
    benefits: [ads]
benefits:
  - id: ads
    kind: subsidy
    title: {{ko: 광고비 지원, en: Advertising costs}}
    fund: support
    amount_won: 3000000
funds:
  - id: support
    title: {{ko: 지원금, en: Support}}
    sources:
      - {{id: government, title: {{ko: 국비, en: Government}}, kind: government, total_won: {seven}}}
      - {{id: province, title: {{ko: 지방비, en: Province}}, kind: local_government, total_won: {three}}}
    lines:
      - {{id: main, title: {{ko: 직접 지원, en: Direct support}}, total_won: {whole}}}
"""


def main(count: int) -> int:
    with service.running():
        from dure.domains.benefits.file import benefit_case
        from dure.domains.benefits.granting import Asked, plan_of
        from dure.domains.benefits.models import Grant
        from dure.domains.benefits.services.grant_benefit import grant_benefit
        from dure.domains.notices.models import Notice
        from dure.engine.law.deadlines import day_of

        officer = service.officer()
        many = fill(service.publish_file(officer, _file(count)), count)
        _bring_money(officer, count)
        asked = Asked("first", "main")
        with service.timed() as seconds:
            planned = plan_of(benefit_case(PROGRAMME, "ads"), asked, day_of(NOW))
        met = [service.ratio(f"plan shown, {many:,} holders of places", seconds[0], LIMIT, "s")]
        with service.timed() as seconds:
            granted = grant_benefit(
                actor=officer, now=NOW, programme=PROGRAMME, benefit="ads", asked=asked,
                fingerprint=planned.plan.fingerprint, reason="bench", key="bench",
            )  # fmt: skip
        assert granted == many == Grant.objects.count()
        assert Notice.objects.filter(template="benefit_granted").count() == many
        met.append(service.ratio(f"planned and granted, {granted:,} in one act", seconds[0], LIMIT, "s"))
        bare = _bare(granted)
        print(f"{granted / seconds[0]:.0f} a second; {seconds[0] / bare:.0f} times a bare bulk insert")
    return 0 if all(met) else 1


def _file(count: int) -> bytes:
    whole = count * EACH
    seven = whole * 7 // 10
    return FILE.format(count=count, whole=whole, seven=seven, three=whole - seven).encode()


def _bring_money(officer: Any, count: int) -> None:
    from dure.domains.funds.services.allot_money import allot_money

    whole = count * EACH
    for source, won in (("government", whole * 7 // 10), ("province", whole - whole * 7 // 10)):
        allot_money(
            actor=officer, now=NOW, programme=PROGRAMME, fund=FUND, source=source, year=0,
            won_by_line={"main": won}, reason="bench", key=source,
        )  # fmt: skip


def fill(version: int, count: int) -> int:
    """Make merchants with an account each whose accepted applications hold places; return how many."""
    from django.db import connection, transaction

    with transaction.atomic():
        lists_fill.fill_merchants(count)
        lists_fill.fill_applications(PROGRAMME, version, count)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE applications_application SET state = 'submitted'"
                " WHERE state IN ('supplementing', 'refused')"
            )
            cursor.execute(
                "UPDATE applications_application SET state = 'accepted', verdict = 'eligible'"
                " WHERE state = 'submitted'"
            )
            cursor.execute(
                "INSERT INTO accounts_user (password, email, name, phone, language, is_active, joined_at,"
                " sessions_ended) SELECT '', 'm' || id || '@bench.example', '', '', 'ko', true, now(), 0"
                " FROM merchants_merchant"
            )
            cursor.execute(
                "INSERT INTO merchants_merchantmember (merchant_id, user_id, proved_by, since)"
                " SELECT m.id, u.id, 'first', now() FROM merchants_merchant m"
                " JOIN accounts_user u ON u.email = 'm' || m.id || '@bench.example'"
            )
        many = _places(version)
    lists_fill.settle()
    return many


def _places(version: int) -> int:
    """Give everybody who was accepted a place of a published selection, in order of their numbers."""
    from dure.domains.applications.models import Application
    from dure.domains.selection.models import Decision, Place, Selection
    from dure.domains.uploads.models import StoredFile

    file = StoredFile.objects.create(
        id=uuid.uuid4(), purpose="bundle", name="x.zip", size=1, sha256="0" * 64,
        content_type="application/zip", state="clean", uploaded_at=NOW,
    )  # fmt: skip
    selection = Selection.objects.create(
        programme=PROGRAMME, version_id=version, stage="first", state="published", seed="spring", inputs=file,
        bundle=file, decisions_sha256="0" * 64, second_officer=False, proposed_at=NOW, proposed_reason="x",
        published_at=NOW, public_from=NOW,
    )  # fmt: skip
    rows = list(
        Application.objects.filter(state="accepted").order_by("pk").values_list("pk", "application_no")
    )
    Decision.objects.bulk_create(
        Decision(
            selection=selection, application_id=pk, application_no=number, decision="selected",
            executor="acorn", rank=rank, reason="open",
        )
        for rank, (pk, number) in enumerate(rows, start=1)
    )  # fmt: skip
    Place.objects.bulk_create(
        Place(
            selection=selection, programme=PROGRAMME, stage="first", application_id=pk, executor="acorn",
            seat="open", state="accepted", offered_at=NOW,
        )
        for pk, _number in rows
    )  # fmt: skip
    return len(rows)


def _bare(count: int) -> float:
    """Return the seconds that as many rows cost in a table without anything, in one statement."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_grant (id bigserial PRIMARY KEY, application bigint, won bigint)")
        with service.timed() as seconds, transaction.atomic():
            cursor.execute(
                "INSERT INTO bench_grant (application, won) SELECT n, %s FROM generate_series(1, %s) n",
                [EACH, count],
            )
    return seconds[0]


if __name__ == "__main__":
    # A part of what is filled in is withdrawn and holds no place.
    sys.exit(main(*([int(text) for text in sys.argv[1:2]] or [3334])))
