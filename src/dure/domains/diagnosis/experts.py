"""Experts of a programme: who may diagnose which applications, and who gets which of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from dure.domains.accounts.models import Membership, User
from dure.domains.applications.models import Application
from dure.domains.applications.staff_conflicts import StaffConflict
from dure.domains.applications.telling import both
from dure.domains.diagnosis.forms import form_hash, forms_of
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.outside import organisations_matched, reviewing_against, reviewing_blindly
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.merchants.near import near_pairs
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.programmes.queries import ProgrammeVersion, loaded


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who may diagnose: with the name of the organisation, and for which executor (empty: any).

    A consultant diagnoses only the ``applications`` that a match joins them to; None: not bounded so.
    """

    user_id: int
    email: str
    ko: str
    en: str
    executor: str
    applications: frozenset[int] | None = None

    def may(self, application: Application) -> bool:
        """Say whether this is somebody for an application, apart from what bars them."""
        if self.applications is not None:
            return application.pk in self.applications
        return not self.executor or self.executor in application.choices


def experts_of(programme: str, now: datetime, users: Collection[int]) -> list[Expert]:
    """Return who of some users may diagnose for a programme: reviewers, staff of executors, consultants.

    Staff diagnose applications that chose their executor, consultants those that they are matched with; who
    is a reviewer too is a reviewer here.
    """
    held = _held(programme, now).filter(user_id__in=users)
    rows = held.order_by("user_id", "-role", "organisation_id").values_list(
        "user_id",
        "user__email",
        "organisation__name_ko",
        "organisation__name_en",
        "role",
        "organisation__code",
        "organisation_id",
    )
    matched = _matched(programme)
    found: dict[tuple[int, str], Expert] = {}
    reviewers: set[int] = set()
    for user_id, email, ko, en, role, code, organisation in rows:
        if role == "reviewer":
            reviewers.add(user_id)
        elif user_id in reviewers:
            continue
        executor = code if role == "executor_staff" else ""
        of = frozenset(matched[organisation]) if role == "consultant" else None
        # By the organisation's code: one may be a consultant in several.
        place = "" if role == "reviewer" else code
        found.setdefault((user_id, place), Expert(user_id, email, ko, en, executor, of))
    return list(found.values())


def experts_offered(
    programme: str, now: datetime, words: str, most: int, application: Application | None = None
) -> tuple[list[Expert], int]:
    """Return at most so many of those who may diagnose, and how many there are; four queries.

    ``words`` are a part of an organisation's name or a whole e-mail address; empty: everybody. With an
    ``application`` those are left out who may not diagnose that one.
    """
    held = _held(programme, now)
    if application is not None:
        able = Q(role="reviewer") | Q(role="executor_staff", organisation__code__in=application.choices)
        for source in organisations_matched(programme):
            own = source.filter(application_id=application.pk)
            able |= Q(role="consultant", organisation_id__in=own.values("organisation"))
        held = held.filter(able)
    if text := words.strip():
        held = held.filter(
            Q(organisation__name_ko__icontains=text)
            | Q(organisation__name_en__icontains=text)
            | Q(user__email=text.lower())
        )
    users = held.order_by("user_id").values_list("user_id", flat=True).distinct()
    return experts_of(programme, now, list(users[:most])), users.count()


def _held(programme: str, now: datetime) -> QuerySet[Membership]:
    able = Q(Q(programme="") | Q(programme=programme), role__in=("reviewer", "executor_staff"))
    for source in organisations_matched(programme):
        # A provider belongs to no programme: a role that is for one alone does not count.
        able |= Q(programme="", role="consultant", organisation_id__in=source.values("organisation"))
    return Membership.objects.in_force(now).filter(able, user__is_active=True)


def _matched(programme: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for source in organisations_matched(programme):
        for organisation, application in source.values_list("organisation", "application_id"):
            found[organisation].add(application)
    return found


def spread(
    applications: Iterable[Application], experts: Collection[Expert], load: Mapping[int, int]
) -> dict[int, int]:
    """Return the expert of each application by id, evenly: the least loaded of those who may, then by id.

    Nobody gets the application of a merchant for whom they act or acted, or for another one of whose owner,
    nor one that they conflict with as staff or as a reviewer (declared, set aside, found), nor one that they
    review without its name. What nobody may diagnose is left out. The caller holds the applications, and
    reviews (``hold_reviews``).
    """
    listed = sorted(applications, key=lambda one: one.pk)
    pairs = [(one.user_id, row.merchant_id) for one in experts for row in listed]
    barred = near_pairs(pairs)
    against = set(
        StaffConflict.objects.filter(
            user_id__in={user for user, _ in pairs}, application_id__in=[row.pk for row in listed]
        ).values_list("user_id", "application_id")
    )
    judged = [(one.user_id, row.pk) for one in experts for row in listed]
    blind = reviewing_blindly(judged) | reviewing_against(judged)
    counts = Counter(load)
    given: dict[int, int] = {}
    for row in listed:
        able = {
            one.user_id
            for one in experts
            if one.may(row)
            and (one.user_id, row.merchant_id) not in barred
            and (one.user_id, row.pk) not in blind | against
        }
        if able:
            chosen = min(able, key=lambda user: (counts[user], user))
            counts[chosen] += 1
            given[row.pk] = chosen
    return given


def hold_reviews(programme: str) -> None:
    """Let nobody be given blind cases of a programme to review, nor declare a conflict with a case, until the
    act ends: one of the two is first.

    After the applications, before anything is read of who reviews them; review takes it too.
    """
    alone("blind", programme)


def load_of(programme: str, form: str) -> dict[int, int]:
    """Return how many sheets of a form each expert has still to hand in."""
    open_ = DiagnosisSheet.objects.filter(programme=programme, form=form, filled_by=EXPERT, state="draft")
    rows = open_.order_by().values("expert_id").annotate(number=Count("pk"))
    return {row["expert_id"]: row["number"] for row in rows}


def standing_sheets(application_id: int) -> dict[tuple[str, int], DiagnosisSheet]:
    """Return the experts' sheets of an application that were not dropped, by form and round.

    For whoever may diagnose it: of another's sheet it tells that there is one, no more.
    """
    alive = DiagnosisSheet.objects.alive().filter(application_id=application_id, filled_by=EXPERT)
    return {(one.form, one.round): one for one in alive.defer("typed", "answers").order_by("pk")}


def give(
    this: Act,
    version: ProgrammeVersion,
    form: str,
    given: Mapping[int, int],
    number: int,
) -> int:
    """Make the experts' sheets of a round, and tell each expert once; return how many were made."""
    made = make(this, version, form, given, number)
    counts = Counter(given.values())
    file = loaded(version).programme
    told = {"programme": both(file.title), "form": both(forms_of(version)[form].form.title)}
    notify(
        this,
        (
            Recipient(
                user_id=user.pk,
                email=user.email,
                language=user.language,
                parameters={**told, "count": counts[user.pk]},
                link="/diagnosis/",
            )
            for user in User.objects.filter(pk__in=counts).order_by("pk")
        ),
        template="diagnosis_assigned",
        key=f"{form}/{this.id}",
    )
    return len(made)


def make(
    this: Act,
    version: ProgrammeVersion,
    form: str,
    given: Mapping[int, int],
    number: int,
) -> list[DiagnosisSheet]:
    """Make the experts' sheets of a round with an event for each; nobody is told."""
    made = DiagnosisSheet.objects.bulk_create(
        DiagnosisSheet(
            programme=version.programme,
            version=version,
            form=form,
            form_hash=form_hash(version, form),
            application_id=application_id,
            filled_by=EXPERT,
            round=number,
            expert_id=expert_id,
            begun_at=this.now,
            changed_at=this.now,
        )
        for application_id, expert_id in sorted(given.items())
    )
    for sheet in made:
        this.record(
            "diagnosis_sheet", sheet.pk, application=sheet.application_id, form=form, expert=sheet.expert_id
        )
    return made
