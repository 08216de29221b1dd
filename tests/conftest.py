"""What every folder of tests shares; nothing of Django is loaded for those that need none."""

from __future__ import annotations

import os

import pytest
import pytest_django
from hypothesis import HealthCheck, settings

settings.register_profile("dure", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dure")
"""How long a machine takes that others use too says nothing of what is tested."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Hand no database on to workers: each starts its own.

    Where a folder is named on the command line its conftest is loaded here too and starts a server; a worker
    that found its address would write there, and empty its own.
    """
    for name in ("DURE_DATABASE_URL", "DURE_DATA_DIR", "DURE_TEST_DATABASE", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Leave the database's name as it is: each test process has a server of its own."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """Take the migrated database for whatever asks: a fixture of a module too, whose tests have no marker.

    The package's own takes it for marked tests only, so that a choice of tests (``-k``) found none. It is
    there already (tests/migrated_database.py) and goes with its server.
    """
    from django.test.utils import setup_databases

    with django_db_blocker.unblock():
        setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=True)
