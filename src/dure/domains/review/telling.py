"""What officers are told of a panel: that reviewers lost cases, and what still lacks a replacement."""

from __future__ import annotations

from dataclasses import replace

from dure.domains.applications.telling import both
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.notices.staff import officers
from dure.domains.review.panels import Filled
from dure.domains.review.rounds import StageReview


def tell_officers_of_conflicts(this: Act, review: StageReview, taken: int, filled: Filled) -> None:
    """Tell the officers of a programme, but for who acts, how many cases were taken and what is lacking."""
    assert review.round is not None, "a panel scores in a round"
    told: dict[str, object] = {
        "programme": both(review.loaded.programme.title),
        "round": both(review.round.title),
        "count": taken,
    }
    if lacking := sum(filled.lacking.values()):
        told["lacking"] = lacking
    link = f"/officer/review/{review.programme}/{review.round.id}/panel/"
    people = [
        replace(one, parameters=told, link=link)
        for one in officers(review.programme, this.now, besides=this.actor.user_id)
    ]
    notify(this, people, template="panel_conflict", key=f"{review.round.id}/{this.id}")
