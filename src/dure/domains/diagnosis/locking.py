"""Rows that acts on sheets hold: the application before its sheets, so that the order of locks stays one."""

from __future__ import annotations

from dure.domains.applications.models import Application
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.rounds import DIAGNOSED
from dure.engine.problems import msg, refuse


def hold_application(application_id: int) -> Application:
    """Hold an application and return it; raises Refused where it cannot be diagnosed (any more)."""
    held = Application.objects.select_for_update(no_key=True).get(pk=application_id)
    if held.state not in DIAGNOSED:
        raise refuse("diagnosis.application", msg("this application is not in process: nothing is diagnosed"))
    return held


def hold_sheet(sheet_id: int) -> DiagnosisSheet:
    """Hold a sheet, and before it its application, and return it; raises Refused as hold_application does."""
    application_id = DiagnosisSheet.objects.values_list("application_id", flat=True).get(pk=sheet_id)
    hold_application(application_id)
    held = DiagnosisSheet.objects.select_for_update(no_key=True).get(pk=sheet_id)
    return DiagnosisSheet.objects.select_related("application", "version").get(pk=held.pk)


def sheet_of(sheet_id: int) -> DiagnosisSheet:
    """Return a sheet with its application, not held."""
    return DiagnosisSheet.objects.select_related("application").get(pk=sheet_id)


def refuse_handed_in(sheet: DiagnosisSheet) -> None:
    """Raise Refused where a sheet cannot be filled in any more."""
    if sheet.state != "draft":
        raise refuse("diagnosis.done", msg("this diagnosis was handed in, or taken away, meanwhile"))
