"""What stands there when the demo begins: TOPS 2025 taking applications, and a small programme further on.

Everything is done by the services that people use, at the instants at which they would have used them, so
that events, notices, seals and bundles are true. Doing it again changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_officer import Wanted, applicants
from dure.domains.applications.queries_own import newest_verdict
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.check_import import check_import
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_start import import_applicants_start
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.applications.services.screen import screen
from dure.domains.merchants.services.register import register_merchant
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.review.queries import workbook_rows
from dure.domains.review.rounds import stage_review
from dure.domains.review.services.check_score_sheet import check_score_sheet
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.declare_staff_conflicts import declare_staff_conflicts
from dure.domains.review.staff import to_declare
from dure.domains.selection.queries import decision_rows, selection_alive
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.engine.law.deadlines import day_of
from dure.service.demo.invented import alike, choices, draw, shop, telephone

SMALL = Path(__file__).with_name("seedling-2025.yaml")
EXECUTORS = ("acorn", "otter", "pinecone")
SHOPS_OF_SMALL = range(1, 151)
SHOPS_OF_TOPS = range(151, 331)
TWIN, LAST = 329, 330
"""Two entries of what may be one business: an officer has to decide."""
_COLUMNS = (
    "business_no", "name", "legal_form", "ksic", "region", "opened_on", "business_status", "employees",
    "annual_sales", "online_sales_share", "mail_order_no", "owner_birth_year", "owner_female", "tax_arrears",
    "channels", "has.mail_order_no", "has.channels", "has.closed_on", "has.sanctioned_until", "closed_on",
    "sanctioned_until", "choices", "owner_name", "email", "phone",
)  # fmt: skip


def at(text: str) -> datetime:
    """Return an instant in Seoul."""
    return datetime.fromisoformat(f"{text}+09:00")


def is_loaded(officer: SignedActor) -> bool:
    """Say whether all of it stands there already: the applications of TOPS 2025 come last."""
    now = at("2025-03-24T10:00:00")
    return applicants(officer, "tops-2025", Wanted(), on=day_of(now), now=now).exists()


def load_small(officer: SignedActor, second: SignedActor, staff: dict[str, SignedActor]) -> None:
    """Run the small programme up to where its second stage is scored and its selection can be proposed."""
    programme = "seedling-2025"
    begun = at("2025-01-03T10:00:00")
    version = upload_programme(actor=officer, now=begun, raw=SMALL.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    bring_in(officer, at("2025-02-05T14:00:00"), programme, SHOPS_OF_SMALL, 3, EXECUTORS)
    screen(actor=officer, now=at("2025-02-10T09:30:00"), programme=programme, key="demo")
    decide(officer, at("2025-02-11T10:00:00"), programme)
    commit_seed(actor=officer, now=at("2025-02-11T11:00:00"), programme=programme, stage="consult")
    open_stage(actor=officer, now=at("2025-02-11T11:05:00"), programme=programme, stage="consult")
    for code, member in staff.items():
        _score(member, at("2025-02-28T16:00:00"), programme, "consult", code)
    selection = propose_selection(
        actor=officer, now=at("2025-03-05T10:00:00"), programme=programme, stage="consult",
        reason="수행기관 3곳의 평가가 끝났습니다.", key="demo",
    )  # fmt: skip
    confirm_selection(
        actor=second, now=at("2025-03-06T10:00:00"), selection_id=selection,
        reason="점수와 우선배정을 확인했습니다.",
    )  # fmt: skip
    publish_selection(actor=officer, now=at("2025-03-07T10:00:00"), selection_id=selection)


def load_people_of_small(
    merchant: SignedActor, other: SignedActor, officer: SignedActor, staff: dict[str, SignedActor]
) -> None:
    """Let two people act for shops of the small programme; the others take their places."""
    programme, stage = "seedling-2025", "consult"
    selection = selection_alive(officer, programme, stage)
    assert selection is not None, "published above"
    told = {row.decision: row for row in reversed(list(decision_rows(officer, selection)))}
    for person, decision in ((merchant, "selected"), (other, "not_selected")):
        number = int(told[decision].application.name.rsplit(" ", 1)[1])
        _claim(person, at("2025-03-10T09:00:00"), number)
    file_objection(
        actor=other, now=at("2025-03-12T11:00:00"), decision_id=told["not_selected"].pk, key="demo",
        grounds="신청할 때 낸 매출 자료가 평가에 반영되지 않은 것 같습니다. 다시 확인해 주십시오.",
    )  # fmt: skip
    open_stage(actor=officer, now=at("2025-03-14T10:00:00"), programme=programme, stage="promote")
    for code, member in staff.items():
        _score(member, at("2025-03-21T16:00:00"), programme, "promote", code)


def load_tops(officer: SignedActor, other: SignedActor) -> None:
    """Let TOPS 2025 have applications that came on paper, screened, and all but one still to be checked."""
    executors = (
        *EXECUTORS, "firefly", "snail", "dandelion", "crane", "sparrow", "mackerel", "walnut",
    )  # fmt: skip
    bring_in(officer, at("2025-03-21T14:00:00"), "tops-2025", SHOPS_OF_TOPS, 10, executors)
    screen(actor=officer, now=at("2025-03-21T15:00:00"), programme="tops-2025", key="demo")
    _refuse_one(officer, other)


def _refuse_one(officer: SignedActor, other: SignedActor) -> None:
    """Refuse the first that the rules refuse; who acts for it may object until a month later."""
    now = at("2025-03-21T17:00:00")
    ineligible = applicants(officer, "tops-2025", Wanted(verdict="ineligible"), on=day_of(now), now=now)
    row = ineligible.order_by("application_no").first()
    assert row is not None, "one shop in twelve is not eligible"
    _claim(other, at("2025-03-21T16:00:00"), int(row.name.rsplit(" ", 1)[1]))
    verdict = newest_verdict(row)
    assert verdict is not None, "screened above"
    refuse(
        actor=officer, now=now, application_id=row.pk, rules=verdict.failed_rules,
        words="제출하신 자료로는 자격요건을 충족하는지 확인할 수 없습니다.",
    )  # fmt: skip


def bring_in(
    officer: SignedActor,
    now: datetime,
    programme: str,
    numbers: Iterable[int],
    most: int,
    executors: tuple[str, ...],
    answers: Callable[[int], dict[str, str]] = lambda _n: {},
) -> None:
    """Bring shops in on a list, as applicants of a programme; each lists at most so many executors.

    ``answers`` returns by column what the n-th shop answers to the questions of the call.
    """
    rows = []
    for n in numbers:
        made = alike(n, TWIN) if n == LAST else shop(n)
        if n == TWIN:
            made = replace(made, phone=telephone(n))
        profile = {k.replace("has_", "has.", 1): v for k, v in made.profile.items()}
        if programme != "tops-2025" and profile["tax_arrears"] is None:
            profile["tax_arrears"] = False  # its document check is over: nothing is open any more
        rows.append(
            profile
            | {
                "choices": ";".join(choices(n, executors, most) if executors else ()),
                "owner_name": made.owner_name,
                "email": made.email,
                "phone": made.phone,
            }
            | answers(n)
        )
    columns = (*_COLUMNS, *answers(0))
    content = _csv(columns, ([_cell(row.get(name)) for name in columns] for row in rows))
    run = import_applicants_start(
        actor=officer, now=now, programme=programme, name="applicants.csv", content=content, language="ko"
    )
    check_import(now=now, run_id=run, language="ko")
    import_applicants_confirm(actor=officer, now=now, run_id=run)
    import_applicants(now=now, run_id=run, user_id=officer.user_id or 0)


def decide(officer: SignedActor, now: datetime, programme: str) -> None:
    """End the document check: accept all who are eligible, refuse all who are not."""
    for verdict, decide, reason in (
        ("eligible", accept_all, "서류 원본을 접수 창구에서 확인했습니다."),
        ("ineligible", refuse_all, "자격요건을 충족하지 않습니다."),
    ):
        wanted = Wanted(verdict=verdict)
        count = applicants(officer, programme, wanted, on=day_of(now), now=now).count()
        decide(
            actor=officer, now=now, programme=programme, wanted=wanted, expected=count, reason=reason,
            key=f"demo/{programme}",
        )  # fmt: skip


def _score(staff: SignedActor, now: datetime, programme: str, stage: str, executor: str) -> None:
    review = stage_review(programme, stage)
    assert review is not None, "the programme file has a round of review for it"
    waiting = list(to_declare(staff, programme, executor).values_list("pk", flat=True))
    declare_staff_conflicts(
        actor=staff, now=now, programme=programme, executor=executor, seen=waiting, conflicts={}, signed=True
    )
    rows = []
    for number, name, *_given in workbook_rows(staff, review, executor):
        n = int(name.rsplit(" ", 1)[1])
        marks = [f"{45 + draw(n, f'{stage}/{executor}/{item}', 5500) / 100:.2f}" for item in range(3)]
        rows.append([number, name, *marks, ""])
    content = _csv(("application_no", "name", "product", "growth", "will", "comment"), rows)
    upload = check_score_sheet(
        actor=staff, now=now, programme=programme, stage=stage, executor=executor,
        name="scores.csv", content=content,
    )  # fmt: skip
    confirm_score_sheet(actor=staff, now=now, upload_id=upload)


def _claim(person: SignedActor, now: datetime, n: int) -> None:
    made = shop(n)
    register_merchant(
        actor=person, now=now, business_no=made.profile["business_no"], name=made.profile["name"],
        owner_name=made.owner_name, opened_on=datetime.fromisoformat(made.profile["opened_on"]).date(),
    )  # fmt: skip


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)
