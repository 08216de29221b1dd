"""What documents prove: columns of the profile, and none that others than documents tell."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name

NOT_BY_DOCUMENT = ("business_no", "business_status", "ksic_revision")
"""The number is what everything hangs on, the status is the tax service's, the revision follows the code."""
PROVABLE = tuple(field.name for field in PROFILE_COLUMNS if field.name not in NOT_BY_DOCUMENT)


def proofs_are_columns(programme: Programme) -> Iterator[Finding]:
    """Find what a document is to prove and cannot."""
    for d, document in enumerate(programme.documents):
        for n, name in enumerate(document.proves):
            if name in PROVABLE:
                continue
            meant = nearest_name(name, PROVABLE)
            if meant is None:
                yield error(
                    "programme.proves",
                    msg("“{name}” is nothing that a document can prove: possible are {names}"),
                    ("documents", d, "proves", n),
                    name=name,
                    names=", ".join(PROVABLE),
                )
            else:
                yield error(
                    "programme.proves",
                    msg("“{name}” is nothing that a document can prove: did you mean “{meant}”?"),
                    ("documents", d, "proves", n),
                    name=name,
                    meant=meant,
                )
