"""The step of the consents tells of each what for, which data, and for how long, beside the answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.domains.builders import merchant, published, signed_up
from tests.domains.drafts import complete, drafted
from tests.domains.people import NOW

from dure.domains.accounts.models import User
from dure.domains.programmes.queries import loaded
from dure.web.templatetags.programme import told


@pytest.mark.django_db
def test_each_consent_tells_what_it_is_about_before_it_is_answered(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    version, who = published(), signed_up("one@test.example")
    draft = drafted(who, complete(merchant(1, owner=who)))
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=who.user_id))
    page = client.get(reverse("apply_step", args=["tops-2025", draft.pk, "consents"]))
    assert page.status_code == 200
    text = page.content.decode()
    consents = loaded(version).programme.consents
    assert len(consents) == 3
    facts = [told(c.items) for c in consents if c.items] + [told(c.given_to) for c in consents if c.given_to]
    assert len(facts) == 3
    assert [fact for fact in facts if fact not in text] == []
