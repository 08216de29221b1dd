"""What handing in leaves, first, changed or supplemented: facts, revision, documents, verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dure.domains.applications.columns import BANNED, excluded_by
from dure.domains.applications.drafting import Handed, Reading
from dure.domains.applications.models import Application, ApplicationDocument, Revision, Verdict
from dure.domains.applications.screening import Judged, judged, verdict_columns
from dure.domains.applications.states import DOCUMENT_STATES
from dure.domains.events.act import Act
from dure.domains.events.statements import New, add, by_keys, new, rows
from dure.domains.events.transitions import move
from dure.domains.merchants.queries import Merchant
from dure.domains.programmes.queries import Call
from dure.domains.uploads.queries import good_files
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.language.hangul import search_text


def held_for_handing_in(application_ids: Collection[int]) -> dict[int, tuple[str, int, int]]:
    """Lock applications; by id their state, the count of the draft, and a number that nobody had before."""
    text = (
        "SELECT id, state, coalesce((draft->>'counter')::int, -1), nextval('applications_receipt')"
        " FROM applications_application WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
    )
    return {key: (state, count, number) for key, state, count, number in rows(text, [list(application_ids)])}


def eligible_or_refused(
    called: Call, facts: Mapping[str, Any], answers: Mapping[str, Any], support: Mapping[str, Any]
) -> Judged:
    """Return the verdict on what is handed in; raise Refused with the ids of the rules that are not met.

    Raises Refused too under a ban, and where a programme that excludes others was received, unless the file
    only warns.
    """
    found = judged(called, facts, (), answers=answers, support=support)
    if found.verdict == "ineligible":
        raise refuse(
            "apply.ineligible",
            msg("this business does not meet the conditions of the call"),
            rules=list(found.failed),
        )
    programme = called.loaded.programme
    banned = support.get(BANNED)
    if banned is not None and banned >= programme.reference_day.isoformat():
        # Also where the file has no rule of its own that says so.
        raise refuse(
            "apply.sanctioned", msg("this business takes part in no programme until {until}"), until=banned
        )
    if programme.exclusion == "refuse" and (excluding := excluded_by(programme, support)):
        raise refuse(
            "apply.excluded",
            msg("this business was selected in a programme beside which this one is not given: {programmes}"),
            programmes=", ".join(excluding),
        )
    return found


def refuse_bad_files(handed: Iterable[Handed], good: Collection[str] | None = None) -> None:
    """Raise Refused with every document whose file was found infected or is gone.

    ``good`` are the ids of the files that are neither, where that was looked up already.
    """
    of = {document.file_id: document.document for document in handed if document.file_id}
    if not of:
        return
    bad = set(of) - set(good_files(of) if good is None else good)
    if bad:
        raise Refused(
            Problem(
                "document.infected",
                msg("a file cannot be taken, for the virus scan found something in it: choose another one"),
                {"document": of[file_id]},
            )
            for file_id in sorted(bad)
        )


def columns(merchant: Merchant, reading: Reading, facts: Mapping[str, Any], verdict: str) -> dict[str, Any]:
    """Return the columns of an application as handed in; the draft is empty from then on."""
    return {
        "choices": reading.choices,
        "answers": reading.answers,
        "facts": dict(facts),
        "origins": dict(merchant.origins),
        "name": merchant.name,
        "region": merchant.region,
        "ksic": merchant.ksic,
        "search": f"{search_text(merchant.name)} {merchant.business_no}".strip(),
        "verdict": verdict,
        "draft": {},
    }


def keep_revision(this: Act, application_id: int, number: int, act: str, kept: Mapping[str, Any]) -> None:
    """Keep what was handed in as it was, never to change."""
    add([revision_of(this, application_id, number, act, kept)])


def revision_of(this: Act, application_id: int, number: int, act: str, kept: Mapping[str, Any]) -> New:
    """Return a revision to be kept."""
    return new(
        Revision,
        application_id=application_id,
        number=number,
        act=act,
        facts=kept["facts"],
        answers=kept["answers"],
        choices=kept["choices"],
        made_by_id=this.actor.user_id,
        at=this.now,
    )


def keep_verdict(this: Act, application_id: int, number: int, found: Judged) -> None:
    """Keep what the rules say of it."""
    add([verdict_of(this, application_id, number, found)])


def verdict_of(this: Act, application_id: int, number: int, found: Judged) -> New:
    """Return a verdict to be kept."""
    return new(
        Verdict,
        application_id=application_id,
        revision=number,
        at=this.now,
        **verdict_columns(found),
    )


def keep_documents(this: Act, application_id: int, handed: Mapping[str, Handed]) -> list[str]:
    """Keep documents; what stood in the place of a new one is replaced, what stays is not touched.

    Returns the ids, in the programme file, of those that are new.
    """
    fresh = [document for document in handed.values() if document.row is None]
    standing = ApplicationDocument.objects.filter(
        application_id=application_id, document__in=[document.document for document in fresh]
    ).exclude(state="replaced")
    move(this, DOCUMENT_STATES, ApplicationDocument, standing.values_list("pk", flat=True), "replace")
    add_documents(this, application_id, fresh)
    return [document.document for document in fresh]


def add_documents(this: Act, application_id: int, handed: Iterable[Handed]) -> None:
    """Keep documents in whose place nothing stands."""
    add(documents_of(this, application_id, handed))


def documents_of(this: Act, application_id: int, handed: Iterable[Handed]) -> list[New]:
    """Return documents to be kept."""
    return [
        new(
            ApplicationDocument,
            application_id=application_id,
            document=document.document,
            file_id=document.file_id,
            issued_on=document.issued_on,
            valid_from=document.valid_from,
            valid_until=document.valid_until,
            handed_in_at=this.now,
        )
        for document in handed
    ]


def row_of_application(application_id: int) -> Application:
    """Return an application with its version and merchant, as they are now."""
    found = rows_of_applications([application_id])
    if not found:
        raise Application.DoesNotExist
    return found[application_id]


def rows_of_applications(application_ids: Collection[int]) -> dict[int, Application]:
    """Return applications with their merchants, as they are now, by id."""
    found = by_keys(Application, list(application_ids), without=("search",))
    merchants = by_keys(Merchant, [row.merchant_id for row in found.values()], without=("search",))
    for row in found.values():
        row.merchant = merchants[row.merchant_id]
    return found
