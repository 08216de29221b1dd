"""Orders of both sides: nobody in them is lost, whatever the page showed and whoever saved meanwhile."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.matching import PROGRAMME, TUTOR, provider, seller, seller_case
from tests.domains.people import NOW

from dure.domains.matching.models import Provider, ProviderOrder, Wish
from dure.domains.matching.orders import whole_order
from dure.domains.matching.services.rank_merchants import rank_merchants
from dure.domains.matching.services.save_wish import Sought, save_wish
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def order() -> list[int]:
    return ProviderOrder.objects.get().ranked


def rank(one, ids, **more):
    return rank_merchants(
        actor=seller("tutor@test.example"), now=NOW, provider_id=one.pk, programme=PROGRAMME, pairing=TUTOR,
        application_ids=ids, **more,
    )  # fmt: skip


def wish(owner, row, **told):
    return save_wish(actor=owner, now=NOW, application_id=row.pk, pairing=TUTOR, sought=Sought(**told))


def test_whoever_the_page_did_not_show_stays_behind_those_it_did():
    assert whole_order([1, 2, 3, 4], [4, 5], shown={1, 4, 5}, before=[1, 2, 3, 4], code="c") == [4, 5, 2, 3]
    assert whole_order([1, 2], [2], shown=None, before=None, code="c") == [2]
    assert whole_order([1, 2], [1, 2], shown={1, 2}, before=[9], code="c") == [1, 2]
    with pytest.raises(Refused):
        whole_order([1, 2], [2, 1], shown={1, 2}, before=[1], code="c")


def test_a_provider_keeps_the_place_of_a_merchant_that_the_page_did_not_show_or_that_left():
    _owner, rows = seller_case(3)
    one = provider("tutor@test.example", kind=TUTOR)
    a, b, c = (row.pk for row in rows)
    assert rank(one, [c, a, b])
    type(rows[2]).objects.filter(pk=c).update(state="withdrawn")
    assert rank(one, [b, a], shown={a, b}, before=[c, a, b])
    assert order() == [b, a, c]
    assert rank(one, [c, b, a], before=[b, a, c])  # who left stays where the page had it
    assert order() == [c, b, a]
    ProviderOrder.objects.update(ranked=[a])
    with pytest.raises(Refused) as refused:
        rank(one, [c, a], before=[a])
    assert [p.code for p in refused.value.problems] == ["order.gone"]
    assert order() == [a]


def test_a_merchant_keeps_the_place_of_a_provider_who_rests_for_a_while():
    owner, rows = seller_case(1)
    near, far = (provider(f"{name}@test.example", kind=TUTOR) for name in ("near", "far"))
    assert wish(owner, rows[0], ranked=(far.pk, near.pk))
    Provider.objects.filter(pk=far.pk).update(state="resting")
    shown = frozenset({near.pk})
    assert wish(owner, rows[0], ranked=(near.pk,), shown=shown, before=(far.pk, near.pk), text="사진")
    assert Wish.objects.get().ranked == [near.pk, far.pk]
    Wish.objects.update(ranked=[])
    with pytest.raises(Refused) as refused:
        wish(owner, rows[0], ranked=(far.pk,), text="다른 글")
    assert [p.code for p in refused.value.problems] == ["wish.ranked"]
    assert (Wish.objects.get().ranked, Wish.objects.get().text) == ([], "사진")


def test_of_two_orders_saved_at_once_one_is_kept_whole_and_the_other_told():
    _owner, rows = seller_case(2)
    one = provider("tutor@test.example", kind=TUTOR)
    a, b = (row.pk for row in rows)
    rank(one, [a])
    found = twice_at_once(lambda: rank(one, [b, a], before=[a]), lambda: rank(one, [], before=[a]))
    kept = [done for done in found if done is True]
    (refused,) = [done for done in found if isinstance(done, Refused)]
    assert (len(kept), [p.code for p in refused.problems]) == (1, ["order.newer"])
    assert order() == ([b, a] if found[0] is True else [])


def test_of_two_wishes_saved_at_once_one_is_kept_whole_and_the_other_told():
    owner, rows = seller_case(1)
    near, far = (provider(f"{name}@test.example", kind=TUTOR) for name in ("near", "far"))
    found = twice_at_once(
        lambda: wish(owner, rows[0], ranked=(near.pk, far.pk), before=()),
        lambda: wish(owner, rows[0], ranked=(far.pk,), before=()),
    )
    (refused,) = [done for done in found if isinstance(done, Refused)]
    assert [p.code for p in refused.problems] == ["wish.newer"]
    assert Wish.objects.get().ranked == ([near.pk, far.pk] if found[0] is True else [far.pk])
