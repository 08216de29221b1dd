"""An answer over all open programmes in words: what one can get, could get if, and cannot get, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.programmes.offers import OpenOffers
from dure.engine.advising import STANDINGS, Advice, Advised, Offer
from dure.engine.profile.columns import owner_of
from dure.engine.profile.fields import PROFILE_COLUMNS, Field
from dure.web.column_words import column_label
from dure.web.officer.problems import sentence_of
from dure.web.public.verdicts import Missing
from dure.web.templatetags.programme import told as text
from dure.web.words import field_label

TITLES = {
    "eligible": lazy("What you can get"),
    "eligible_if": lazy("What you can get if a fact that is missing holds"),
    "unclear": lazy("What the document check settles"),
    "applied": lazy("What you have applied to"),
    "received": lazy("What you have received"),
    "excluded": lazy("What does not go with what you have received"),
    "ineligible": lazy("What you cannot get"),
}
BADGES = {
    "eligible": ("success", lazy("Eligible")),
    "eligible_if": ("warning", lazy("Eligible if")),
    "unclear": ("warning", lazy("Not known yet")),
    "applied": ("information", lazy("Applied already")),
    "received": ("gray", lazy("Received already")),
    "excluded": ("danger", lazy("Excluded")),
    "ineligible": ("danger", lazy("Not eligible")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One programme of the answer: where it is read, until when, and why it stands as it does."""

    title: str
    url: str
    offer: Offer
    kind: str
    badge: str
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    can_apply: bool


def unjudged_words(found: OpenOffers) -> list[dict[str, object]]:
    """Return the open programmes that cannot be judged: title, address, and why."""
    return [
        {
            "title": text(one.title),
            "url": reverse("call", args=[one.programme]),
            "lines": [sentence_of(problem) for problem in one.problems],
        }
        for one in found.unjudged
    ]


def facts_asked(offers: list[Offer]) -> list[Field]:
    """Return the facts that any of the programmes asks for, in PROFILE order."""
    read = {field.name for offer in offers for field in offer.columns}
    return [field for field in PROFILE_COLUMNS if field.name in read]


def advice_parts(advised: Advised, address_of: Callable[[str], str]) -> dict[str, Any]:
    """Return what the template reads; ``address_of`` says where a fact can be told."""
    titles = {advice.offer.programme: text(advice.offer.title) for advice in advised.advices}
    groups = [
        {
            "id": standing,
            "title": str(TITLES[standing]),
            "rows": [_row(a, titles, address_of) for a in advised.advices if a.standing == standing],
        }
        for standing in STANDINGS
    ]
    return {
        "advised": advised,
        "groups": [group for group in groups if group["rows"]],
        "counts": {standing: advised.count(standing) for standing in STANDINGS},
        "asks": [
            {"fact": Missing(field_label(asked.name), address_of(asked.name)), "settles": asked.settles}
            for asked in advised.asks
        ],
    }


def _row(advice: Advice, titles: dict[str, str], address_of: Callable[[str], str]) -> Row:
    offer = advice.offer
    kind, badge = BADGES[advice.standing]
    return Row(
        title=titles[offer.programme],
        url=reverse("call", args=[offer.programme]),
        offer=offer,
        kind=kind,
        badge=str(badge),
        reasons=_reasons(advice, titles),
        missing=tuple(
            # An answer is given in an application, and earlier support nobody tells.
            Missing(column_label(name, offer.file), "" if owner_of(name) else address_of(name))
            for name in (advice.screening.missing if advice.standing == "eligible_if" else ())
        ),
        can_apply=advice.standing in ("eligible", "eligible_if", "unclear"),
    )


def _reasons(advice: Advice, titles: dict[str, str]) -> tuple[str, ...]:
    """Return why: the conditions that are not met, that are still open, or what excludes it."""
    reasons = advice.offer.reasons
    match advice.standing:
        case "ineligible":
            return tuple(text(reasons[rule]) for rule in advice.screening.failed)
        case "eligible_if" | "unclear":
            return tuple(text(reasons[rule]) for rule in advice.screening.unknown)
        case "excluded":
            return tuple(
                _("It is not given beside %(programme)s.") % {"programme": titles.get(name, name)}
                for name in advice.excluded_by
            )
        case _:
            return ()
