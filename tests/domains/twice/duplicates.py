"""Duplicates of merchants, each service run twice."""

from __future__ import annotations

from tests.domains.builders import merchant
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.merchants.models import DuplicatePair
from dure.domains.merchants.services.decide_duplicate import decide_duplicate
from dure.domains.merchants.services.note_duplicates import note_duplicates
from dure.domains.merchants.services.seek_duplicates import seek_duplicates

OWNER = {"owner_name": "김하나", "phone": "010-0000-1234", "owner_birth_year": 1975}


def twins() -> list[int]:
    return [
        merchant(11, name="(주)두레상회", **OWNER).pk,
        merchant(12, name="두래상회", **OWNER).pk,
    ]


@twice(note_duplicates, "people")
def _note_duplicates() -> Call:
    ids = twins()

    def call() -> None:
        with act("test.note", actor=SYSTEM, now=NOW) as this:
            note_duplicates(this, ids)

    return call


@twice(seek_duplicates, "people")
def _seek_duplicates() -> Call:
    ids = twins()
    return lambda: seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=ids)


@twice(decide_duplicate, "people")
def _decide_duplicate() -> Call:
    who = person()
    seek_duplicates(actor=SYSTEM, now=NOW, merchant_ids=twins())
    pair = DuplicatePair.objects.get().pk
    return lambda: decide_duplicate(
        actor=who, now=NOW, pair_id=pair, verdict="same_owner", reason="대표자에게 확인함"
    )
