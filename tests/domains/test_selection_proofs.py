"""What the service publishes can be repeated from nothing else: reviews, seeds, ballots with who left."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from tests.domains.proving import AT, MINE, SHEET, bundle_file, chosen, made, scored
from tests.domains.selecting import officer

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Supplement
from dure.domains.applications.services.ask_supplement import Item, ask_supplement
from dure.domains.merchants.models import MerchantMember
from dure.domains.selection.models import SeedCommitment
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.open_stage import open_stage
from dure.engine.problems import Refused
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


LOTS = """\
stages:
  - {id: one, title: {ko: 하나, en: One}, quota: {total: 4}, over: all, chosen_by: first_come}
  - {id: two, title: {ko: 둘, en: Two}, quota: {total: 3}, over: all, chosen_by: lot,
     tie_break: {commitment: sha256}}
  - {id: three, title: {ko: 셋, en: Three}, quota: {total: 2}, over: all, chosen_by: lot,
     tie_break: {commitment: sha256}}
"""


@pytest.mark.django_db
def test_the_hash_of_every_lot_is_public_when_the_call_closes(tmp_path):
    made(LOTS, 5)
    assert commit_seeds(actor=SYSTEM, now=AT) == 2
    assert commit_seeds(actor=SYSTEM, now=AT) == 0
    kept = dict(SeedCommitment.objects.values_list("stage", "commitment"))
    assert sorted(kept) == ["three", "two"]
    chosen("one")
    bundle = bundle_file(chosen("two"), tmp_path)
    with zipfile.ZipFile(bundle) as archive:
        assert f'"commitment": "{kept["two"]}"' in archive.read("manifest.json").decode()
    assert replay_bundle(bundle).faults == ()


@pytest.mark.django_db
def test_an_officer_asks_no_supplement_of_a_business_of_their_own():
    (one,) = made(LOTS, 1, before="documents: [{id: plan, title: {ko: 계획서, en: Plan}}]\n")
    who = officer()
    MerchantMember.objects.create(merchant=one.merchant, user_id=who.user_id, proved_by="first", since=AT)
    with pytest.raises(Refused) as refused:
        ask_supplement(
            actor=who, now=AT, application_id=one.pk, items=[Item("document", "plan", "고쳐 주세요")]
        )
    assert [problem.code for problem in refused.value.problems] == ["check.own_business"]
    assert not Supplement.objects.exists()
