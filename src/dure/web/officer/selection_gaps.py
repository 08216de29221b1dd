"""Set-asides and caps that do nothing, or less than their share says, in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from dure.domains.selection.queries import StageCase
from dure.engine.selection.gaps import Gap
from dure.engine.selection.summary import SetAsideEffect
from dure.web.selection_words import seat_text
from dure.web.templatetags.amounts import count
from dure.web.words import page_language


def gap_words(
    case: StageCase, gaps: Collection[Gap], effects: Collection[SetAsideEffect] | None = None
) -> list[dict[str, str]]:
    """Return each gap with the name of its set-aside or cap and why; with ``effects`` also those that lack
    one."""
    told = [{"name": _name(case, gap), "text": _sentence(case, gap)} for gap in gaps]
    shown = None if effects is None else {effect.id for effect in effects}
    compared = _(
        "What it changes cannot be said: without it the caps leave no stable result to compare with."
    )
    return told + [
        {"name": seat_text(case, share.id), "text": compared}
        for share in case.stage.set_asides
        if shown is not None and share.id not in shown
    ]


def _name(case: StageCase, gap: Gap) -> str:
    if not gap.why.startswith("cap_"):
        return seat_text(case, gap.id)
    titles = {cap.id: cap.title.to(page_language()) for cap in case.stage.caps}
    return _("Cap: %(group)s") % {"group": titles.get(gap.id, gap.id)}


def _sentence(case: StageCase, gap: Gap) -> str:
    shares = case.stage.caps if gap.why.startswith("cap_") else case.stage.set_asides
    share_bp = next((one.share_bp for one in shares if one.id == gap.id), 0)
    numbers = {
        "seats": count(gap.seats),
        "seated": count(gap.seated),
        "left": count(gap.seats - gap.seated),
        "members": count(gap.members),
        "unknown": count(gap.unknown),
        "places": count(case.stage.quota.total),
        "percent": f"{share_bp / 100:g}",
    }
    sentences = {
        "rounded": _("%(percent)s %% of %(places)s places make no whole seat: none is set aside."),
        "nobody": _(
            "%(seats)s seats are set aside, and nobody who takes part is of the group: they are open."
        ),
        "nobody_known": _(
            "%(seats)s seats are set aside, and of nobody who takes part it is known to be of the group; of"
            " %(unknown)s the facts are missing. The seats are open."
        ),
        "fewer": _(
            "Of %(seats)s seats set aside %(seated)s go to the group, of which %(members)s stand; the other"
            " %(left)s are open."
        ),
        "unknown": _(
            "Of %(unknown)s it is not known whether they are of the group, for facts are missing:"
            " they count as outside it."
        ),
        "cap_all": _("It lets as many be selected as there are open seats (%(percent)s %%): it never binds."),
        "cap_nobody": _("Nobody who takes part is of the group: it does nothing."),
        "cap_nobody_known": _(
            "Of nobody who takes part it is known to be of the group; of %(unknown)s the facts are missing."
            " It does nothing."
        ),
        "cap_loose": _(
            "%(members)s of the group stand, and nowhere more than may be selected there (%(seats)s over"
            " all): it keeps nobody out."
        ),
        "cap_unknown": _(
            "Of %(unknown)s it is not known whether they are of the group, for facts are missing: the cap"
            " does not count them."
        ),
    }
    return sentences[gap.why] % numbers
