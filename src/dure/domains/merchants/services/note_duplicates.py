"""Merchants that are new or changed are compared with those that share a key with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.db.models import Q

from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.events.act import Act
from dure.domains.events.many import record_many
from dure.domains.events.transitions import move
from dure.domains.merchants.duplicate_keys import facts_of_merchant, keys_of, without_shared
from dure.domains.merchants.models import DuplicatePair, Merchant, MerchantKey, MerchantMember
from dure.domains.merchants.states import DUPLICATE_STATES
from dure.engine.duplicates.comparing import compare
from dure.engine.duplicates.query import MOST_IN_BLOCK
from dure.engine.duplicates.scoring import Band, Judgement

MOST_AT_ONCE = 500
COMPARED = frozenset(
    {"name", "region", "opened_on", "owner_birth_year", "owner_name", "phone", "email", "address"}
)
"""What a change of calls for another look."""
_COLUMNS = ("pk", "business_no", "search", *sorted(COMPARED))


@dataclass(frozen=True, slots=True)
class NotedDuplicates:
    """How many pairs are new (or open again), and how many open ones no longer hold."""

    found: int
    lapsed: int


def note_duplicates(this: Act, merchant_ids: Sequence[int]) -> NotedDuplicates:
    """Keep the keys of merchants and the pairs that they are in, within an act that is open.

    The same number of queries for one merchant and for :data:`MOST_AT_ONCE`. What an officer decided stays as
    it is. A key that more than ``MOST_IN_BLOCK`` merchants share brings nobody together. Two merchants that
    are changed at the same instant may miss each other; the nightly look at all finds them.
    """
    assert len(merchant_ids) <= MOST_AT_ONCE, "larger lists go in parts"
    wanted = set(merchant_ids)
    _keep_keys(this, wanted)
    pairs, shared = _sharing(wanted)
    merchants = Merchant.objects.only(*_COLUMNS).in_bulk({id_ for pair in pairs for id_ in pair})
    facts = {id_: without_shared(facts_of_merchant(found), shared) for id_, found in merchants.items()}
    judged = {(one, other): compare(facts[one], facts[other]) for one, other in pairs}
    likely = {pair: judgement for pair, judgement in judged.items() if judgement.band is not Band.NONE}
    return _keep_pairs(this, wanted, likely, merchants)


def _keep_keys(_this: Act, wanted: Collection[int]) -> None:
    # Held, so that keys are never those of a row that somebody is changing.
    rows = Merchant.objects.select_for_update(no_key=True).only(*_COLUMNS)
    keys = [
        MerchantKey(merchant_id=merchant.pk, key=key)
        for merchant in rows.filter(pk__in=wanted).order_by("pk")
        for key in sorted(keys_of(facts_of_merchant(merchant)).values())
    ]
    told = {(key.merchant_id, key.key) for key in keys}
    held = MerchantKey.objects.filter(merchant_id__in=wanted).values_list("pk", "merchant_id", "key")
    MerchantKey.objects.filter(pk__in=[pk for pk, *key in held if tuple(key) not in told]).delete()
    MerchantKey.objects.bulk_create(keys, ignore_conflicts=True)


SHARING = f"""
    SELECT mine.key, ARRAY(
        SELECT held.merchant_id FROM merchants_merchantkey AS held WHERE held.key = mine.key
        LIMIT {MOST_IN_BLOCK + 1}
    ) FROM (SELECT DISTINCT key FROM merchants_merchantkey WHERE merchant_id = ANY(%s)) AS mine
"""


def _sharing(wanted: set[int]) -> tuple[set[tuple[int, int]], set[str]]:
    """Return the pairs that share a key, and the keys that too many share."""
    pairs: set[tuple[int, int]] = set()
    shared: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [sorted(wanted)])
        for key, ids in cursor.fetchall():
            if len(ids) > MOST_IN_BLOCK:
                shared.add(key)
                continue
            pairs |= {pair for pair in combinations(sorted(ids), 2) if not wanted.isdisjoint(pair)}
    return pairs, shared


def _keep_pairs(
    this: Act,
    wanted: set[int],
    likely: dict[tuple[int, int], Judgement],
    merchants: dict[int, Merchant],
) -> NotedDuplicates:
    known = {
        (pair.one_id, pair.other_id): pair
        for pair in DuplicatePair.objects.filter(Q(one_id__in=wanted) | Q(other_id__in=wanted))
    }
    rows = [
        DuplicatePair(
            one_id=pair[0],
            other_id=pair[1],
            found_at=this.now,
            **_told(judgement),
            search=_search(pair, merchants),
        )
        for pair, judgement in sorted(likely.items())
    ]
    fresh = [row for row in rows if (row.one_id, row.other_id) not in known]
    DuplicatePair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["band", "score", "looks_like", "evidence", "search"],
    )
    asked = {(row.one_id, row.other_id) for row in fresh}
    made = DuplicatePair.objects.filter(one_id__in={one for one, _ in asked}).order_by("pk")
    new = [pk for pk, *pair in made.values_list("pk", "one_id", "other_id") if tuple(pair) in asked]
    record_many(this, "duplicate_pair", new, found=True)
    if asked:
        held = MerchantMember.objects.filter(merchant_id__in={one for pair in asked for one in pair})
        look_at_conflicts(this, held.order_by().values_list("user_id", flat=True))
    back = [known[pair].pk for pair in likely if pair in known and known[pair].state == "lapsed"]
    renewed = move(this, DUPLICATE_STATES, DuplicatePair, back, "renew")
    gone = [pair.pk for ids, pair in known.items() if pair.state == "open" and ids not in likely]
    lapsed = move(this, DUPLICATE_STATES, DuplicatePair, gone, "lapse")
    return NotedDuplicates(len(fresh) + len(renewed), len(lapsed))


def _told(judgement: Judgement) -> dict[str, object]:
    levels = {field: str(level) for field, level in judgement.evidence.items() if level is not None}
    return {
        "band": str(judgement.band),
        "score": judgement.score,
        "looks_like": str(judgement.looks_like),
        "evidence": levels,
    }


def _search(pair: tuple[int, int], merchants: dict[int, Merchant]) -> str:
    return " ".join(merchants[id_].search for id_ in pair)
