"""What can be done next on a page, each with a form of its own, and which of them was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from dure.engine.problems import Refused
from dure.web.people.problems import sentences, tell

FIELDS = {
    "recoveries.until": "until", "recoveries.reason": "reason", "recoveries.words": "words",
    "recoveries.late": "words", "recoveries.back": "back_won", "recovering.back": "back_won",
    "recovering.surcharge": "surcharge", "recoveries.due": "due_on", "recoveries.considered": "considered",
    "recoveries.nothing": "back_won", "sanctions.until": "ban_until", "recoveries.won": "won",
    "recoveries.too_much": "won", "debts.more": "won", "recoveries.on": "on",
    "recoveries.reference": "reference", "recoveries.reference_used": "reference",
    "recovering.count": "count", "recovering.first": "first_on", "objection.grounds": "grounds",
    "objection.long": "grounds", "objection.late": "grounds", "sanctions.reason": "reason",
    "recoveries.items": "causes", "recoveries.ground": "ground", "recoveries.basis": "basis",
    "recoveries.facts": "facts", "payments.handed_on": "handed_on", "payments.reference": "reference",
    "file.empty": "file", "file.large": "file", "file.type": "file", "file.script": "file",
    "file.locked": "file", "file.packed": "file", "file.broken": "file", "file.two_in_one": "file",
}  # fmt: skip


@dataclass(slots=True)
class Step:
    """One thing that can be done."""

    name: str
    title: str
    form: Callable[..., forms.Form] | None
    do: Callable[[dict[str, Any]], str]
    """Does it with what was typed, and returns what to say of it."""
    submit: str = ""
    note: str = ""
    danger: bool = False
    multipart: bool = False
    initial: dict[str, Any] | None = None
    shown: forms.Form | None = None

    def bound(self, request: HttpRequest | None) -> forms.Form:
        """Return its form, with what was sent where it is this one's."""
        made = self.form or forms.Form
        more: dict[str, Any] = {"auto_id": f"{self.name}-%s", "initial": self.initial or {}}
        if request is None:
            return made(**more)
        return made(request.POST, request.FILES, **more)


def took(request: HttpRequest, steps: Sequence[Step]) -> tuple[str, list[str]]:
    """Do what was asked for; return what to say of it, or the problems that stand at no field."""
    problems: list[str] = []
    for step in steps:
        if request.method != "POST" or step.name not in request.POST:
            step.shown = step.bound(None)
            continue
        step.shown = step.bound(request)
        if not step.shown.is_valid():
            continue
        try:
            return step.do(step.shown.cleaned_data), []
        except Refused as refused:
            if step.form is None:
                problems = sentences(refused)
            else:
                tell(step.shown, refused, {c: f for c, f in FIELDS.items() if f in step.shown.fields})
    return "", problems


def went_wrong(steps: Sequence[Step], problems: Sequence[str]) -> bool:
    """Say whether something that was sent could not be done."""
    return bool(problems) or any(step.shown is not None and step.shown.errors for step in steps)
