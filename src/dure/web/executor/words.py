"""Words for states as executors' staff and reviewers read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

NOMINATION = {
    "open": (_("waiting for an answer"), "information"),
    "confirmed": (_("confirmed by the business"), "success"),
    "declined": (_("declined by the business"), "danger"),
    "taken_back": (_("nomination taken back"), "gray"),
    "lapsed": (_("not answered in time"), "warning"),
}
"""State of a nomination: its word and the kind of its badge."""
DECLINED = {
    "not_interested": _("Not interested in this programme"),
    "other_programme": _("Takes part in another programme"),
    "no_time": _("No time this year"),
    "not_mine": _("The letter reached the wrong person"),
    "other": _("Another reason"),
}
APPLICATION = {
    "submitted": (_("received"), "information"),
    "supplementing": (_("being supplemented"), "warning"),
    "accepted": (_("found in order"), "success"),
    "refused": (_("found wanting"), "danger"),
    "withdrawn": (_("withdrawn"), "gray"),
}
DOCUMENT = {
    "handed_in": (_("handed in"), "information"),
    "accepted": (_("found in order"), "success"),
    "refused": (_("found wanting"), "danger"),
}
SHEET = {
    "draft": (_("saved as a draft"), "warning"),
    "submitted": (_("submitted"), "success"),
    "": (_("not scored"), "gray"),
}
UPLOAD = {
    "checked": (_("checked"), "information"),
    "faulty": (_("has errors"), "danger"),
    "applied": (_("taken over"), "success"),
    "dropped": (_("upload given up"), "gray"),
}
WINDOW = {
    "": (_("not begun"), "gray"),
    "open": (_("being scored"), "success"),
    "closed": (_("closed"), "gray"),
}


def badge(words: dict[str, tuple[Any, str]], state: str) -> dict[str, str]:
    """Return a state as a badge: its word and its kind."""
    word, kind = words.get(state, (state, "gray"))
    return {"word": str(word), "kind": kind}
