"""Transfers that came back from the bank after they were paid: noted by one officer, found by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dure.domains.payments import queries
from dure.domains.payments.policies import acts_for, may_manage
from dure.domains.payments.queries import BatchRow, Payable
from dure.domains.payments.services.decide_return import decide_return
from dure.domains.payments.services.note_return import note_return
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.payments.forms import DecideReturnForm, ReturnForm
from dure.web.payments.words import RETURN, reason_words
from dure.web.templatetags.days import day_text, instant

FIELDS = {
    "payments.return_day": "on", "payments.return_code": "code", "payments.return_reference": "reference",
    "payments.answer": "answer",
}  # fmt: skip


class Returns:
    """What a page of a payment has of it: the forms as they were sent, and what was noted."""

    def __init__(self, request: HttpRequest, payable: Payable, rows: list[BatchRow]) -> None:
        who = actor(request)
        post = request.POST
        self.request, self.payable = request, payable
        self.paid = next((row for row in rows if row.state == "paid" and row.net_won), None)
        self.row = self.paid or next(iter(rows), None)
        """The one that is meant: where it is paid no more, the service says so."""
        self.found = queries.returns_of(who, payable.pk)
        self.noted = next((one for one in self.found if one.state == "noted"), None)
        self.meant = self.noted or next(iter(self.found), None)
        self.may_act = may_manage(who, payable.programme) and not acts_for(who, payable.payee_id)
        self.note = ReturnForm(post if "note_return" in post else None)
        decided = {"confirm_return", "refuse_return"} & set(post)
        self.decide = DecideReturnForm(post if decided else None)

    def act(self) -> str:
        """Do what was asked for and return what is said of it, nothing where nothing was; raises Refused."""
        who, now = actor(self.request), asked_at(self.request)
        if self.row is not None and self.note.is_valid():
            given = self.note.cleaned_data
            note_return(
                actor=who, now=now, row_id=self.row.pk, on=given["on"], code=given["code"],
                reference=given["reference"],
            )  # fmt: skip
            return _("It is noted. Another officer has to find it on the account too.")
        if self.meant is not None and self.decide.is_valid():
            confirmed = "confirm_return" in self.request.POST
            decide_return(
                actor=who, now=now, return_id=self.meant.pk, confirmed=confirmed,
                answer=self.decide.cleaned_data["answer"],
            )  # fmt: skip
            return (
                _("The payment is undone and is owed once more. The payee is told.")
                if confirmed
                else _("The payment stays as it was.")
            )
        return ""

    def shown(self) -> dict[str, Any]:
        """Return what the template takes."""
        me = actor(self.request).user_id
        noted = self.noted
        return {
            "returns": [
                {
                    "state": badge(RETURN, one.state),
                    "facts": [
                        fact(_("Back on the account since"), day_text(one.on)),
                        fact(_("Reason of the bank"), reason_words(one.code)),
                        fact(_("Number of the bank entry"), one.reference),
                        fact(_("Noted"), instant(one.noted_at)),
                        *([fact(_("What the second officer found"), one.answer)] if one.answer else []),
                    ],
                }
                for one in self.found
            ],
            "note_return": self.note,
            "decide_return": self.decide,
            "may_note_return": self.may_act and self.paid is not None and noted is None,
            "may_decide_return": self.may_act and noted is not None and noted.noted_by_id != me,
        }
