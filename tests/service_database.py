"""The database of the service's tests: one embedded PostgreSQL, started with the first such test.

Imported by the conftest of every folder whose tests need it, before anything of Django is loaded.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.migrated_database import copy_into

from dure.service.database import running_database

_stack = ExitStack()


def start() -> None:
    """Start the migrated database and tell Django where it is; once a process."""
    if os.environ.get("DURE_TEST_DATABASE") == str(os.getpid()):
        return
    folder = Path(tempfile.mkdtemp(prefix="dure-tests-"))
    os.environ.pop("DURE_DATABASE_URL", None)
    os.environ.pop("DURE_NOW", None)
    os.environ["DURE_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dure.settings.test"
    os.environ["DURE_TEST_DATABASE"] = str(os.getpid())
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    copy_into(folder)
    _stack.enter_context(running_database(folder, os.environ))
    atexit.register(_stack.close)
    import django

    django.setup()
    from tests import emptying, programmes_read_once

    emptying.install()
    programmes_read_once.install()
