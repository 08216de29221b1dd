"""Forms of the officers' pages about selections and objections."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dure.engine.review.correcting_items import RightMark

LONGEST_REASON = 2000


def _reason(label: Any, told: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=told,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OnceForm(forms.Form):
    """A form that is sent once: whoever presses twice does one thing."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    @classmethod
    def fresh(cls, **initial: object) -> OnceForm:
        return cls(initial={"nonce": secrets.token_hex(8), **initial})


class ProposeForm(OnceForm):
    """Why a selection is proposed, and that it is meant without the scores that are missing."""

    without_scores = forms.BooleanField(
        label=_("I know that choices without a score are dropped"),
        help_text=_("Only if these scores will not come any more."),
        required=False,
    )
    reason = _reason(_("Reason"), _("Kept with the selection, and read by the officer who confirms it."))


class ReasonForm(OnceForm):
    """Why something is done."""

    reason = _reason(_("Reason"), _("Kept with the selection: who did it, when, and why."))


class DownloadForm(forms.Form):
    """Why personal data are downloaded."""

    reason = _reason(
        _("Why you need the file"), _("Downloads are noted with who, when, from where, and why.")
    )


class PreviewDownloadForm(DownloadForm):
    """Why the inputs of a preview are downloaded, and whether facts about the applicants are needed."""

    kind = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[
            ("traits", _("Without facts: only whether somebody counts for a set-aside or a cap")),
            ("facts", _("With the facts that set-asides and caps are judged from")),
        ],
        initial="traits",
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "reason")


class DisqualifyForm(forms.Form):
    """On what ground somebody is to lose a place, and until when to answer, or why nobody is asked."""

    reason = forms.CharField(
        label=_("Ground"),
        help_text=_("The applicant reads it as it stands here: what was found, and which provision."),
        max_length=LONGEST_REASON // 2,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    exempt = forms.ChoiceField(
        label=_("Notice beforehand"),
        help_text=_(
            "Without notice only in the cases of the law (Administrative Procedures Act, article 21(4)); the"
            " applicant reads which."
        ),
        choices=[
            ("", _("Give notice: the applicant may answer before it is decided")),
            ("urgent", _("Without notice: the safety or the good of the public asks for it at once")),
            (
                "proved",
                _("Without notice: a court or the like has proved the fact, and the law leaves no choice"),
            ),
            ("plain", _("Without notice: a hearing is plainly needless, or cannot be held")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Last day to answer"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class ConsideredForm(forms.Form):
    """How the answer to a notice was taken up."""

    reason = forms.CharField(
        label=_("How the answer was taken up, and why it is decided so"),
        help_text=_(
            "The applicant reads it as it stands here. If you send it back it is kept with the place."
        ),
        max_length=LONGEST_REASON // 2,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class GiveUpForm(forms.Form):
    """What an applicant said when giving up a place."""

    reason = _reason(
        _("What the applicant said"),
        _("And how you learnt it: by telephone, by letter. Kept with the place."),
    )


class AcceptanceForm(forms.Form):
    """How and when an applicant said that the place is taken, and what was said."""

    how = forms.ChoiceField(
        label=_("How the applicant told it"),
        choices=[
            ("telephone", _("By telephone")),
            ("writing", _("In writing: letter, mail, message")),
            ("in_person", _("In person")),
        ],
        widget=forms.RadioSelect,
    )
    told_on = forms.DateField(
        label=_("Day on which it was told"),
        help_text=_("It counts by this day, as long as the place is offered."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = _reason(
        _("What the applicant said"), _("And who said it, to whom. Kept with the place in the event log.")
    )


class DecisionFilter(forms.Form):
    """What the list of decisions is filtered by."""

    number = forms.CharField(
        label=_("Receipt number"),
        help_text=_("Its last digits are enough."),
        required=False,
        max_length=80,
    )
    decision = forms.ChoiceField(label=_("Decision"), required=False)
    executor = forms.ChoiceField(label=_("Executor"), required=False)

    def __init__(self, data: object, executors: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        everything = ("", _("All"))
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            everything,
            ("selected", _("Selected")),
            ("reserve", _("Reserve list")),
            ("not_selected", _("Not selected")),
        ]
        self.fields["executor"].choices = [everything, *executors]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """To which officer an objection is given."""

    officer = forms.TypedChoiceField(
        label=_("Officer"),
        help_text=_("Only officers who took no part in this decision."),
        coerce=int,
        widget=forms.Select,
    )

    def __init__(self, data: object, officers: Sequence[tuple[int, str]], **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["officer"].choices = [("", _("Choose one")), *officers]  # type: ignore[attr-defined]


class ExtendForm(OnceForm):
    """Why an objection cannot be answered in time."""

    reason = _reason(_("Reason"), _("The applicant is told. The period can be extended once."))


class OutcomeForm(OnceForm):
    """Whether an objection is right."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            ("granted", _("Grant: the objection is right")),
            ("dismissed", _("Dismiss: the decision stands")),
        ],
        widget=forms.RadioSelect,
    )


class AnswerForm(OutcomeForm):
    """The answer to an objection to a decision of a selection."""

    effect = forms.ChoiceField(
        label=_("If granted: what it does"),
        required=False,
        choices=[
            ("reserve", _("Into the order of the reserve list; a free place goes by it at once")),
            ("corrected", _("The score at the executor is put right; what it gives follows by the rules")),
            ("placed", _("A place over the quota, on a basis that you name")),
            ("restored", _("The place taken by disqualification is given back")),
            ("noted", _("Noted; no place changes")),
        ],
        widget=forms.RadioSelect,
    )
    executor = forms.ChoiceField(label=_("Executor"), required=False)
    score = forms.DecimalField(
        label=_("Corrected score"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
    )
    basis = forms.CharField(
        label=_("Basis of a place over the quota, or why the score was wrong"),
        help_text=_("The provision, or the decision by whom and when. Kept with the objection."),
        required=False,
        max_length=1000,
    )
    answer = _reason(_("Reasons"), _("The applicant reads them as they stand here."))

    def __init__(
        self,
        data: object,
        executors: Sequence[tuple[str, str]],
        *,
        taken: bool = False,
        criteria: Sequence[tuple[str, str]] = (),
        marks_make_the_score: bool = False,
        one_score: bool = False,
        **more: object,
    ) -> None:
        """Ask for ``criteria`` (key, title) too, each with a mark and why; they may make the whole score.

        ``one_score``: an application has one for all executors, so that no executor is asked for with it.
        """
        super().__init__(data, **more)  # type: ignore[arg-type]
        self._criteria = criteria
        for key, title in criteria:
            self.fields[f"mark.{key}"] = forms.DecimalField(
                label=_("Corrected mark: %(criterion)s") % {"criterion": title},
                required=False,
                min_value=0,
                max_value=100,
                max_digits=6,
                decimal_places=3,
            )
            self.fields[f"why.{key}"] = forms.CharField(
                label=_("Why it was wrong: %(criterion)s") % {"criterion": title},
                required=False,
                max_length=500,
            )
        if one_score:
            self.fields["executor"].help_text = _(
                "For a place, or a reserve list. A score that is put right is the same at all executors:"
                " it is put right at every one that was chosen."
            )
            self.fields["effect"].choices = [  # type: ignore[attr-defined]
                (
                    name,
                    _("The score is put right at every executor chosen; what it gives follows by the rules"),
                )
                if name == "corrected"
                else (name, said)
                for name, said in self.fields["effect"].choices  # type: ignore[attr-defined]
            ]
        self.fields["score"].help_text = _score_told(one_score, marks_make_the_score)
        self.fields["executor"].choices = [("", _("Choose one")), *executors]  # type: ignore[attr-defined]
        # Who lost a place stands on no reserve list; whoever did not has none that could be given back.
        never = "reserve" if taken else "restored"
        effect = self.fields["effect"]
        effect.choices = [one for one in effect.choices if one[0] != never]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for key, _title in self._criteria:
            if given.get("effect") != "corrected":
                continue
            if given.get(f"mark.{key}") is not None and not given.get(f"why.{key}"):
                self.add_error(f"why.{key}", _("Say why the mark was wrong: the applicant reads it."))
            elif given.get(f"why.{key}") and given.get(f"mark.{key}") is None and f"mark.{key}" in given:
                self.add_error(f"mark.{key}", _("Write the mark as it should have been."))
        return given

    def marks(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the controls of each criterion: its mark, and why."""
        return [(self[f"mark.{key}"], self[f"why.{key}"]) for key, _title in self._criteria]

    def rights(self) -> tuple[RightMark, ...]:
        """Return the marks that are put right."""
        given = self.cleaned_data
        return tuple(
            RightMark(key, int(given[f"mark.{key}"] * 1000), given[f"why.{key}"])
            for key, _title in self._criteria
            if given[f"mark.{key}"] is not None
        )


def _score_told(one_score: bool, marks_make_the_score: bool) -> str:
    """Return what is to be written as the corrected score."""
    whole = (
        _("The whole score, the same at every executor, 0 to 100, with three decimals at most.")
        if one_score
        else _("The whole score at that executor, 0 to 100, with three decimals at most.")
    )
    empty = _("Leave it empty where the marks that you put right below make it.")
    return f"{whole} {empty}" if marks_make_the_score else str(whole)


class AnswerRefusalForm(OutcomeForm):
    """The answer to an objection to a refusal at the document check: only what can be done now is offered."""

    effect = forms.ChoiceField(label=_("If granted: what it does"), required=False, widget=forms.RadioSelect)
    answer = _reason(_("Reasons"), _("The applicant reads them as they stand here."))

    def __init__(self, data: object, effects: Sequence[str], **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        told = {
            "reopened": _("The document check goes on where it was, and you or a colleague ends it"),
            "accepted": _("Accepted at once, if every document and rule is in order"),
            "noted": _("Noted; the application and the selection stay as they are"),
        }
        self.fields["effect"].choices = [(one, told[one]) for one in effects]  # type: ignore[attr-defined]
        self.fields["effect"].initial = effects[0] if effects else None
        if not effects:
            self.fields["outcome"].choices = self.fields["outcome"].choices[1:]  # type: ignore[attr-defined]
