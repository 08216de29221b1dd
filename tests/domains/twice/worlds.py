"""The worlds in which services are run twice: each is made once and put back after every run."""

from __future__ import annotations

from collections.abc import Callable

from tests.domains import claiming, documenting, financing, granting, opening, selecting, voting, vouching
from tests.domains.agreeing import accountant, called, firm
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.consulting import consulted
from tests.domains.diagnosing import diagnosed_call, expert
from tests.domains.drafts import ANSWERS, complete, drafted, with_questions
from tests.domains.funding import advanced, agreed, allotted, officer, with_years
from tests.domains.matching import executors_case, matched, provider, seller_case
from tests.domains.people import NOW, person
from tests.domains.reviews import assigned_panel, scored_stage, staff

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import ApplicationDocument
from dure.domains.applications.services.submit import submit_application
from dure.domains.merchants.models import Merchant
from dure.domains.voting.models import Vote
from dure.domains.voting.services.seal_vote import seal_vote


def _people() -> None:
    person("officer")
    person("officer", email="second@test.example")
    person("executor_staff", email="colleague@test.example", kind="executor", code="acorn")
    staff()
    merchant(1, owner=signed_up("one@test.example"))
    signed_up("two@test.example")


def _call() -> None:
    """TOPS with a question of each kind: one draft that is whole, one application that was handed in."""
    _people()
    published(with_questions())
    one, two = signed_up("one@test.example"), signed_up("two@test.example")
    first = complete(owned(one))
    second = complete(merchant(2, owner=two))
    drafted(one, first, questions=ANSWERS)
    draft = drafted(two, second, questions=ANSWERS)
    submit_application(actor=two, now=NOW, application_id=draft.pk)


def _partners() -> None:
    """A call for executors, and everybody who runs it and scores."""
    called()
    person("officer")
    person("officer", email="second@test.example")
    person("reviewer")
    accountant()
    for n in (1, 2, 3):
        firm(n)


def _check() -> None:
    """TOPS at the document check: one that can be accepted, one that the rules refuse."""
    _people()
    version = published()
    asked = {"business_status": ["tax_service", NOW.isoformat()]}
    good = application(
        merchant(2, owner=signed_up("two@test.example")), version, n=1, verdict="eligible", origins=asked
    )
    application(merchant(3, employees="9"), version, n=2, verdict="ineligible")
    required = ("small_merchant_certificate", "national_tax_certificate", "local_tax_certificate")
    for name in (*required, "brand_plan"):
        ApplicationDocument.objects.create(
            application=good, document=name, handed_in_at=NOW, state="accepted"
        )


def _scored() -> None:
    selecting.first_stage(12)
    for name in ("officer", "second", "third"):
        selecting.officer(name)


def _proposed() -> None:
    _scored()
    selecting.proposed()


def _confirmed() -> None:
    _scored()
    selecting.confirmed()


def _told() -> None:
    # Twenty-four for twelve seats: somebody has lost, and somebody waits.
    selecting.first_stage(24)
    for name in ("officer", "second", "third"):
        selecting.officer(name)
    selecting.told()


def _places_of_a_pool() -> None:
    from tests.domains.listing import pooled

    pooled()


def _asked_documents() -> None:
    """One has put documents together, another has handed them in."""
    documenting.asked()
    for n in (1, 2):
        documenting.put(n, "plan")
    documenting.hand_in(2)


def _voting() -> None:
    """A vote with six ballots of one address, three of them quick."""
    for name in ("officer", "second"):
        selecting.officer(name)
    vote, made = voting.vote_made(4)
    for n in range(6):
        voting.cast(vote, f"person{n}", made[n % 4 : n % 4 + 1])


def _sealed() -> None:
    _voting()
    seal_vote(actor=selecting.officer(), now=voting.CLOSES, vote_id=Vote.objects.get().pk)


def _funded() -> None:
    """Two agreements in force, money on the lines, and an instalment handed to maple."""
    agreed()
    allotted()
    advanced()
    for n in (1, 2):
        officer(n)


def _claiming() -> None:
    """Agreements and an advance as in "funded", two officers for large claims, an accountant."""
    claiming.funded(claiming.LEVELS)
    claiming.accountant()
    for n in (1, 2):
        officer(n)


def _vouched() -> None:
    """Two merchants with credit, a shop that takes it, vouchers on sale, and those who buy and decide."""
    vouching.credited()
    vouching.shop()
    vouching.on_sale()
    for n in (1, 2):
        vouching.citizen(n)
    vouching.shopkeeper(51)


def _granted() -> None:
    """Two shops with places, money on the line, and three benefits granted; sessions and a device to come."""
    granting.held(2)
    granting.with_money()
    for benefit in ("consulting", "device", "title"):
        granting.granted(benefit)
    granting.staff()


def _opened() -> None:
    """One shop that has open credit and one that waits, for whom money came since."""
    opening.opened(1, waiting=1)
    opening.apply(1, 2)
    opening.with_money(1, "second")


def _financed() -> None:
    """Two shops that were granted every kind of finance; one agreed to be referred for a guarantee."""
    financing.financed(2)
    financing.with_premiums()
    financing.agreed(1, "guarantee", 10_000_000, "seoul")
    financing.teller()


WORLDS: dict[str, Callable[[], object]] = {
    "empty": lambda: None,
    "people": _people,
    "call": _call,
    "partners": _partners,
    "funded": _funded,
    "claiming": _claiming,
    "years": lambda: (officer(), with_years()),
    "check": _check,
    "diagnosed": lambda: (person(), diagnosed_call(2), expert()),
    "placed": lambda: (executors_case(), provider()),
    "consulted": consulted,
    "seeking": lambda: (person(), seller_case(2), provider(), provider("new@test.example", approve=False)),
    "matched": matched,
    "scoring": lambda: (person(), staff(), scored_stage(2)),
    "panel": lambda: (person(), assigned_panel(2, 6)),
    "scored": _scored,
    "proposed": _proposed,
    "confirmed": _confirmed,
    "told": _told,
    "asked_documents": _asked_documents,
    "places_of_a_pool": _places_of_a_pool,
    "voting": _voting,
    "sealed": _sealed,
    "granted": _granted,
    "opened": _opened,
    "vouched": _vouched,
    "financed": _financed,
}


def owned(who: SignedActor) -> Merchant:
    """Return the merchant for whom somebody acts."""
    return Merchant.objects.get(members__user_id=who.user_id)
