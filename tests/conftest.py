"""What every folder of tests shares; nothing of Django is loaded for those that need none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pytest_django


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """Make the database for whatever asks for it: a fixture of a module too, whose tests have no marker.

    The package's own makes it for marked tests only, so that a choice of tests (``-k``) found none.
    """
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the queue after a test that commits: its tables are not among those that Django empties."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker is not None and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    blocker = request.getfixturevalue("django_db_blocker") if commits else None
    yield
    if blocker is not None:
        with blocker.unblock():
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
