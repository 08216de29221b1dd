"""A list of applicants is checked (dry run): what is wrong by row and column, and what it would make."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.importing import Sheet, read_sheet, write_error_sheet
from dure.domains.applications.importing_kept import rows_to_keep
from dure.domains.applications.importing_standing import Standing, meet
from dure.domains.applications.models import ImportRun
from dure.domains.applications.screening import published
from dure.domains.applications.states import IMPORT_STATES
from dure.domains.events.act import Act, act
from dure.domains.events.kept_problems import as_data
from dure.domains.events.progress import Told
from dure.domains.events.transitions import move
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.services.destroy import destroy_file
from dure.domains.uploads.services.keep import keep_file
from dure.domains.uploads.store import FileNotReady, read_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused
from dure.files.session import open_session
from dure.language import Language, sentence

MOST_SHOWN = 100
"""So many problems are shown on the page; the error sheet has all."""


class NotScannedYet(Exception):
    """The scanner has not looked at the file: the job is to be tried again."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: the state, what is kept of it, and the bytes of error sheet and good rows."""

    state: str
    changes: dict[str, Any]
    error_sheet: bytes = b""
    good_rows: bytes = b""
    throw_away: bool = False


def check_import(*, now: datetime, run_id: int, language: str) -> None:
    """Check the list of a run; a second time changes nothing.

    The list is read outside of any transaction. Raises NotScannedYet where the scanner has yet to look.
    """
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    if run.state != "checking":
        return
    found = _checked(run, now, "en" if language == "en" else "ko")
    with act("import.check", actor=SYSTEM, now=now, key=str(run_id)) as this:
        if this.repeated:
            return
        _keep(this, run, found)


def _checked(run: ImportRun, now: datetime, language: Language) -> Checked:
    try:
        content = read_file(run.file)
    except FileNotReady as refused:
        if run.file.state == "waiting":
            raise NotScannedYet from refused
        return Checked("fail_check", {"problems": as_data(refused.problems)})
    called = published(run.programme, now)
    ending = ".csv" if run.file.content_type == "text/csv" else ".xlsx"
    with tempfile.TemporaryDirectory(prefix="dure-import-") as name, Told(ImportRun, run.pk) as told:
        path, errors = Path(name) / f"list{ending}", Path(name) / f"errors{ending}"
        path.write_bytes(content)
        try:
            with open_session([path, errors]) as session:
                sheet = read_sheet(session, path, called.loaded.programme, told.phase("reading"), now)
                standing = meet(sheet, run.programme)
                if sheet.faults:
                    write_error_sheet(session, sheet, errors, lambda problem: sentence(problem, language))
        except Refused as refused:
            resident = any(p.code == "import.resident_number" for p in refused.problems)
            return Checked("fail_check", {"problems": as_data(refused.problems)}, throw_away=resident)
        kept = rows_to_keep(sheet.applicants, called.version.pk, day_of(now)) if sheet.applicants else b""
        return Checked(
            "check" if sheet.applicants else "fail_check",
            _summary(sheet, standing),
            errors.read_bytes() if sheet.faults else b"",
            kept,
        )


def _summary(sheet: Sheet, standing: Standing) -> dict[str, Any]:
    problems = [
        Problem(problem.code, problem.message, {**problem.params, "row": row, "column": header})
        for row in sorted(sheet.faults)
        for header, problem in sheet.faults[row]
    ]
    codes = Counter(problem.code for problem in problems)
    good = len(sheet.applicants)
    return {
        "rows": sheet.rows,
        "good": good,
        "new": good - len(standing.standing),
        "problems": as_data(problems[:MOST_SHOWN]),
        "counts": {
            "bad": len(sheet.faults),
            "problems": len(problems),
            "by_code": dict(codes.most_common()),
            "known": standing.known,
            "standing": len(standing.standing),
            "drafts": standing.drafts,
            "to_tell": standing.to_tell,
            "without_choices": sum(1 for one in sheet.applicants if not one.cells.choices),
            "read": list(sheet.columns.read),
            "unread": list(sheet.columns.unread),
            "alike": sheet.columns.alike,
        },
    }


def _keep(this: Act, run: ImportRun, found: Checked) -> None:
    changes = dict(found.changes) | {"phase": "", "done_rows": 0}
    if found.error_sheet:
        file = StoredFile.objects.get(pk=run.file_id)
        kept = keep_file(
            this,
            purpose="error_sheet",
            name=f"errors-{file.name}",
            content=found.error_sheet,
            made_by_us=True,
        )
        changes["error_sheet"] = kept.pk
    if found.good_rows:
        rows = keep_file(
            this, purpose="import_rows", name="rows.txt", content=found.good_rows, made_by_us=True
        )
        changes["good_rows"] = rows.pk
    details: dict[str, Any] = {name: changes[name] for name in ("rows", "good", "new") if name in changes}
    move(this, IMPORT_STATES, ImportRun, [run.pk], found.state, changes=changes, details=details)
    if found.throw_away:
        destroy_file(this, run.file)
