"""Public votes in the service: one ballot a person, sealed until the count, counted into the selection."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, merchant
from tests.domains.people import person
from tests.domains.reviews import staff
from tests.domains.selecting import CONSULT, SMALL, TOLD, accepted, decisions, officer, small_programme
from tests.domains.voting import (
    CLOSES,
    COUNTED,
    OPENS,
    PREPARED,
    TERMS,
    VOTING,
    cast,
    counted,
    vote_made,
    vote_programme,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import DoneAct, Event
from dure.domains.privacy.guards import without_guards
from dure.domains.privacy.models import Destruction
from dure.domains.selection.models import SeedCommitment, Selection
from dure.domains.selection.preview import preview_selection
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.open_vote import open_vote
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.uploads.queries import read_file
from dure.domains.voting.marks import voter_of
from dure.domains.voting.models import Ballot, Candidate, SetAside, Vote
from dure.domains.voting.queries import candidates, phase_of
from dure.domains.voting.results import (
    is_in_list,
    opened_votes,
    sealed_hashes,
    set_aside_counts,
    votes_counted,
)
from dure.domains.voting.services.cast_ballot import Trace, has_voted
from dure.domains.voting.services.count_vote import count_vote
from dure.domains.voting.services.decide_set_aside import decide_set_aside
from dure.domains.voting.services.forget_traces import forget_traces
from dure.domains.voting.services.propose_set_aside import propose_set_aside
from dure.domains.voting.services.seal_vote import seal_vote
from dure.domains.voting.services.seal_votes import seal_votes
from dure.domains.voting.signals import ballots_in, groups, turnout
from dure.engine.problems import Refused
from dure.engine.selection.ballots import ballot_hash, sealed_hash
from dure.files.replaying import replay_bundle

pytestmark = pytest.mark.django_db


def refused(call) -> str:
    with pytest.raises(Refused) as told:
        call()
    return told.value.problems[0].code


def opening(actor=None, now=PREPARED):
    return lambda: open_vote(actor=actor or officer(), now=now, programme=SMALL, stage=CONSULT)


def counting(vote, reason="마감", actor=None):
    return lambda: count_vote(actor=actor or officer(), now=COUNTED, vote_id=vote.pk, reason=reason)


def votes(vote) -> dict[str, int | None]:
    return dict(Candidate.objects.filter(vote=vote).values_list("number", "votes"))


# Candidates.


def test_candidates_are_those_who_take_part_and_show_what_the_file_lets():
    vote, made = vote_made(3)
    assert (vote.state, vote.votes_each, vote.changeable, vote.second_officer) == ("open", 2, True, True)
    shown = {
        one.number: (one.name, one.region, one.shown) for one in candidates(person(), vote).order_by("number")
    }
    assert shown == {
        str(one.application_no): (one.name, one.region, {"pitch": f"{n}번 가게입니다."})
        for n, one in enumerate(made, start=1)
    }
    # The seed that decides between equal votes is committed to before anybody votes.
    assert SeedCommitment.objects.filter(programme=SMALL, stage=CONSULT).exists()
    assert open_vote(actor=officer(), now=PREPARED, programme=SMALL, stage=CONSULT) == 0


def test_who_comes_while_the_vote_is_open_stands_from_then_on_and_nobody_after_its_end():
    vote, _ = vote_made(3)

    def another(n):
        return application(merchant(n), vote.version, n=n, state="accepted", verdict="eligible")

    another(8)
    assert open_vote(actor=officer(), now=PREPARED, programme=SMALL, stage=CONSULT) == 1
    another(9)
    assert open_vote(actor=officer(), now=OPENS, programme=SMALL, stage=CONSULT) == 1
    since = {c.number[-2:]: c.stands_since for c in Candidate.objects.all()}
    assert since == {"01": None, "02": None, "03": None, "08": None, "09": OPENS}
    another(10)
    assert refused(opening(now=vote.closes_at)) == "vote.over"
    assert Candidate.objects.count() == 5


def test_a_stage_without_a_vote_and_people_without_the_role_are_refused():
    accepted(small_programme(), 2)
    assert refused(opening()) == "vote.none"
    with pytest.raises(NotAllowed):
        open_vote(actor=staff(), now=PREPARED, programme=SMALL, stage=CONSULT)
    assert not Vote.objects.exists()


def test_candidates_are_not_fixed_while_applications_are_checked():
    made = accepted(small_programme(vote_programme()), 2)
    Application.objects.filter(pk=made[0].pk).update(state="submitted")
    code = refused(opening())
    assert code == "selection.unchecked"
    assert not Vote.objects.exists()


# Ballots.


def test_one_person_has_one_ballot_and_only_the_last_counts():
    vote, made = vote_made()
    first = cast(vote, "kim", made[:2])
    again = cast(vote, "kim", made[2:3], at=VOTING + timedelta(hours=1), once="second")
    assert first.ballot != again.ballot
    ballot = Ballot.objects.get()
    assert (ballot.hash, ballot.changes) == (again.ballot, 1)
    assert (ballot.cast_at, ballot.changed_at) == (VOTING, VOTING + timedelta(hours=1))
    cast(vote, "lee", made[:1])
    assert Ballot.objects.count() == 2
    assert has_voted(vote, voter_of(vote, "ci-kim")) == VOTING + timedelta(hours=1)
    assert has_voted(vote, voter_of(vote, "ci-park")) is None
    result = counted(vote)
    assert [votes(result)[str(one.application_no)] for one in made[:4]] == [1, 0, 1, 0]


def test_a_ballot_sent_twice_is_one_with_one_receipt():
    vote, made = vote_made()
    one, other = (cast(vote, "kim", made[:2]) for _ in range(2))
    assert one == other
    assert one.ballot == ballot_hash(SMALL, CONSULT, one.choices, one.salt)
    assert len(one.salt) == 32
    assert (Ballot.objects.get().changes, Event.objects.filter(act="vote.cast").count()) == (0, 1)


def test_a_ballot_that_may_not_be_changed_stands():
    vote, made = vote_made(text=vote_programme(TERMS + "      changeable: false\n"))
    first = cast(vote, "kim", made[:1])
    assert refused(lambda: cast(vote, "kim", made[1:2], once="second")) == "vote.voted"
    assert cast(vote, "kim", made[:1]) == first
    assert Ballot.objects.get().hash == first.ballot


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": OPENS - timedelta(seconds=1)}, "vote.not_begun"),
        ({"at": CLOSES}, "vote.closed"),
        ({"consent": False}, "vote.consent"),
        ({"choices": []}, "vote.choices"),
        ({"choices": [0, 0]}, "vote.choices"),
        ({"choices": [0, 1, 2]}, "vote.choices"),
        ({"choices": [5]}, "vote.gone"),
    ],
)
def test_a_ballot_that_cannot_count_is_refused_and_nothing_is_kept(change, code):
    vote, made = vote_made()
    Application.objects.filter(pk=made[5].pk).update(state="withdrawn")
    chosen = [made[n] for n in change.pop("choices", [0])]
    assert refused(lambda: cast(vote, "kim", chosen, **change)) == code
    assert not Ballot.objects.exists()
    assert not Event.objects.filter(act="vote.cast").exists()


def test_who_lives_elsewhere_may_not_vote_where_the_file_says_so():
    vote, made = vote_made(text=vote_programme(TERMS + "      regions: ['11', '26110']\n"))
    for region in ("", "2644", "26", "41110"):
        assert refused(lambda r=region: cast(vote, "kim", made[:1], region=r)) == "vote.region"
    cast(vote, "kim", made[:1], region="11110")
    cast(vote, "lee", made[:1], region="26110")
    assert Ballot.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_of_one_person_are_one_ballot_and_of_many_are_as_many():
    vote, made = vote_made()
    found = twice_at_once(*(lambda n=n: cast(vote, "kim", made[n : n + 1], once=str(n)) for n in range(4)))
    assert [one for one in found if isinstance(one, BaseException)] == []
    assert (Ballot.objects.count(), Ballot.objects.get().changes) == (1, 3)
    twice_at_once(*(lambda n=n: cast(vote, f"person{n}", made[:1]) for n in range(4)))
    assert Ballot.objects.count() == 5


# The seal.


def everything_kept() -> str:
    """Return every row of every table of the database as text, encrypted columns as they are kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def test_before_the_count_the_database_does_not_tell_who_was_voted_for_nor_who_voted():
    vote, made = vote_made()
    before = everything_kept()
    receipt = cast(vote, "kim", made[:2], trace=Trace("198.51.100.23", "Browser of Kim"))
    after = everything_kept()
    new = [line for line in after.splitlines() if line not in set(before.splitlines())]
    assert any(receipt.ballot in line for line in new)
    for told in (receipt.salt, "ci-kim", "198.51.100.23", "198.51.100.0", "Browser of Kim"):
        assert told not in after
    for number in receipt.choices:
        assert not any(number in line for line in new)
    assert set(votes(vote).values()) == {None}
    ballot = Ballot.objects.visible_to(officer()).get()
    assert {"choices", "salt"} <= ballot.get_deferred_fields()
    assert Event.objects.filter(act="vote.cast").values_list("actor_id", "role").get() == (None, "")
    assert DoneAct.objects.get(name="vote.cast").result is None


def test_a_voter_is_known_again_in_one_vote_only():
    vote, _ = vote_made()
    other = Vote(programme="another-2025", stage=CONSULT)
    assert voter_of(vote, "ci-kim") == voter_of(vote, "ci-kim") != voter_of(other, "ci-kim")


def test_a_vote_is_sealed_once_and_only_when_it_is_over():
    vote, made = vote_made()
    receipts = [cast(vote, f"person{n}", made[n : n + 1]) for n in range(3)]
    code = refused(lambda: seal_vote(actor=officer(), now=CLOSES - timedelta(seconds=1), vote_id=vote.pk))
    assert code == "vote.still_open"
    assert phase_of(vote, CLOSES) == "closing"
    with pytest.raises(NotAllowed):
        seal_votes(actor=officer(), now=CLOSES)
    assert seal_votes(actor=SYSTEM, now=CLOSES) == 1
    assert seal_votes(actor=SYSTEM, now=CLOSES) == 0
    vote.refresh_from_db()
    assert (vote.state, vote.ballots) == ("sealed", 3)
    assert vote.sealed_sha256 == sealed_hash(one.ballot for one in receipts)
    assert seal_vote(actor=officer(), now=COUNTED, vote_id=vote.pk) == vote.sealed_sha256
    assert sealed_hashes(vote).decode().splitlines() == ["ballot", *sorted(one.ballot for one in receipts)]
    assert is_in_list(vote, receipts[0].ballot.upper())
    assert not is_in_list(vote, "0" * 64)


def test_after_the_seal_the_database_itself_takes_and_changes_no_ballot():
    vote, made = vote_made()
    cast(vote, "kim", made[:1])
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    ballot = Ballot.objects.get()
    statements = (
        "INSERT INTO voting_ballot (vote_id, voter, choices, salt, hash, cast_at, changed_at, verified_at,"
        " address, network, device, region, changes) SELECT vote_id, 'x', choices, salt, 'x', cast_at,"
        " changed_at, verified_at, '', '', '', '', 0 FROM voting_ballot",
        "UPDATE voting_ballot SET hash = 'x'",
        "UPDATE voting_ballot SET choices = 'x'",
        "DELETE FROM voting_ballot",
        "UPDATE voting_vote SET sealed_sha256 = 'x'",
        "UPDATE voting_vote SET ballots = 7",
        "UPDATE voting_vote SET state = 'open'",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Ballot.objects.get().hash == ballot.hash
    vote.refresh_from_db()
    assert refused(lambda: cast(vote, "lee", made[:1])) == "vote.closed"


# The count.


def test_a_sealed_vote_is_counted_once_by_an_officer_with_a_reason():
    vote, made = vote_made()
    for n in range(3):
        cast(vote, f"person{n}", made[n : n + 2])
    assert refused(counting(vote)) == "vote.not_sealed"
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    assert refused(counting(vote, " ")) == "vote.reason"
    with pytest.raises(NotAllowed):
        count_vote(actor=staff(), now=COUNTED, vote_id=vote.pk, reason="x")
    assert votes_counted(SMALL, CONSULT) is None
    assert opened_votes(SMALL, CONSULT) is None
    count_vote(actor=officer(), now=COUNTED, vote_id=vote.pk, reason="마감")
    count_vote(actor=officer(), now=COUNTED, vote_id=vote.pk, reason="마감")
    assert [votes(vote)[str(one.application_no)] for one in made] == [1, 2, 2, 1, 0, 0]
    told = opened_votes(SMALL, CONSULT)
    rows = list(csv.DictReader(io.StringIO(told.ballots.decode("utf-8-sig"))))
    assert [row["ballot"] for row in rows] == sorted(row["ballot"] for row in rows)
    assert all(
        ballot_hash(SMALL, CONSULT, row["choices"].split(";"), row["salt"]) == row["ballot"] for row in rows
    )
    assert told.sealed == sealed_hash(row["ballot"] for row in rows)
    assert Event.objects.filter(act="vote.count", subject="vote").get().details["ballots"] == 3


def test_ballots_that_are_not_those_that_were_sealed_are_not_counted():
    vote, made = vote_made()
    cast(vote, "kim", made[:1])
    cast(vote, "lee", made[1:2])
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    one, other = Ballot.objects.order_by("pk")
    swapped = [_kept("choices", other.pk), one.pk]
    with without_guards("voting_ballot"), connection.cursor() as cursor:
        cursor.execute("UPDATE voting_ballot SET choices = %s WHERE id = %s", swapped)
    code = refused(counting(vote))
    assert code == "vote.other_ballots"
    vote.refresh_from_db()
    assert (vote.state, set(votes(vote).values())) == ("sealed", {None})


def _kept(column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM voting_ballot WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


# Signs of abuse.


def suspicious():
    """Return a vote with six ballots of one address within a minute, and three of others."""
    vote, made = vote_made()
    for n in range(6):
        at = VOTING.replace(second=0) + timedelta(seconds=n)
        cast(vote, f"farm{n}", made[:1], at=at, trace=Trace("203.0.113.9", "Farm"))
    for n in range(3):
        at = VOTING + timedelta(hours=n + 1)
        verified = at - timedelta(seconds=2 if n == 0 else 90)
        cast(
            vote,
            f"person{n}",
            made[1:2],
            at=at,
            verified_at=verified,
            trace=Trace(f"198.51.{n}.1", "Mozilla"),
        )
    return vote, made


def test_signs_are_of_addresses_devices_and_haste_and_tell_of_no_candidate():
    vote, _ = suspicious()
    who = officer()
    total = turnout(who, vote)
    assert (total.ballots, total.changed) == (9, 0)
    found = {(one.signal, one.count, one.aside) for one in groups(who, vote, total.ballots)}
    assert found == {("address", 6, 0), ("device", 6, 0), ("quick", 1, 0)}
    (address,) = (one for one in groups(who, vote, 9) if one.signal == "address")
    group = ballots_in(who, vote, "address", address.of)
    assert group.count() == 6
    assert {"choices", "salt"} <= group[0].get_deferred_fields()
    assert ballots_in(who, vote, "candidate", address.of) is None
    assert ballots_in(staff(), vote, "address", address.of) is None


def test_ballots_are_set_aside_between_close_and_count_with_a_second_officers_word():
    vote, made = suspicious()
    one, other = officer(), officer("second")
    (address,) = (g for g in groups(one, vote, 9) if g.signal == "address")

    def propose(actor=one, **how):
        told = {"signal": "address", "of": address.of, "reason": "한 기기에서 몰린 표"} | how
        return propose_set_aside(actor=actor, now=CLOSES, vote_id=vote.pk, **told)

    assert refused(propose) == "vote.not_between"
    seal_vote(actor=one, now=CLOSES, vote_id=vote.pk)
    assert refused(lambda: propose(reason=" ")) == "vote.reason"
    assert refused(lambda: propose(of=0)) == "vote.no_group"
    with pytest.raises(NotAllowed):
        propose(actor=staff())
    proposal = propose(key="form")
    assert propose(key="form") == proposal
    assert refused(propose) == "vote.no_group"
    assert Ballot.objects.filter(set_aside__isnull=False).count() == 0
    assert refused(counting(vote)) == "vote.waiting"

    def decide(actor, confirm=True, reason="확인"):
        decide_set_aside(actor=actor, now=CLOSES, set_aside_id=proposal, confirm=confirm, reason=reason)

    assert refused(lambda: decide(one)) == "vote.same_officer"
    assert refused(lambda: decide(other, reason="")) == "vote.reason"
    decide(other)
    decide(other)
    assert refused(lambda: decide(other, confirm=False)) == "vote.not_proposed"
    assert Ballot.objects.filter(set_aside=proposal).count() == 6
    count_vote(actor=one, now=COUNTED, vote_id=vote.pk, reason="마감")
    assert [votes(vote)[str(a.application_no)] for a in made[:2]] == [0, 3]
    vote.refresh_from_db()
    assert set_aside_counts(vote) == [("한 기기에서 몰린 표", 6)]
    opened = opened_votes(SMALL, CONSULT).ballots.decode("utf-8-sig")
    assert opened.count(",false,한 기기에서 몰린 표") == 6
    assert refused(propose) == "vote.not_between"
    acts = Event.objects.filter(subject="set_aside").order_by("pk").values_list("act", "actor_id")
    assert list(acts) == [("vote.set_aside", one.user_id), ("vote.decide_set_aside", other.user_id)]


def test_a_refused_proposal_leaves_the_ballots_counting():
    vote, made = suspicious()
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    of = Ballot.objects.order_by("pk").first().pk
    proposal = propose_set_aside(
        actor=officer(), now=CLOSES, vote_id=vote.pk, signal="address", of=of, reason="의심"
    )
    decide_set_aside(actor=officer("second"), now=CLOSES, set_aside_id=proposal, confirm=False, reason="가족")
    count_vote(actor=officer(), now=COUNTED, vote_id=vote.pk, reason="마감")
    assert [votes(vote)[str(a.application_no)] for a in made[:2]] == [6, 3]
    assert SetAside.objects.get().state == "refused"


def test_where_the_file_asks_for_no_second_officer_one_is_enough():
    text = vote_programme().replace("    second_officer: true\n", "    second_officer: false\n", 1)
    vote, made = vote_made(text=text)
    for n in range(5):
        cast(vote, f"p{n}", made[:1])
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    of = Ballot.objects.order_by("pk").first().pk
    propose_set_aside(actor=officer(), now=CLOSES, vote_id=vote.pk, signal="address", of=of, reason="한 주소")
    count_vote(actor=officer(), now=COUNTED, vote_id=vote.pk, reason="마감")
    assert votes(vote)[str(made[0].application_no)] == 0


def test_traces_of_persons_are_destroyed_in_time_and_the_result_stays():
    vote, made = vote_made()
    cast(vote, "kim", made[:1])
    result = counted(vote)
    assert result.traces_until == COUNTED + timedelta(days=90)
    assert forget_traces(actor=SYSTEM, now=COUNTED + timedelta(days=89)) == 0
    with pytest.raises(NotAllowed):
        forget_traces(actor=officer(), now=COUNTED + timedelta(days=90))
    assert forget_traces(actor=SYSTEM, now=COUNTED + timedelta(days=90)) == 1
    assert forget_traces(actor=SYSTEM, now=COUNTED + timedelta(days=91)) == 0
    ballot = Ballot.objects.get()
    assert (ballot.voter, ballot.address, ballot.network, ballot.device) == ("", "", "", "")
    assert Destruction.objects.get(what="vote_traces").count == 1
    assert votes(vote)[str(made[0].application_no)] == 1


# Into the selection.


def test_the_votes_choose_and_the_bundle_counts_them_again(tmp_path):
    vote, made = vote_made(14)
    sealed = preview_selection(actor=officer(), now=VOTING, programme=SMALL, stage=CONSULT)
    assert [p.code for p in sealed.refused] == ["selection.vote_sealed"]
    assert "selection.vote" in [p.code for p in sealed.missing]
    for n in range(13):
        cast(vote, f"person{n}", made[n : n + 2])
    cast(vote, "fan", [made[13]])
    with pytest.raises(Refused):
        propose_selection(actor=officer(), now=COUNTED, programme=SMALL, stage=CONSULT, reason="x")
    assert not Selection.objects.exists()
    counted(vote)
    propose_selection(actor=officer(), now=COUNTED, programme=SMALL, stage=CONSULT, reason="개표대로")
    selection = Selection.objects.get()
    confirm_selection(actor=officer("second"), now=COUNTED, selection_id=selection.pk, reason="확인")
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    selection.refresh_from_db()
    refused_ = sorted(n for n, d in decisions(selection).items() if d.decision != "selected")
    # Everybody has two votes but the first, who has one: of fourteen, twelve have a place.
    assert 1 in refused_
    assert selection.counts["selected"] == 12
    bundle = tmp_path / "b.zip"
    bundle.write_bytes(read_file(selection.bundle))
    vote.refresh_from_db()
    assert replay_bundle(bundle, sealed=vote.sealed_sha256).faults == ()
    other = replay_bundle(bundle, sealed="0" * 64)
    assert [fault.code for fault in other.faults] == ["replay.other_ballots"]


def test_a_mix_takes_the_points_that_votes_make():
    chosen = (
        "    chosen_by: mix\n    scores:\n      - {source: vote, points: most, weight_bp: 6000}\n"
        "      - {source: data, field: employees, weight_bp: 4000, scale: {none_at: 10, full_at: 0}}\n"
    )
    vote, made = vote_made(3, vote_programme(chosen=chosen))
    cast(vote, "kim", made[:2])
    cast(vote, "lee", made[:1])
    counted(vote)
    propose_selection(actor=officer(), now=COUNTED, programme=SMALL, stage=CONSULT, reason="개표대로")
    frozen = read_file(Selection.objects.get().inputs).decode("utf-8-sig")
    rows = {row["application_no"]: row for row in csv.DictReader(io.StringIO(frozen))}
    told = [
        (rows[str(one.application_no)]["votes"], rows[str(one.application_no)]["part.vote"]) for one in made
    ]
    assert told == [("2", "100.000"), ("1", "50.000"), ("0", "0.000")]
