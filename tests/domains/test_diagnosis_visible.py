"""Who sees which sheets of diagnosis is asked in few subqueries: each is paid for in every list."""

from __future__ import annotations

import pytest
from tests.domains.people import person

from dure.domains.diagnosis.models import DiagnosisSheet


@pytest.mark.django_db
def test_an_expert_is_judged_once_for_the_own_sheets_and_those_beside_them():
    who = person("reviewer")
    one = str(DiagnosisSheet.objects.visible_to(who).query)
    alone = str(DiagnosisSheet.objects.of_expert(who).query)
    # Its merchants, the own sheet of the round, and whatever says that one may diagnose: once.
    assert one.count("SELECT") == alone.count("SELECT") + 2
