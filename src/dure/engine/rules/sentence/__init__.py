"""A rule as a sentence for people, in Korean or English, with law and days as of an occasion."""

from __future__ import annotations

from typing import Literal

from dure.engine.rules.binding import Occasion
from dure.engine.rules.sentence.english import English
from dure.engine.rules.sentence.korean import Korean
from dure.engine.rules.sentence.words import Words
from dure.engine.rules.tree import Rule

__all__ = ["Words", "rule_sentence"]


def rule_sentence(rule: Rule, occasion: Occasion, words: Words, language: Literal["ko", "en"]) -> str:
    """Return a rule as one sentence; ``words`` has the names of fields and codes in that language.

    Raises MissingParameter where the law has no value for the day that a ``param()`` asks for.
    """
    writer = Korean(words, occasion) if language == "ko" else English(words, occasion)
    return writer.sentence(rule.test)
