"""What a document proves (``proves`` in the file): values, their origin, what is left if it falls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from dure.domains.applications.columns import row_beside, support_of
from dure.domains.applications.handing_in import keep_revision
from dure.domains.applications.models import Application
from dure.domains.applications.screening import accepted_documents
from dure.domains.events.act import Act
from dure.domains.merchants.origins import not_shown, shown
from dure.domains.merchants.queries import row_of
from dure.domains.merchants.services.show_facts import show_facts
from dure.domains.merchants.services.unshow_facts import unshow_facts
from dure.domains.programmes.queries import Call, rulebook, screener
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.window import SEOUL
from dure.language.hangul import search_text


def prove(
    this: Act,
    application: Application,
    document: Document,
    programme: Programme,
    *,
    says: Mapping[str, Any],
    issued_on: date | None,
) -> None:
    """Keep what an accepted document shows, in the application and in the profile.

    ``says`` is a part of an engine's row. A fact that it does not tell is shown by nothing. What it says
    otherwise than was handed in counts at once; what it confirms, once every required document that proves
    the same is accepted. The application's row is locked.
    """
    facts = row_of(application.facts or {})
    row = facts | said(document, says)
    known = [name for name in document.proves if name in says and _is_known(name, row)]
    other = [name for name in known if _pair(name, row) != _pair(name, facts)]
    shown_already = {n for n in known if application.origins.get(n, [""])[0] == "document"}
    confirmed = [
        n
        for n in known
        if n in other or (n not in shown_already and _all_accepted(application.pk, n, programme))
    ]
    if not confirmed:
        return
    at = datetime.combine(issued_on, time(), SEOUL) if issued_on else this.now
    columns: dict[str, Any] = {"origins": shown(application.origins, confirmed, at)}
    if other:
        columns |= _corrected(
            this, application, {n: v for name in other for n, v in _pair(name, row).items()}
        )
    Application.objects.filter(pk=application.pk).update(**columns)
    this.record("application", application.pk, shown=sorted(confirmed), corrected=sorted(other))
    values = {n: v for name in confirmed for n, v in _pair(name, row).items()}
    show_facts(this, merchant_id=application.merchant_id, facts=values, seen=facts, at=at)


def said(document: Document, says: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a part of an engine's row what a document proves, with companions."""
    return {name: value for name, value in says.items() if name.removeprefix("has.") in document.proves}


def speaks_against(
    called: Call, application: Application, document: Document, says: Mapping[str, Any]
) -> bool:
    """Say whether by what a document says the rule that it would answer is not met."""
    if document.answers_rule is None or not said(document, says):
        return False
    facts = row_of(application.facts or {}) | said(document, says)
    support = support_of(called, application.merchant_id)
    row = facts | row_beside(rulebook(called.version), application.answers, support)
    answers = {one.id: one.answer for one in screener(called.version).screen(row).answers}
    return answers.get(document.answers_rule) is False


def disprove(this: Act, application: Application, document: Document) -> None:
    """Take a refused document off as the origin of what it proved; values that it corrected stay."""
    origins = not_shown(application.origins, document.proves)
    if origins != application.origins:
        Application.objects.filter(pk=application.pk).update(origins=origins)
        unshow_facts(this, merchant_id=application.merchant_id, names=document.proves)


def _corrected(this: Act, application: Application, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an application after its facts were corrected, and keep the revision."""
    facts = dict(application.facts or {})
    facts |= {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}
    number = application.revision + 1
    kept = {"facts": facts, "answers": application.answers, "choices": application.choices}
    keep_revision(this, application.pk, number, "document", kept)
    name = facts.get("name") or ""
    return {
        "facts": facts,
        "name": name,
        "region": facts.get("region"),
        "ksic": facts.get("ksic"),
        "search": f"{search_text(name)} {application.merchant.business_no}".strip(),
        "revision": number,
        "changed_at": this.now,
    }


def _all_accepted(application_id: int, name: str, programme: Programme) -> bool:
    accepted = accepted_documents(application_id)
    return all(d.id in accepted for d in programme.documents if d.required and name in d.proves)


def _is_known(name: str, row: Mapping[str, Any]) -> bool:
    field = PROFILE_FIELDS[name]
    return row.get(name) is not None or (field.none_able and row.get(field.companion) is False)


def _pair(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field of a row with its companion."""
    field = PROFILE_FIELDS[name]
    return {one: row.get(one) for one in ((name, field.companion) if field.none_able else (name,))}
