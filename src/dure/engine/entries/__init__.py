"""Entries of the library that are no programme: a council, data, evidence.

Nobody applies to them, so they have no call, no stages and no benefits; they say what the thing is, who
does what in it, which figures were reported, and what this version does not run.
"""

from dure.engine.entries.loading import LoadedEntry, is_entry, load_entry
from dure.engine.entries.models import Entry

__all__ = ["Entry", "LoadedEntry", "is_entry", "load_entry"]
