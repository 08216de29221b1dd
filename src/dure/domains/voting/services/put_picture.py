"""A picture is put with a candidate, by an officer or the merchant, until the vote begins."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.uploads.checking import check_file
from dure.domains.uploads.kinds import content_type
from dure.domains.uploads.pictures import Picture, bare_picture
from dure.domains.uploads.services.keep import keep_file
from dure.domains.voting.models import Candidate, CandidatePicture
from dure.domains.voting.picturing import refuse_begun, standing_of
from dure.domains.voting.policies import allow_picturing
from dure.engine.problems import msg, refuse

LONGEST_ALT = 200
LEAST_POINTS, MOST_POINTS = 200, 6000
"""Of each side: smaller shows nothing, larger is a burden to every browser that opens the list."""


def put_picture(
    *, actor: SignedActor, now: datetime, candidate_id: int, alt: str, name: str = "", content: bytes = b""
) -> int:
    """Put a picture (JPG or PNG up to 5 MB) with its words; returns its id. The same twice is once.

    Without ``content`` the picture that stands gets other words. What the camera wrote beside the picture is
    not kept. Raises NotAllowed, and Refused for a file that cannot be taken, without words, and once the
    vote has begun: everybody shall have chosen by the same.
    """
    candidate = Candidate.objects.select_related("vote", "application").get(pk=candidate_id)
    allow_picturing(actor, candidate)
    refuse_begun(candidate, now)
    alt = alt.strip()
    if not alt or len(alt) > LONGEST_ALT:
        raise refuse(
            "picture.alt",
            msg("say in up to {most} letters what is to be seen: whoever does not see it hears that"),
            most=LONGEST_ALT,
        )
    picture = _taken(name, content) if content else None
    with act("vote.put_picture", actor=actor, now=now) as this:
        Candidate.objects.select_for_update().only("pk").get(pk=candidate.pk)
        standing = standing_of(candidate)
        if picture is None and standing is None:
            raise refuse("picture.none", msg("choose a picture"))
        if standing is not None and (picture is None or _sha256(picture) == standing.file.sha256):
            if standing.alt != alt:
                CandidatePicture.objects.filter(pk=standing.pk).update(alt=alt)
                this.record("candidate", candidate.pk, words_of=standing.pk)
            return int(standing.pk)
        assert picture is not None, "refused above"
        if standing is not None:
            CandidatePicture.objects.filter(pk=standing.pk).update(taken_off_at=now)
        found = CandidatePicture.objects.create(
            candidate=candidate,
            file=keep_file(this, purpose="candidate", name=name, content=picture.content),
            alt=alt,
            width=picture.width,
            height=picture.height,
            added_at=now,
        )
        this.record("candidate", candidate.pk, picture=found.pk)
        return int(found.pk)


def _taken(name: str, content: bytes) -> Picture:
    """Return a picture without what was written beside it; raises Refused where it is none that is taken."""
    kind = content_type(content, name)
    check_file(purpose="candidate", name=name, content=content)
    try:
        found = bare_picture(content, kind)
    except ValueError:
        raise refuse(
            "picture.broken", msg("{file}: the picture is damaged; save it anew and try again"), file=name
        ) from None
    if not all(LEAST_POINTS <= side <= MOST_POINTS for side in (found.width, found.height)):
        raise refuse(
            "picture.points",
            msg("{file}: each side must have {least} to {most} points; this one is {width} × {height}"),
            file=name,
            least=LEAST_POINTS,
            most=MOST_POINTS,
            width=found.width,
            height=found.height,
        )
    return found


def _sha256(picture: Picture) -> str:
    return hashlib.sha256(picture.content).hexdigest()
