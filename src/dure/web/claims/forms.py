"""Forms of claims."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.claims.drafting import LineSaid
from dure.domains.claims.queries import ASKABLE, Binding, Claim, ClaimLine, PriceItem
from dure.domains.claims.services.publish_prices import Price
from dure.web.agreements.fields import Grouped, WholeNumber, day, reason_field, won, words
from dure.web.claims.words import ASKED, CLAIM, EVIDENCE, SIDES, options
from dure.web.funds.words import line_title

Choices = Sequence[tuple[Any, Any]]


def _choice(label: Any, choices: Choices, *, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose")), *choices], required=False, help_text=help_text
    )


class _Once(Grouped):
    """A form that counts once, however often it is sent."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, files: Any = None, **initial: Any) -> None:
        super().__init__(data, files, initial={"nonce": secrets.token_hex(8)} | initial)


class BeginForm(_Once):
    """On which money, and what in a few words."""

    title = forms.CharField(
        label=lazy("What you claim, in a few words"),
        max_length=200,
        help_text=lazy("Example: consulting in May"),
    )

    def __init__(self, sources: Choices, data: Any = None) -> None:
        super().__init__(data)
        self.fields = {
            "source": forms.ChoiceField(
                label=_("Money on which you claim"), choices=[("", _("Choose")), *sources]
            ),
            **self.fields,
        }


def _evidence_fields() -> dict[str, forms.Field]:
    return {
        "kind": _choice(_("Kind of evidence"), list(EVIDENCE.items())),
        "number": forms.CharField(
            label=_("Approval number"), max_length=40, required=False,
            help_text=_("Of an e-tax invoice or a card slip. A number counts once."),
        ),
        "file": forms.FileField(label=_("File of the evidence"), required=False),
    }  # fmt: skip


class EvidenceForm(Grouped):
    """One more piece of evidence."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields |= _evidence_fields()


class LineForm(_Once):
    """A line of a claim; everything may stay empty while it is a draft."""

    def __init__(
        self,
        claim: Claim,
        binding: Binding,
        items: Iterable[PriceItem],
        data: Any = None,
        files: Any = None,
        line: ClaimLine | None = None,
    ) -> None:
        super().__init__(data, files, **({} if line is None else _initial(line)))
        cost = ["what", "payee", "spent_on", "supply_won", "vat_won"]
        if binding.cost_types:
            self.fields["cost_type"] = _choice(_("Kind of cost"), [(one, one) for one in binding.cost_types])
            cost.insert(0, "cost_type")
        if claim.side == "executor" and binding.case.fund.lines:
            lines = [(code, line_title(binding.case, code)) for code in binding.case.lines]
            self.fields["line"] = _choice(_("Budget line"), lines)
            cost.insert(0, "line")
        self.fields |= {
            "what": forms.CharField(label=_("What it was for"), max_length=200, required=False),
            "payee": forms.CharField(label=_("Who was paid"), max_length=200, required=False),
            "spent_on": day(_("Day of the payment"), required=False),
            "supply_won": won(_("Value of supply in won"), required=False),
            "vat_won": won(_("VAT in won"), required=False),
        }
        self.groups = [(_("The cost"), cost)]
        if some := [(str(one.pk), _price(one)) for one in items]:
            self.fields |= {
                "item": _choice(
                    _("From your price list"), some,
                    help_text=_("Only where you sold it yourself. An accountant compares it with the list."),
                ),
                "quantity": WholeNumber(label=_("How many"), most=1_000_000, required=False),
            }  # fmt: skip
            self.groups.append((_("Sold by yourself"), ["item", "quantity"]))
        if line is None:
            self.fields |= _evidence_fields()
            self.groups.append((_("Evidence of the cost"), ["kind", "number", "file"]))

    def said(self, claim: Claim, binding: Binding) -> LineSaid:
        """Return what was typed."""
        given = self.cleaned_data
        only = binding.case.lines[0] if claim.side == "executor" and not binding.case.fund.lines else ""
        item = given.get("item") or ""
        return LineSaid(
            line=given.get("line") or only, cost_type=given.get("cost_type") or "",
            supply_won=given["supply_won"], vat_won=given["vat_won"] or 0, spent_on=given["spent_on"],
            payee=given["payee"], what=given["what"], item=int(item) if item else None,
            quantity=given.get("quantity") or None,
        )  # fmt: skip


def _initial(line: ClaimLine) -> dict[str, Any]:
    names = ("line", "cost_type", "what", "payee", "spent_on", "supply_won", "vat_won", "quantity")
    return {name: getattr(line, name) for name in names} | {"item": str(line.item_id or "")}


def _price(one: PriceItem) -> str:
    told = _("%(title)s (%(code)s), %(won)s won for one %(unit)s, list %(number)s from %(day)s")
    return told % {
        "title": one.title, "code": one.code, "won": f"{one.unit_won:,}", "unit": one.unit,
        "number": one.list.number, "day": one.list.valid_from.isoformat(),
    }  # fmt: skip


class AnswerForm(Grouped):
    """What a claimant answers; only what the officer named can be changed."""

    def __init__(self, line: ClaimLine, binding: Binding, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial=_initial(line))
        every: dict[str, forms.Field] = {
            "what": forms.CharField(label=_("What it was for"), max_length=200),
            "payee": forms.CharField(label=_("Who was paid"), max_length=200),
            "spent_on": day(_("Day of the payment")),
            "cost_type": _choice(_("Kind of cost"), [(one, one) for one in binding.cost_types]),
        }
        self.fields |= {name: field for name, field in every.items() if name in line.asked_fields}
        if "evidence" in line.asked_fields:
            self.fields |= _evidence_fields()
        self.fields["answer"] = words(_("Your answer"), rows=4)


class WithdrawForm(Grouped):
    """Why a claim is taken back."""

    reason = reason_field(help_text=lazy("The agency reads it."))


class DecideForm(Grouped):
    """How much of a line is approved."""

    answer = words(
        lazy("Reason, where you refuse or cut"),
        rows=3,
        required=False,
        help_text=lazy("The claimant reads it."),
    )

    def __init__(self, most: int, data: Any = None) -> None:
        super().__init__(data, initial={"approved_won": most})
        self.fields = {"approved_won": won(_("Approved amount in won"), required=False), **self.fields}


class AskForm(Grouped):
    """What of a line is to be mended."""

    fields_asked = forms.MultipleChoiceField(
        label=lazy("What is to be mended"),
        choices=[(name, ASKED[name]) for name in ASKABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    question = words(
        lazy("What the claimant should do"), rows=3, required=False, help_text=lazy("The claimant reads it.")
    )


class SecondForm(Grouped):
    """What the second officer says."""

    answer = words(lazy("Reason, where you send it back"), rows=3, required=False)


class CompareForm(Grouped):
    """What an accountant found."""

    remark = words(
        lazy("Remark"),
        rows=3,
        required=False,
        help_text=lazy("Needed where it does not fit. Officers read it."),
    )


class QueueFilter(forms.Form):
    """What the queue of claims is narrowed to; whatever it does not know counts as everything."""

    state = forms.ChoiceField(label=lazy("State"), required=False)
    side = forms.ChoiceField(label=lazy("Claimant"), required=False)
    executor = forms.ChoiceField(label=lazy("Executor"), required=False)
    from_won = WholeNumber(label=lazy("From how many won"), most=10**15, required=False)
    waiting_days = WholeNumber(label=lazy("Waiting for how many days"), most=3_650, required=False)

    def __init__(self, executors: Choices, data: Any = None) -> None:
        super().__init__(data)
        self.fields["state"].choices = options(  # type: ignore[attr-defined]
            {code: word for code, (word, _kind) in CLAIM.items() if code != "draft"}
        )
        self.fields["side"].choices = options(SIDES)  # type: ignore[attr-defined]
        self.fields["executor"].choices = options(dict(executors))  # type: ignore[attr-defined]


class ImportForm(Grouped):
    """A spreadsheet of lines."""

    file = forms.FileField(label=lazy("Spreadsheet (xlsx or csv)"))


class PricesForm(Grouped):
    """A version of a price list: a line of text for each price."""

    valid_from = day(lazy("In force from"))
    prices = forms.CharField(
        label=lazy("Prices"),
        help_text=lazy(
            "One a line: code, name, unit, price in won without VAT. Example: top, first page, week, 500000"
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=50_000,
    )

    def clean_prices(self) -> list[Price]:
        """Return the prices that were typed; says which line cannot be read."""
        found = []
        for n, text in enumerate(self.cleaned_data["prices"].splitlines(), start=1):
            if not text.strip():
                continue
            parts = [part.strip() for part in text.replace("\t", ",").split(",", 3)]
            amount = parts[3].replace(",", "").removesuffix("원").strip() if len(parts) == 4 else ""
            if not amount.isdecimal():
                raise forms.ValidationError(
                    _("Line %(n)s cannot be read: write code, name, unit and price.") % {"n": n}
                )
            found.append(Price(parts[0], parts[1], parts[2], int(amount)))
        return found
