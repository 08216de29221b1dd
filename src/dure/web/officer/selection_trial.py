"""A preview's trial: other shares and weights, who would enter and leave, and the greatest sum beside it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.selection.preview import Preview
from dure.domains.selection.trying import SHARE, WEIGHT, adjustable
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Cap, Score, SetAside, Stage
from dure.engine.selection.mixing import part_name
from dure.engine.selection.plan import score_text
from dure.web.officer.problems import lines
from dure.web.selection_words import SOURCES
from dure.web.tables import headers
from dure.web.templatetags.programme import told

NAMED = 50


class TrialForm(forms.Form):
    """Shares of set-asides and caps and weights of sources, in per cent."""

    def __init__(self, programme: Programme, stage: Stage, given: Mapping[str, str]) -> None:
        self.now = adjustable(stage)
        asked = bool(given.get("try"))
        super().__init__(given if asked else None)
        labels = _labels(programme, stage)
        for name, share_bp in self.now.items():
            self.fields[name] = forms.DecimalField(
                label=labels[name],
                min_value=0,
                max_value=100,
                decimal_places=2,
                initial=f"{share_bp / 100:g}",
                error_messages={"invalid": lazy("Write a share in per cent, such as 12.5.")},
            )

    def values(self) -> dict[str, int]:
        """Return what was typed, in basis points; empty where all of it is as the file says."""
        typed = {
            name: int((Decimal(self.cleaned_data[name]) * 100).to_integral_value(ROUND_HALF_UP))
            for name in self.now
        }
        changed = {name: value for name, value in typed.items() if value != self.now[name]}
        weights = {name: value for name, value in typed.items() if name.startswith(WEIGHT)}
        return changed | weights if any(name in weights for name in changed) else changed


def _labels(programme: Programme, stage: Stage) -> dict[str, str]:
    groups: list[SetAside | Cap] = [*stage.set_asides, *stage.caps]
    shares = {SHARE + one.id: told(one.title) for one in groups}
    return shares | {WEIGHT + part_name(one): _source(programme, one) for one in stage.scores}


def _source(programme: Programme, source: Score) -> str:
    titles = {("stage", one.id): one.title for one in programme.stages}
    titles |= {("form", one.id): one.title for one in programme.diagnosis}
    title = titles.get(("stage", source.stage or "")) or titles.get(("form", source.form or ""))
    of = told(title) if title is not None else source.field
    return f"{SOURCES[source.source]} ({of})" if of else str(SOURCES[source.source])


def tried_words(seen: Preview) -> dict[str, Any] | None:
    """Return what other shares and weights would change, in words; None where none were tried."""
    if seen.tried is None:
        return None
    change = seen.tried.change
    if change is None:
        return {"problems": lines(seen.tried.problems)}
    kinds = (
        (_("Would enter"), change.entering),
        (_("Would leave"), change.leaving),
        (_("Would be selected at another executor"), change.moving),
    )
    return {
        "rows": [
            {
                "kind": kind,
                "count": len(numbers),
                "named": numbers[:NAMED],
                "more": max(0, len(numbers) - NAMED),
            }
            for kind, numbers in kinds
        ],
        "points": _signed(change.points),
        "headers": headers(
            _("What it changes"), _("Applicants"), _("Receipt numbers"), numeric=(_("Applicants"),)
        ),
    }


def compared_words(seen: Preview) -> dict[str, Any]:
    """Return the selection beside the greatest sum of scores that the seats allow."""
    best = seen.optimum
    return {
        "complaints": seen.complaints,
        "points": "" if seen.points is None else _sum(seen.points),
        "best": "" if best is None else _sum(best.points),
        "lost": "" if best is None or not best.lost else score_text(best.lost),
        "percent": "" if best is None or not best.points else f"{100 * best.lost / best.points:.2f}",
        "best_complaints": 0 if best is None else best.complaints,
    }


def _sum(thousandths: int) -> str:
    """Return a sum of scores with separators and its unit."""
    whole, rest = divmod(thousandths, 1000)
    return _("%(points)s points") % {"points": f"{whole:,}.{rest:03d}"}


def _signed(thousandths: int | None) -> str:
    if thousandths is None:
        return ""
    sign = "+" if thousandths > 0 else "−" if thousandths < 0 else ""
    return sign + score_text(abs(thousandths))
