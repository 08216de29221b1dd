"""Three reviewers for each of 3,000 applications in the service: one act, one transaction, at most 5 s.

    python bench/panel_service.py [CASES] [REVIEWERS]

What an officer's click does: conflicts found, expertise and organisations read, the best assignment found,
written with an event for each, every reviewer told. The peer is Hypha 6.7, which needs 61 s for 2,000 and
fails at 3,000 (measured on a machine of this kind; it is not run here).
"""

from __future__ import annotations

import sys
from typing import Any

import lists_fill
import service

LIMIT = 5.0
PEER_PER_CASE = 61.0 / 2000
ROUND = {"programme": service.PROGRAMME, "round_id": "champion_review"}


def main(cases: int, reviewers: int) -> int:
    with service.running():
        from dure.domains.review.models import Assignment, Entrant
        from dure.domains.review.services.assign_reviewers import assign_reviewers
        from dure.domains.review.services.form_panel import form_panel

        officer = service.officer()
        fill(publish(officer), cases)
        form_panel(actor=officer, now=service.NOW, reviewer_ids=people(reviewers), **ROUND)
        many = Entrant.objects.count()
        with service.timed() as seconds:
            filled = assign_reviewers(actor=officer, now=service.NOW, **ROUND)
        assert filled.assigned == 3 * many == Assignment.objects.count()
        assert not filled.lacks
        name = f"3 of {reviewers} reviewers for {many:,} applications"
        met = service.ratio(name, seconds[0], LIMIT, "s")
        print(f"{PEER_PER_CASE * many / seconds[0]:.0f} times as fast as Hypha 6.7 a case")
    return 0 if met else 1


def publish(officer: Any) -> int:
    """Publish TOPS 2025 with three reviewers a case, at most one of an organisation."""
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme
    from dure.library import library_bytes

    raw = library_bytes(service.PROGRAMME)
    terms = b"reviewers_each: 3\n    panel: {same_organisation_at_most: 1}"
    version = upload_programme(
        actor=officer, now=service.NOW, raw=raw.replace(b"reviewers_each: 5", terms)
    ).version_id
    publish_programme(actor=officer, now=service.NOW, version_id=version, reason="bench")
    return version


def fill(version: int, cases: int) -> None:
    """Make accepted applications and let them enter the champions' stage."""
    from django.db import connection, transaction

    with transaction.atomic():
        lists_fill.fill_merchants(cases)
        lists_fill.fill_applications(service.PROGRAMME, version, cases)
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
                "INSERT INTO review_scoringwindow (programme, stage, state, opened_at)"
                " VALUES (%s, 'champion', 'open', now())",
                [service.PROGRAMME],
            )
            cursor.execute(
                "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
                " SELECT programme, 'champion', id, 'acorn', now() FROM applications_application"
                " WHERE state = 'accepted'"
            )
    lists_fill.settle()


def people(many: int) -> list[int]:
    """Make reviewers of twenty organisations, who know some industries each."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.accounts.models import User
    from dure.domains.accounts.services.appoint import appoint
    from dure.domains.review.models import Expertise

    made = []
    for n in range(many):
        email = f"reviewer{n}@bench.example"
        appoint(
            actor=SYSTEM, now=service.NOW, email=email, password=service.PASSWORD, role="reviewer",
            kind="centre", code=f"centre{n % 20}", name_ko=f"센터 {n % 20}", name_en=f"Centre {n % 20}",
        )  # fmt: skip
        made.append(User.objects.get(email=email).pk)
        known = [f"{10 + (n * 7 + k * 13) % 60}" for k in range(8)]
        Expertise.objects.create(reviewer_id=made[-1], industries=known, changed_at=service.NOW)
    return made


if __name__ == "__main__":
    # A part of what is filled in is withdrawn and takes no part.
    given = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*(given or (3334, 60))))
