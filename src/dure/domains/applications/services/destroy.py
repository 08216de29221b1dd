"""A programme's personal data are destroyed once its retention period is over (파기); what decided stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.destroying import (
    DONE,
    Elsewhere,
    count_of,
    ids_of,
    parameters_of,
    without_persons,
)
from dure.domains.applications.models import Application, ApplicationDocument, Revision
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.history import forget_history, tracked_models
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.services.note_duplicates import MOST_AT_ONCE, note_duplicates
from dure.domains.privacy.guards import without_guards
from dure.domains.privacy.models import Destruction
from dure.domains.privacy.services.note_destruction import note_destruction
from dure.domains.programmes.models import ProgrammeVersion, VersionState
from dure.domains.programmes.queries import loaded
from dure.domains.uploads import store
from dure.domains.uploads.models import FILE_STATES, StoredFile
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.window import SEOUL
from dure.engine.programme.retention import kept_until

ALL = ("files", "letters", "merchants", "applications", "revisions", "notes", "supplements", "nominations",
       "imports")  # fmt: skip
"""In the order of the locks: files, notices, merchants, applications and what they hold."""


def destroy_records(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    reason: str,
    elsewhere: Sequence[Elsewhere] = (),
) -> dict[str, int]:
    """Destroy what is personal in a programme's records, and return how much of what there was.

    Again there is nothing left. Raises NotAllowed, and Refused without a reason, for a programme that tells
    no retention period, and before it is over.
    """
    if actor is not SYSTEM and not actor.may_in(programme, "officer"):
        raise NotAllowed
    if not reason.strip():
        raise refuse("destroy.reason", msg("say why: the reason is kept with the record of the destruction"))
    file = _file_of(programme)
    over_on = None if file is None else kept_until(file)
    if file is None or over_on is None:
        raise refuse(
            "destroy.no_period", msg("until when its records are kept, this programme does not tell")
        )
    if now.astimezone(SEOUL).date() < over_on:
        raise refuse("destroy.early", msg("its records are kept until {day}: not before"), day=over_on)
    with act("programme.destroy_records", actor=actor, now=now, reason=reason.strip()) as this:
        alone("destroy", programme)
        more = [one for part in elsewhere for one in part.files(programme)]
        asked = parameters_of(programme, _destroyed(), more)
        # Asked before anything goes: whose contacts go is told by what is still there.
        ids = {what: ids_of(what, asked) for what in ALL}
        for what in ALL:
            if ids[what]:  # a statement that changes nothing leaves a trace in the history all the same
                _FORGET[what](this, ids[what], asked)
        counts = {what: len(found) for what, found in ids.items()}
        for part in elsewhere:
            counts |= part.forget(this, programme)
        counts = {what: count for what, count in counts.items() if count}
        if counts:
            note_destruction(this, programme=programme, counts=counts, basis=basis_of(file, over_on))
            this.record("programme", programme, destroyed=counts)
        return counts


def would_go(programme: str, elsewhere: Sequence[Elsewhere] = ()) -> dict[str, int]:
    """Return how much of what would be destroyed: of what is personal, whatever the day."""
    more = [one for part in elsewhere for one in part.files(programme)]
    asked = parameters_of(programme, _destroyed(), more)
    counts = {what: count_of(what, asked) for what in ALL}
    for part in elsewhere:
        counts |= part.count(programme)
    return counts


def basis_of(file: Programme, over_on: date) -> str:
    """Return by which rule the time is over, as records of destruction keep it."""
    assert file.retention is not None, "a day is told by a retention period only"
    kept = file.retention
    return f"retention: {kept.months} months from {kept.counted_from}, over on {over_on.isoformat()}"


def _file_of(programme: str) -> Programme | None:
    found = ProgrammeVersion.objects.filter(programme=programme, state=VersionState.PUBLISHED).first()
    return None if found is None else loaded(found).programme


def _destroyed() -> list[str]:
    """Return the programmes whose records were destroyed before."""
    return sorted(set(Destruction.objects.filter(what=DONE).values_list("programme", flat=True)))


# --- each part, within the act ------------------------------------------------------------------------

_Forget = Callable[[Act, Collection[Any], dict[str, Any]], None]


def _forget_files(this: Act, ids: Collection[Any], _asked: dict[str, Any]) -> None:
    for file_id in move(this, FILE_STATES, StoredFile, ids, "destroy", changes={"name": ""}):
        # The bytes go once it is committed. Should that fail, the daily sweep takes them.
        transaction.on_commit(partial(store.remove, file_id))


def _forget_merchants(this: Act, ids: Collection[Any], _asked: dict[str, Any]) -> None:
    held = Merchant.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    Merchant.objects.filter(pk__in=[one.pk for one in held]).update(
        owner_name="", phone="", email="", address="", changed_at=this.now
    )
    # What was found by them goes with them: keys, and pairs that nobody has decided on.
    gone = sorted(ids)
    for start in range(0, len(gone), MOST_AT_ONCE):
        note_duplicates(this, gone[start : start + MOST_AT_ONCE])
    _forget_history(this, Merchant, ids)


def _forget_applications(this: Act, ids: Collection[Any], asked: dict[str, Any]) -> None:
    _change(
        f"""
        UPDATE applications_application SET name = '', search = '', answers = '{{}}', draft = '{{}}',
            refusal_reason = '', made_by_id = NULL, region = rpad(left(region, 5), length(region), '0'),
            facts = CASE WHEN facts IS NULL THEN NULL ELSE {without_persons("facts")} END,
            changed_at = %(now)s
        WHERE id = ANY(%(ids)s)
        """,
        asked | {"ids": list(ids), "now": this.now},
    )
    _forget_history(this, Application, ids)


def _forget_revisions(_this: Act, ids: Collection[Any], asked: dict[str, Any]) -> None:
    # What was handed in is never changed, but by this: its time is over.
    with without_guards(Revision._meta.db_table):
        _change(
            f"UPDATE applications_revision SET answers = '{{}}', facts = {without_persons('facts')}"
            " WHERE id = ANY(%(ids)s)",
            asked | {"ids": list(ids)},
        )


def _forget_notes(this: Act, ids: Collection[Any], asked: dict[str, Any]) -> None:
    _emptied("applications_applicationdocument", "note = ''")(this, ids, asked)
    _forget_history(this, ApplicationDocument, ids)


def _emptied(table: str, sets: str) -> _Forget:
    def forget(_this: Act, ids: Collection[Any], asked: dict[str, Any]) -> None:
        _change(f"UPDATE {table} SET {sets} WHERE id = ANY(%(ids)s)", asked | {"ids": list(ids)})

    return forget


_FORGET: dict[str, _Forget] = {
    "files": _forget_files,
    "letters": _emptied("notices_notice", "email = ''"),
    "merchants": _forget_merchants,
    "applications": _forget_applications,
    "revisions": _forget_revisions,
    "notes": _forget_notes,
    "supplements": _emptied(
        "applications_supplement",
        "difference = NULL, items = COALESCE("
        "(SELECT jsonb_agg(item - 'note') FROM jsonb_array_elements(items) AS item), '[]')",
    ),
    "nominations": _emptied("applications_nomination", "reason = ''"),
    "imports": _emptied("applications_importrun", "problems = '[]'"),
}


def _change(statement: str, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _forget_history(this: Act, model: type[Any], ids: Collection[Any]) -> None:
    """Take away what rows were before, where that is kept."""
    if model in tracked_models().values():
        forget_history(this, model, ids)
