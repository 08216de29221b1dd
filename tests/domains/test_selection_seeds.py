"""The hash of a seed is public before the seed is used, and the seed opens it afterwards."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from tests.domains.at_once import twice_at_once
from tests.domains.people import NOW, person
from tests.domains.selecting import (
    CONSULT,
    PROGRAMME,
    SMALL,
    THEN,
    first_stage,
    officer,
    small_programme,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.selection.models import SeedCommitment
from dure.domains.selection.queries import commitment_of
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.engine.problems import Refused


@pytest.mark.django_db
def test_when_a_call_has_closed_its_first_stage_is_committed_once():
    small_programme()
    assert commit_seeds(actor=SYSTEM, now=NOW) == 0  # still open
    assert commit_seeds(actor=SYSTEM, now=THEN) == 1
    assert commit_seeds(actor=SYSTEM, now=THEN) == 0
    assert [(c.stage, c.committed_at) for c in SeedCommitment.objects.all()] == [(CONSULT, THEN)]


@pytest.mark.django_db
def test_a_programme_that_asks_for_none_has_none():
    small_programme(PROGRAMME.replace(", commitment: sha256", ""))
    assert commit_seeds(actor=SYSTEM, now=THEN) == 0


@pytest.mark.django_db
def test_the_published_seed_opens_its_hash():
    first_stage()
    selection = told()
    commitment = commitment_of(officer(), SMALL, CONSULT)
    assert commitment is not None
    assert hashlib.sha256(selection.seed.encode()).hexdigest() == commitment.commitment


@pytest.mark.django_db
def test_the_seed_is_encrypted_and_stands_in_no_event():
    small_programme()
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    seed = SeedCommitment.objects.get().seed
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM selection_seedcommitment")
        kept = cursor.fetchone()[0]
    assert kept != seed
    assert kept.startswith("v1:")
    assert seed not in str(list(Event.objects.values_list("details", flat=True)))


@pytest.mark.django_db
def test_only_officers_commit_and_only_for_a_stage_that_there_is():
    small_programme()
    with pytest.raises(NotAllowed):
        commit_seed(actor=person("ministry"), now=THEN, programme=SMALL, stage=CONSULT)
    with pytest.raises(Refused):
        commit_seed(actor=officer(), now=THEN, programme=SMALL, stage="finals")
    assert not SeedCommitment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_draw_one_seed():
    small_programme()
    who = officer()
    first, second = twice_at_once(lambda: commit_seed(actor=who, now=THEN, programme=SMALL, stage=CONSULT))
    assert first == second
    assert SeedCommitment.objects.count() == 1
