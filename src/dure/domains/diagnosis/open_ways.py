"""Which ways of their diagnoses are open for many applications: what later subjects go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.reading import Then, application_row, read_sheet, rows_then
from dure.domains.programmes.queries import loaded
from dure.domains.programmes.versions import versions_of
from dure.engine.diagnosis import ways


def open_ways(application_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the ways (``form.way``) that hold for each application by the sheets that count; three queries.

    An application without any sheet that counts is not among them; a way that is not known yet is not open.
    """
    sheets: dict[int, list[DiagnosisSheet]] = defaultdict(list)
    counting = DiagnosisSheet.objects.filter(application_id__in=application_ids, counts=True)
    rows = list(
        counting.select_related("application")
        .defer("typed", "application__draft", "application__origins")
        .order_by("pk")
    )
    # The bytes of a file are fetched once a version, not once a row; earlier revisions once for all.
    versions = versions_of({pk for row in rows for pk in (row.version_id, row.application.version_id)})
    then = rows_then(rows)
    for sheet in rows:
        sheet.version = versions[sheet.version_id]
        sheet.application.version = versions[sheet.application.version_id]
        sheets[sheet.application_id].append(sheet)
    return {application_id: _open(found, then) for application_id, found in sheets.items()}


def _open(sheets: list[DiagnosisSheet], then: Mapping[tuple[int, int], Then]) -> frozenset[str]:
    application = sheets[0].application
    readings = {sheet.form: read_sheet(sheet, then) for sheet in sheets}
    scores = {form: reading.score for form, reading in readings.items()}
    # A sheet is read by the form that it was filled in on, whatever the file says by now.
    opened = {**forms_of(application.version), **{form: one.opened for form, one in readings.items()}}
    row = application_row(loaded(application.version).programme, application.facts or {}, application.answers)
    answers = ways(opened, scores, row)
    return frozenset(f"{one.form}.{one.way.id}" for one in answers if one.holds)
