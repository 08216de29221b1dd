"""Every way of choosing in the service: proposed, confirmed with proof, published, told, passed on."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from tests.domains.people import NOW, person
from tests.domains.reviews import staff
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    accepted,
    applicant,
    decisions,
    holders,
    officer,
    place_of,
    proposed,
    scored,
    small_programme,
    told,
)
from tests.domains.test_selection_corrected import put_right

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, Nomination
from dure.domains.applications.queries_nominated import nominated_places
from dure.domains.applications.services.order_nominations import order_nominations
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.selection.models import Place, SeedCommitment, Selection
from dure.domains.selection.preview import preview_selection
from dure.domains.selection.queries import commitment_of, stage_rows
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.bundles import read_members
from dure.files.replaying import replay_bundle

SET_ASIDES = PROGRAMME[PROGRAMME.index("    set_asides:\n") : PROGRAMME.index("    caps: []\n")]


def programme(way: str, extra: str = "") -> str:
    """Return the small programme whose first stage is chosen in another way, without set-asides there."""
    changed = PROGRAMME.replace("    chosen_by: executor\n", f"    chosen_by: {way}\n{extra}", 1)
    changed = changed.replace(SET_ASIDES, "", 1)
    if way == "entitlement":
        changed = changed.replace("    reserve_length: 4\n", "", 1)
    return changed.replace("eligibility:\n", "entry: [application, nomination]\neligibility:\n", 1)


def turned(version, count=24):
    """Return accepted applications whose choices turn with the number, the later numbers handed in first."""
    made = accepted(version, count)
    for n, one in enumerate(made):
        one.choices = list(EXECUTORS[n % 3 :] + EXECUTORS[: n % 3])
        Application.objects.filter(pk=one.pk).update(
            choices=one.choices, submitted_at=NOW + timedelta(seconds=count - n, microseconds=n)
        )
    return made


def nominated(made):
    """Let every executor nominate those whose first choice it is, high numbers first."""
    for n, one in enumerate(made):
        Nomination.objects.create(
            programme=SMALL, executor=one.choices[0], merchant=one.merchant, application=one, reason="장점",
            state="confirmed", nominated_at=NOW, token_hash=f"{n:064d}", place=len(made) - n,
        )  # fmt: skip


def started(way):
    made = turned(small_programme(programme(way)))
    if way == "nomination":
        nominated(made)
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    return made


def numbers(selection, decision="selected"):
    return sorted(n for n, d in decisions(selection).items() if d.decision == decision)


def seed():
    return SeedCommitment.objects.get(programme=SMALL, stage=CONSULT).seed


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["lot", "first_come", "nomination"])
def test_a_stage_without_scores_is_chosen_proved_published_and_repeated(way, tmp_path):
    made = started(way)
    selection = told()
    # Everybody lists all three executors, four places each: the first twelve of the order have one.
    drawn = sorted(
        range(1, 25),
        key=lambda n: hashlib.sha256(f"{seed()}\n{made[n - 1].application_no}".encode()).hexdigest(),
    )
    expected = {
        "lot": sorted(drawn[:12]),
        "first_come": list(range(13, 25)),
        "nomination": list(range(13, 25)),
    }
    assert numbers(selection) == expected[way]
    assert selection.counts["selected"] == 12
    assert {d.score for d in decisions(selection).values()} == {None}
    assert sorted(n for held in holders().values() for n in held) == expected[way]

    path = tmp_path / "b.zip"
    path.write_bytes(read_file(Selection.objects.get(pk=selection.pk).bundle))
    replay = replay_bundle(path)
    assert (replay.faults, replay.decisions) == ((), 24)
    manifest = json.loads(read_members(path)["manifest.json"])
    assert manifest["commitment"] == hashlib.sha256(manifest["seed"].encode()).hexdigest()
    assert manifest["commitment"] == commitment_of(officer(), SMALL, CONSULT).commitment

    loser = numbers(selection, "reserve")[0]
    merchant = decisions(selection)[loser].application.merchant_id
    notice = Notice.objects.get(template="decision", merchant_id=merchant)
    letter = worded(notice.template, "ko", notice.parameters)
    words = {
        "lot": "추첨 순번",
        "first_come": "접수 순번",
        "nomination": "추천 순번",
    }
    assert words[way] in letter.body
    assert "점수" not in letter.body


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["lot", "first_come", "nomination"])
def test_a_place_given_up_goes_to_the_next_of_the_order(way):
    started(way)
    selection = told()
    before = {executor: set(held) for executor, held in holders().items()}
    leaving = min(before["acorn"])
    waiting = {
        d.rank: n for n, d in decisions(selection).items() if d.decision == "reserve" and "acorn=" in d.reason
    }
    at_acorn = {
        int(d.reason.split("acorn=")[1].split(">")[0]): n
        for n, d in decisions(selection).items()
        if "behind:acorn=" in d.reason
    }
    give_up_place(actor=applicant(leaving), now=TOLD, place_id=place_of(leaving).pk)
    after = {executor: set(held) for executor, held in holders().items()}
    assert waiting
    assert after["acorn"] - before["acorn"] == {at_acorn[min(at_acorn)]}
    assert (after["otter"], after["pinecone"]) == (before["otter"], before["pinecone"])
    assert Notice.objects.filter(template="place_offered").count() == 1


@pytest.mark.django_db
def test_an_entitlement_takes_everybody_and_tells_how_many_more_than_planned(tmp_path):
    started("entitlement")
    seen = preview_selection(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    assert [(p.capacity, p.selected, p.beyond, p.vacant) for p in seen.places] == [(4, 8, 4, 0)] * 3
    selection = told()
    assert selection.counts == {"selected": 24}
    assert Place.objects.filter(selection=selection).count() == 24
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(Selection.objects.get(pk=selection.pk).bundle))
    assert replay_bundle(path).faults == ()


def over_all(way):
    """Return the small programme with a first stage that nobody chooses an executor for, and no other."""
    changed = programme(way).replace("quota: {total: 12, per_executor: 4}", "quota: {total: 12}", 1)
    changed = changed.replace("over: each_executor", "over: all", 1)
    return changed[: changed.index(f"  - id: {PROMOTE}")] + changed[changed.index("rights:\n") :]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "chosen"), [("first_come", list(range(1, 13))), ("entitlement", list(range(1, 25)))]
)
def test_a_first_stage_over_all_is_chosen_though_nobody_names_an_executor(way, chosen, tmp_path):
    made = accepted(small_programme(over_all(way)), choices=())
    for n, one in enumerate(made):
        Application.objects.filter(pk=one.pk).update(submitted_at=NOW + timedelta(seconds=n))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    seen = preview_selection(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    assert (seen.refused, [(p.place, p.listed, p.selected) for p in seen.places]) == (
        (), [("", 24, len(chosen))],
    )  # fmt: skip
    selection = told()
    assert numbers(selection) == chosen
    assert {d.executor for d in decisions(selection).values()} == {""}
    assert {place.executor for place in Place.objects.all()} == {""}
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(Selection.objects.get(pk=selection.pk).bundle))
    assert replay_bundle(path).faults == ()
    if way == "first_come":
        assert decisions(selection)[13].reason == "behind:=13>12"
        give_up_place(actor=applicant(2), now=TOLD, place_id=place_of(2).pk)
        assert place_of(13).executor == ""
        notice = Notice.objects.get(template="place_offered")
        assert worded(notice.template, "ko", notice.parameters).body


@pytest.mark.django_db
def test_nobody_scores_a_lot_and_its_stage_stands_ready():
    version = small_programme(programme("lot"))
    with pytest.raises(Refused) as refused:
        open_stage(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    assert refused.value.problems[0].code == "selection.no_scoring"
    assert not SeedCommitment.objects.exists()
    assert [row.state for row in stage_rows(officer(), [version])] == ["ready", "waiting", "waiting"]


@pytest.mark.django_db
def test_the_hash_of_a_lot_is_public_when_the_call_closes_and_another_seed_is_refused():
    turned(small_programme(programme("lot")))
    assert commit_seeds(actor=SYSTEM, now=THEN) == 1
    before = SeedCommitment.objects.get()
    selection = proposed()
    assert hashlib.sha256(selection.seed.encode()).hexdigest() == before.commitment
    # Somebody with the database's own key puts another hash into its place.
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE selection_seedcommitment DISABLE TRIGGER USER")
        cursor.execute("UPDATE selection_seedcommitment SET commitment = %s", ["0" * 64])
        cursor.execute("ALTER TABLE selection_seedcommitment ENABLE TRIGGER USER")
    with pytest.raises(Refused) as refused:
        confirm_selection(actor=officer("second"), now=THEN, selection_id=selection.pk, reason="확인")
    assert [p.code for p in refused.value.problems] == ["selection.other_seed"]
    assert Selection.objects.get(pk=selection.pk).state == "proposed"


MIX = """\
    scores:
      - {source: executor, weight_bp: 7000}
      - {source: data, field: annual_sales, weight_bp: 3000, scale: {none_at: 0, full_at: 480000000}}
"""
CARRIED = """\
    chosen_by: mix
    scores:
      - {source: executor, weight_bp: 5000}
      - {source: earlier_stage, stage: consult, weight_bp: 5000}
"""


@pytest.mark.django_db
def test_a_mix_of_an_executors_score_and_a_figure_is_exact_and_is_carried_over_to_the_next_stage():
    head, tail = programme("mix", MIX).split(f"  - id: {PROMOTE}\n")
    later = tail.replace("    chosen_by: executor\n", CARRIED, 1)
    version = small_programme(f"{head}  - id: {PROMOTE}\n{later}")
    made = turned(version)
    scored(CONSULT, {(one, e): 90_001 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = told()
    # 90.001 * 0.7 + 50 * 0.3 = 63.0007 + 15 = 78.0007, half up 78.001
    assert decisions(selection)[1].score == 78_001
    assert numbers(selection) == list(range(1, 13))

    held = {n: place_of(n) for n in range(1, 13)}
    for n, place in held.items():
        accept_place(actor=applicant(n), now=TOLD, place_id=place.pk)
    scored(PROMOTE, {(made[n - 1], place.executor): 50_000 for n, place in held.items()})
    commit_seed(actor=officer(), now=TOLD, programme=SMALL, stage=PROMOTE)
    second = told(PROMOTE, TOLD + timedelta(days=60))
    # 50 * 0.5 + 78.001 * 0.5 = 64.0005, half up 64.001
    assert decisions(second)[1].score == 64_001
    assert numbers(second) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db
def test_a_score_that_was_put_right_is_the_one_that_is_carried_over():
    head, tail = programme("mix", MIX).split(f"  - id: {PROMOTE}\n")
    later = tail.replace("    chosen_by: executor\n", CARRIED, 1)
    made = turned(small_programme(f"{head}  - id: {PROMOTE}\n{later}"))
    scored(CONSULT, {(one, e): 90_001 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = told()
    wrong = decisions(selection)[13]
    assert (wrong.decision, wrong.score) == ("reserve", 69_601)
    put_right(13, 84_000, wrong.executor)
    accept_place(actor=applicant(13), now=TOLD, place_id=place_of(13).pk)
    for n in range(1, 13):
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    held = {n: place_of(n) for n in range(1, 14)}
    scored(PROMOTE, {(made[n - 1], place.executor): 50_000 for n, place in held.items()})
    commit_seed(actor=officer(), now=TOLD, programme=SMALL, stage=PROMOTE)
    second = told(PROMOTE, TOLD + timedelta(days=60))
    # 50 * 0.5 + 84.000 * 0.5, and not + 69.601 * 0.5: first of all
    assert decisions(second)[13].score == 67_000
    assert 13 in numbers(second)


@pytest.mark.django_db
def test_a_source_that_is_missing_counts_as_a_score_that_is_missing():
    made = turned(small_programme(programme("mix", MIX)), 3)
    scored(CONSULT, {(one, e): (None if one is made[0] else 50_000) for one in made for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    with pytest.raises(Refused) as refused:
        proposed()
    assert [(p.code, p.params["count"]) for p in refused.value.problems] == [("selection.unscored", 1)] * 3
    assert not Selection.objects.exists()


@pytest.mark.django_db
def test_a_nomination_counts_for_the_merchants_live_application_and_its_place_without_gaps():
    made = turned(small_programme(programme("nomination")), 4)
    for one, place in zip(made, (900_000, 7, 900_000, None), strict=True):
        Nomination.objects.create(
            programme=SMALL, executor="acorn", merchant=one.merchant, application=None, reason="장점",
            state="confirmed", nominated_at=NOW, token_hash=f"{one.pk:064d}", place=place,
        )  # fmt: skip
    places = nominated_places(SMALL)
    assert [places[one.pk] for one in made] == [{"acorn": 2}, {"acorn": 1}, {"acorn": 2}, {"acorn": 3}]


@pytest.mark.django_db
def test_an_order_of_nominations_is_kept_with_its_reason_and_only_by_the_executor_itself():
    version = small_programme(programme("nomination"))
    made = turned(version, 3)
    nominated(made)
    first = Nomination.objects.get(executor="acorn")
    given = {"programme": SMALL, "executor": "acorn", "places": {first.pk: 7}, "reason": "매출 성장"}
    who = staff()
    assert order_nominations(actor=who, now=NOW, **given) == 1
    assert Nomination.objects.get(pk=first.pk).place == 7
    event = Event.objects.filter(act="nomination.order").latest("id")
    assert (event.reason, event.details["place"], event.details["before"]) == ("매출 성장", 7, 3)
    assert order_nominations(actor=who, now=NOW, **given) == 0

    other = Nomination.objects.get(executor="otter")
    for places, reason, code in (
        ({first.pk: 0}, "이유", "nomination.place"),
        ({first.pk: 1}, " ", "nomination.order_reason"),
        ({other.pk: 1}, "이유", "nomination.not_confirmed"),
    ):
        with pytest.raises(Refused) as refused:
            order_nominations(
                actor=who, now=NOW, programme=SMALL, executor="acorn", places=places, reason=reason
            )
        assert [p.code for p in refused.value.problems] == [code]
    with pytest.raises(NotAllowed):
        order_nominations(actor=person("officer"), now=NOW, **given)
    assert {n.executor: n.place for n in Nomination.objects.all()} == {"acorn": 7, "otter": 2, "pinecone": 1}
