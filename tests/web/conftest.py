from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests import service_database

service_database.start()


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Return the world of the role matrix: made once for a module, gone afterwards."""
    from tests.web.matrix.world import taken_back, whole_world

    with django_db_blocker.unblock(), taken_back():
        yield whole_world()
    connection.close()


@pytest.fixture
def world(built: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the world as it was built: what a page changes is taken back after each test."""
    from tests.web.matrix.world import taken_back

    with taken_back():
        yield built
