"""Words of diagnosis: states of sheets, points, levels, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.profile.columns import LEVEL
from dure.engine.programme.form_fields import items_of
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.engine.programme.models.programme import Programme
from dure.engine.review.marks import mark_text
from dure.web.column_words import column_label
from dure.web.templatetags.programme import told

STATES = {
    "": (lazy("not begun"), "gray"),
    "draft": (lazy("being filled in"), "warning"),
    "handed_in": (lazy("handed in"), "success"),
}
FILLED_BY = {"merchant": lazy("Business"), "expert": lazy("Expert")}


def state_badge(sheet: Any) -> dict[str, Any]:
    """Return the word and the kind of badge of a sheet's state; of None, that there is none."""
    word, kind = STATES[sheet.state if sheet else ""]
    return {"word": word, "kind": kind}


def points_text(low: int | None, high: int | None = None) -> str:
    """Return points of a hundred as people read them; two values where it is not known yet between which.

    >>> points_text(70_500), points_text(62_000, 92_000)
    ('70.5', '62–92')
    """
    if low is None:
        return _("Not known")
    return mark_text(low) if high in (None, low) else f"{mark_text(low)}–{mark_text(high)}"


def difference_text(thousandths: int | None) -> str:
    """Return a difference of points with its sign; a true minus, so that it is read as one.

    >>> difference_text(2_500), difference_text(-2_500), difference_text(0)
    ('+2.5', '−2.5', '0')
    """
    if thousandths is None:
        return _("Not known")
    sign = "+" if thousandths > 0 else "−" if thousandths < 0 else ""
    return sign + mark_text(abs(thousandths))


def level_title(form: DiagnosisForm, level: str | None) -> str:
    """Return what a level is called; empty for none."""
    return next((told(one.title) for one in form.levels if one.id == level), "")


def form_title(programme: Programme, form: str) -> str:
    """Return what a form is called."""
    return next((told(one.title) for one in programme.diagnosis if one.id == form), form)


def missing_texts(names: Iterable[str], programme: Programme) -> list[str]:
    """Return what is missing in words: items, forms that were not filled in, facts of the business."""
    items = {item.id: told(item.title) for form in programme.diagnosis for item in items_of(form)}
    found = []
    for name in names:
        if name.startswith(f"{LEVEL}."):
            title = form_title(programme, name.removeprefix(f"{LEVEL}."))
            found.append(_("“%(form)s” is not made yet") % {"form": title})
        else:
            found.append(items.get(name) or column_label(name, programme))
    return found
