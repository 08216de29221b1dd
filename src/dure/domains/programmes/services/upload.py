"""An officer uploads a programme file: read, checked, kept as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.policies import allow_editing, allow_editing_some
from dure.domains.programmes.sources import Source
from dure.engine.problems import Problem
from dure.engine.programme import load


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The version that the file is, and what would surprise its officer."""

    version_id: int
    warnings: tuple[Problem, ...]


def upload_programme(
    *, actor: SignedActor, now: datetime, raw: bytes, source: Source | None = None, reason: str = ""
) -> Uploaded:
    """Keep a programme file as a draft; the same file again is the same version.

    ``source``: what it was made from, where it was made here. Raises NotAllowed, and Refused with every
    problem of the file.
    """
    allow_editing_some(actor)
    loaded = load(raw)
    programme = loaded.programme
    allow_editing(actor, programme.id)
    key = f"{programme.id}/{loaded.hash}"
    with act("programme.upload", actor=actor, now=now, reason=reason, key=key) as this:
        if not this.repeated:
            version = ProgrammeVersion.objects.create(
                programme=programme.id,
                hash=loaded.hash,
                raw=raw,
                title_ko=programme.title.to("ko"),
                title_en=programme.title.to("en"),
                opens_at=programme.window.opens_at,
                closes_at=programme.window.closes_at,
                uploaded_by_id=actor.user_id,
                uploaded_at=now,
            )
            made = {} if source is None else source.details()
            this.record("programme_version", version.pk, programme=programme.id, hash=loaded.hash, **made)
            this.result = version.pk
        return Uploaded(int(this.result), loaded.problems)
