"""A case as its page shows it, to officers and to the party alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.payments.debts import entries_of
from dure.domains.recoveries import queries
from dure.domains.recoveries.queries import RecoveryCase
from dure.domains.recoveries.reckoning import Reckoning, reckon
from dure.domains.sanctions.standing import sanction_of
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.funds.words import fact
from dure.web.payments.words import KINDS, payee_name
from dure.web.recoveries.words import CASE, ENTRIES, GROUNDS, OBJECTION, PLAN, SCOPES
from dure.web.tables import headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text, instant


def case_shown(request: HttpRequest, case: RecoveryCase, *, own: bool) -> dict[str, Any]:
    """Return what a case's page shows."""
    who, today = actor(request), day_of(asked_at(request))
    found = reckon(case, today)
    plans = queries.plans(who, case.pk)
    against = queries.objection(who, case.pk)
    entries = entries_of([case.cause]).get(case.cause, [])
    file_view = "my_recovery_file" if own else "officer_recovery_file"
    return {
        "case": case,
        "own": own,
        "name": _("Recovery %(number)s") % {"number": case.number},
        "state": badge(CASE, case.state),
        "about": [
            *([] if own else [fact(_("Payee"), payee_name(case.payee, whole=True), KINDS[case.payee.kind])]),
            fact(_("Ground of the case"), GROUNDS[case.ground]),
            fact(_("Article"), case.basis),
            fact(_("What was paid"), money(case.paid_won)),
            fact(_("Opened"), instant(case.opened_at)),
            *([fact(_("Notice given"), instant(case.noticed_at))] if case.noticed_at else []),
            *([fact(_("Last day to answer"), day_text(case.answer_until))] if case.answer_until else []),
        ],
        "items_headers": headers(_("What it was paid for"), _("Amount"), numeric=(_("Amount"),)),
        "items": [(one.what, money(one.won)) for one in queries.items(who, case.pk)],
        "files": [
            (one.file.name, reverse(file_view, args=[one.pk]), one.kind == "statement")
            for one in queries.files(who, case.pk)
        ],
        "decision": _decision(case) if case.decided_at else [],
        "standing": _standing(found) if case.back_won else [],
        "entries_headers": headers(
            _("Day"), _("What"), _("Amount"), _("Interest"), numeric=(_("Amount"), _("Interest"))
        ),
        "entries": [
            (day_text(one.on), str(ENTRIES[one.kind]), money(one.won), money(one.interest_won))
            for one in entries
        ],
        "plans": [
            {
                "state": badge(PLAN, one.state),
                "text": _("%(count)s instalments, the first on %(day)s")
                % {"count": one.count, "day": day_text(one.first_on)},
                "reason": one.reason,
                "answer": one.answer,
                "rows": [
                    (str(no), day_text(date.fromisoformat(on)), money(won), money(interest))
                    for no, on, won, interest in one.rows
                ],
            }
            for one in plans
        ],
        "plan_headers": headers(
            _("Number"), _("To be paid until"), _("Amount"), _("Interest"),
            numeric=(_("Amount"), _("Interest")),
        ),
        "dunnings": [
            (day_text(one.on), money(one.late_won), money(one.interest_won))
            for one in queries.dunnings(who, case.pk)
        ],
        "dunning_headers": headers(
            _("Day"), _("Past the due day"), _("Interest"), numeric=(_("Past the due day"), _("Interest"))
        ),
        "objection": against,
        "objection_state": badge(OBJECTION, against.state) if against else None,
    }  # fmt: skip


def _decision(case: RecoveryCase) -> list[dict[str, str]]:
    ban = sanction_of(case.cause)
    return [
        fact(_("Decided at"), instant(case.decided_at)),
        fact(_("Amount taken back"), money(case.back_won)),
        fact(_("Surcharge"), money(case.surcharge_won)),
        *([fact(_("To be paid until"), day_text(case.due_on))] if case.due_on else []),
        *(
            [
                fact(
                    _("Banned until"), day_text(ban.until_on),
                    _("Lifted") if ban.lifted_at else SCOPES[ban.scope],
                )
            ]
            if ban
            else []
        ),
        fact(_("How the statement was taken up"), case.considered),
        fact(
            _("Objections are taken until"),
            day_text(case.object_until) if case.object_until else _("The call gives no right to object."),
        ),
    ]  # fmt: skip


def _standing(found: Reckoning) -> list[dict[str, str]]:
    return [
        fact(_("Asked back"), money(found.owed_won)),
        fact(_("Amount received"), money(found.received_won), _("and interest of %(won)s") % {
            "won": money(found.interest_received_won)
        } if found.interest_received_won else ""),
        *([fact(_("Set off"), money(found.set_off_won))] if found.set_off_won else []),
        *([fact(_("Set off by a batch under way"), money(found.reserved_won))] if found.reserved_won else []),
        *([fact(_("Written off or undone"), money(found.lost_won))] if found.lost_won else []),
        fact(_("Left"), money(found.left_won)),
        *([fact(_("Past the due day"), money(found.late_won))] if found.late_won else []),
        *([fact(_("Interest until today"), money(found.interest_won))] if found.interest_won else []),
    ]  # fmt: skip
