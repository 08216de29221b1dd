"""Every connection says from its first statement which triggers are passed over: none."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from dure.domains.privacy.guards import without_guards

pytestmark = pytest.mark.django_db


def passed_over() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        return str(cursor.fetchone()[0])


def test_a_new_connection_passes_over_none_and_says_so() -> None:
    assert passed_over() == "{}"


def test_it_says_so_again_after_guards_were_passed_over() -> None:
    with transaction.atomic():
        with without_guards("voting_ballot"):
            assert "voting_ballot" in passed_over()
        assert passed_over() == "{}"
