"""What rules about providers may name: their own profile, as they tell it.

``fields_of_providers`` is the one list: files are checked against it, and rows of providers are made by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from dure.engine.profile.fields import Field, Kind
from dure.engine.programme.models.pairings import PairedWith

_TOLD = (
    Field("kind", Kind.TEXT, choices=get_args(PairedWith)),
    Field("skills", Kind.LIST),
    Field("industries", Kind.LIST),
    Field("languages", Kind.LIST),
    Field("region", Kind.TEXT, shortest=2),
    Field("reach", Kind.TEXT, choices=("district", "province", "adjacent", "nation")),
    Field("capacity", Kind.NUMBER, whole=True, low=0, high=10_000),
    Field("price_won", Kind.NUMBER, whole=True, low=0, high=1e15),
)

PROVIDER_FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _TOLD})
"""Lists hold codes: skills and languages of ``dure.engine.pairing.sides``, industries as divisions."""
