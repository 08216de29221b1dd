"""The inputs of a preview: chosen from with the command, they give the decisions of the preview."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from tests.domains.people import person
from tests.domains.selecting import CONSULT, SMALL, THEN, first_stage, officer, proposed

from dure.cli.main import main
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.selection.preview import PREVIEW_SEED, preview_inputs, preview_selection
from dure.domains.uploads.queries import read_file

STAGE = {"programme": SMALL, "stage": CONSULT}


def inputs(*, with_facts: bool) -> bytes:
    return preview_inputs(actor=officer(), with_facts=with_facts, **STAGE).content


def columns(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
@pytest.mark.parametrize("with_facts", [False, True])
def test_the_command_makes_the_decisions_of_the_preview_to_the_byte(tmp_path: Path, with_facts):
    first_stage()
    programme, applications, out = (tmp_path / n for n in ("small.yaml", "applications.csv", "decisions.csv"))
    programme.write_bytes(bytes(ProgrammeVersion.objects.get(programme=SMALL).raw))
    applications.write_bytes(inputs(with_facts=with_facts))
    command = [
        "select",
        str(programme),
        CONSULT,
        str(applications),
        "--seed",
        PREVIEW_SEED,
        "--out",
        str(out),
    ]
    assert main(command) == 0
    seen = preview_selection(actor=officer(), now=THEN, **STAGE)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == seen.decisions_sha256
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) == 24
    for decision, count in seen.counts.items():
        assert sum(row["decision"] == decision for row in rows) == count


@pytest.mark.django_db
def test_without_facts_there_are_traits_and_nothing_of_the_profile():
    first_stage()
    told = ["application_no", "choices"]
    scores = [f"score.{e}" for e in ("acorn", "otter", "pinecone")]
    traits, facts = columns(inputs(with_facts=False)), columns(inputs(with_facts=True))
    assert traits == [*told, "executor", *scores, "trait.outside_capital", "trait.female"]
    assert facts == [*told, *scores, "region", "owner_female"]


@pytest.mark.django_db
def test_without_facts_it_is_what_a_proposal_freezes():
    first_stage()
    before = inputs(with_facts=False)
    assert read_file(proposed().inputs) == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "reviewer", "executor_staff"])
def test_only_officers_of_the_programme_get_them(role):
    first_stage()
    who = person(role, kind="executor" if role == "executor_staff" else "agency", code="acorn")
    with pytest.raises(NotAllowed):
        preview_inputs(actor=who, with_facts=False, **STAGE)
