"""The edge's languages: message ids of the engine become Korean or English sentences here."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dure.engine.problems import Problem

Language = Literal["ko", "en"]
LOCALE_DIR = Path(__file__).parent / "locale"


@lru_cache(maxsize=2)
def _catalogue(language: Language) -> gettext.NullTranslations:
    # English sentences are the message ids themselves: no catalogue is needed for them.
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("dure", localedir=str(LOCALE_DIR), languages=[language])


def translate(message: str, language: Language, params: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a message id in a language, its placeholders filled in."""
    text = _catalogue(language).gettext(message) if message else ""
    return text.format(**params) if params else text


def sentence(problem: Problem, language: Language) -> str:
    """Return a problem as a sentence, without its place."""
    return translate(problem.message, language, problem.params)


def language_of(environ: Mapping[str, str]) -> Language:
    """Return the language that the environment asks for: DURE_LANG, else the locale, else English."""
    asked = environ.get("DURE_LANG", "")
    if asked:
        return "ko" if asked.lower().startswith("ko") else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "ko" if environ[name].lower().startswith("ko") else "en"
    return "en"
