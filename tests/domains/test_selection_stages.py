"""All three stages of TOPS in small: 24 apply, 12, 6 and 3 are selected, each out of the stage before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.domains.people import person
from tests.domains.selecting import (
    CHAMPION,
    CONSULT,
    PROMOTE,
    SMALL,
    TOLD,
    applicant,
    confirmed,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.review.models import Entrant, ScoreSheet
from dure.domains.review.queries import stage_scores
from dure.domains.selection.models import Place, SeedCommitment
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.replaying import replay_bundle

SUMMER = datetime.fromisoformat("2025-07-18T10:00:00+09:00")
AUTUMN = datetime.fromisoformat("2025-10-17T10:00:00+09:00")


def take(numbers: list[int], stage: str, now: datetime) -> None:
    for n in numbers:
        accept_place(actor=applicant(n), now=now, place_id=place_of(n, stage).pk)


def opened(stage: str, now: datetime) -> int:
    return open_stage(actor=officer(), now=now, programme=SMALL, stage=stage)


def score(stage: str, now: datetime) -> None:
    """Score all entrants: now the higher the number, the better."""
    for entrant in Entrant.objects.filter(stage=stage).select_related("application"):
        ScoreSheet.objects.create(
            programme=SMALL, stage=stage, application=entrant.application, executor=entrant.executor,
            total=1000 * int((entrant.application.application_no or "")[-6:]), state="submitted",
            changed_at=now,
        )  # fmt: skip


@pytest.mark.django_db
def test_from_24_to_3(tmp_path: Path):
    first_stage()
    told()
    take(list(range(1, 12)), CONSULT, TOLD)
    give_up_place(actor=applicant(12), now=TOLD, place_id=place_of(12).pk)
    take([13], CONSULT, TOLD)

    assert opened(PROMOTE, TOLD) == 12
    assert opened(PROMOTE, TOLD) == 0
    assert SeedCommitment.objects.filter(stage=PROMOTE).exists()
    score(PROMOTE, TOLD)
    second = told(PROMOTE, SUMMER)
    # Each executor takes two of its own four: the best now are those with the highest numbers.
    assert holders(PROMOTE) == {"acorn": [7, 10], "otter": [8, 11], "pinecone": [9, 13]}
    assert decisions(second)[1].reason == "below_cutoff:acorn=1.000<7.000"
    assert second.funnel["executor"] == {
        "acorn": [4, 4, 2], "otter": [4, 4, 2], "pinecone": [5, 4, 2],
    }  # fmt: skip

    take([7, 8, 9, 10, 11, 13], PROMOTE, SUMMER)
    assert opened(CHAMPION, SUMMER) == 6
    score(CHAMPION, SUMMER)
    third = told(CHAMPION, AUTUMN)
    assert holders(CHAMPION) == {"acorn": [10], "otter": [11], "pinecone": [13]}
    assert third.counts == {"selected": 3, "reserve": 2, "not_selected": 1}
    assert decisions(third)[9].reserve_rank == 1
    head, row, *_ = read_file(third.inputs).decode("utf-8-sig").splitlines()
    assert head == "application_no,choices,executor,score,trait.outside_capital,trait.female"
    assert row == "TOPS-2025-000007,,acorn,7.000,false,false"

    # Over all executors a place goes to the next of the one list, wherever that one stands.
    give_up_place(actor=applicant(13), now=AUTUMN, place_id=place_of(13, CHAMPION).pk)
    assert holders(CHAMPION) == {"acorn": [10], "otter": [11], "pinecone": [9]}
    for selection in (second, third):
        assert selection.bundle is not None
        path = tmp_path / f"{selection.stage}.zip"
        path.write_bytes(read_file(selection.bundle))
        assert replay_bundle(path).faults == ()


@pytest.mark.django_db
def test_the_first_stage_is_opened_for_all_accepted_with_each_executor():
    made = first_stage(3)
    Entrant.objects.all().delete()
    ScoreSheet.objects.all().delete()
    assert opened(CONSULT, TOLD) == 9
    assert len(stage_scores(SMALL, CONSULT)) == 3 * len(made)


@pytest.mark.django_db
def test_a_later_stage_is_not_opened_before_the_one_before_is_published():
    first_stage()
    confirmed()
    with pytest.raises(Refused) as refused:
        opened(PROMOTE, TOLD)
    assert refused.value.problems[0].code == "selection.before"
    assert not Entrant.objects.filter(stage=PROMOTE).exists()
    assert not SeedCommitment.objects.filter(stage=PROMOTE).exists()


@pytest.mark.django_db
def test_nobody_enters_with_an_offer_alone():
    first_stage()
    told()
    with pytest.raises(Refused) as refused:
        opened(PROMOTE, TOLD)
    assert refused.value.problems[0].code == "selection.nobody"
    take([2], CONSULT, TOLD)
    assert opened(PROMOTE, TOLD) == 1


@pytest.mark.django_db
def test_only_officers_open_a_stage():
    first_stage()
    told()
    take([1], CONSULT, TOLD)
    with pytest.raises(NotAllowed):
        open_stage(actor=person("ministry"), now=TOLD, programme=SMALL, stage=PROMOTE)
    assert not Entrant.objects.filter(stage=PROMOTE).exists()
    assert Place.objects.filter(state="accepted").count() == 1
