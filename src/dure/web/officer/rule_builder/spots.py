"""Where in a version's file a rule is worked on, in words, and what stands beside it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.programmes.rewriting import RuleChange
from dure.engine.profile.fields import Field
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Plain
from dure.engine.programme.rewriting.proof import at
from dure.engine.programme.rule_places import RuleKind, RulePlace, fields_at, path_of
from dure.engine.rules import RuleError
from dure.engine.rules.form import Group, OwnText, read_form
from dure.web.officer.rule_builder.drafts import BLANK, Draft
from dure.web.words import page_language

KINDS: Mapping[RuleKind, Promise] = {
    "eligibility": lazy("Eligibility rule"),
    "set_aside": lazy("Set-aside"),
    "cap": lazy("Cap"),
    "only_for": lazy("Who gets a benefit"),
    "indicator": lazy("Whom an indicator counts"),
    "asked_if": lazy("When an item is asked"),
    "way": lazy("Where a diagnosis leads"),
}
ADDED: Mapping[RuleKind, Promise] = {
    "eligibility": lazy("A new eligibility rule"),
    "set_aside": lazy("A new set-aside"),
    "cap": lazy("A new cap"),
    "way": lazy("A new way"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A rule of a version, or the list that a new one goes into; ``is_new`` also where a part lacks one."""

    version: ProgrammeVersion
    place: RulePlace
    is_new: bool = False

    @property
    def programme(self) -> Programme:
        """The programme of the version."""
        return loaded(self.version).programme

    @property
    def fields(self) -> Mapping[str, Field]:
        """What the rule may name."""
        return fields_at(self.programme, self.place)

    @property
    def adds_part(self) -> bool:
        """Whether a part of its own comes with the rule."""
        return self.is_new and self.place.form.own

    @property
    def part(self) -> dict[str, Plain]:
        """The part that has the rule, as the file has it; nothing of a new one."""
        document = loaded(self.version).document
        path = None if self.adds_part else path_of(document, self.place)
        found = None if path is None else at(document, path)
        return found if isinstance(found, dict) else {}

    def place_with(self, draft: Draft) -> RulePlace:
        """Return the place that the rule has once it is kept."""
        return self.place.with_id(draft.id) if self.adds_part else self.place


def begun(spot: Spot) -> Draft:
    """Return the draft that the page of a spot begins with: its rule as the file has it."""
    part, form = spot.part, spot.place.form
    text = part.get(form.rule)
    if not isinstance(text, str) or not text:
        return Draft(told=_by_language(part.get(form.told)), basis=_by_language(part.get("basis")))
    return Draft(
        form=_form_of(text, spot.fields),
        text=text,
        id=spot.place.id,
        told=_by_language(part.get(form.told)),
        basis=_by_language(part.get("basis")),
        share=_percent(part.get("share_bp")),
        leads=next((f"{key}:{part[key]}" for key in ("benefit", "stage") if part.get(key)), ""),
    )


def _form_of(text: str, fields: Mapping[str, Field]) -> Group:
    try:
        return read_form(text, fields) if text.strip() else BLANK
    except RuleError:  # what a form of diagnosis does not know is shown as it stands
        return Group("and", (OwnText(text),))


def _by_language(value: Plain) -> dict[str, str]:
    """Return a text of a file by language; a legal basis in one text stands in the first."""
    if isinstance(value, str):
        return {"ko": value, "en": ""}
    known = value if isinstance(value, dict) else {}
    return {name: str(known.get(name) or "") for name in ("ko", "en")}


def _percent(share_bp: Plain) -> str:
    return f"{(Decimal(share_bp) / 100).normalize():f}" if isinstance(share_bp, int) else ""


def change_of(spot: Spot, draft: Draft, rule: str) -> RuleChange:
    """Return what a draft would make of a spot; what cannot be read of it is missing."""
    form = spot.place.form
    key, _colon, id_ = draft.leads.partition(":")
    return RuleChange(
        spot.place_with(draft),
        rule,
        draft.told,
        draft.basis if form.has_basis else None,
        _share_bp(draft.share) if form.has_share else None,
        (key, id_) if form.leads and id_ else None,
        is_new=spot.is_new,
    )


def _share_bp(typed: str) -> int | None:
    try:
        share = Decimal(typed.strip().removesuffix("%").strip() or "x") * 100
    except InvalidOperation:
        return None
    return int(share) if share.is_finite() and share == share.to_integral_value() else None


# --- words ----------------------------------------------------------------------------------------


def where(programme_document: Plain, place: RulePlace) -> str:
    """Return where a rule stands in words: the titles of the parts on the way, or their ids."""
    names: list[str] = []
    for depth in range(1, len(place.ids) + 1):
        path = path_of(programme_document, RulePlace(place.kind, place.ids[:depth]))
        part = None if path is None else at(programme_document, path)
        if isinstance(part, dict):
            names.append(_title(part) or place.ids[depth - 1])
    return " › ".join(names)


def _title(part: Mapping[str, Plain]) -> str:
    title = part.get("title")
    if not isinstance(title, dict):
        return ""
    language = page_language()
    return str(title.get(language) or title.get("en" if language == "ko" else "ko") or "")


def beside(spot: Spot, draft: Draft) -> dict[str, Any]:
    """Return what the page asks beside the rule itself, as its kind has it."""
    form = spot.place.form
    return {
        "told": {"reason": _told_reason(), "title": _told_title(), "note": _told_note()}.get(form.told),
        "share": form.has_share,
        "share_hint": _("Of the places of the stage.")
        if spot.place.kind == "set_aside"
        else _("Of the open places of one executor."),
        "basis": form.has_basis,
        "leads": _targets(spot, draft) if form.leads else [],
    }


def _told_reason() -> dict[str, str]:
    return {
        "title": _("What is told to whoever fails it"),
        "hint": _("A sentence that says what must be so, not the rule."),
    }


def _told_title() -> dict[str, str]:
    return {"title": _("Its title"), "hint": _("Results and notices call the group so.")}


def _told_note() -> dict[str, str]:
    return {"title": _("Note"), "hint": _("What is told to whom it leads there; it can be left out.")}


def _targets(spot: Spot, draft: Draft) -> list[dict[str, Any]]:
    language = page_language()
    listed = [(f"benefit:{one.id}", one.title.to(language)) for one in spot.programme.benefits]
    listed += [(f"stage:{one.id}", one.title.to(language)) for one in spot.programme.stages]
    return [{"value": value, "label": label, "chosen": value == draft.leads} for value, label in listed]
