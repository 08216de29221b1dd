"""What an officer can do next in a case."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dure.domains.recoveries import queries
from dure.domains.recoveries.closing import is_paid
from dure.domains.recoveries.queries import RecoveryCase
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.services.answer_recovery_objection import answer_recovery_objection
from dure.domains.recoveries.services.close_case import close_case
from dure.domains.recoveries.services.decide_case import Decided, decide_case
from dure.domains.recoveries.services.decide_instalments import decide_instalments, revoke_instalments
from dure.domains.recoveries.services.drop_case import drop_case
from dure.domains.recoveries.services.dun_case import dun_case
from dure.domains.recoveries.services.give_case_notice import give_case_notice
from dure.domains.recoveries.services.put_case_file import put_case_file
from dure.domains.recoveries.services.record_receipt import record_receipt
from dure.domains.recoveries.services.write_off_case import decide_write_off, propose_write_off
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until
from dure.web.actors import actor, asked_at
from dure.web.recoveries.forms import DecideForm, FileForm, NoticeForm, ReasonForm, ReceiptForm, YesNoForm
from dure.web.recoveries.steps import Step


def steps_of(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    """Return them for whoever asks, the next one first."""
    found: list[Step] = []
    if case.state in ("opened", "noticed", "answered"):
        found = _before(request, case)
    elif case.state == "decided":
        found = _after(request, case)
    return [*_objection(request, case), *found]


def _before(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    who, now = actor(request), asked_at(request)
    of: dict[str, Any] = {"actor": who, "now": now, "case_id": case.pk}
    found = []
    if case.state == "opened":

        def notice(given: dict[str, Any]) -> str:
            give_case_notice(**of, until=given["until"])
            return _("The party is told, and may answer.")

        found.append(
            Step("notice", _("Give the party notice"), NoticeForm, notice, _("Give notice"),
                 _("It reads ground, article and facts."), initial={"until": least_until(day_of(now))})
        )  # fmt: skip
    over = case.answer_until is not None and day_of(now) > case.answer_until
    hands = {case.opened_by_id, case.noticed_by_id, *case.involved}
    if (case.state == "answered" or (case.state == "noticed" and over)) and who.user_id not in hands:

        def decide(given: dict[str, Any]) -> str:
            decide_case(
                **of,
                decided=Decided(
                    given["back_won"], (given["surcharge"] or 0) * 100, given["due_on"], given["considered"],
                    given["ban_until"], given["ban_scope"],
                ),
            )  # fmt: skip
            return _("Decided, and the party told.")

        found.append(Step("decide", _("Decide the case"), DecideForm, decide, _("Decide the case")))

    def put(given: dict[str, Any]) -> str:
        put_case_file(**of, kind="evidence", name=given["file"].name, content=given["file"].read())
        return _("The file is kept.")

    def drop(given: dict[str, Any]) -> str:
        drop_case(**of, reason=given["reason"])
        return _("The case is dropped: nothing is taken back.")

    return [
        *found,
        Step("put", _("Add evidence"), FileForm, put, _("Add the file"), multipart=True),
        Step("drop", _("Drop the case"), ReasonForm, drop, _("Drop the case"), danger=True),
    ]


def _after(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    who, now = actor(request), asked_at(request)
    of: dict[str, Any] = {"actor": who, "now": now, "case_id": case.pk}
    if is_paid(case, now):

        def close(_given: dict[str, Any]) -> str:
            close_case(**of)
            return _("The case is closed.")

        return [Step("close", _("Nothing is left"), None, close, _("Close the case"))]
    found = _plans(request, case)
    standing = reckon(case, day_of(now))

    def receipt(given: dict[str, Any]) -> str:
        record_receipt(**of, won=given["won"], on=given["on"], reference=given["reference"])
        return _("The payment is noted, and back on its budget line.")

    found.append(
        Step("receipt", _("Note a payment"), ReceiptForm, receipt, _("Note the payment"),
             initial={"on": day_of(now), "won": standing.asked_won})
    )  # fmt: skip
    if standing.late_won:

        def dun(_given: dict[str, Any]) -> str:
            dun_case(**of)
            return _("The party is reminded.")

        found.append(Step("dun", _("It is late"), None, dun, _("Remind the party")))
    return [*found, *_write_off(request, case, of)]


def _plans(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    who, now = actor(request), asked_at(request)
    found = []
    for plan in queries.plans(who, case.pk):
        of: dict[str, Any] = {"actor": who, "now": now, "plan_id": plan.pk}

        def answer(given: dict[str, Any], of: dict[str, Any] = of) -> str:
            decide_instalments(**of, approved=given["answer"] == "yes", answer=given["reason"])
            return _("The party is told your answer.")

        def revoke(given: dict[str, Any], of: dict[str, Any] = of) -> str:
            revoke_instalments(**of, reason=given["reason"])
            return _("The instalments end: all that is left is due today.")

        if plan.state == "asked":
            form = partial(YesNoForm, yes=_("Approve the instalments"), no=_("Refuse them"))
            found.append(Step("plan", _("Instalments are asked for"), form, answer, _("Send the answer")))
        elif plan.state == "approved" and reckon(case, day_of(now)).late_won:
            found.append(
                Step("revoke", _("An instalment is late"), ReasonForm, revoke, _("End the instalments"),
                     danger=True)
            )  # fmt: skip
    return found


def _write_off(request: HttpRequest, case: RecoveryCase, of: dict[str, Any]) -> list[Step]:
    def propose(given: dict[str, Any]) -> str:
        propose_write_off(**of, reason=given["reason"])
        return _("Proposed. Another officer has to confirm it.")

    def decide(given: dict[str, Any]) -> str:
        confirmed = given["answer"] == "yes"
        decide_write_off(**of, confirmed=confirmed, reason=given["reason"])
        return _("What was left is written off.") if confirmed else _("Sent back: it is still asked for.")

    if case.write_off_by_id is None:
        return [
            Step("write_off", _("It cannot be got"), ReasonForm, propose, _("Propose to write it off"),
                 danger=True)
        ]  # fmt: skip
    if case.write_off_by_id == actor(request).user_id:
        return []
    form = partial(YesNoForm, yes=_("Write off what is left"), no=_("Send it back"))
    note = case.write_off_reason
    return [
        Step(
            "decide_write_off", _("It is proposed to write it off"), form, decide, _("Send the answer"), note
        )
    ]


def _objection(request: HttpRequest, case: RecoveryCase) -> list[Step]:
    who, now = actor(request), asked_at(request)
    one = queries.objection(who, case.pk)
    if one is None or one.state != "filed":
        return []
    if who.user_id in (case.opened_by_id, case.noticed_by_id, case.decided_by_id):
        return []

    def answer(given: dict[str, Any]) -> str:
        answer_recovery_objection(
            actor=who, now=now, objection_id=one.pk, granted=given["answer"] == "yes", answer=given["reason"]
        )
        return _("The party is told your answer.")

    form = partial(YesNoForm, yes=_("Grant it: the decision is undone"), no=_("Dismiss it"))
    return [Step("objection", _("Answer the objection"), form, answer, _("Send the answer"))]
