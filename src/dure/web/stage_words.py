"""How a stage is chosen, in words: one place for the call, before anybody applies, and for decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dure.engine.programme.checks.ways import UNSCORED
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.reviews import ReviewRound
from dure.engine.programme.models.stages import Stage
from dure.web.selection_words import SOURCES, WAYS_OF_CHOOSING
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import page_language

ORDERS = {
    "score": lazy("In the order of scores, the highest first."),
    "lot": lazy(
        "In the order drawn with the seed, whose hash was published before: the SHA-256 of the seed, a line"
        " feed and the receipt number, the lowest first."
    ),
    "first_come": lazy(
        "In the order in which applications were handed in, to the microsecond; at the same instant the lower"
        " receipt number was first."
    ),
    "entitlement": lazy("Everybody who is eligible and applied is selected."),
    "vote": lazy("In the order of the votes of the public, the most first."),
    "nomination": lazy("In the order in which each executor has put those whom it nominated."),
}

UNCOMMITTED = lazy(
    "In the order drawn with the seed: the SHA-256 of the seed, a line feed and the receipt number, the"
    " lowest first."
)
COMBINED = {
    "mean": lazy("The score is the mean of the reviewers' scores."),
    "trimmed_mean": lazy(
        "The score is the mean of the reviewers' scores without the highest and the lowest, from five"
        " reviewers on."
    ),
    "adjusted": lazy(
        "The score is the mean of the reviewers' scores, adjusted for how severe and how wide each reviewer"
        " scores; the scores as given are kept."
    ),
}
KINDS = {
    "document": lazy("on the documents"),
    "presentation": lazy("on a presentation"),
    "site": lazy("on a visit"),
    "interview": lazy("on an interview"),
}


def order_lines(stage: Stage) -> list[str]:
    """Return by which rules a stage is chosen, a sentence each: who comes first, seats for groups, ties."""
    language = page_language()
    lines = [str(ORDERS.get(stage.chosen_by, ORDERS["score"]))]
    if stage.chosen_by == "lot" and stage.tie_break.commitment is None:
        # Nothing was published before the draw: it must not be said.
        lines = [str(UNCOMMITTED)]
    if stage.chosen_by == "mix":
        lines += [
            _("%(percent)s %% of the score: %(source)s.")
            % {"percent": f"{source.weight_bp / 100:g}", "source": SOURCES[source.source]}
            for source in stage.scores
        ]
    lines += [
        _("%(percent)s %% of the seats are set aside: %(group)s.")
        % {"percent": f"{share.share_bp / 100:g}", "group": share.title.to(language)}
        for share in stage.set_asides
    ]
    lines += [
        _("At most %(percent)s %% of the open seats: %(group)s.")
        % {"percent": f"{cap.share_bp / 100:g}", "group": cap.title.to(language)}
        for cap in stage.caps
    ]
    if stage.chosen_by == "nomination":
        lines.append(_("Equal places in the order drawn with the seed."))
    elif stage.chosen_by == "vote":
        lines.append(
            _("Equal votes in the order drawn with the seed.")
            if stage.tie_break.commitment is None
            else _("Equal votes in the order drawn with the seed, whose hash was published before.")
        )
    elif stage.chosen_by not in UNSCORED:
        lines.append(
            _("Equal scores in the order drawn with the seed.")
            if stage.tie_break.commitment is None
            else _("Equal scores in the order drawn with the seed, whose hash was published before.")
        )
    return lines


def how_chosen(programme: Programme) -> list[dict[str, Any]]:
    """Return of each stage how its applicants are chosen: a heading, sentences, and the score sheets."""
    return [
        {
            "id": stage.id,
            "title": told(stage.title),
            "way": str(WAYS_OF_CHOOSING.get(stage.chosen_by, "")),
            "lines": [*_reviewed(programme, stage), *order_lines(stage), *_places(stage)],
            "sheets": [_sheet(programme, review) for review in _reviews(programme, stage)],
        }
        for stage in programme.stages
    ]


def _reviews(programme: Programme, stage: Stage) -> list[ReviewRound]:
    return [review for review in programme.reviews if review.stage == stage.id]


def _reviewed(programme: Programme, stage: Stage) -> Iterator[str]:
    """Yield who reviews, and how several scores become one."""
    reviews = _reviews(programme, stage)
    for review in reviews if stage.scored_by_panel else ():
        yield ngettext(
            "%(title)s: %(count)s reviewer scores each application, %(how)s.",
            "%(title)s: %(count)s reviewers score each application, %(how)s.",
            review.reviewers_each,
        ) % {"title": told(review.title), "count": review.reviewers_each, "how": KINDS[review.kind]}
        if review.weight_bp is not None and len(reviews) > 1:
            yield _("%(title)s: %(percent)s %% of the panel's score.") % {
                "title": told(review.title), "percent": f"{review.weight_bp / 100:g}",
            }  # fmt: skip
        if review.lets_through_from is not None:
            yield _("%(title)s: whoever has fewer than %(points)s points does not come further.") % {
                "title": told(review.title), "points": review.lets_through_from,
            }  # fmt: skip
    if stage.scored_by_panel and stage.combine is not None:
        yield str(COMBINED[stage.combine])


def _places(stage: Stage) -> Iterator[str]:
    """Yield what becomes of those who are not selected, and of places that are not taken."""
    if stage.reserve_length:
        text = (
            _("Up to %(count)s stand on the reserve list of each executor.")
            if stage.is_by_executor
            else _("Up to %(count)s stand on the reserve list.")
        )
        yield text % {"count": count(stage.reserve_length)}
    days = stage.dates.accept_within_days
    if days is not None:
        yield ngettext(
            "A place that is not accepted within %(count)s day goes to the next.",
            "A place that is not accepted within %(count)s days goes to the next.",
            days,
        ) % {"count": days}


def _sheet(programme: Programme, review: ReviewRound) -> dict[str, Any]:
    rubric = next(one for one in programme.rubrics if one.id == review.rubric)
    return {
        "title": f"{told(review.title)}: {told(rubric.title)}",
        "items": [
            {
                "title": told(item.title),
                "percent": f"{item.weight_bp / 100:g}",
                "guidance": told(item.guidance) if item.guidance else "",
            }
            for item in rubric.items
        ],
    }
