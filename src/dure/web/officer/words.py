"""Words for what officers read: states, verdicts, ways in, facts with their values, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.profile.fields import PROFILE_FIELDS, Kind
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.questions import Question
from dure.web.public.profile_words import CODES, DESIGNATIONS, NONE_LABELS, REVISIONS
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.templatetags.masks import masked_business_number
from dure.web.words import industry, number_text, page_language, place, with_unit

STATES = {
    "submitted": lazy("Application received"),
    "supplementing": lazy("Supplement asked"),
    "accepted": lazy("Requirements met"),
    "refused": lazy("Requirements not met"),
    "withdrawn": lazy("Withdrawn"),
}
STATE_KINDS = {
    "submitted": "information",
    "supplementing": "warning",
    "accepted": "success",
    "refused": "danger",
    "withdrawn": "gray",
}
VERDICTS = {
    "eligible": lazy("Eligible"),
    "ineligible": lazy("Not eligible"),
    "unknown": lazy("Not known yet"),
    "none": lazy("Not screened yet"),
}
VERDICT_KINDS = {"eligible": "success", "ineligible": "danger", "unknown": "warning", "none": "gray"}
ENTRIES = {
    "application": lazy("Applied"),
    "nomination": lazy("Nominated"),
    "import": lazy("By list"),
}
DOCUMENTS = {
    "waiting": lazy("Some not checked"),
    "refused": lazy("Some refused"),
    "accepted": lazy("All accepted"),
    "old": lazy("Some too old by now"),
}
DOCUMENT_AGES = {
    "issued_long_ago": lazy("Issued too long ago"),
    "ended": lazy("No longer good"),
}
"""In which way a document is old by now (``applications.ageing``)."""
DOCUMENT_STATES = {
    "handed_in": lazy("Not checked"),
    "accepted": lazy("Document accepted"),
    "refused": lazy("Document refused"),
    "replaced": lazy("Replaced"),
}
DOCUMENT_KINDS = {"handed_in": "information", "accepted": "success", "refused": "danger", "replaced": "gray"}
SUPPLEMENTS = {
    "open": lazy("Under way"),
    "overdue": lazy("Deadline over"),
    "answered": lazy("Answered"),
}
SUPPLEMENT_STATES = {
    "open": lazy("Under way"),
    "answered": lazy("Answered"),
    "cancelled": lazy("Taken back"),
    "lapsed": lazy("Deadline over"),
}
SUPPLEMENT_KINDS = {"open": "warning", "answered": "success", "cancelled": "gray", "lapsed": "danger"}
IMPORT_STATES = {
    "checking": lazy("Being checked"),
    "checked": lazy("Checked, not imported"),
    "faulty": lazy("Cannot be imported"),
    "importing": lazy("Being imported"),
    "done": lazy("Imported"),
    "dropped": lazy("Dropped"),
}
IMPORT_KINDS = {
    "checking": "information",
    "checked": "warning",
    "faulty": "danger",
    "importing": "information",
    "done": "success",
    "dropped": "gray",
}
ACTS = {
    "application.submit": lazy("Application handed in"),
    "application.change": lazy("Application changed"),
    "application.withdraw": lazy("Application withdrawn"),
    "application.accept": lazy("Accepted at the document check"),
    "application.accept_all": lazy("Accepted at the document check, with others"),
    "application.refuse": lazy("Refused at the document check"),
    "application.refuse_all": lazy("Refused at the document check, with others"),
    "application.reopen": lazy("Document check taken up again"),
    "application.ask_supplement": lazy("Supplement asked"),
    "application.cancel_supplement": lazy("Supplement taken back"),
    "application.answer_supplement": lazy("Supplement handed in"),
    "application.lapse_supplements": lazy("Deadline of the supplement passed"),
    "application.judge": lazy("Judged again"),
    "import.run": lazy("Brought in by a list"),
}


def told(words: Mapping[str, Any], code: str) -> str:
    """Return the word for a code; a code without one is shown as it is."""
    return str(words.get(code, code))


def executor_names(programme: Programme) -> dict[str, str]:
    """Return the executors' names in the language of the page, by id."""
    return {executor.id: executor.name.to(page_language()) for executor in programme.executors}


def fact_text(name: str, facts: Mapping[str, Any]) -> str:
    """Return a fact in words: its value, that there is none, or that it is not known."""
    field = PROFILE_FIELDS[name]
    value = facts.get(name)
    if field.none_able and value is None and facts.get(field.companion) is False:
        return str(NONE_LABELS[name])
    return value_text(name, value)


def value_text(name: str, value: Any) -> str:
    """Return the value of a fact in words; None is not known."""
    field = PROFILE_FIELDS[name]
    if value is None or value == "":
        return _("Not known")
    if name == "business_no":
        return masked_business_number(str(value))
    if name == "region":
        return place(str(value))
    if name == "ksic":
        return industry(str(value))
    if name == "ksic_revision":
        return str(REVISIONS.get(value, value))
    if name == "annual_sales":
        return money(int(value))
    if name == "online_sales_share":
        return f"{float(value) * 100:g}%"
    match field.kind:
        case Kind.BOOLEAN:
            return _("Yes") if value else _("No")
        case Kind.DATE:
            return day_text(value if isinstance(value, date) else date.fromisoformat(str(value)))
        case Kind.LIST:
            return ", ".join(str(DESIGNATIONS.get(entry, entry)) for entry in value) or _("Not known")
        case Kind.NUMBER:
            return number_text(name, f"{value:g}" if isinstance(value, float) else str(value))
        case _:
            return str(CODES.get(value, value))


def answer_text(question: Question | None, value: Any) -> str:
    """Return an answer to a question of the call in words."""
    if value is None or value == []:
        return _("No answer")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    titles = {c.id: c.title.to(page_language()) for c in question.choices} if question else {}
    if isinstance(value, list):
        return ", ".join(str(titles.get(entry, entry)) for entry in value)
    if question is not None and question.kind == "day":
        return day_text(date.fromisoformat(str(value)))
    if question is not None and question.kind in ("number", "whole_number"):
        return with_unit(f"{value:,}", question.unit.to(page_language()) if question.unit else "")
    return str(titles.get(value, value))
