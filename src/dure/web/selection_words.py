"""Words of selection: states, decisions, seats, places, and how long a clock still runs."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_objections import ScoreCorrection
from dure.engine.law.deadlines import day_of, days_left
from dure.engine.selection.plan import score_text
from dure.engine.selection.summary import PlaceSummary
from dure.web.words import page_language

STAGE_STATES = {
    "waiting": lazy("Not opened yet"),
    "scoring": lazy("Being scored"),
    "ready": lazy("Chosen without scoring"),
    "proposed": lazy("Proposed, to be confirmed"),
    "confirmed": lazy("Confirmed, not published"),
    "published": lazy("Results published"),
    "sent_back": lazy("Sent back"),
}
STAGE_KINDS = {
    "waiting": "gray",
    "scoring": "information",
    "ready": "information",
    "proposed": "warning",
    "confirmed": "warning",
    "published": "success",
    "sent_back": "gray",
}
DECISIONS = {
    "selected": lazy("Selected"),
    "reserve": lazy("Reserve list"),
    "not_selected": lazy("Not selected"),
}
DECISION_KINDS = {"selected": "success", "reserve": "warning", "not_selected": "gray"}
PLACE_STATES = {
    "offered": lazy("Offered, not answered"),
    "accepted": lazy("Place accepted"),
    "given_up": lazy("Given up"),
    "lapsed": lazy("Lapsed, not answered in time"),
    "disqualified": lazy("Disqualified"),
}
PLACE_KINDS = {
    "offered": "warning",
    "accepted": "success",
    "given_up": "gray",
    "lapsed": "gray",
    "disqualified": "danger",
}
GIVEN_BY = {
    "selection": lazy("By the selection"),
    "reserve": lazy("Moved up from the reserve list"),
    "objection": lazy("By an objection"),
    "moved": lazy("Moved from an executor that left"),
}
NOT_MOVED = {
    "no_choice": lazy("no other executor with places was chosen"),
    "no_score": lazy("no score at another executor that was chosen"),
    "full": lazy("no place for them is free at another executor that was chosen"),
}
"""Why somebody placed with an executor that left is not moved."""
OBJECTION_STATES = {
    "filed": lazy("Received, not assigned"),
    "assigned": lazy("Being looked at"),
    "granted": lazy("Granted"),
    "dismissed": lazy("Dismissed"),
    "withdrawn": lazy("Objection taken back"),
}
OBJECTION_KINDS = {
    "filed": "warning",
    "assigned": "information",
    "granted": "success",
    "dismissed": "gray",
    "withdrawn": "gray",
}
EFFECTS = {
    "placed": lazy("A place over the quota"),
    "reserve": lazy("Into the order of the reserve list"),
    "restored": lazy("The place is given back"),
    "corrected": lazy("The score is put right"),
    "reopened": lazy("The document check goes on"),
    "accepted": lazy("Accepted at the document check"),
    "noted": lazy("Noted; no place changes"),
}


def executor_text(case: StageCase, executor: str) -> str:
    """Return what an executor is called; the whole stage where it is chosen over all.

    Of a programme without executors nobody speaks of them: the stage is what is meant.
    """
    if not executor and not case.programme.executors:
        return case.stage.title.to(page_language())
    if not executor:
        return _("All executors together")
    name = case.executor_name(executor)
    return executor if name is None else name.to(page_language())


def seat_text(case: StageCase, seat: str) -> str:
    """Return what a kind of seat is called."""
    if seat == "open":
        return _("Open seat")
    found = next((share.title for share in case.stage.set_asides if share.id == seat), None)
    return seat if found is None else found.to(page_language())


SOURCES = {
    "executor": lazy("the executor's score"),
    "panel": lazy("the panel's score"),
    "diagnosis": lazy("the points of the diagnosis"),
    "data": lazy("a figure of the business"),
    "vote": lazy("the public vote"),
    "earlier_stage": lazy("the score of an earlier stage"),
}
WAYS_OF_CHOOSING = {
    "executor": lazy("By the scores of the executors"),
    "panel": lazy("By the scores of a panel"),
    "score": lazy("By a score that is handed in"),
    "mix": lazy("By scores mixed of several sources"),
    "lot": lazy("By lot"),
    "first_come": lazy("First come, first served"),
    "entitlement": lazy("Everybody who is eligible"),
    "nomination": lazy("By nomination of the executors"),
    "vote": lazy("By public vote"),
}


def score(thousandths: int | None) -> str:
    """Return a score as it is published; a dash for none."""
    return score_text(thousandths) or "–"


def points_text(thousandths: int | None) -> str:
    """Return a score with its unit; a dash for none."""
    found = score_text(thousandths)
    return _("%(points)s points") % {"points": found} if found else "–"


def correction_words(one: ScoreCorrection) -> dict[str, str]:
    """Return a corrected score in words: what it was, what it is, and why."""
    return {"before": score(one.raw_score), "after": score(one.score), "why": one.reason}


def last_text(place: PlaceSummary, seat: str) -> str:
    """Return the cut-off in a kind of seat; without scores the last place in the order that has one."""
    cutoff = place.cutoffs.get(seat)
    if cutoff is not None:
        return score(cutoff)
    return _("no. %(rank)s") % {"rank": f"{place.last_ranks[seat]:,}"}


def clock(due_on: date, now: datetime) -> str:
    """Return how long a clock still runs, in words: days left, today, or overdue."""
    left = days_left(due_on, day_of(now))
    if left == 0:
        return _("due today")
    if left < 0:
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", -left) % {"days": -left}
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def clock_kind(due_on: date, now: datetime) -> str:
    """Return the kind of badge for a clock."""
    left = days_left(due_on, day_of(now))
    return "danger" if left < 0 else "warning" if left <= 3 else "information"


EXEMPT_WORDS = {
    "urgent": lazy("The safety or the good of the public asks for it at once"),
    "proved": lazy("A court or the like has proved the fact, and the law leaves no choice"),
    "plain": lazy("A hearing is plainly needless, or cannot be held"),
}
"""Why the holder of a place was not told beforehand that it is to be taken."""

NOTICE_STATES = {
    "noticed": lazy("You may answer"),
    "answered": lazy("Answered"),
    "proposed": lazy("Being decided"),
    "confirmed": lazy("The place was taken"),
    "dropped": lazy("The place stays with you"),
}
NOTICE_KINDS = {
    "noticed": "warning",
    "answered": "information",
    "proposed": "information",
    "confirmed": "danger",
    "dropped": "success",
}
"""Where a notice stands, as the holder of the place reads it."""


def handed_over_text(case: StageCase, told: str) -> str:
    """Return what came of a place whose executor left, in words; empty where nothing did."""
    what, _colon, more = told.partition(":")
    if what == "moved_from":
        return _("Moved here from %(executor)s, which left the programme.") % {
            "executor": executor_text(case, more)
        }
    if what == "without_executor":
        return _("The executor left the programme, and nobody supports this place at present: %(why)s.") % {
            "why": NOT_MOVED[more]
        }
    return ""
