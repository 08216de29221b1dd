"""Every table of states holds together, and its trigger stands on the model that it is for."""

from __future__ import annotations

import pytest
from django.apps import apps
from tools.states import lines, tables

TABLES = {table.subject: table for table in tables()}
WITHOUT_TABLE = {"ProgrammeVersion"}
"""Models with a state and rules of their own for it."""


@pytest.mark.parametrize("subject", TABLES)
def test_every_state_can_be_reached_and_every_move_has_a_maker(subject):
    table = TABLES[subject]
    reached, before = set(table.first), set()
    while reached != before:
        before = set(reached)
        reached |= {t.after for t in table.transitions if reached & set(t.before)}
    assert set(table.states()) == reached
    assert all(t.by for t in table.transitions)
    assert len({t.name for t in table.transitions}) == len(table.transitions)


def test_every_subject_has_one_table():
    found = [line.removeprefix("## ") for line in lines() if line.startswith("## ")]
    assert found == sorted(TABLES)


def test_every_model_with_a_state_refuses_illegal_moves():
    with_state = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("dure.")
        and not hasattr(model, "pgh_tracked_model")
        and any(field.name == "state" for field in model._meta.fields)
    }
    bare = {
        model.__name__
        for model in with_state
        if not any(trigger.name == "legal_moves" for trigger in getattr(model._meta, "triggers", ()))
    }
    assert bare == WITHOUT_TABLE
    guarded = {
        trigger.func.split("illegal move of ")[1].split(":")[0]
        for model in with_state
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.name == "legal_moves"
    }
    assert guarded == set(TABLES)


def test_rows_begin_in_a_first_state():
    for model in apps.get_models():
        for trigger in getattr(model._meta, "triggers", ()):
            if trigger.name == "legal_moves" and model.__module__.startswith("dure."):
                subject = trigger.func.split("illegal move of ")[1].split(":")[0]
                assert model._meta.get_field("state").default in TABLES[subject].first
