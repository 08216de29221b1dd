"""The rows of a checked list become applications, in one act: all of them, or none."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.models import User
from dure.domains.applications.arrivals import receive
from dure.domains.applications.following import follow
from dure.domains.applications.importing import Sheet, read_sheet
from dure.domains.applications.importing_kept import kept_rows, restore_rows
from dure.domains.applications.importing_rows import INCOMING, copy_rows, make_applications
from dure.domains.applications.importing_standing import meet, numbers_taken
from dure.domains.applications.models import ImportRun
from dure.domains.applications.screening import published
from dure.domains.applications.services.import_applicants_stop import import_applicants_stop
from dure.domains.applications.states import IMPORT_STATES
from dure.domains.applications.telling import both
from dure.domains.events.act import Act, act
from dure.domains.events.garbage import uncollected
from dure.domains.events.later import later
from dure.domains.events.progress import Told
from dure.domains.events.transitions import move
from dure.domains.merchants.services.import_merchants import import_merchants
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.programmes.queries import Call
from dure.domains.uploads.services.destroy import destroy_file
from dure.domains.uploads.store import read_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse
from dure.files.session import open_session


def import_applicants(*, now: datetime, run_id: int, user_id: int) -> None:
    """Import the list of a run that an officer confirmed; a second time changes nothing.

    The rows are those that the check kept; where these are not for what counts now, the list is read anew,
    outside of the act. Should anything go wrong, nothing is imported, the run stands where it was checked,
    and the officer may try again. Merchants first, then applications: rows that live already are left as they
    are. Where the officer said so, a job tells whoever has an address.
    """
    run = ImportRun.objects.select_related("file", "good_rows").get(pk=run_id)
    if run.state != "importing":
        return
    try:
        with uncollected():
            _import(run, now, user_id)
    except Exception as error:
        import_applicants_stop(now=now, run_id=run_id, error=error)
        raise


def _import(run: ImportRun, now: datetime, user_id: int) -> None:
    called, good = published(run.programme, now), run.good or 0
    with tempfile.TemporaryDirectory(prefix="dure-import-") as name, Told(ImportRun, run.pk) as told:
        kept = kept_rows(run, called.version.pk, day_of(now))
        sheet = None if kept is not None else _read(run, called, Path(name), told, now)
        with act("import.run", actor=actor_of(user_id, now), now=now, key=str(run.pk)) as this:
            if this.repeated:
                return
            reception = receive([called.loaded.programme], counts_over=True)
            if sheet is not None:
                copy_rows(sheet.applicants, told.phase("merchants"), day_of(now))
            elif kept is not None:
                told.phase("merchants")(good, good)
                restore_rows(kept)
                _refuse_changed(run, good - numbers_taken(INCOMING, run.programme))
            merchants = import_merchants(this, incoming=INCOMING)
            told.phase("making")(good, good)
            made = make_applications(this, run, called.version.pk)
            reception.refuse_more(run.programme)
            follow(this, called.loaded.programme, arrived=True)
            if run.counts.get("tell") and made:
                later("applications.import_tell", run_id=run.pk, user_id=user_id, application_ids=made)
            counts: dict[str, Any] = {name: n for name, n in run.counts.items() if name != "stopped"} | {
                "made": len(made),
                "left": good - len(made),
                "merchants_new": merchants.new,
                "merchants_filled": merchants.filled,
            }
            move(
                this,
                IMPORT_STATES,
                ImportRun,
                [run.pk],
                "finish",
                changes={"counts": counts, "done_at": now, "phase": "", "done_rows": good},
                details={"made": len(made)},
            )
            title = both(called.loaded.programme.title)
            told_of: dict[str, object] = {"programme": title, "rows": run.rows, "good": len(made)}
            if run.good_rows is not None:
                destroy_file(this, run.good_rows)
            _tell_officer(this, user_id, told_of, f"/officer/imports/{run.pk}/", str(run.pk))


def _tell_officer(this: Act, user_id: int, told_of: dict[str, object], link: str, key: str) -> None:
    officer = User.objects.get(pk=user_id)
    one = Recipient(
        user_id=user_id, email=officer.email, language=officer.language, parameters=told_of, link=link
    )
    notify(this, [one], template="import_done", key=key)


def _read(run: ImportRun, called: Call, folder: Path, told: Told, now: datetime) -> Sheet:
    path = folder / ("list.csv" if run.file.content_type == "text/csv" else "list.xlsx")
    path.write_bytes(read_file(run.file))
    with open_session([path]) as session:
        sheet = read_sheet(session, path, called.loaded.programme, told.phase("reading"), now)
    meet(sheet, run.programme)
    _refuse_changed(run, len(sheet.applicants))
    return sheet


def _refuse_changed(run: ImportRun, good: int) -> None:
    if good != run.good:
        raise refuse(
            "import.changed",
            msg(
                "{before} rows were good when the list was checked, now {after} are: drop it and hand it in"
                " again"
            ),
            before=run.good,
            after=good,
        )
