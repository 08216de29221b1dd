"""Claims as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.clean import clean_lines as clean_lines
from dure.domains.claims.drafting import Draft, problems_of
from dure.domains.claims.models import ASKABLE as ASKABLE
from dure.domains.claims.models import Claim as Claim
from dure.domains.claims.models import ClaimImport as ClaimImport
from dure.domains.claims.models import ClaimLine as ClaimLine
from dure.domains.claims.models import Evidence as Evidence
from dure.domains.claims.models import PriceItem as PriceItem
from dure.domains.claims.models import PriceList as PriceList
from dure.domains.claims.reading import draft_of
from dure.domains.claims.sources import Source as Source
from dure.domains.claims.sources import sources_of as sources_of
from dure.domains.claims.states import OPEN as OPEN
from dure.domains.claims.terms import Binding as Binding
from dure.domains.claims.terms import binding_of as binding_of
from dure.domains.ledger.queries import programmes_with_accounts
from dure.domains.payments.owing import OwedState, owed_results
from dure.domains.programmes.queries import ProgrammeVersion, calls
from dure.engine.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is asked for; empty where all."""

    state: str = ""
    executor: str = ""
    side: str = ""
    from_won: int = 0
    waiting_days: int = 0


def own_claims(actor: SignedActor) -> QuerySet[Claim]:
    """Return the claims of those for whom somebody acts."""
    found: QuerySet[Claim] = Claim.objects.visible_to(actor).own(actor)
    return found.exclude(state="discarded").select_related("application")


def claim(actor: SignedActor, claim_id: int) -> Claim | None:
    """Return a claim that an actor may see, with merchant and provider, or None."""
    found: Claim | None = (
        Claim.objects.visible_to(actor)
        .filter(pk=claim_id)
        .select_related("application", "provider__organisation")
        .first()
    )
    return found


def claim_lines(actor: SignedActor, claim_id: int) -> QuerySet[ClaimLine]:
    """Return the lines of a claim with their evidence and its files."""
    proofs = Evidence.objects.visible_to(actor).select_related("file").order_by("pk")
    found: QuerySet[ClaimLine] = (
        ClaimLine.objects.visible_to(actor)
        .filter(claim_id=claim_id)
        .select_related("item")
        .prefetch_related(Prefetch("evidence", queryset=proofs, to_attr="proofs"))
    )
    return found


def line(actor: SignedActor, line_id: int) -> ClaimLine | None:
    """Return a line that an actor may see, with its claim, or None."""
    found: ClaimLine | None = (
        ClaimLine.objects.visible_to(actor)
        .filter(pk=line_id)
        .select_related("claim__application", "claim__provider__organisation", "item__list")
        .first()
    )
    return found


def evidence(actor: SignedActor, evidence_id: int) -> Evidence | None:
    """Return a piece of evidence that an actor may see, with its file, or None."""
    found: Evidence | None = (
        Evidence.objects.visible_to(actor)
        .filter(pk=evidence_id)
        .select_related("file", "line__claim")
        .first()
    )
    return found


def proofs_of(actor: SignedActor, line_id: int) -> list[Evidence]:
    """Return the evidence of a line with its files."""
    found = Evidence.objects.visible_to(actor).filter(line_id=line_id).select_related("file")
    return list(found.order_by("pk"))


def what_lacks(claim_: Claim, now: datetime) -> tuple[Draft | None, list[Problem]]:
    """Return a draft as it is judged, and everything that keeps it from being handed in."""
    try:
        draft = draft_of(claim_, now)
    except Refused as refused:
        return None, list(refused.problems)
    return draft, problems_of(draft)


def paid_of(lines: Sequence[ClaimLine]) -> dict[int, OwedState]:
    """Return what became of the payment of each line that is owed, by line; in one query."""
    causes = {one.cause: one.pk for one in lines if one.state == "accepted"}
    return {causes[cause]: state for cause, state in owed_results(list(causes)).items()}


def programmes_with_claims(actor: SignedActor) -> list[ProgrammeVersion]:
    """Return the published programmes with funds of which an actor decides, supervises or checks claims."""
    staff = calls(actor).filter(programme__in=programmes_with_accounts(actor, "source"))
    return list(staff)


def queue(actor: SignedActor, programme: str, wanted: Wanted, now: datetime) -> QuerySet[Claim]:
    """Return what was handed in to a programme, narrowed; how many lines of each are open comes with it."""
    found: QuerySet[Claim] = Claim.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry", "accountant"), programme=programme
    )
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.executor:
        found = found.filter(executor=wanted.executor)
    if wanted.side:
        found = found.filter(side=wanted.side)
    if wanted.from_won:
        found = found.filter(won__gte=wanted.from_won)
    if wanted.waiting_days:
        found = found.filter(submitted_at__lte=now - timedelta(days=wanted.waiting_days))
    return found.select_related("application", "provider__organisation")


def open_lines(actor: SignedActor, claims: Sequence[Claim]) -> dict[int, dict[str, int]]:
    """Return how many lines of some claims stand in each state, in one query."""
    rows = (
        ClaimLine.objects.visible_to(actor)
        .filter(claim__in=claims)
        .order_by()
        .values_list("claim_id", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for pk, state, n in rows:
        found.setdefault(pk, {})[state] = n
    return found


def to_compare(actor: SignedActor) -> QuerySet[ClaimLine]:
    """Return what executors sold themselves and no accountant has compared with their list yet."""
    found: QuerySet[ClaimLine] = ClaimLine.objects.visible_to(actor).filter(
        actor.scope("claim__programme", "accountant"),
        item__isnull=False, list_checked_by_id__isnull=True, state__in=OPEN,
    )  # fmt: skip
    return found.select_related("claim", "item__list")


def price_lists(actor: SignedActor, programme: str, executor: str) -> list[PriceList]:
    """Return the versions of an executor's price list with their prices, the newest first."""
    items = PriceItem.objects.visible_to(actor).order_by("code")
    found = PriceList.objects.visible_to(actor).filter(programme=programme, executor=executor)
    return list(found.prefetch_related(Prefetch("items", queryset=items)).order_by("-number"))


def prices_for(actor: SignedActor, claim_: Claim) -> list[PriceItem]:
    """Return what a line of an executor's claim can be priced by, the newest version first."""
    found = PriceItem.objects.visible_to(actor).filter(
        list__programme=claim_.programme, list__executor=claim_.executor
    )
    return list(found.select_related("list").order_by("-list__number", "code")[:500])


def import_of(actor: SignedActor, claim_id: int, import_id: int | None = None) -> ClaimImport | None:
    """Return a spreadsheet that was tried on a claim, the last one unless told, or None."""
    found = ClaimImport.objects.visible_to(actor).filter(claim_id=claim_id)
    found = found.filter(pk=import_id) if import_id is not None else found.filter(taken_at__isnull=True)
    one: ClaimImport | None = found.order_by("-pk").first()
    return one
