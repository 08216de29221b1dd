"""What verifying the seals of a log found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealFault:
    """What is wrong with a seal.

    ``changed``: its rows are not what was sealed. ``chain``: it does not follow the one before. ``gap``:
    numbers stand between it and the one before. ``lost``: a hash that was published is not there.
    """

    code: str
    from_id: int = 0
    to_id: int = 0
    counted: int = 0
    sealed: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class SealReport:
    """What was verified, and every fault."""

    seals: int
    events: int
    unsealed: int
    last_hash: str
    faults: tuple[SealFault, ...]
