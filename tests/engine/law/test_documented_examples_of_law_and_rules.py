"""The examples in the docstrings of law, profile, rules and screening hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import dure.engine.law
import dure.engine.profile
import dure.engine.rules
import dure.engine.rules.form
import dure.engine.rules.sentence
import dure.engine.screening

PACKAGES = (
    *(dure.engine.law, dure.engine.profile, dure.engine.screening),
    *(dure.engine.rules, dure.engine.rules.form, dure.engine.rules.sentence),
)
MODULES = [f"{p.__name__}.{m.name}" for p in PACKAGES for m in pkgutil.iter_modules(p.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    examples = [e for name in MODULES for t in finder.find(importlib.import_module(name)) for e in t.examples]
    assert len(examples) >= 6
