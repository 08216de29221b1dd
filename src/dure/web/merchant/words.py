"""Words for an application's states, what happened to it, and the kinds of badge that states wear."""

from __future__ import annotations

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from dure.domains.applications.queries_own import Application, Happened
from dure.engine.programme.models.programme import Programme
from dure.web.templatetags.programme import told
from dure.web.words import field_label

STATES = {
    "draft": _("Draft"),
    "submitted": _("Application received"),
    "supplementing": _("Supplement asked for"),
    "accepted": _("Passed the document check"),
    "refused": _("Refused at the document check"),
    "withdrawn": _("Withdrawn"),
    "discarded": _("Put away"),
}
BADGES = {
    "draft": "gray", "submitted": "information", "supplementing": "warning", "accepted": "success",
    "refused": "danger", "withdrawn": "gray", "discarded": "gray",
}  # fmt: skip
DOCUMENT_STATES = {
    "handed_in": (_("Handed in, not checked yet"), "information"),
    "accepted": (_("Requirements met"), "success"),
    "refused": (_("Refused"), "danger"),
    "replaced": (_("Replaced by a newer one"), "gray"),
}
MOVES = {
    "draft": _("A draft was begun"),
    "version": _("The draft was moved to the newest version of the call"),
    "submit": _("The application was handed in"),
    "discard": _("The draft was put away"),
    "change": _("The application was changed"),
    "ask_supplement": _("A supplement was asked for"),
    "supplement": _("The supplement was handed in"),
    "close_supplement": _("The time for the supplement ended"),
    "accept": _("The documents were accepted"),
    "refuse": _("The application was refused at the document check"),
    "reopen": _("The document check was taken up again"),
    "withdraw": _("The application was withdrawn"),
}
OBJECTED = {
    "filed": _("You filed an objection"),
    "withdrawn": _("You took the objection back"),
    "extended": _("The time to answer the objection was extended"),
    "grant": _("The objection was granted"),
    "dismiss": _("The objection was dismissed"),
}
VERDICTS = {
    "eligible": _("Eligible"),
    "ineligible": _("Not eligible"),
    "unknown": _("Not known yet"),
}
CHOICES = _("Executors chosen and their order")
STEPS = {
    "eligibility": _("Eligibility and profile"),
    "executors": _("Executors"),
    "questions": _("Questions"),
    "documents": _("Documents"),
    "consents": _("Consents"),
    "check": _("Check and send"),
}


def state(application: Application) -> tuple[str, str]:
    """Return the word of an application's state and the kind of its badge."""
    return str(STATES[application.state]), BADGES[application.state]


def happened(events: list[Happened], programme: Programme) -> list[dict[str, object]]:
    """Return what happened in words, for the history component; looks and verdicts are no moves."""
    words = [(event, MOVES.get(event.move) or _objected(event)) for event in events]
    return [
        {"at": event.at, "title": str(word), "text": _about(event, programme)}
        for event, word in words
        if word
    ]


def _objected(event: Happened) -> object | None:
    return OBJECTED.get(str(event.details.get("objection")))


def _about(event: Happened, programme: Programme) -> str:
    parts = []
    if number := event.details.get("application_no"):
        parts.append(text("Receipt number %(number)s") % {"number": number})
    if changed := event.details.get("changed") or event.details.get("items"):
        parts.append(", ".join(part(key, programme) for key in changed))
    if event.reason and event.move in ("withdraw", "refuse", "reopen") and event.act != "objection.answer":
        parts.append(event.reason)
    return ". ".join(parts)


def part(key: str, programme: Programme) -> str:
    """Return what a part of an application (``kind.name``) is called."""
    kind, _dot, name = key.partition(".")
    if kind == "fact":
        return field_label(name)
    if kind == "choices":
        return str(CHOICES)
    titles = {("answer", q.id): q.title for q in programme.questions}
    titles |= {("document", d.id): d.title for d in programme.documents}
    titles |= {("consent", c.id): c.title for c in programme.consents}
    return told(titles[kind, name]) if (kind, name) in titles else name
