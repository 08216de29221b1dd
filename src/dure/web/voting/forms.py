"""Forms of public votes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dure.domains.voting.queries import CandidatePicture
from dure.domains.voting.services.put_picture import LONGEST_ALT
from dure.engine.profile.region import code_on
from dure.web.districts import district
from dure.web.officer.selection_forms import LONGEST_REASON, OnceForm
from dure.web.words import province


class BallotForm(forms.Form):
    """What a voter says before the identity is verified."""

    region = forms.ChoiceField(
        label=_("Where you live"), help_text=_("This vote is for the people of these regions.")
    )
    consent = forms.BooleanField(
        label=_("I agree that what is named above is kept for this vote"),
        error_messages={"required": _("A vote needs your consent: say yes to it, or leave the page.")},
    )

    def __init__(self, regions: tuple[str, ...], day: date, data: QueryDict | None) -> None:
        super().__init__(data)
        if not regions:
            del self.fields["region"]
            return
        choices = [
            ("", _("Choose")),
            *((code, _region(code)) for code in dict.fromkeys(code_on(one, day) for one in regions)),
        ]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]


def _region(code: str) -> str:
    return f"{province(code[:2])} {district(code)}".strip()


class PictureForm(forms.Form):
    """A picture and the words that stand for it; while one stands, other words alone will do."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("Of the product or the shop, upright, each side 200 to 6,000 points. Show no people."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )
    alt = forms.CharField(
        label=_("What is to be seen"),
        help_text=_("Whoever does not see the picture hears this: “Shelf with six clay cups”."),
        max_length=LONGEST_ALT,
    )

    def __init__(self, standing: CandidatePicture | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = standing is None
        if standing is not None:
            self.initial = {"alt": standing.alt}


class SetAsideForm(OnceForm):
    """Why ballots should not count."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Published with the result: name no person."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VoteReasonForm(OnceForm):
    """Why something is done with a vote."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the vote: who did it, when, and why."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
