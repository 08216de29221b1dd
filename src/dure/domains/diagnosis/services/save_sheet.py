"""A sheet saves itself: what was typed in a section is kept as it was typed, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.locking import hold_sheet, refuse_handed_in, sheet_of
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.policies import allow_filling
from dure.domains.diagnosis.reading import OWN_DAY, OWN_NOTE
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse

LONGEST_VALUE = 4000


@dataclass(frozen=True, slots=True)
class Saved:
    """How often the sheet was saved, this time included, and when."""

    counter: int
    at: datetime


def save_sheet(
    *,
    actor: SignedActor,
    now: datetime,
    sheet_id: int,
    part: str,
    typed: Mapping[str, Sequence[str]],
    counter: int,
    tab: str = "",
) -> Saved:
    """Keep what was typed in a part of a sheet: a section, or ``own``, what the expert tells beside it.

    What is not in ``typed`` stays: an item that the page did not show loses nothing.
    ``counter`` is how often it had been saved when the page was made, ``tab`` names the window. The same
    again changes nothing. Raises NotAllowed, and Refused (``draft.newer``) where another window saved this
    part since, for a part that the form has not, and once it is handed in.
    """
    allow_filling(actor, sheet_of(sheet_id))
    with act("diagnosis.save", actor=actor, now=now):
        sheet = hold_sheet(sheet_id)
        refuse_handed_in(sheet)
        told = {
            name: [text[:LONGEST_VALUE] for text in typed[name]]
            for name in _names(sheet, part)
            if name in typed
        }
        kept = sheet.typed.get("items", {})
        if {name: kept.get(name, []) for name in told} == told:
            return Saved(sheet.typed.get("counter", 0), now)
        saves = sheet.typed.get("saves", {})
        at, by = saves.get(part, (0, ""))
        if at > counter and (not tab or tab != by):
            raise refuse("draft.newer", msg("this draft was saved in another window meanwhile"))
        number = sheet.typed.get("counter", 0) + 1
        DiagnosisSheet.objects.filter(pk=sheet.pk).update(
            typed={"items": kept | told, "saves": saves | {part: [number, tab]}, "counter": number},
            changed_at=now,
        )
        return Saved(number, now)


def _names(sheet: DiagnosisSheet, part: str) -> list[str]:
    if part == "own":
        return [OWN_DAY, OWN_NOTE]
    sections = forms_of(sheet.version)[sheet.form].form.sections
    names = [item.id for section in sections if section.id == part for item in section.items]
    if not names:
        raise refuse("diagnosis.section", msg("this diagnosis has no such section"))
    return names
