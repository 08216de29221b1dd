"""What an entry that is no programme is called; by itself, so that a list of files loads nothing else."""

from __future__ import annotations

from dure.engine.problems import msg

KINDS = {
    "council": msg("council"),
    "data": msg("data"),
    "evidence": msg("evidence"),
}
