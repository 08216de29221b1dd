"""What tests of public votes need: the small programme whose first stage is chosen by vote, and ballots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.domains.selecting import CONSULT, PROGRAMME, SMALL, accepted, officer, small_programme

from dure.domains.applications.models import Application
from dure.domains.selection.services.open_vote import open_vote
from dure.domains.voting.marks import voter_of
from dure.domains.voting.models import Vote
from dure.domains.voting.services.cast_ballot import Receipt, Trace, cast_ballot
from dure.domains.voting.services.count_vote import count_vote
from dure.domains.voting.services.seal_vote import seal_vote

PREPARED = datetime.fromisoformat("2025-04-21T10:00:00+09:00")
OPENS = datetime.fromisoformat("2025-04-22T10:00:00+09:00")
CLOSES = datetime.fromisoformat("2025-05-02T18:00:00+09:00")
VOTING = OPENS + timedelta(hours=1)
COUNTED = CLOSES + timedelta(hours=2)
TERMS = f"""\
    vote:
      opens_at: "{OPENS.isoformat()}"
      closes_at: "{CLOSES.isoformat()}"
      votes_each: 2
      shows: [region, industry, answer.pitch]
"""
SET_ASIDES = PROGRAMME[PROGRAMME.index("    set_asides:\n") : PROGRAMME.index("    caps: []\n")]
QUESTION = "questions: [{id: pitch, kind: text, title: {ko: 소개, en: Pitch}}]\n"


def vote_programme(terms: str = TERMS, chosen: str = "    chosen_by: vote\n") -> str:
    """Return the small programme whose first stage has a public vote."""
    changed = PROGRAMME.replace("    chosen_by: executor\n", f"{chosen}{terms}", 1).replace(SET_ASIDES, "", 1)
    return changed.replace("stages:", f"{QUESTION}stages:", 1)


def vote_made(count: int = 6, text: str = "") -> tuple[Vote, list[Application]]:
    """Return a vote whose candidates are fixed, and those in order of their numbers."""
    made = accepted(small_programme(text or vote_programme()), count)
    for n, one in enumerate(made, start=1):
        Application.objects.filter(pk=one.pk).update(answers={"pitch": f"{n}번 가게입니다."})
    open_vote(actor=officer(), now=PREPARED, programme=SMALL, stage=CONSULT)
    return Vote.objects.select_related("version").get(), made


def cast(
    vote: Vote, person: str, choices: Iterable[Application], at: datetime = VOTING, once: str = "form", **how
) -> Receipt:
    """Cast the ballot of a person for some applications."""
    how = {
        "verified_at": at - timedelta(minutes=1),
        "consent": True,
        "trace": Trace("192.0.2.7", "Mozilla"),
    } | how
    numbers = [str(one.application_no) for one in choices]
    return cast_ballot(
        now=at, vote_id=vote.pk, voter=voter_of(vote, f"ci-{person}"), choices=numbers, once=once, **how
    )


def counted(vote: Vote) -> Vote:
    """Seal and count a vote."""
    seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    count_vote(actor=officer(), now=COUNTED, vote_id=vote.pk, reason="마감")
    return Vote.objects.select_related("version", "opened").get(pk=vote.pk)
