"""A panel of reviewers at work: one has still to declare conflicts and to score, the others have begun."""

from __future__ import annotations

from pathlib import Path

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.services.screen import screen
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.domains.review.queries import round_review
from dure.domains.review.queries_panel import cases, names_to_declare
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.save_review import save_review
from dure.domains.selection.services.open_stage import open_stage
from dure.service.demo.invented import draw
from dure.service.demo.scene import at, bring_in, decide

JURY = Path(__file__).with_name("blossom-2025.yaml")
PROGRAMME, STAGE, ROUND = "blossom-2025", "named", "jury"
SHOPS = range(331, 343)


def load_panel(officer: SignedActor, reviewers: list[SignedActor]) -> None:
    """Run a programme up to where its panel reviews: the first reviewer has not begun yet."""
    begun = at("2025-02-03T08:00:00")
    version = upload_programme(actor=officer, now=begun, raw=JURY.read_bytes()).version_id
    publish_programme(actor=officer, now=begun, version_id=version, reason="시연용 사업을 공고합니다.")
    bring_in(officer, at("2025-02-27T14:00:00"), PROGRAMME, SHOPS, 0, ())
    screen(actor=officer, now=at("2025-03-03T09:30:00"), programme=PROGRAMME, key=f"demo/{PROGRAMME}")
    decide(officer, at("2025-03-04T10:00:00"), PROGRAMME)
    open_stage(actor=officer, now=at("2025-03-05T10:00:00"), programme=PROGRAMME, stage=STAGE)
    now = at("2025-03-10T10:00:00")
    form_panel(
        actor=officer, now=now, programme=PROGRAMME, round_id=ROUND,
        reviewer_ids=[one.user_id for one in reviewers if one.user_id is not None],
    )  # fmt: skip
    assign_reviewers(actor=officer, now=now, programme=PROGRAMME, round_id=ROUND)
    for n, reviewer in enumerate(reviewers[1:], start=2):
        _review(reviewer, n)


def _review(reviewer: SignedActor, n: int) -> None:
    """Let a reviewer declare no conflict, and score all but one of the cases."""
    now = at(f"2025-03-{10 + n}T15:00:00")
    review = round_review(PROGRAMME, ROUND)
    assert review is not None, "the programme file has the round"
    # The round is blind: conflicts are declared by the names of all who take part.
    seen = [pk for one in names_to_declare(reviewer, review).shown for pk in one.applications]
    declare_conflicts(
        actor=reviewer, now=now, programme=PROGRAMME, round_id=ROUND, seen=seen, conflicts={}, signed=True
    )
    for held, _sheet in cases(reviewer, review, now)[1:]:
        marks = {
            name: f"{50 + draw(held.application_id, f'jury/{n}/{name}', 5000) / 100:.2f}"
            for name in review.weights()
        }
        save_review(
            actor=reviewer, now=now, programme=PROGRAMME, round_id=ROUND, marks=marks, submit=True,
            application_id=held.application_id, comment="", version=None,
        )  # fmt: skip
