"""Notices in words: templates are data (``templates/ID.toml``), in both languages, with checked parameters.

A placeholder is ``{name}``. A line of the body that has a placeholder whose optional parameter is absent
is left out, and with a list the line before it that ends in a colon.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")
FOLDER = Path(__file__).parent / "templates"
PARAMETERS = "parameters"
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SEOUL = ZoneInfo("Asia/Seoul")
_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a template takes under a name: its kind, an example, and for codes their words."""

    name: str
    kind: Literal["text", "word", "number", "moment", "list"]
    example: Any
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and body in one language."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of notice. ``rights``: it decides about rights, and says how and until when to object."""

    id: str
    rights: bool
    takes: tuple[str, ...]
    optional: tuple[str, ...]
    wordings: Mapping[str, Wording]
    own_examples: Mapping[str, Any]

    def examples(self) -> dict[str, Any]:
        """Return an example of each parameter, for the preview."""
        told = {name: parameters()[name].example for name in (*self.takes, *self.optional)}
        return told | dict(self.own_examples)


@cache
def parameters() -> dict[str, Parameter]:
    """Return every parameter by its name."""
    told = tomllib.loads((FOLDER / f"{PARAMETERS}.toml").read_text(encoding="utf-8"))
    return {
        name: Parameter(name, found["kind"], found["example"], found.get("words", {}))
        for name, found in told.items()
    }


@cache
def templates() -> dict[str, Template]:
    """Return every template by its id, in order of the ids."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml")) if path.stem != PARAMETERS}


def _read(path: Path) -> Template:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Template(
        id=path.stem,
        rights=told.get("rights", False),
        takes=tuple(told["takes"]),
        optional=tuple(told.get("optional", ())),
        wordings={
            language: Wording(told[language]["subject"], told[language]["body"].strip())
            for language in LANGUAGES
        },
        own_examples=told.get("examples", {}),
    )


def check(template: str, given: Mapping[str, Any]) -> None:
    """Raise LookupError or ValueError where a notice could not be worded from what is given.

    These are mistakes of the program, found when the notice is made and not when the letter is due.
    """
    if template not in templates():
        raise LookupError(f"no notice is called {template}")
    found = templates()[template]
    known = {*found.takes, *found.optional}
    wrong = [f"lacks {name}" for name in found.takes if _is_absent(given.get(name))]
    wrong += [f"does not take {name} (see {template}.toml)" for name in given if name not in known]
    for name, value in given.items():
        if name in known and not _is_absent(value) and not _fits(parameters()[name], value):
            wrong.append(f"cannot word {name}: {value!r}")
    if wrong:
        raise ValueError(f"notice {template} " + "; ".join(wrong))


def worded(template: str, language: str, given: Mapping[str, Any]) -> Wording:
    """Return subject and body of a notice in a language (Korean for any other than ``en``)."""
    chosen: Language = "en" if language == "en" else "ko"
    wording = templates()[template].wordings[chosen]
    texts = {
        name: _text(parameters()[name], value, chosen)
        for name, value in given.items()
        if name in parameters() and not _is_absent(value)
    }
    lines: list[str] = []
    for line in wording.body.splitlines():
        if all(name in texts for name in PLACEHOLDER.findall(line)):
            lines.append(_filled(line, texts))
        elif PLACEHOLDER.fullmatch(line.strip()) and lines and lines[-1].endswith(":"):
            lines.pop()  # the heading of a list that is not there
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Wording(_filled(wording.subject, texts), body)


def _filled(text: str, texts: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: texts.get(match[1], ""), text)


def _is_absent(value: object) -> bool:
    return value is None or value in ("", [], {}, ())


def _fits(parameter: Parameter, value: Any) -> bool:
    match parameter.kind:
        case "text":
            return _is_text(value)
        case "list":
            return isinstance(value, list | tuple) and all(_is_text(item) for item in value)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "word":
            return isinstance(value, str) and value in parameter.words
        case "moment":
            return _moment(value) is not None


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return True
    if isinstance(value, Mapping):
        return all(isinstance(value.get(language), str) for language in LANGUAGES)
    return isinstance(value, int)


def _text(parameter: Parameter, value: Any, language: Language) -> str:
    match parameter.kind:
        case "list":
            return "\n".join(f"- {_plain(item, language)}" for item in value)
        case "number":
            return f"{value:,}"
        case "word":
            return parameter.words[value][language]
        case "moment":
            moment = _moment(value)
            assert moment is not None, "checked when the notice was made"
            return _said(moment, language)
        case _:
            return _plain(value, language)


def _plain(value: Any, language: Language) -> str:
    return str(value[language] if isinstance(value, Mapping) else value)


def _moment(value: Any) -> date | None:
    """Return a day or an aware instant from its ISO text, or None."""
    return _read_moment(value) if isinstance(value, str) else None


@lru_cache(maxsize=256)
def _read_moment(value: str) -> date | None:
    # A publication tells tens of thousands the same days.
    try:
        if len(value) == len("2025-03-24"):
            return date.fromisoformat(value)
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _said(moment: date, language: Language) -> str:
    """Return a day, or an instant in Korean time, with its weekday.

    >>> _said(date(2025, 3, 24), "ko"), _said(date(2025, 3, 24), "en")
    ('2025. 3. 24.(월)', '24 Mar 2025 (Mon)')
    """
    local = moment.astimezone(_SEOUL) if isinstance(moment, datetime) else None
    day = local.date() if local else moment
    weekday = _WEEKDAYS[language][day.weekday()]
    said = (
        f"{day.year}. {day.month}. {day.day}.({weekday})"
        if language == "ko"
        else f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({weekday})"
    )
    return f"{said} {local:%H:%M}" if local else said
