"""The money of a programme: every list as a file, and what is not used asked back by page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import FUND, advanced, agreed, allotted, delivered, officer

from dure.domains.accounts.models import User
from dure.domains.funds.models import FundOrder

pytestmark = pytest.mark.django_db
LISTS = {
    "lines": "50000000", "sources": "200000000", "executors": "60000000", "orders": "1차 선지급",
    "deliveries": "첫 화면 광고", "settlements": "",
}  # fmt: skip


@pytest.fixture
def signed(client, monkeypatch, settings, tmp_path):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    settings.DURE_PRIVATE_FILES, settings.DURE_VIRUS_SCAN = tmp_path, False
    agreed()
    allotted()
    advanced()
    delivered()
    client.force_login(User.objects.get(pk=officer().user_id))
    return client


@pytest.mark.parametrize("content", sorted(LISTS))
def test_each_list_is_a_file_with_a_reason(signed, content):
    url = reverse("officer_fund_file", args=[PARTNERS])
    page = signed.post(url, {"content": content, "kind": "csv", "reason": ""})
    assert page.status_code == 422
    answer = signed.post(url, {"content": content, "kind": "csv", "reason": "사업비 점검"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith(
        f'attachment; filename="{PARTNERS}-money-{content}-'
    )
    assert LISTS[content] in text
    assert len(text.splitlines()) >= (1 if content == "settlements" else 2)


def test_what_is_not_used_is_asked_back_by_page(signed):
    url = reverse("officer_fund_withdraw", args=[PARTNERS, FUND])
    told = {"nonce": "n", "source": "government", "line": "promotion", "won": "1000", "reason": "집행 잔액"}
    over = signed.post(url, told | {"won": "999999999"})
    assert over.status_code == 422
    assert FundOrder.objects.filter(kind="withdrawal").count() == 0
    assert signed.post(url, told).status_code == 302
    order = FundOrder.objects.get(kind="withdrawal")
    page = signed.get(reverse("officer_fund_order", args=[order.pk]))
    assert "재원으로 반납" in page.content.decode()
