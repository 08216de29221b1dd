"""Forms of matching: profiles, wishes, orders, answers, rules about pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.matching.profiles import LONGEST_TEXT, MOST_MERCHANTS, MOST_WON, Profile
from dure.domains.matching.queries import Provider
from dure.domains.matching.services.answer_match import LONGEST_REASON
from dure.domains.matching.services.save_wish import Sought
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import code_on, renamed_on
from dure.web.districts import districts_of
from dure.web.matching.words import LANGUAGE_WORDS, REACH_WORDS, SKILL_WORDS, kind_word
from dure.web.places import SECTIONS, province_word, provinces_of
from dure.web.words import place

SECTIONS_SHOWN = "ACFGHIJLMNPQRS"
"""Sections in which small merchants are."""
FIELDS = {
    "provider.skills": "skills",
    "provider.languages": "languages",
    "provider.industries": "industries",
    "provider.reach": "reach",
    "provider.regions": "regions",
    "provider.region": "region",
    "provider.capacity": "capacity",
    "provider.monthly": "monthly",
    "provider.price_won": "price_won",
    "provider.introduction": "introduction",
    "provider.name_ko": "name_ko",
    "provider.kind": "kind",
    "wish.skills": "skills",
    "wish.languages": "languages",
    "wish.text": "text",
    "wish.budget_won": "budget_won",
}
"""At which field a problem of a service stands."""


def _boxes(label: Any, words: Mapping[str, Any], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(words.items()), widget=forms.CheckboxSelectMultiple, **more
    )


def _won(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=MOST_WON,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


def _places(day: date) -> list[Any]:
    found: list[Any] = [("", _("No fixed place"))]
    for code, districts in districts_of(day).items():
        whole = (code, _("%(province)s, the whole province") % {"province": province_word(code)})
        found.append((province_word(code), [whole, *districts.items()]))
    return found


class ProfileForm(forms.Form):
    """A provider's profile."""

    introduction = forms.CharField(
        label=lazy("What you do for merchants"),
        help_text=lazy("Merchants read it, and it is compared with what they write that they seek."),
        max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    skills = _boxes(lazy("What you can do"), SKILL_WORDS)
    industries = _boxes(
        lazy("Trades that you know"), {letter: SECTIONS[letter] for letter in SECTIONS_SHOWN}, required=False
    )
    languages = _boxes(lazy("Languages that you work in"), LANGUAGE_WORDS, required=False)
    region = forms.ChoiceField(label=lazy("Is at"), required=False)
    reach = forms.ChoiceField(
        label=lazy("How far you go"), choices=list(REACH_WORDS.items()), widget=forms.RadioSelect,
        initial="province",
    )  # fmt: skip
    regions = _boxes(lazy("Provinces that you serve beside"), {}, required=False)
    capacity = forms.IntegerField(
        label=lazy("Merchants at a time"),
        help_text=lazy("Over all programmes; nobody new is proposed beyond it."),
        min_value=1, max_value=MOST_MERCHANTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    monthly = forms.IntegerField(
        label=lazy("New merchants a month"),
        help_text=lazy("Leave it empty where there is no such limit. No more are proposed in a month."),
        required=False, min_value=1, max_value=MOST_MERCHANTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    price_won = _won(
        lazy("What a merchant pays you"), lazy("0 where it is free; leave it empty where it is agreed on.")
    )
    listed = forms.BooleanField(
        label=lazy("Show my profile in the public list of providers"),
        help_text=lazy("You can take it back at any time. Your contact is never shown there."),
        required=False,
    )

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        region, regions = self.initial.get("region"), self.initial.get("regions", ())
        self.initial["regions"] = [renamed_on(code, day) for code in regions]
        places, provinces = _places(day), provinces_of(day, regions)
        if region:
            here = code_on(region, day)
            if here not in {code for _name, group in places[1:] for code, _word in group}:
                places.insert(1, (here, place(here)))
            self.initial["region"] = here
        self.fields["region"].choices = places  # type: ignore[attr-defined]
        self.fields["regions"].choices = list(provinces.items())  # type: ignore[attr-defined]

    def profile(self) -> Profile:
        """Return what was told; call it once the form is valid."""
        told = self.cleaned_data
        chosen = set(told["industries"])
        return Profile(
            introduction=told["introduction"],
            skills=tuple(told["skills"]),
            industries=tuple(code for code, letter in SECTION_OF_DIVISION.items() if letter in chosen),
            languages=tuple(told["languages"]),
            region=told["region"],
            reach=told["reach"],
            regions=tuple(told["regions"]),
            capacity=told["capacity"],
            monthly=told["monthly"],
            price_won=told["price_won"],
            listed=told["listed"],
        )

    @staticmethod
    def of(provider: Provider) -> dict[str, Any]:
        """Return what a form about a provider begins with."""
        names = (
            *("introduction", "skills", "languages", "region", "reach", "regions"),
            *("capacity", "monthly", "price_won"),
        )
        begun = {name: getattr(provider, name) for name in (*names, "listed")}
        return begun | {"industries": sorted({SECTION_OF_DIVISION[one] for one in provider.industries})}


class RegisterForm(ProfileForm):
    """A profile with the kind and the name under which somebody works."""

    kind = forms.ChoiceField(label=lazy("How you help merchants"), widget=forms.RadioSelect)
    name_ko = forms.CharField(
        label=lazy("Name under which you work"),
        help_text=lazy("Merchants to whom you are proposed read it. Leave it empty where you were invited."),
        max_length=200, required=False,
    )  # fmt: skip
    name_en = forms.CharField(label=lazy("The same in English"), max_length=200, required=False)
    agrees = forms.BooleanField(
        label=lazy("My profile is shown to merchants and staff of programmes in which I may be matched"),
        help_text=lazy("Your contact is given to a merchant only when both have accepted the match."),
    )
    field_order = ("kind", "name_ko", "name_en", "introduction")

    def __init__(self, *args: Any, kinds: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(one, kind_word(one)) for one in kinds]  # type: ignore[attr-defined]


class OrderForm(forms.Form):
    """Places in an order, one field a candidate: empty, or from 1.

    ``before`` is the order that the page was made from: what was kept elsewhere since is not written over.
    """

    before = forms.RegexField(regex=r"^[0-9,]*$", required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, listed: Sequence[tuple[int, str]], ranked: Sequence[int] = (), **more: Any
    ):
        super().__init__(*args, **more)
        self.standing = ",".join(map(str, ranked))
        self.fields["before"].initial = self.standing
        places = [("", _("No place"))]
        places += [(str(n), _("Place %(number)s") % {"number": n}) for n in range(1, len(listed) + 1)]
        # By the places of those shown: whoever is not, stands behind them.
        here = {pk for pk, _name in listed}
        shown = [pk for pk in ranked if pk in here]
        for pk, name in listed:
            begun = str(shown.index(pk) + 1) if pk in shown else ""
            self.fields[f"place_{pk}"] = forms.ChoiceField(
                label=_("Place of %(name)s") % {"name": name}, choices=places, required=False, initial=begun
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a place that was given twice."""
        told: dict[str, Any] = super().clean() or {}
        given = [place for name, place in told.items() if name.startswith("place_") and place]
        if len(set(given)) != len(given):
            raise forms.ValidationError(_("Each place of the order is for another one."))
        sent = {name for name, place in self.data.items() if name.startswith("place_") and place}
        if sent - set(self.fields):
            raise forms.ValidationError(
                _("Somebody whom you gave a place has left the list. Look at the order and keep it again.")
            )
        return told

    def shown(self) -> frozenset[int]:
        """Return the ids of those to whom the page offered a place."""
        return frozenset(
            int(name.removeprefix("place_")) for name in self.fields if name.startswith("place_")
        )

    def made_from(self) -> tuple[int, ...] | None:
        """Return the order that the page was made from; None for a page that did not say."""
        if "before" not in self.data:
            return None
        return tuple(int(one) for one in self.cleaned_data["before"].split(",") if one)

    def take_up(self) -> None:
        """Let what was typed be kept over the order that stands now, when it is sent again."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["before"] = self.standing  # type: ignore[index]

    def ranked(self) -> tuple[int, ...]:
        """Return the ids in their order."""
        told = [
            (int(place), int(name.removeprefix("place_")))
            for name, place in self.cleaned_data.items()
            if name.startswith("place_") and place
        ]
        return tuple(pk for _place, pk in sorted(told))


class WishForm(OrderForm):
    """What a merchant seeks, and in which order it would have whom."""

    skills = _boxes(lazy("What you need help with"), SKILL_WORDS, required=False)
    text = forms.CharField(
        label=lazy("What you seek, in your words"),
        help_text=lazy("Providers read it without your name. Do not write names or numbers of persons."),
        max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    languages = _boxes(lazy("Languages that are needed"), LANGUAGE_WORDS, required=False)
    budget_won = _won(lazy("What you can pay yourself"), lazy("Leave it empty where you do not know."))

    def sought(self) -> Sought:
        """Return what was told; call it once the form is valid."""
        told = self.cleaned_data
        return Sought(
            tuple(told["skills"]),
            tuple(told["languages"]),
            told["text"],
            told["budget_won"],
            self.ranked(),
            self.shown(),
            self.made_from(),
        )


class AnswerReasonForm(forms.Form):
    """Why a proposal is declined, or a match ended."""

    reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("The other side is told it."), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a profile is withdrawn: asked for where merchants are told it."""

    withdraw_reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("Those merchants are told it."),
        max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RefuseForm(forms.Form):
    """Why a provider is not approved."""

    reason = forms.CharField(
        label=lazy("Reason"), help_text=lazy("The provider is told it."), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ProviderFilter(forms.Form):
    """What the list of providers is filtered by."""

    words = forms.CharField(label=lazy("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=lazy("Helps as"), required=False)
    state = forms.ChoiceField(label=lazy("State"), required=False)

    def __init__(self, data: Mapping[str, Any], kinds: Iterable[str], states: Mapping[str, Any]) -> None:
        super().__init__(data)
        every = ("", _("All"))
        self.fields["kind"].choices = [every, *((one, kind_word(one)) for one in kinds)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *((s, w) for s, (w, _k) in states.items())]  # type: ignore[attr-defined]

    def told(self, name: str) -> str:
        """Return what was chosen; a value that no choice has is left out."""
        self.full_clean()
        return str(self.cleaned_data.get(name, ""))


class PublicFilter(forms.Form):
    """What the public list of providers is filtered by."""

    kind = forms.ChoiceField(label=lazy("Helps as"), required=False)
    skill = forms.ChoiceField(label=lazy("Can do"), required=False)
    region = forms.ChoiceField(label=lazy("Is at"), required=False)

    def __init__(self, data: Mapping[str, Any], kinds: Iterable[str], day: date) -> None:
        super().__init__(data)
        every = ("", _("All"))
        self.fields["kind"].choices = [every, *((one, kind_word(one)) for one in kinds)]  # type: ignore[attr-defined]
        self.fields["skill"].choices = [every, *SKILL_WORDS.items()]  # type: ignore[attr-defined]
        self.fields["region"].choices = [every, *provinces_of(day).items()]  # type: ignore[attr-defined]

    def told(self, name: str) -> str:
        """Return what was chosen; a value that no choice has is left out."""
        self.full_clean()
        return str(self.cleaned_data.get(name, ""))
