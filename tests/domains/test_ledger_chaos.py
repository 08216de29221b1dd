"""The ledger under kill -9, in small: a client and the database are killed while they post."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bench import chaos

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_client_and_the_database_are_killed_and_nothing_is_lost_or_left(tmp_path):
    found = chaos.run(tmp_path, Path(os.environ["DURE_DATA_DIR"]) / "postgres", 2, 1)
    assert (found.client_kills, found.database_kills) == (1, 1)
    assert (found.missing, found.lost_won, found.open_holds, found.faults) == (0, 0, 0, 0)
    assert found.sound
