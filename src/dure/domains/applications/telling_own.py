"""What the people of an application are told of what they did themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from dure.domains.applications.models import Application
from dure.domains.applications.telling import LANGUAGES, both, fact_title, recipients
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.engine.problems import msg
from dure.engine.programme.models.programme import Programme
from dure.language import Language, translate

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


def tell(
    this: Act,
    application: Application,
    programme: Programme,
    *,
    template: str,
    occasion: object,
    **parameters: Any,
) -> None:
    """Tell everybody who acts for the merchant; ``occasion`` makes one act tell once."""
    told = {"at": this.now.isoformat(), **parameters}
    told_to = recipients([application.pk], programme.title, lambda _: told)
    notify(this, told_to, template=template, key=f"{application.pk}/{occasion}")


def next_step(programme: Programme) -> Mapping[str, str]:
    """Return what comes after handing in, in both languages: the first stage and the day of its result."""
    opened = programme.open_benefit
    if opened is not None and opened.open is not None:
        message = (
            msg("{benefit} is granted by applying, in the order of receipt: you are told right away.")
            if opened.open.granted_by == "submission"
            else msg("First your documents are checked, then {benefit} is granted in the order of receipt.")
        )
        titles = {language: opened.title.to(language) for language in LANGUAGES}
        return {one: translate(message, one, {"benefit": titles[one]}) for one in LANGUAGES}
    if not programme.stages:
        message = msg("Your documents are checked, and you are told what comes of it.")
        return {language: translate(message, language) for language in LANGUAGES}
    stage = programme.stages[0]
    on = stage.dates.announced_on
    if on is None:
        message = msg("First your documents are checked, then comes {stage}.")
    else:
        message = msg("Your documents are checked; the result of {stage} is due on {day}.")
    return {
        language: translate(message, language, {"stage": stage.title.to(language), "day": _day(on, language)})
        for language in LANGUAGES
    }


def _day(on: date | None, language: Language) -> str:
    if on is None:
        return ""
    if language == "ko":
        return f"{on.year}. {on.month}. {on.day}."
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def changed_parts(programme: Programme, changes: Collection[str]) -> list[Mapping[str, str]]:
    """Return what a change touched, in both languages: names of things, never what they hold."""
    titles = {f"answer.{question.id}": question.title for question in programme.questions}
    titles |= {f"document.{document.id}": document.title for document in programme.documents}
    titles |= {f"consent.{consent.id}": consent.title for consent in programme.consents}
    chosen = msg("executors chosen and their order")
    told: list[Mapping[str, str]] = []
    for key in sorted(changes):
        kind, name = key.split(".", 1)
        if kind == "fact":
            told.append(fact_title(name))
        elif kind == "choices":
            told.append({language: translate(chosen, language) for language in LANGUAGES})
        elif key in titles:
            told.append(both(titles[key]))
    return told
