"""A form that shows what was typed and kept, right or wrong, with the problems found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from dure.domains.applications.drafting import StepProblem
from dure.web.merchant.problems import worded
from dure.web.public.profile_form import typed_data

NOT_TYPED = ("csrfmiddlewaretoken", "counter", "tab", "go", "remove", "overwrite", "version", "next")


class TypedForm(forms.Form):
    """Shows typed values; Django's own checks are not made, for the subject makes them."""

    def __init__(self, typed: Mapping[str, Sequence[str]], problems: Iterable[StepProblem] = ()) -> None:
        super().__init__(typed_data(typed))
        self.make_fields()
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        for found in problems:
            self.add_error(found.name if found.name in self.fields else None, worded(found.problem))

    def make_fields(self) -> None:
        """Make the fields; forms say which."""


def typed_in(request: Any) -> dict[str, list[str]]:
    """Return what a request typed in a step: without tokens, buttons and files."""
    return {
        name: values
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and not name.startswith("file.")
    }
