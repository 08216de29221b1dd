"""What merchants are entitled to: many in one journal, by benefit, and back to where it came from."""

from __future__ import annotations

import pytest
from tests.domains.builders import published
from tests.domains.funding import FUND, LATER, PARTNERS, agreed, allotted, officer, stands

from dure.domains.events.act import act
from dure.domains.funds.entitling import Entitled, entitle, entitle_many, entitlements, give_back, hold_fund
from dure.domains.funds.services.allot_money import allot_money
from dure.domains.ledger.models import Transfer
from dure.engine.problems import Refused
from dure.library import library_bytes

pytestmark = pytest.mark.django_db(transaction=True)
PACKAGE = "matched-package-2023"


def _given(benefit: str, *some: Entitled, key: str = "k") -> None:
    with act("test.entitle", actor=officer(), now=LATER) as this:
        case = hold_fund(PARTNERS, FUND)
        entitle_many(this, case, line="consulting", year=0, benefit=benefit, some=some, key=key)


def _left(*applications: int) -> dict[tuple[int, str, str], tuple[int, int]]:
    found = entitlements(PARTNERS, FUND, applications)
    return {
        (place.owner, place.benefit, place.source): (one.received, one.free)
        for own in found.values()
        for place, one in own.items()
    }


@pytest.fixture
def _agreed():
    agreed()
    allotted()


@pytest.mark.usefixtures("_agreed")
def test_many_are_entitled_in_one_journal_and_each_benefit_has_an_account_of_its_own():
    before = Transfer.objects.count()
    _given("ads", *(Entitled(n, {"government": 1_000 + n}) for n in (1, 2, 3)))
    _given("photos", Entitled(2, {"government": 500}), key="other")
    assert _left(1, 2, 3) == {
        (1, "ads", "government"): (1_001, 1_001),
        (2, "ads", "government"): (1_002, 1_002),
        (3, "ads", "government"): (1_003, 1_003),
        (2, "photos", "government"): (500, 500),
    }
    assert Transfer.objects.count() - before == 4
    assert Transfer.objects.order_by("-seq").values("journal_id").distinct().count() >= 2
    assert stands("line", line="consulting")["line/government/consulting"] == 150_000_000 - 3_506


@pytest.mark.usefixtures("_agreed")
def test_what_is_free_goes_back_to_its_line_and_source_once():
    _given("ads", Entitled(1, {"government": 1_000}), Entitled(2, {"government": 2_000}))
    with act("test.back", actor=officer(), now=LATER) as this:
        case = hold_fund(PARTNERS, FUND)
        assert give_back(this, case, benefit="ads", applications=[1], key="b") == {1: 1_000}
        assert give_back(this, case, benefit="ads", applications=[1], key="again") == {}
    assert _left(1, 2) == {(1, "ads", "government"): (1_000, 0), (2, "ads", "government"): (2_000, 2_000)}
    assert stands("line", line="consulting")["line/government/consulting"] == 150_000_000 - 2_000


@pytest.mark.usefixtures("_agreed")
def test_a_line_that_has_not_as_much_leaves_everything_as_it_was():
    with pytest.raises(Refused) as refused:
        _given("ads", Entitled(1, {"government": 100_000_000}), Entitled(2, {"government": 50_000_001}))
    assert [problem.code for problem in refused.value.problems] == ["ledger.short"]
    assert _left(1, 2) == {}
    assert stands("line", line="consulting")["line/government/consulting"] == 150_000_000


def test_a_second_package_goes_back_as_far_as_it_answers_nothing():
    published(library_bytes(PACKAGE), now=LATER)
    allot_money(
        actor=officer(), now=LATER, programme=PACKAGE, fund="packages", source="government", year=0,
        won_by_line={"": 5_000_000}, reason="교부 결정", key="first",
    )  # fmt: skip
    with act("test.entitle", actor=officer(), now=LATER) as this:
        entitle(
            this, programme=PACKAGE, fund="packages", line="", year=0, application=7, won=1_000_000, key="7",
            benefit="public_package",
        )  # fmt: skip

    def told() -> dict[str, int]:
        own = entitlements(PACKAGE, "packages", [7])[7]
        return {place.part: one.free for place, one in own.items()}

    assert told() == {"entitlement": 1_000_000, "promised": 1_000_000}
    with act("test.back", actor=officer(), now=LATER) as this:
        case = hold_fund(PACKAGE, "packages")
        give_back(this, case, benefit="public_package", applications=[7], key="b")
    assert told() == {"entitlement": 0, "promised": 0}
