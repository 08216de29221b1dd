"""What a service refused, as sentences; what a role does not allow, as 403."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dure.domains.accounts.refusals import NotAllowed
from dure.engine.problems import Problem
from dure.engine.programme.models.values import Text
from dure.language import Language, translate
from dure.web.templatetags.days import day_text
from dure.web.words import page_language

View = Callable[..., HttpResponse]


def forbidden_where_not_allowed(view: View) -> View:
    """Answer 403 where a service says that the role does not allow the act."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied from refused

    return guarded


def sentence_of(problem: Problem) -> str:
    """Return a problem as a sentence of the page's language; titles and days in it in that language too."""
    language = page_language()
    params = {name: _worded(value, language) for name, value in problem.params.items()}
    text = translate(problem.message, language, params)
    return text[:1].upper() + text[1:]


def _worded(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.to(language)
    return day_text(value) if type(value) is date else value


def placed(problem: Problem) -> str:
    """Return a problem of a table with its row and column before it, where it has them."""
    text = sentence_of(problem)
    params = problem.params
    if "row" in params and "column" in params:
        place = {"row": params["row"], "column": params["column"], "text": text}
        return _("row %(row)s, column %(column)s: %(text)s") % place
    return text


def placed_in_line(problem: Problem) -> str:
    """Return a problem of a file of lines with the line before it, where it has one."""
    text = sentence_of(problem)
    return (
        text if problem.line is None else _("line %(line)s: %(text)s") % {"line": problem.line, "text": text}
    )


def placed_in_file(problem: Problem) -> str:
    """Return a problem of a programme file with its line and column before it, where it has them."""
    if problem.line is None:
        return placed(problem)
    text = translate(problem.message, page_language(), problem.params)
    place = {"line": problem.line, "column": problem.column, "text": text}
    return _("line %(line)s, column %(column)s: %(text)s") % place


def lines(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return problems as the error summary takes them."""
    return [{"text": placed(problem)} for problem in problems]
