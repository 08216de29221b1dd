"""The library's file is read once for all tests of commands."""

from __future__ import annotations

import functools

import pytest

from dure.engine.programme import load
from dure.files import programmes


@pytest.fixture(scope="session", autouse=True)
def _read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programmes, "load", functools.cache(load))
        yield
