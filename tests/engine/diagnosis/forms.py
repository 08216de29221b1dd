"""Forms of diagnosis for the tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dure.engine.diagnosis import OpenForm, open_forms
from dure.engine.programme import load
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.library import library_bytes


def opened_form(told: Mapping[str, Any]) -> OpenForm:
    """Return a form as if it were the only one of a programme."""
    return opened_forms(told)[told["id"]]


def opened_forms(*told: Mapping[str, Any]) -> dict[str, OpenForm]:
    """Return forms as if they were those of a programme."""
    programme = load(library_bytes("online-ladder-2020")).programme
    forms = tuple(DiagnosisForm.model_validate_json(json.dumps(one)) for one in told)
    return open_forms(programme.model_copy(update={"diagnosis": forms}))


def form(*items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a form of one section; ids, titles and equal weights are filled in."""
    weight = 10_000 // len(items)
    listed = [{"title": {"en": item["id"]}, "weight_bp": weight, **item} for item in items]
    section = {"id": "s", "title": {"en": "S"}, "weight_bp": 10_000, "items": listed}
    return {"id": "f", "title": {"en": "F"}, "sections": [section], **more}


LEVELS = [
    {"id": "low", "from_points": 0, "title": {"en": "Low"}},
    {"id": "high", "from_points": 70, "title": {"en": "High"}},
]
