"""A public vote that runs: candidates with pictures, and ballots of invented people, some of one address."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.services.screen import screen
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.selection.services.open_vote import open_vote
from dure.domains.voting.marks import voter_of
from dure.domains.voting.queries import candidates, vote_of
from dure.domains.voting.services.cast_ballot import Trace, cast_ballot
from dure.domains.voting.services.put_picture import put_picture
from dure.service.demo.invented import draw
from dure.service.demo.pictures import WORDS, awning_of, shop_front
from dure.service.demo.scene import at, bring_in, decide

FILE = Path(__file__).with_name("lantern-2025.yaml")
PROGRAMME, STAGE = "lantern-2025", "named"
SHOPS = range(343, 357)
VOTERS = 40
OF_ONE_ADDRESS = 6
"""So many of them come from one address within an hour: a sign of abuse to look at."""


_PITCHES = (
    "스무 해째 같은 자리에서 새벽에 문을 엽니다.",
    "동네에서 난 것으로만 만듭니다.",
    "늦은 밤까지 불을 켜 두어 골목이 어둡지 않습니다.",
    "아이들 돌봄 시간에 가게 한쪽을 내어 줍니다.",
    "포장을 가져오시면 값을 깎아 드립니다.",
)


def pitch(n: int) -> dict[str, str]:
    """Return what the n-th shop says of itself, by the column of a list."""
    return {"answer.pitch": _PITCHES[draw(n, "pitch", len(_PITCHES))]}


def load_vote(officer: SignedActor) -> None:
    """Run a programme up to where its public vote has been open for a week."""
    begun = at("2025-02-03T08:00:00")
    version = upload_programme(actor=officer, now=begun, raw=FILE.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    bring_in(officer, at("2025-02-27T14:00:00"), PROGRAMME, SHOPS, 0, (), pitch)
    screen(actor=officer, now=at("2025-03-03T09:30:00"), programme=PROGRAMME, key=f"demo/{PROGRAMME}")
    decide(officer, at("2025-03-04T10:00:00"), PROGRAMME)
    open_vote(actor=officer, now=at("2025-03-12T10:00:00"), programme=PROGRAMME, stage=STAGE)
    vote = vote_of(officer, PROGRAMME, STAGE)
    assert vote is not None, "opened above"
    standing = list(candidates(officer, vote).order_by("number"))
    for place, one in enumerate(standing):
        if place % 5 == 4:
            continue  # nobody has to have a picture
        n = int(one.name.rsplit(" ", 1)[1])
        put_picture(
            actor=officer, now=at("2025-03-13T10:00:00"), candidate_id=one.pk, name="shop.png",
            content=shop_front(n), alt=f"{WORDS[awning_of(n)]} 줄무늬 차양이 있는 가게 앞 그림",
        )  # fmt: skip
    numbers = [one.number for one in standing]
    for n in range(VOTERS):
        first, second = (draw(n, f"vote/{which}", len(numbers)) for which in (1, 2))
        crowded = n < OF_ONE_ADDRESS
        when = at("2025-03-17T10:00:00") + timedelta(
            minutes=draw(n, "minute", 60 if crowded else 6 * 24 * 60)
        )
        cast_ballot(
            now=when, vote_id=vote.pk, voter=voter_of(vote, f"demo-voter-{n}"), consent=True, once="demo",
            choices=sorted({numbers[first], numbers[second]}), verified_at=when - timedelta(seconds=40),
            trace=Trace("192.0.2.7" if crowded else f"198.51.100.{n}", f"browser {n % 7}"),
        )  # fmt: skip
