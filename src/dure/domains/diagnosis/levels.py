"""Levels as rules of the programme read them: ``level.FORM`` of applications in process."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F

from dure.domains.applications.columns import Column
from dure.domains.applications.models import IN_PROCESS
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.engine.profile.columns import LEVEL, own_name, owner_of


def levels_given(
    programme: str, names: Collection[str], merchant_ids: Collection[int] | None
) -> Mapping[str, Column]:
    """Return the columns ``level.FORM`` of a programme: the level of the sheet that counts, by merchant.

    Of everybody else, and where a level is not known yet, it is not known.
    """
    asked = {own_name(name): name for name in names if owner_of(name) == LEVEL}
    if not asked or not programme:
        return {}
    found = DiagnosisSheet.objects.filter(
        programme=programme, form__in=asked, counts=True, application__state__in=IN_PROCESS
    ).exclude(level="")
    if merchant_ids is not None:
        found = found.filter(application__merchant_id__in=merchant_ids)
    levels: dict[str, dict[int, str]] = {form: {} for form in asked}
    for form, merchant, level in found.values_list("form", "application__merchant_id", "level"):
        levels[form][merchant] = level
    return {asked[form]: Column(values) for form, values in levels.items()}


def levels_of_applications(application_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the columns ``level.FORM`` of applications by the sheets that count; one query."""
    found = DiagnosisSheet.objects.filter(application_id__in=application_ids, counts=True).exclude(level="")
    levels: dict[int, dict[str, str]] = {}
    for application, form, level in found.values_list("application_id", "form", "level"):
        levels.setdefault(application, {})[f"{LEVEL}.{form}"] = level
    return levels


def points_given(programme: str, form: str) -> Mapping[int, int]:
    """Return the points of the sheet that counts, in thousandths, by application; one query.

    Of everybody else, and where the points are not known yet, nothing is told.
    """
    found = DiagnosisSheet.objects.filter(
        programme=programme,
        form=form,
        counts=True,
        score_low=F("score_high"),
        application__state__in=IN_PROCESS,
    )
    return {
        pk: points for pk, points in found.values_list("application_id", "score_low") if points is not None
    }
