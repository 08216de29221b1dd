"""The programme file: a whole support programme as data, validated with places, frozen by its hash."""

from dure.engine.programme.loading import LoadedProgramme, load
from dure.engine.programme.models.programme import Programme

__all__ = ["LoadedProgramme", "Programme", "load"]
