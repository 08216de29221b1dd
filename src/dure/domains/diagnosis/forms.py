"""The forms of published versions, opened once a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dure.domains.programmes.queries import ProgrammeVersion, loaded, loaded_from
from dure.engine.diagnosis import OpenForm, open_forms
from dure.engine.problems import msg, refuse
from dure.engine.programme.canonical import canonical_hash
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.programme.models.programme import Programme


def forms_of(version: ProgrammeVersion) -> Mapping[str, OpenForm]:
    """Return the forms of a version's file by id, in its order."""
    return _opened(bytes(version.raw))


@lru_cache(maxsize=64)
def _opened(raw: bytes) -> Mapping[str, OpenForm]:
    return open_forms(loaded_from(raw).programme)


def form_or_refused(version: ProgrammeVersion, form: str) -> OpenForm:
    """Return a form of a version's file; raises Refused where there is none of this name."""
    found = forms_of(version).get(form)
    if found is None:
        raise refuse("diagnosis.form", msg("this programme has no such diagnosis"))
    return found


def form_hash(version: ProgrammeVersion, form: str) -> str:
    """Return the hash of a form as written in a version's file."""
    document: Mapping[str, Any] = loaded(version).document
    return canonical_hash(next(one for one in document["diagnosis"] if one["id"] == form))


def fills(programme: Programme, form: str, who: str) -> bool:
    """Say whether a form is filled in by the merchant, or by an expert."""
    found: DiagnosisForm | None = next((one for one in programme.diagnosis if one.id == form), None)
    return found is not None and who in found.filled_by
