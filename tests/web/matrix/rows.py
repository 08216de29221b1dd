"""What rows of the role matrix are made of."""

from __future__ import annotations

ROLES = (
    "nobody", "newcomer", "merchant", "other_merchant", "officer", "ministry", "executor_staff",
    "other_executor", "reviewer", "provider", "accountant", "association", "centre",
)  # fmt: skip
"""``newcomer`` has signed up and acts for no merchant; ``merchant`` acts for the one whose application is
asked for; ``executor_staff`` works for acorn, which that application lists, ``other_executor`` for otter,
which it does not; ``provider`` is a seller to whom that merchant is proposed; it is a member of the
association of ``association`` and agreed, and is of the region of ``centre``."""


def only(*roles: str, code: int = 200, others: int = 403) -> dict[str, int]:
    """Return a row: ``code`` for the roles, a way to sign in for nobody, ``others`` for the rest."""
    return {role: code if role in roles else 302 if role == "nobody" else others for role in ROLES}


EVERYBODY = dict.fromkeys(ROLES, 200)
SIGNED_IN = {**EVERYBODY, "nobody": 302}
