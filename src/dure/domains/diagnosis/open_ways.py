"""Which ways of their diagnoses are open for many applications: what later subjects go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.reading import application_row, read_sheet
from dure.domains.programmes.queries import loaded
from dure.engine.diagnosis import ways


def open_ways(application_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the ways (``form.way``) that hold for each application by the sheets that count; one query.

    An application without any sheet that counts is not among them; a way that is not known yet is not open.
    """
    sheets: dict[int, list[DiagnosisSheet]] = defaultdict(list)
    counting = DiagnosisSheet.objects.filter(application_id__in=application_ids, counts=True)
    for sheet in counting.select_related("application", "version", "application__version").order_by("pk"):
        sheets[sheet.application_id].append(sheet)
    return {application_id: _open(found) for application_id, found in sheets.items()}


def _open(sheets: list[DiagnosisSheet]) -> frozenset[str]:
    application = sheets[0].application
    readings = {sheet.form: read_sheet(sheet) for sheet in sheets}
    scores = {form: reading.score for form, reading in readings.items()}
    # A sheet is read by the form that it was filled in on, whatever the file says by now.
    opened = {**forms_of(application.version), **{form: one.opened for form, one in readings.items()}}
    row = application_row(loaded(application.version).programme, application.facts or {}, application.answers)
    answers = ways(opened, scores, row)
    return frozenset(f"{one.form}.{one.way.id}" for one in answers if one.holds)
