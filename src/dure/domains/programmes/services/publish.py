"""An officer publishes a version: from now on it is the programme, and it does not change."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.programmes.models import ProgrammeVersion, VersionState
from dure.domains.programmes.policies import allow_editing, allow_editing_some
from dure.domains.programmes.publishing import refuse_where_objected, tell_followers
from dure.domains.programmes.queries import loaded_from
from dure.engine.problems import Refused, msg, refuse
from dure.engine.programme.advice.choosing import unselectable
from dure.engine.programme.books import refuse_unjudged


def publish_programme(*, actor: SignedActor, now: datetime, version_id: int, reason: str) -> None:
    """Publish a draft; the version published before is superseded. Twice is once.

    Raises NotAllowed, and Refused where there is no such draft or the reason is missing, where the law tables
    lack a figure for a day of the file (nobody could be judged by it), where a stage of it could never be
    selected (nobody gives its score), and where a later subject objects
    (``publishing.py``).
    """
    allow_editing_some(actor)
    if not reason.strip():
        raise refuse("publish.reason", msg("say why: the reason is kept with the decision"))
    with act("programme.publish", actor=actor, now=now, reason=reason.strip(), key=str(version_id)) as this:
        if this.repeated:
            return
        version = ProgrammeVersion.objects.filter(pk=version_id).values("programme", "state", "raw").first()
        if version is None:
            raise refuse("publish.unknown", msg("there is no such version"))
        allow_editing(actor, version["programme"])
        file = loaded_from(bytes(version["raw"])).programme
        refuse_unjudged(file)
        unreachable = unselectable(file)
        if unreachable:
            raise Refused(unreachable)
        # Before the rows of versions are held: later subjects hold theirs first, and then refer to a version.
        refuse_where_objected(file)
        # One lock order: all versions of a programme by id, so that two publications follow one another.
        siblings = ProgrammeVersion.objects.filter(programme=version["programme"]).order_by("pk")
        rows = list(siblings.select_for_update().values("pk", "state", "executors_left"))
        locked = {row["pk"]: row["state"] for row in rows}
        if locked[version_id] != VersionState.DRAFT:
            raise refuse("publish.not_draft", msg("only a draft can be published"))
        superseded = [pk for pk, state in locked.items() if state == VersionState.PUBLISHED]
        ProgrammeVersion.objects.filter(pk__in=superseded).update(state=VersionState.SUPERSEDED)
        left = next((row["executors_left"] for row in rows if row["pk"] in superseded), "")
        ProgrammeVersion.objects.filter(pk=version_id).update(
            state=VersionState.PUBLISHED, published_at=now, executors_left=left
        )
        for pk in superseded:
            this.record("programme_version", pk, state="superseded", by=version_id)
        this.record("programme_version", version_id, state="published")
        tell_followers(this, file)
