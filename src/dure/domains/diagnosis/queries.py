"""Diagnoses as merchants and experts read them: forms, sheets, results, gaps, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_own import Application
from dure.domains.diagnosis.experts import standing_sheets
from dure.domains.diagnosis.forms import forms_of as forms_of
from dure.domains.diagnosis.items import NONE as NONE
from dure.domains.diagnosis.items import SEEN as SEEN
from dure.domains.diagnosis.items import question_of as question_of
from dure.domains.diagnosis.models import EXPERT as EXPERT
from dure.domains.diagnosis.models import MERCHANT as MERCHANT
from dure.domains.diagnosis.models import DiagnosisEvidence as DiagnosisEvidence
from dure.domains.diagnosis.models import DiagnosisRound
from dure.domains.diagnosis.models import DiagnosisSheet as DiagnosisSheet
from dure.domains.diagnosis.policies import is_matched, may_diagnose
from dure.domains.diagnosis.reading import LONGEST_NOTE as LONGEST_NOTE
from dure.domains.diagnosis.reading import OWN_DAY as OWN_DAY
from dure.domains.diagnosis.reading import OWN_NOTE as OWN_NOTE
from dure.domains.diagnosis.reading import Reading as Reading
from dure.domains.diagnosis.reading import application_row
from dure.domains.diagnosis.reading import files_of as files_of
from dure.domains.diagnosis.reading import read_sheet as read_sheet
from dure.domains.diagnosis.rounds import DIAGNOSED as DIAGNOSED
from dure.domains.diagnosis.rounds import current_round as current_round
from dure.domains.programmes.queries import loaded
from dure.engine.diagnosis import FormDifference, FormScore, WayAnswer, difference, ways
from dure.engine.programme.models.diagnosis import DiagnosisForm


@dataclass(frozen=True, slots=True)
class FormStanding:
    """How a form of an application stands for those who see it.

    ``mine`` and ``experts`` are the newest sheets of each side, ``counting`` the one that gives the level,
    ``before`` the one that gave it in the round before that one.
    """

    form: str
    round: int
    mine: DiagnosisSheet | None
    experts: DiagnosisSheet | None
    counting: DiagnosisSheet | None
    before: DiagnosisSheet | None


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one form: the sheet that counts as read, the gap, before and after."""

    standing: FormStanding
    reading: Reading
    gap: FormDifference | None
    """The expert's beside the merchant's, of one round; None where there is one of them only."""
    change: FormDifference | None
    """The round before beside this one; None in the first."""


def standings(actor: SignedActor, application: Application) -> dict[str, FormStanding]:
    """Return how each form of an application's programme stands, in the order of the file."""
    seen = DiagnosisSheet.objects.visible_to(actor).alive().filter(application_id=application.pk)
    sheets = list(seen.select_related("application", "version").order_by("-round", "-pk"))
    found = {}
    for form in forms_of(application.version):
        of = [sheet for sheet in sheets if sheet.form == form]
        handed_in = [sheet for sheet in of if sheet.state == "handed_in"]
        ranked = sorted(handed_in, key=lambda one: (one.round, one.filled_by == EXPERT), reverse=True)
        counting = ranked[0] if ranked else None
        found[form] = FormStanding(
            form=form,
            round=current_round(application.programme, form),
            mine=next((sheet for sheet in of if sheet.filled_by == MERCHANT), None),
            experts=next((sheet for sheet in of if sheet.filled_by == EXPERT), None),
            counting=counting,
            before=next((one for one in ranked if counting and one.round < counting.round), None),
        )
    return found


def to_fill_in(
    actor: SignedActor, applications: Sequence[Application]
) -> list[tuple[Application, DiagnosisForm, int]]:
    """Return what merchants have still to fill in or hand in: application, form, round; two queries."""
    waiting = [
        (one, form)
        for one in applications
        if one.state in DIAGNOSED and one.application_no is not None
        for form in loaded(one.version).programme.diagnosis
        if MERCHANT in form.filled_by
    ]
    if not waiting:
        return []
    again = DiagnosisRound.objects.visible_to(actor).filter(
        programme__in={one.programme for one, _ in waiting}
    )
    rounds: dict[tuple[str, str], int] = {}
    for programme, of, number in again.values_list("programme", "form", "number"):
        rounds[programme, of] = max(number, rounds.get((programme, of), 1))
    sheets = DiagnosisSheet.objects.visible_to(actor).alive().exclude(state="draft")
    handed_in = set(
        sheets.filter(application__in={one.pk for one, _ in waiting}, filled_by=MERCHANT).values_list(
            "application_id", "form", "round"
        )
    )
    found = [(one, form, rounds.get((one.programme, form.id), 1)) for one, form in waiting]
    return [(one, form, n) for one, form, n in found if (one.pk, form.id, n) not in handed_in]


def result(standing: FormStanding) -> Result | None:
    """Return the result of a form, None where nothing was handed in yet that the actor may see."""
    counting = standing.counting
    if counting is None:
        return None
    reading = read_sheet(counting)
    sides = {MERCHANT: standing.mine, EXPERT: standing.experts}
    both = [one for one in sides.values() if one and one.state == "handed_in" and one.round == counting.round]
    gap = None
    if len(both) == len(sides):
        gap = difference(*(read_sheet(one).score for one in both))
    change = difference(read_sheet(standing.before).score, reading.score) if standing.before else None
    return Result(standing, reading, gap, change)


def ways_of(application: Application, results: Mapping[str, Result]) -> tuple[WayAnswer, ...]:
    """Return the answer of every way of an application's programme by the results that there are."""
    programme = loaded(application.version).programme
    row = application_row(programme, application.facts or {}, application.answers)
    scores: dict[str, FormScore] = {form: found.reading.score for form, found in results.items()}
    # A sheet is read by the form that it was filled in on, whatever the file says by now.
    filled_in = {form: found.reading.opened for form, found in results.items()}
    return ways({**forms_of(application.version), **filled_in}, scores, row)


def own_sheet(actor: SignedActor, application_id: int, form: str) -> DiagnosisSheet | None:
    """Return the merchant's newest sheet of a form of an application that somebody may see, or None."""
    found = DiagnosisSheet.objects.visible_to(actor).filter(
        application_id=application_id, form=form, filled_by=MERCHANT
    )
    return found.select_related("application", "version").order_by("-round", "-pk").first()


def expert_sheets(actor: SignedActor, state: str = "") -> QuerySet[DiagnosisSheet]:
    """Return the sheets that somebody fills in as an expert, those to fill in before those handed in."""
    found = DiagnosisSheet.objects.visible_to(actor).of_expert(actor)
    if state:
        found = found.filter(state=state)
    return found.select_related("application", "version").defer("version__raw", "typed", "answers")


def expert_sheet(actor: SignedActor, sheet_id: int) -> DiagnosisSheet | None:
    """Return one of the sheets of an expert, or None."""
    found = DiagnosisSheet.objects.visible_to(actor).of_expert(actor).filter(pk=sheet_id)
    return found.select_related("application", "version").first()


@dataclass(frozen=True, slots=True)
class Visit:
    """A form that experts fill in, for the consultant of an application.

    ``sheet`` is their own of the round that is open; ``taken`` whether another expert has that round.
    """

    form: DiagnosisForm
    sheet: DiagnosisSheet | None
    taken: bool


def visits_of(actor: SignedActor, application: Application) -> list[Visit]:
    """Return what the consultant whom an application is matched with can diagnose; empty for others, and for
    one who conflicts with its merchant.
    """
    if application.state not in DIAGNOSED or not is_matched(actor, application):
        return []
    if not may_diagnose(actor, application):
        return []
    sheets = standing_sheets(application.pk)
    found = []
    for form in loaded(application.version).programme.diagnosis:
        if EXPERT in form.filled_by:
            sheet = sheets.get((form.id, current_round(application.programme, form.id)))
            mine = sheet is not None and sheet.expert_id == actor.user_id
            found.append(Visit(form, sheet if mine else None, sheet is not None and not mine))
    return found


def evidence(actor: SignedActor, sheet_id: int, evidence_id: int) -> DiagnosisEvidence | None:
    """Return a file that stands with a sheet which somebody may see, or None."""
    seen = DiagnosisSheet.objects.visible_to(actor).filter(pk=sheet_id).first()
    if seen is None:
        return None
    return seen.evidence.filter(pk=evidence_id, taken_out_at__isnull=True).select_related("file").first()
