"""The rubric as a form: one field a criterion, a comment, and the version that it was filled in from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from dure.domains.review.queries import StageReview, criteria
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.language import sentence
from dure.web.templatetags.amounts import percent
from dure.web.templatetags.programme import told
from dure.web.words import page_language


class ScoreForm(forms.Form):
    """Marks as they are typed; what they are is for the service to say."""

    outdated = False
    """Whether what is shown was changed by others since it was filled in."""

    def __init__(
        self,
        data: Any = None,
        *,
        review: StageReview,
        marks: Mapping[str, int] | None = None,
        comment: str = "",
        version: int | None = None,
        remarks: Mapping[str, str] | None = None,
    ) -> None:
        initial: dict[str, Any] = {"comment": comment, "version": version}
        initial |= {name: mark_text(mark) for name, mark in (marks or {}).items()}
        initial |= {f"said.{name}": text for name, text in (remarks or {}).items()}
        super().__init__(data, initial=initial, use_required_attribute=False)
        self._criteria = criteria(review)
        items = {item.id: item for item in review.rubric.items} if review.rubric else {}
        for name in self._criteria:
            item = items.get(name)
            label = f"{told(item.title)} ({percent(item.weight_bp)})" if item else _("Score")
            hint = _("0 to 100, up to three decimals.")
            self.fields[name] = forms.CharField(
                label=label,
                help_text=f"{told(item.guidance)} {hint}" if item and item.guidance else hint,
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
            )
            # Marked as needed, for it is to submit; a draft may have gaps, so only the service asks for it.
            self.fields[name].required = True
            if remarks is not None and items:
                self.fields[f"said.{name}"] = forms.CharField(
                    label=_("Comment on %(criterion)s") % {"criterion": told(items[name].title)},
                    max_length=1000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"),
            help_text=_("For the record of the review; the applicant may ask to see it."),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def status(self) -> int:
        """The status of a page with this form: 409 where somebody else, or another window, was faster."""
        return 409 if self.outdated else 422 if self.errors else 200

    def _tell_what_stands(self) -> None:
        self.outdated = True
        for name in self._criteria:
            mark = self.initial.get(name)
            stands = _("Saved now: %(mark)s points.") % {"mark": mark} if mark else _("No mark is saved now.")
            self.fields[name].help_text = f"{stands} {self.fields[name].help_text}"
        stood = {"version": [str(self.initial["version"] or "")]}
        self.data = MultiValueDict({name: [value] for name, value in self.data.items()} | stood)

    def typed(self) -> dict[str, str]:
        """Return the marks as typed, by criterion."""
        return {name: str(self.data.get(name, ""))[:40] for name in self._criteria}

    def told_version(self) -> int | None:
        """Return the version that the form was filled in from."""
        text = str(self.data.get("version", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def told_comment(self) -> str:
        return str(self.data.get("comment", ""))

    def told_remarks(self) -> dict[str, str]:
        """Return what is said of single criteria."""
        return {name: str(self.data.get(f"said.{name}", "")) for name in self._criteria}

    def tell(self, refused: Refused) -> None:
        """Add each problem at its criterion, else above all.

        Where the sheet was changed since the form was filled in, what stands now is told beside each mark,
        and what was typed is kept: sent once more it takes the place of what was shown.
        """
        if any(problem.code == "score.changed" for problem in refused.problems):
            self._tell_what_stands()
        for name in self._criteria:
            self.fields[name].required = False
        self.is_valid()
        for problem in refused.problems:
            text = sentence(problem, page_language())
            item = problem.params.get("item")
            self.add_error(item if item in self.fields else None, text[:1].upper() + text[1:])
        for name in self._criteria:
            self.fields[name].required = True
