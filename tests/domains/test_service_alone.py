"""What the service does by itself is refused to people, whatever their role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.lapse_invitations import lapse_invitations
from dure.domains.diagnosis.services.drop_conflicts import drop_conflicts
from dure.domains.events.models import Event
from dure.domains.events.services.seal import seal_events
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.domains.privacy.services.forget_accesses import forget_accesses
from dure.domains.privacy.services.rewrap import rewrap
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.release_withdrawn import release_withdrawn
from dure.domains.uploads.services.sweep import rescan_waiting, sweep_files

BY_ITSELF = (
    *(commit_seeds, forget_accesses, lapse_invitations, lapse_places, release_withdrawn, rescan_waiting),
    *(drop_conflicts, mark_movements, rewrap, seal_events, sweep_files),
    *(check_ledger, expire_holds, seal_ledger),
)


@pytest.mark.django_db
@pytest.mark.parametrize("clock", BY_ITSELF, ids=lambda one: one.__name__)
def test_people_are_refused_and_nothing_is_done(clock):
    who = person("officer")
    before = Event.objects.count()
    with pytest.raises((NotAllowed, PermissionError)):
        clock(actor=who, now=NOW + timedelta(days=3650))
    assert Event.objects.count() == before
