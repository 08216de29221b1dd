"""Columns beside the profile, handed in by those who own them: answers, diagnosis levels, earlier support.

Each is a :class:`Field` named ``OWNER.NAME``; a file has it as a column of that name. Nobody else knows them:
where they are not handed in, they are not known. None of them can be *none*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dure.engine.profile.fields import Field, Kind

ANSWER = "answer"
"""An answer to a question of the call."""
LEVEL = "level"
"""The level that a diagnosis form gave."""
SUPPORTED_IN = "supported_in"
"""Whether it holds a place in another programme."""
SUPPORT_WON = "total_support_won"
"""The won it was supported with in so many months up to the reference day."""
OWNERS = (ANSWER, LEVEL, SUPPORTED_IN, SUPPORT_WON)

MOST_MONTHS = 600
_PROGRAMME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_PROGRAMME = 60
_KIND_OF_QUESTION = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "whole_number": Kind.NUMBER,
    "yes_no": Kind.BOOLEAN,
    "day": Kind.DATE,
    "choice": Kind.TEXT,
    "choices": Kind.LIST,
}


def answer_field(question: str, kind: str, choices: Iterable[str] = ()) -> Field:
    """Return the column of the answer to a question; ``kind`` is the question's in the programme file."""
    return Field(
        f"{ANSWER}.{question}",
        _KIND_OF_QUESTION[kind],
        whole=kind == "whole_number",
        choices=tuple(choices),
        low=-1e15 if kind in ("number", "whole_number") else None,
        high=1e15 if kind in ("number", "whole_number") else None,
    )


def level_field(form: str, levels: Iterable[str]) -> Field:
    """Return the column of the level that a diagnosis form gives: one of the ids of its levels."""
    return Field(f"{LEVEL}.{form}", Kind.TEXT, choices=tuple(levels))


def supported_in(programme: str) -> Field | None:
    """Return the column of having been supported in a programme; None where that is no programme's id.

    >>> supported_in("tops-2025").name, supported_in("TOPS 2025")
    ('supported_in.tops-2025', None)
    """
    if len(programme) > _LONGEST_PROGRAMME or not _PROGRAMME.fullmatch(programme):
        return None
    return Field(f"{SUPPORTED_IN}.{programme}", Kind.BOOLEAN)


def total_support_won(months: int) -> Field | None:
    """Return the column of the won of support within months; None where that is no number of months.

    >>> total_support_won(36).name, total_support_won(0)
    ('total_support_won.36', None)
    """
    if not 1 <= months <= MOST_MONTHS:
        return None
    return Field(f"{SUPPORT_WON}.{months}", Kind.NUMBER, whole=True, low=0, high=1e15)


def owner_of(name: str) -> str:
    """Return who hands a column in; an empty text for the profile's own.

    >>> owner_of("answer.shops"), owner_of("employees")
    ('answer', '')
    """
    owner, dot, _ = name.partition(".")
    return owner if dot and owner in OWNERS else ""


def own_name(name: str) -> str:
    """Return what a column is called by its owner: the question, the form, the programme, the months.

    >>> own_name("supported_in.tops-2025")
    'tops-2025'
    """
    return name.partition(".")[2] if owner_of(name) else name


def support_field(name: str) -> Field | None:
    """Return the column of earlier support that a name stands for, None where it is none.

    >>> support_field("total_support_won.36").whole, support_field("answer.shops")
    (True, None)
    """
    owner, told = owner_of(name), own_name(name)
    if owner == SUPPORTED_IN:
        return supported_in(told)
    if owner == SUPPORT_WON and re.fullmatch(r"[1-9][0-9]{0,2}", told):
        return total_support_won(int(told))
    return None
