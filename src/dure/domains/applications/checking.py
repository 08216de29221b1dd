"""Documents at the check: what the programme file says of their dates, judged on what they bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dure.domains.applications.deciding import LONGEST_REASON
from dure.domains.applications.models import ApplicationDocument
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.documents import Document


@dataclass(frozen=True, slots=True)
class DocumentDates:
    """The dates that a document bears."""

    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


def date_faults(
    document: Document,
    *,
    handed_in_at: datetime,
    issued_on: date | None,
    valid_from: date | None,
    valid_until: date | None,
) -> list[Problem]:
    """Return what speaks against a document's dates; codes end in the date that is meant.

    Where the file limits its age, it was issued within so many days before it was handed in. Where the file
    tells between which days it must be good, its own dates meet those; a side that is open has no limit.
    """
    problems = []
    handed_in_on = day_of(handed_in_at)
    if issued_on is not None and issued_on > handed_in_on:
        problems.append(
            Problem("document.issued_on", msg("it cannot have been issued after it was handed in"))
        )
    elif document.validity_days is not None:
        if issued_on is None:
            problems.append(Problem("document.issued_on", msg("tell when it was issued")))
        elif issued_on < handed_in_on - timedelta(days=document.validity_days):
            problems.append(
                Problem(
                    "document.issued_on",
                    msg("it was issued more than {days} days before it was handed in"),
                    {"days": document.validity_days},
                )
            )
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        problems.append(Problem("document.valid_until", msg("it ends before it begins")))
        return problems
    if document.valid_from is not None or document.valid_until is not None:
        if valid_until is None:
            problems.append(Problem("document.valid_until", msg("tell until when it is good")))
        elif document.valid_from is not None and valid_until < document.valid_from:
            problems.append(
                Problem(
                    "document.valid_until",
                    msg("it is good until {until} only, and must be on {needed} or later"),
                    {"until": valid_until, "needed": document.valid_from},
                )
            )
        if valid_from is not None and document.valid_until is not None and valid_from > document.valid_until:
            problems.append(
                Problem(
                    "document.valid_from",
                    msg("it is good from {begins} only, and must be on {needed} or before"),
                    {"begins": valid_from, "needed": document.valid_until},
                )
            )
    return problems


def words_of_check(note: str, accepted: bool) -> str:
    """Return the words of a check; raises Refused for a refusal without, and for too many."""
    note = note.strip()
    if not accepted and not note:
        raise refuse("document.note", msg("say what is wrong with it: the applicant reads this"))
    if len(note) > LONGEST_REASON:
        raise refuse("document.note", msg("the reason is longer than {limit} letters"), limit=LONGEST_REASON)
    return note


def changes_of_check(
    document: ApplicationDocument,
    told: Document | None,
    accepted: bool,
    dates: DocumentDates | None,
    note: str,
) -> dict[str, Any]:
    """Return what is kept of a check; raises Refused where the dates of one to be accepted do not fit."""
    dates = dates or DocumentDates(document.issued_on, document.valid_from, document.valid_until)
    kept = {
        "issued_on": dates.issued_on,
        "valid_from": dates.valid_from,
        "valid_until": dates.valid_until,
    }
    # What a public register tells is of the day it was asked, and bears no dates.
    if accepted and told is not None and document.file_id is not None:
        problems: list[Problem] = date_faults(told, handed_in_at=document.handed_in_at, **kept)
        if problems:
            raise Refused(problems)
    return {**kept, "note": note}
