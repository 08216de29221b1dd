"""20,000 applicants, five choices each over ten executors: previewed, proposed, confirmed, published.

Each step is what an officer's click does: inputs read from the database and frozen, chosen, proved by the
independent checker, written, everybody told, in one transaction. At most 10 s each.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import lists_fill
import service

LIMIT = 10.0
NOW = datetime.fromisoformat("2025-04-21T10:00:00+09:00")
"""After the call has closed."""
STAGE = {"programme": service.PROGRAMME, "stage": "consult"}
CHOICES = 5


def main(count: int) -> int:
    with service.running():
        from dure.domains.accounts.actors import SYSTEM, actor_of
        from dure.domains.accounts.models import User
        from dure.domains.accounts.services.appoint import appoint
        from dure.domains.selection.preview import preview_selection
        from dure.domains.selection.services.commit_seed import commit_seed
        from dure.domains.selection.services.confirm_selection import confirm_selection
        from dure.domains.selection.services.propose_selection import propose_selection
        from dure.domains.selection.services.publish_selection import publish_selection

        first = service.officer()
        appoint(
            actor=SYSTEM, now=service.NOW, email="second@bench.example", password=service.PASSWORD,
            role="officer", kind="agency", code="agency", name_ko="기관", name_en="Agency",
        )  # fmt: skip
        second = actor_of(User.objects.get(email="second@bench.example").pk, NOW)
        fill(service.publish(first), count)
        commit_seed(actor=first, now=NOW, **STAGE)
        met = []
        with service.timed() as seconds:
            preview_selection(actor=first, now=NOW, **STAGE)
        met.append(service.ratio(f"preview, {_taking_part():,} applicants", seconds[0], LIMIT, "s"))
        with service.timed() as seconds:
            made = propose_selection(actor=first, now=NOW, reason="bench", **STAGE)
        met.append(service.ratio("propose", seconds[0], LIMIT, "s"))
        act: dict[str, Any] = {"now": NOW, "selection_id": made}
        with service.timed() as seconds:
            confirm_selection(actor=second, reason="bench", **act)
        met.append(service.ratio("confirm, proved", seconds[0], LIMIT, "s"))
        with service.timed() as seconds:
            publish_selection(actor=first, **act)
        met.append(service.ratio("publish, everybody told", seconds[0], LIMIT, "s"))
        met.append(_given_up(first))
    return 0 if all(met) else 1


def _taking_part() -> int:
    from dure.domains.applications.models import Application

    return Application.objects.filter(state="accepted").count()


def _given_up(officer: Any) -> bool:
    """Give up one place of a published selection and fill it."""
    from dure.domains.selection.models import Place
    from dure.domains.selection.services.give_up_place import give_up_place

    place = Place.objects.order_by("pk")[0]
    with service.timed() as seconds:
        given = give_up_place(actor=officer, now=NOW, place_id=place.pk, reason="bench")
    assert len(given) == 1
    return service.ratio("a place given up and filled", seconds[0], LIMIT, "s")


def fill(version: int, count: int) -> None:
    """Make accepted applications with an account, choices and scores each, set-based."""
    from django.db import connection, transaction

    with transaction.atomic():
        lists_fill.fill_merchants(count)
        lists_fill.fill_applications(service.PROGRAMME, version, count)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE applications_application SET state = 'submitted'"
                " WHERE state IN ('supplementing', 'refused')"
            )
            cursor.execute(
                "UPDATE applications_application a SET state = 'accepted', verdict = 'eligible', choices ="
                " (SELECT array_agg((%s::text[])[1 + ((a.id + k * (1 + 2 * (a.id %% 2))) %% 10)::int]"
                " ORDER BY k) FROM generate_series(0, %s) k) WHERE state IN ('submitted', 'accepted')",
                [list(lists_fill.EXECUTORS), CHOICES - 1],
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
            cursor.execute(
                "INSERT INTO review_scoringwindow (programme, stage, state, opened_at)"
                " VALUES (%s, 'consult', 'open', now())",
                [service.PROGRAMME],
            )
            cursor.execute(
                "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
                " SELECT programme, 'consult', id, unnest(choices), now() FROM applications_application"
                " WHERE state = 'accepted'"
            )
    _score()
    lists_fill.settle()


def _score() -> None:
    """Hand in a score for every entrant, as the executors would have."""
    from dure.domains.review.models import Entrant, ScoreSheet

    ScoreSheet.objects.bulk_create(
        (
            ScoreSheet(
                programme=one.programme, stage=one.stage, application_id=one.application_id,
                executor=one.executor, total=one.pk * 7919 % 100_001, state="submitted", changed_at=NOW,
            )
            for one in Entrant.objects.all()
        ),
        batch_size=5000,
    )  # fmt: skip


if __name__ == "__main__":
    # A tenth of what is filled in is withdrawn and takes no part.
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 22_223))
