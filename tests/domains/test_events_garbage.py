"""Garbage is looked for again after a long act, whatever came of it."""

from __future__ import annotations

import gc

import pytest

from dure.domains.events.garbage import uncollected


def test_garbage_is_looked_for_again_after_an_import_also_one_that_failed():
    was_on = gc.isenabled()  # whoever runs the tests may have switched it off
    gc.enable()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the outer one is not over"
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()
    if not was_on:
        gc.disable()
