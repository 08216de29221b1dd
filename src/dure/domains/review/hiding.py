"""What tells whose a case is, and is hidden from who reviews it blindly: in answers, facts and files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.merchants.telltales import people_acting
from dure.domains.review.codes import case_code
from dure.domains.review.rounds import StageReview, blind_to
from dure.engine.review.masking import masked, spellings


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a reviewer does not see of one case now: columns, questions, and the applicant's own texts."""

    columns: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    code: str = ""
    """What files are named by, in place of the names that they were handed in under."""

    def mask(self, text: str) -> str:
        """Return a text without the applicant's own names and numbers."""
        return masked(text, self.texts) if self.texts else text


def hidden_of(review: StageReview, application: Application, *, own_submitted: bool) -> Hidden:
    """Return what is hidden of a case from its reviewer, whose own review is submitted or not; one query."""
    return hidden_of_each(review, [(application, own_submitted)])[application.pk]


def hidden_of_each(review: StageReview, cases: Collection[tuple[Application, bool]]) -> dict[int, Hidden]:
    """Return what is hidden of each of some cases, by whether the reviewer's own review is submitted; one
    query.

    Names are masked where the name is blind. Receipt number, business number, contacts and address are
    masked wherever anything is: each of them leads to all the rest.
    """
    if review.round is None or not review.round.blind:
        return {application.pk: Hidden() for application, _ in cases}
    people = people_acting([application.merchant_id for application, _ in cases])
    return {
        application.pk: _hidden(review, application, own_submitted, people.get(application.merchant_id, []))
        for application, own_submitted in cases
    }


def _hidden(
    review: StageReview,
    application: Application,
    own_submitted: bool,
    people: Collection[tuple[str, str, str]],
) -> Hidden:
    blind = blind_to(review.round, own_submitted=own_submitted)
    if not blind or review.round is None:
        return Hidden()
    merchant, facts = application.merchant, application.facts or {}
    names = [application.name, merchant.name, _text(facts, "name"), merchant.owner_name]
    names += [name for name, _, _ in people]
    texts = spellings(
        names=names if "name" in blind else (),
        numbers=[
            *(application.application_no or "", merchant.business_no),
            *(merchant.mail_order_no or "", _text(facts, "mail_order_no")),
            *(merchant.email, *(email for _, _, email in people)),
        ],
        telephones=[merchant.phone, *(phone for _, phone, _ in people)],
        addresses=[merchant.address],
    )
    return Hidden(blind, review.round.blind_questions, texts, case_code(review, application.pk))


def shown_documents(
    review: StageReview, documents: Collection[ApplicationDocument], *, own_submitted: bool
) -> list[ApplicationDocument]:
    """Return the documents of a case that a reviewer sees.

    While something is blind: none, for they would tell it, unless the round names the documents that are
    blind; then the others.
    """
    blind = blind_to(review.round, own_submitted=own_submitted)
    if not blind or review.round is None:
        return list(documents)
    named = review.round.blind_documents
    return [one for one in documents if one.document not in named] if named else []


def _text(facts: dict[str, Any], name: str) -> str:
    found = facts.get(name)
    return found if isinstance(found, str) else ""
