"""A page that would judge, where the law tables lack a figure for the day, says so in words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dure.engine.law.dated import MissingParameter
from dure.web.officer.problems import sentence_of


class UnjudgedMiddleware:
    """Answers 409 with the parameter and the day; whatever was begun is taken back by its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Word what the law tables lack; every other exception goes its way."""
        if not isinstance(exception, MissingParameter):
            return None
        lines = [sentence_of(problem) for problem in exception.problems]
        return render(request, "unjudged.html", {"what": " ".join(lines)}, status=409)
