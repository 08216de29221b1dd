"""Case codes: by what a case is called where a round of review is blind.

A receipt number can be looked up: the results of an earlier stage and a public vote stand by it. So who
reviews blindly reads a code in its place, on every page, in every address and file. It is a keyed hash of
the round and the application: the same for everybody in the round, so that two reviewers and an officer can
speak of one case, another in every other round, and nobody without the key finds the number from it, or the
order in which applications came. Officers have both (``queries_cases``).
"""

from __future__ import annotations

from collections.abc import Iterable

from dure.domains.privacy.encryption import blind
from dure.domains.review.rounds import StageReview

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs that nobody mistakes for one another: no I, L, O and U."""
LENGTH = 10
"""Of 20,000 cases two share a code with a chance of two in ten million; then neither is found by it."""
_MISREAD = str.maketrans("OIL", "011", "- ")


def is_blind(review: StageReview) -> bool:
    """Say whether anything of the cases of a round is hidden from its reviewers."""
    return review.round is not None and bool(review.round.blind)


def case_code(review: StageReview, application_id: int) -> str:
    """Return the code of a case in a round, as ``7QF2K-9XM4T``."""
    assert review.round is not None, "a panel scores in a round"
    number = int(blind(f"case/{review.programme}/{review.round.id}/{application_id}"), 16)
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
    return f"{signs[:5]}-{signs[5:]}"


def cases_called(review: StageReview, text: str, among: Iterable[int]) -> list[int]:
    """Return which of some applications a code means, as somebody typed it; more than one cannot be told."""
    wanted = _plain(text)
    if len(wanted) != LENGTH:
        return []
    return [one for one in among if _plain(case_code(review, one)) == wanted]


def _plain(text: str) -> str:
    return text.upper().translate(_MISREAD)
