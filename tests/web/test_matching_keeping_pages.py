"""The page of a profile that is destroyed soon: told, and kept with one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.matching import provider, seller
from tests.domains.people import NOW
from tests.web.test_ways import signed_in

from dure.domains.accounts.actors import SYSTEM
from dure.domains.matching.models import Provider
from dure.domains.matching.services.warn_providers import warn_providers

SOON = NOW + timedelta(days=345)


@pytest.mark.django_db
def test_a_provider_reads_the_day_and_keeps_the_profile(monkeypatch):
    one = provider()
    address = f"/provider/{one.pk}/"
    monkeypatch.setenv("DURE_NOW", SOON.isoformat())
    who = signed_in(seller())
    assert "등록 정보가 곧 파기됩니다" not in who.get(address).content.decode()
    assert warn_providers(actor=SYSTEM, now=SOON) == 1
    page = who.get(address).content.decode()
    assert "등록 정보가 곧 파기됩니다" in page
    assert "2026. 3. 24." in page
    assert who.post(address, {"go": "keep"}).status_code == 302
    assert Provider.objects.get().warned_until is None
    after = who.get(address).content.decode()
    assert "등록 정보가 곧 파기됩니다" not in after
    assert "2027. 3. 4." in after
