"""What a service refused, told at the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from dure.engine.problems import Refused
from dure.language import sentence
from dure.web.words import page_language


def tell(form: forms.Form, refused: Refused, fields: Mapping[str, str] | None = None) -> None:
    """Add each problem to the form: at the field that its code belongs to, else above all of them."""
    for problem in refused.problems:
        form.add_error((fields or {}).get(problem.code), _begun(sentence(problem, page_language())))


def sentences(refused: Refused) -> list[str]:
    """Return each problem as a sentence, where there is no form to tell it at."""
    return [_begun(sentence(problem, page_language())) for problem in refused.problems]


def _begun(text: str) -> str:
    # The catalogue's sentences begin small, for they follow a file and a place on the terminal.
    return text[:1].upper() + text[1:]
