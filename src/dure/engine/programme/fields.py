"""What the rules of a programme may name: the profile, its own questions, its diagnosis levels.

The one place that knows them all. Earlier support, spelt as calls (``supported_in('…')``), needs no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dure.engine.profile.columns import answer_field, level_field
from dure.engine.profile.fields import PROFILE_FIELDS, Field
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question


def fields_of(programme: Programme) -> Mapping[str, Field]:
    """Return the fields of a programme's rules: profile, questions, levels, each in the order of its file."""
    return named_fields(programme.questions, programme.diagnosis)


def named_fields(questions: Iterable[Question], forms: Iterable[DiagnosisForm]) -> Mapping[str, Field]:
    """Return the profile's fields, and those of some questions and diagnosis forms after them."""
    own = [answer_field(q.id, q.kind, (choice.id for choice in q.choices)) for q in questions]
    own += [level_field(form.id, (level.id for level in form.levels)) for form in forms]
    return MappingProxyType(dict(PROFILE_FIELDS) | {field.name: field for field in own})
