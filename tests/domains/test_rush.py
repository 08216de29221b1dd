"""Many at once for few places: as many get one as there are, and everybody is answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.domains import opening
from tests.domains.people import NOW
from tests.domains.selecting import applicant, small_programme
from tests.domains.test_first_come_receipt import draft_of, few

from dure.domains.applications.models import Application
from dure.domains.applications.services.submit import submit_application
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
APPLICANTS, PLACES, THREADS = 60, 20, 20


def rush(wishes: list[tuple[object, Application]]) -> list[str]:
    """Let everybody hand in, so many at the same instant as there are threads; return what each was told."""
    barrier = Barrier(THREADS)

    def run(wish: tuple[object, Application]) -> str:
        who, row = wish
        barrier.wait(60)
        try:
            return submit_application(actor=who, now=NOW, application_id=row.pk)  # type: ignore[arg-type]
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, wishes))


def test_sixty_at_once_for_twenty_places_are_all_answered_and_twenty_have_one():
    small_programme(few("refuse", PLACES))
    told = rush([(applicant(n), draft_of(n)) for n in range(1, APPLICANTS + 1)])
    numbers = [one for one in told if one != "apply.full"]
    assert len(told) == APPLICANTS
    assert len(numbers) == len(set(numbers)) == PLACES
    received = Application.objects.filter(state="submitted").order_by("submitted_at")
    assert sorted(received.values_list("application_no", flat=True)) == sorted(numbers)
    # No two have one instant: each can be told who came before.
    assert len(set(received.values_list("submitted_at", flat=True))) == PLACES


def test_sixty_at_once_for_money_for_twenty_draw_it_to_the_last_won_and_no_further():
    opening.opened(PLACES)
    rows = [(opening.applicant(n), opening.draft(n)) for n in range(1, APPLICANTS + 1)]
    told = rush(rows)
    assert told.count("apply.gone") == APPLICANTS - PLACES
    have = opening.have_it()
    assert (len(have), len(set(have)), opening.left()) == (PLACES, PLACES, 0)
