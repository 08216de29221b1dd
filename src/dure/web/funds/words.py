"""Words for what pages of money show: kinds, states, steps, and titles from the file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.agreements.queries import Agreement
from dure.domains.funds.queries import FundCase
from dure.web.words import page_language

ORDER = {
    "proposed": (lazy("Waits for another officer"), "warning"),
    "approved": (lazy("Approved by another officer"), "success"),
    "refused": (lazy("Refused by another officer"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
}
REPORT = {
    "reported": (lazy("Waits for the check"), "warning"),
    "accepted": (lazy("Evidence accepted"), "success"),
    "refused": (lazy("Refused at the check of evidence"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
}
SETTLEMENT = {
    "proposed": (lazy("Waits for another officer"), "warning"),
    "confirmed": (lazy("Settled"), "success"),
    "sent_back": (lazy("Sent back"), "danger"),
}
ORDER_KINDS = {
    "reallocation": lazy("Between budget lines"),
    "advance": lazy("Instalment to an executor"),
    "withdrawal": lazy("Back to its source"),
}
SOURCE_KINDS = {
    "government": lazy("National government"),
    "local_government": lazy("Local government"),
    "executor_cash": lazy("Executor, in cash"),
    "executor_in_kind": lazy("Executor, in kind"),
    "own_share": lazy("Merchants' own share"),
    "association": lazy("Association"),
    "other_private": lazy("Other private source"),
}


def line_title(case: FundCase, line: str) -> str:
    """Return what a budget line is called; a fund without lines is one."""
    found = case.line(line)
    if found is not None:
        return found.title.to(page_language())
    return line or _("Whole fund")


def source_title(case: FundCase, source: str) -> str:
    """Return what a source is called, or its id where the file has it no more."""
    found = next((one for one in case.fund.sources if one.id == source), None)
    return source if found is None else found.title.to(page_language())


def executor_name(agreement: Agreement) -> str:
    """Return what an executor is called on the page."""
    body = agreement.organisation
    return body.name_en if page_language() == "en" else body.name_ko


def in_year(title: str, year: int) -> str:
    """Return a title with its year, where there is one."""
    return f"{title}, {year}" if year else title


def fact(term: Any, text: Any, note: Any = "") -> dict[str, str]:
    """Return one item of a description list."""
    return {"term": str(term), "text": str(text), "note": str(note)}
