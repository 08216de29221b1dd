"""What a rule can ask about, as officers read it: in groups, with unit and meaning, found by searching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.columns import ANSWER, LEVEL, owner_of
from dure.engine.profile.fields import Field
from dure.engine.programme.fields import fields_of
from dure.engine.programme.form_fields import RANK, SCORE, items_of
from dure.engine.programme.models.diagnosis import Item
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.rule_places import RulePlace, fields_at
from dure.engine.rules.form.subjects import YEARS_SINCE, shape_of
from dure.language.hangul import matches
from dure.web.column_words import beside_text, column_label
from dure.web.public.profile_words import UNITS
from dure.web.words import page_language

GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (
        _("The business"),
        (
            *("business_status", "closed", "closed_on", f"{YEARS_SINCE}closed_on", "legal_form"),
            *("opened_on", f"{YEARS_SINCE}opened_on", "name", "business_no"),
        ),
    ),
    (_("Size and sales"), ("small_merchant", "employees", "annual_sales")),
    (_("Industry and place"), ("ksic", "ksic_revision", "region", "in_capital_area", "market_id")),
    (_("Selling online"), ("online_sales_share", "mail_order_no", "channels")),
    (_("The owner"), ("owner_birth_year", "youth_led", "owner_female")),
    (
        _("Standing and titles"),
        ("tax_arrears", "sanctioned_until", "credit_score", "credit_bureau", "designations"),
    ),
)
OWN_GROUPS: tuple[tuple[Promise, str], ...] = (
    (_("Questions of this call"), ANSWER),
    (_("Levels by diagnosis"), LEVEL),
)
OF_FORM: tuple[Promise, Promise] = (_("Results of diagnosis"), _("Items of this form"))
LABELS: Mapping[str, Promise] = {
    "small_merchant": _("Is a small merchant by law"),
    "closed": _("Is closed"),
    "in_capital_area": _("Is in the capital area"),
    "youth_led": _("Led by a young owner"),
    f"{YEARS_SINCE}opened_on": _("Years since opening"),
    f"{YEARS_SINCE}closed_on": _("Years since closing"),
}
MEANINGS: Mapping[str, Promise] = {
    "business_status": _("In business, suspended or closed, as the tax service has it."),
    "closed": _("By the business status, or by a closing day on or before the reference day."),
    "closed_on": _("The day of closing; none where the business is not closed."),
    f"{YEARS_SINCE}closed_on": _("Whole years from closing to the reference day."),
    "legal_form": _("Sole owner or corporation."),
    "opened_on": _("The day of opening on the business registration certificate."),
    f"{YEARS_SINCE}opened_on": _("Whole years from opening to the reference day."),
    "name": _("The name of the business, letter by letter."),
    "business_no": _("The business registration number, ten digits."),
    "small_merchant": _("Employees and sales within the limits of its industry, under the law of the day."),
    "employees": _("Mean of the month-ends of the year, without the owner; fractions count."),
    "annual_sales": _("Mean of the last three years, or of fewer if the business is younger."),
    "ksic": _("By the first digits of the code: 47 is all of retail."),
    "ksic_revision": _("The revision of the classification that the code is written in."),
    "region": _("By the first digits of the code: 51 is all of Gangwon. Old codes are understood."),
    "in_capital_area": _("Seoul, Incheon or Gyeonggi."),
    "market_id": _("The traditional market or shopping street that the business belongs to; can be none."),
    "online_sales_share": _("Sales made online among all sales of last year: 0.5 is half."),
    "mail_order_no": _("The number of its mail-order registration; can be none."),
    "channels": _("Where it sells online, such as smartstore; can be none."),
    "owner_birth_year": _("The year in which the owner was born."),
    "youth_led": _("The owner is 39 or younger on the opening day of the call."),
    "owner_female": _("The owner is a woman."),
    "tax_arrears": _("National or local taxes are in arrears."),
    "sanctioned_until": _("The last day of a ban from support programmes; none where there is no ban."),
    "credit_score": _("The owner's personal score at a credit bureau, 0 to 1,000."),
    "credit_bureau": _("The bureau that the score is from."),
    "designations": _("Titles such as hundred-year store; can be none."),
}
PARAMETERS: Mapping[str, Promise] = {
    "small_merchant_employees_large": _("Employee limit of small merchants in manufacturing and the like"),
    "small_merchant_employees_other": _("Employee limit of small merchants in other industries"),
    "sme_sales_ceiling_lowest": _("Lowest sales ceiling of small and medium enterprises"),
    "youth_age": _("Oldest age of a young owner"),
    "hundred_year_store_years": _("Years in business of a hundred-year store"),
    "master_maker_years": _("Years in business of a master maker"),
    "low_credit_score_nice": _("Highest NICE score that counts as low credit"),
    "low_credit_score_kcb": _("Highest KCB score that counts as low credit"),
    "self_employed_insured_years": _("Years insured for unemployment benefit of the self-employed"),
    "self_employed_insured_employees": _("Limit of employees for employment insurance of the self-employed"),
    "self_employed_benefit_draw_months": _("Months to draw unemployment benefit of the self-employed"),
    "storm_insurance_cover_won": _("Most that storm-and-flood insurance covers"),
    "message_credit_won": _("Most message credit of one merchant"),
    "tax_clearance_days": _("Days for which a tax clearance is good"),
    "objection_file_days": _("Days to object to a decision"),
    "objection_answer_days": _("Days to answer an objection"),
    "objection_extension_days": _("Days by which the answer to an objection may be late"),
}
FIGURES: Mapping[str, tuple[str, ...]] = {
    "employees": (
        *("small_merchant_employees_other", "small_merchant_employees_large"),
        "self_employed_insured_employees",
    ),
    "annual_sales": ("sme_sales_ceiling_lowest",),
    "credit_score": ("low_credit_score_nice", "low_credit_score_kcb"),
    f"{YEARS_SINCE}opened_on": ("hundred_year_store_years", "master_maker_years"),
}
"""Which figures of the law are of the same kind as what is asked about; beside it the builder offers them.

A rule can name every figure beside every number; what stands in a rule already is offered whatever it is.
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to ask about."""

    what: str
    label: str
    unit: str
    meaning: str


class Facts:
    """What the rule at a place can ask about: the profile, questions, diagnosis levels, items of its form."""

    def __init__(self, programme: Programme, place: RulePlace | None = None) -> None:
        self.programme = programme
        self.fields: Mapping[str, Field] = fields_at(programme, place) if place else fields_of(programme)
        language = page_language()
        of_form = place is not None and place.kind in ("asked_if", "way")
        forms = [form for form in programme.diagnosis if of_form]
        self._levels = {form.id: form.title.to(language) for form in forms}
        self._items: dict[str, Item] = {
            item.id: item for form in forms if place and form.id == place.ids[0] for item in items_of(form)
        }

    def _own_label(self, what: str) -> str | None:
        """Return what an item or a result of a form is called; None for what is of no form."""
        if what in self._items:
            return now("Answer to “%(question)s”") % {"question": self._items[what].title.to(page_language())}
        kind, _dot, form = what.rpartition(".")
        if form not in self._levels or kind not in ("", RANK, SCORE):
            return None
        told = {"form": self._levels[form]}
        if kind == RANK:
            return now("Level by the diagnosis “%(form)s”, counted from 1 up") % told
        text = now("Points of the diagnosis “%(form)s”") if kind else now("Level by the diagnosis “%(form)s”")
        return text % told

    def code_word(self, name: str, code: str) -> str | None:
        """Return what an answer or a level is called; None for codes of the profile."""
        if name in self._items:
            titles = {choice.id: choice.title for choice in self._items[name].choices}
            return titles[code].to(page_language()) if code in titles else code
        if name in self._levels:
            return beside_text(f"{LEVEL}.{name}", code, self.programme)
        return beside_text(name, code, self.programme) if owner_of(name) else None

    def subject(self, what: str) -> Subject:
        """Return what is asked about in words."""
        label = self._own_label(what) or (
            str(LABELS[what]) if what in LABELS else column_label(what, self.programme)
        )
        unit = str(_("years")) if what.startswith(YEARS_SINCE) else str(UNITS.get(what, ""))
        if what == "online_sales_share":
            unit = ""  # a rule has the share itself, 0 to 1, not the percentage that merchants are asked for
        return Subject(what, label, unit, str(MEANINGS.get(what, "")))

    def grouped(self) -> list[tuple[str, list[Subject]]]:
        """Return everything that can be asked about, by group; the programme's own in the last ones."""
        groups = [(str(name), [what for what in whats if self._known(what)]) for name, whats in GROUPS]
        groups += [
            (str(name), [f for f in self.fields if owner_of(f) == owner]) for name, owner in OWN_GROUPS
        ]
        listed = {what for _name, whats in groups for what in whats}
        own = [what for what in self.fields if what not in listed and self._own_label(what)]
        groups += [
            (str(OF_FORM[0]), [what for what in own if what not in self._items]),
            (str(OF_FORM[1]), [what for what in own if what in self._items]),
        ]
        return [(name, [self.subject(what) for what in whats]) for name, whats in groups if whats]

    def found(self, query: str) -> list[tuple[str, list[Subject]]]:
        """Return what a query finds by label, name or meaning, by group; everything for an empty one."""
        listed = [
            (name, [one for one in subjects if matches(f"{one.label} {one.what} {one.meaning}", query)])
            for name, subjects in self.grouped()
        ]
        return [(name, subjects) for name, subjects in listed if subjects]

    def _known(self, what: str) -> bool:
        return shape_of(what, self.fields) is not None
