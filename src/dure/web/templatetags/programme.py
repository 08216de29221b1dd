"""Texts of programme files in the page's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.values import Text
from dure.engine.programme.registers import register_of

register = template.Library()


@register.filter
def told(value: Text | str | None) -> str:
    """Return a text of a programme file in the page's language; a legal citation as it is written."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value.to("en" if get_language() == "en" else "ko")


@register.filter
def stage_of(document: Document, programme: Programme) -> Text | None:
    """Return the title of the stage whose applicants hand a document in."""
    stage = programme.stage(document.stage) if document.stage else None
    return stage.title if stage else None


@register.filter
def has_register(document: Document) -> bool:
    """Say whether a document can be taken from a public register that is asked."""
    return register_of(document) is not None
