"""Running the service: ports, the clock, the demo."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from dure.domains.accounts.models import Membership, User
from dure.domains.events.models import Event
from dure.domains.programmes.models import ProgrammeVersion
from dure.engine.problems import Refused
from dure.service.demo import load_demo
from dure.service.ports import free_port
from dure.settings.clock import now


def test_a_taken_port_is_an_error_when_asked_for_and_passed_over_by_default():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refused:
            free_port(port)
        assert refused.value.problems[0].params["port"] == port
    assert free_port(None) >= 8000


def test_now_is_told_or_the_clock():
    assert now({"DURE_NOW": "2025-03-24T10:00:00+09:00"}) == datetime(2025, 3, 24, 1, 0, tzinfo=UTC)
    assert now({}).tzinfo is UTC


@pytest.mark.parametrize("written", ["2025-03-24", "2025-03-24T10:00:00", "soon"])
def test_an_instant_without_offset_is_refused(written):
    with pytest.raises(Refused):
        now({"DURE_NOW": written})


@pytest.mark.django_db
def test_loading_the_demo_again_changes_nothing():
    signs = load_demo()
    counts = [m.objects.count() for m in (User, Membership, ProgrammeVersion, Event)]
    assert load_demo() == signs
    assert [m.objects.count() for m in (User, Membership, ProgrammeVersion, Event)] == counts
    assert len({email for _, email, _ in signs}) == len(signs) == Membership.objects.count()
