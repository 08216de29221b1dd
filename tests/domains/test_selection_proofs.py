"""What the service publishes can be repeated from nothing else: reviews, seeds, ballots with who left."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from tests.domains.proving import AT, MINE, SHEET, bundle_file, chosen, made, scored
from tests.domains.selecting import officer

from dure.domains.selection.services.open_stage import open_stage
from dure.files.replaying import replay_bundle


@pytest.mark.django_db
@pytest.mark.parametrize("combine", ["mean", "trimmed_mean"])
def test_the_bundle_of_a_panel_brings_what_each_reviewer_gave(tmp_path, combine):
    cases = made(
        "stages:\n  - {id: one, title: {ko: 하나, en: One}, quota: {total: 2}, over: all,"
        f" chosen_by: panel, combine: {combine}, reserve_length: 2}}\n",
        4,
        before=SHEET,
    )
    open_stage(actor=officer(), now=AT, programme=MINE, stage="one")
    scored()
    bundle = bundle_file(chosen("one"), tmp_path)
    with zipfile.ZipFile(bundle) as archive:
        text = archive.read("applications.csv").decode("utf-8-sig")
    rows = {row["application_no"]: row for row in csv.DictReader(io.StringIO(text))}
    for one in cases:
        row = rows[one.application_no]
        given = sorted(float(part.partition("=")[2]) for part in row["reviews"].split(";"))
        low = 60 + one.pk % 7
        assert given == [low, low + 1, low + 2]
        assert row["score"] == f"{low + 1}.000"
    replayed = replay_bundle(bundle)
    assert (replayed.faults, [one.code for one in replayed.notes]) == ((), [])
