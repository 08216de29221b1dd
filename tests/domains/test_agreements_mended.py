"""What agreements refuse: lost files, both sides in one hand, firms shut out, places taken meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.agreeing import (
    OPEN,
    PDF,
    called,
    drafted,
    firm,
)

from dure.domains.agreements.models import ProposalDocument
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _call() -> None:
    called()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_file_after_a_day_without_one_counts_and_so_does_every_corrected_file():
    pk, who, name = drafted(1), firm(1), "company_brochure"

    def put(content: bytes | None) -> list[tuple[str, int]]:
        put_proposal_document(
            actor=who, now=OPEN, proposal_id=pk, document=name, name="a.pdf", content=content,
            issued_on=date(2025, 2, 5),
        )  # fmt: skip
        found = ProposalDocument.objects.filter(proposal_id=pk, document=name).order_by("pk")
        return list(found.values_list("state", "file__size"))

    longer, size = PDF + b"% more\n", len(PDF)
    assert put(None) == []
    assert put(PDF) == [("handed_in", size)]
    assert put(PDF) == [("handed_in", size)]
    assert put(longer) == [("replaced", size), ("handed_in", size + 7)]
    assert put(PDF)[2:] == [("handed_in", size)]
