"""Public votes (공개 투표): candidates, ballots that nobody reads before the count, ballots set aside."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.history import with_history
from dure.domains.privacy.encryption import EncryptedText
from dure.domains.voting.states import SET_ASIDE_STATES, VOTE_STATES


class VoteQuerySet(models.QuerySet["Vote"]):
    def visible_to(self, _actor: SignedActor) -> VoteQuerySet:
        """That there is a vote, and until when, is everybody's; no count stands in it."""
        return self


@with_history()
class Vote(models.Model):
    """The vote of one stage, with the terms of the file as they were when its candidates were fixed."""

    programme = models.CharField(max_length=60)
    version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="open")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    votes_each = models.PositiveSmallIntegerField()
    changeable = models.BooleanField()
    second_officer = models.BooleanField()
    """Whether another officer must confirm that ballots are set aside, as the file says of the stage."""
    prepared_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    """Of the list of all ballots, in order; public from the sealing on."""
    ballots = models.PositiveIntegerField(null=True)
    """How many ballots the list has."""
    counted_at = models.DateTimeField(null=True)
    opened = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    """The opened ballots as csv; public with the result."""
    traces_until = models.DateTimeField(null=True)
    """When the keyed hashes of persons and addresses are destroyed."""
    forgotten_at = models.DateTimeField(null=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme", "stage"], name="vote_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="vote_opens_before"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open")
                | models.Q(sealed_at__isnull=False, ballots__isnull=False) & ~models.Q(sealed_sha256=""),
                name="vote_sealed_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="counted")
                | models.Q(counted_at__isnull=False, opened__isnull=False, traces_until__isnull=False),
                name="vote_counted_whole",
            ),
        )
        indexes = (models.Index(fields=["state", "closes_at", "id"], name="vote_by_close"),)
        triggers = (
            VOTE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sealed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sealed_at__isnull=False)
                & (
                    pgtrigger.Q(old__sealed_sha256__df=pgtrigger.F("new__sealed_sha256"))
                    | pgtrigger.Q(old__ballots__df=pgtrigger.F("new__ballots"))
                    | pgtrigger.Q(old__closes_at__df=pgtrigger.F("new__closes_at"))
                ),
            ),
        )


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, _actor: SignedActor) -> CandidateQuerySet:
        """Candidates are everybody's; how many votes they have is asked for by itself."""
        return self.defer("votes")


class Candidate(models.Model):
    """One application that people may vote for, as it is shown: what the file lets be seen, and no more."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="candidates")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80)
    """The receipt number."""
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=10, blank=True)
    ksic = models.CharField(max_length=5, blank=True)
    shown = models.JSONField(default=dict)
    """Answers of the call by question, as they were when the candidates were fixed."""
    search = models.TextField(blank=True)
    place = models.BigIntegerField()
    """Where it stands in the list: by a hash, so that no name and no number is first by its own doing."""
    votes = models.PositiveIntegerField(null=True)
    """Empty until the count."""
    stands_since = models.DateTimeField(null=True)
    """When it was put up, where that was only after the vote had begun: it came from the reserve list."""

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "application"], name="candidate_once"),
            models.UniqueConstraint(fields=["vote", "number"], name="candidate_number_once"),
        )
        indexes = (
            models.Index(fields=["vote", "place", "id"], name="candidate_by_place"),
            models.Index(fields=["vote", "-votes", "-id"], name="candidate_by_votes"),
            models.Index(fields=["application"], name="candidate_by_application"),
            GinIndex(fields=["search"], name="candidate_search", opclasses=["gin_trgm_ops"]),
        )
        triggers = (pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),)


class CandidatePictureQuerySet(models.QuerySet["CandidatePicture"]):
    def visible_to(self, _actor: SignedActor) -> CandidatePictureQuerySet:
        """What stands with a candidate is everybody's, once it was found clean."""
        return self.filter(taken_off_at__isnull=True, file__state="clean")


class CandidatePicture(models.Model):
    """A picture of a candidate, with the words that stand for it; one stands, the others were taken off."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey("uploads.StoredFile", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=200)
    """What is to be seen on it, for whoever does not see it."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    """In points, so that a page leaves the room before the picture is there."""
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)

    objects = CandidatePictureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(taken_off_at__isnull=True),
                name="candidate_picture_one_stands",
            ),
            models.CheckConstraint(condition=~models.Q(alt=""), name="candidate_picture_has_words"),
        )
        indexes = (models.Index(fields=["candidate", "-id"], name="candidate_picture_by_cand"),)


class VerificationTry(models.Model):
    """That a verification was begun, by whose browser or address: keyed hashes, kept for a day at most."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["vote", "mark", "begun_at"], name="verification_try_by_mark"),
            models.Index(fields=["begun_at"], name="verification_try_by_time"),
        )


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def visible_to(self, actor: SignedActor) -> SetAsideQuerySet:
        """Officers and the ministry see their programmes'."""
        return self.filter(actor.scope("vote__programme", "officer", "ministry"))


@with_history()
class SetAside(models.Model):
    """Ballots that an officer would not have counted, with the reason that is published with the result."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="set_asides")
    state = models.CharField(max_length=10, default="proposed")
    signal = models.CharField(max_length=20)
    """By which signal they were found."""
    reason = models.TextField()
    ballot_ids = ArrayField(models.BigIntegerField())
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="set_aside_has_reason"),)
        indexes = (models.Index(fields=["vote", "state", "id"], name="set_aside_by_vote"),)
        triggers = (
            SET_ASIDE_STATES.trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, actor: SignedActor) -> BallotQuerySet:
        """Officers and the ministry see when ballots came; for whom they are is not even read."""
        found = self.filter(actor.scope("vote__programme", "officer", "ministry"))
        return found.defer("choices", "salt")


_ONLY_WHILE_OPEN = """
    SELECT state INTO now_is FROM voting_vote WHERE id = NEW.vote_id;
    IF TG_OP = 'INSERT' OR OLD.hash <> NEW.hash OR OLD.choices <> NEW.choices OR OLD.salt <> NEW.salt THEN
        IF now_is <> 'open' THEN
            RAISE EXCEPTION 'ballots are taken and changed only while their vote is open';
        END IF;
    ELSIF OLD.set_aside_id IS DISTINCT FROM NEW.set_aside_id AND now_is <> 'sealed' THEN
        RAISE EXCEPTION 'ballots are set aside only between the close and the count';
    END IF;
    RETURN NEW;
"""


class Ballot(models.Model):
    """One person's ballot. Whose it is, nobody can tell; for whom it is, nobody reads before the count."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    voter = models.CharField(max_length=64, blank=True)
    """Keyed hash of the person for this vote alone; empty once it is destroyed."""
    choices = EncryptedText()
    """Numbers of candidates joined by semicolons."""
    salt = EncryptedText()
    hash = models.CharField(max_length=64)
    """What the receipt tells and the sealed list has (``dure.engine.selection.ballots``)."""
    cast_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)
    verified_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=64, blank=True)
    """Keyed hashes, for this vote alone, of the address, its /24 or /48, and what a browser says it is."""
    region = models.CharField(max_length=5, blank=True)
    """Where the voter says to live, where the file asks; empty once it is destroyed."""
    set_aside = models.ForeignKey(SetAside, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["vote", "voter"], condition=~models.Q(voter=""), name="ballot_one_a_person"
            ),
            models.UniqueConstraint(fields=["vote", "hash"], name="ballot_hash_once"),
        )
        indexes = (
            models.Index(fields=["vote", "cast_at", "id"], name="ballot_by_time"),
            models.Index(fields=["vote", "address"], name="ballot_by_address"),
            models.Index(fields=["vote", "network", "device"], name="ballot_by_network"),
            models.Index(fields=["set_aside"], name="ballot_by_set_aside"),
        )
        triggers = (
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("now_is", "text")],
                func=_ONLY_WHILE_OPEN,
            ),
        )
