"""Who helps an applicant, as a regional centre reads it that was let see the applicant."""

from __future__ import annotations

from dure.domains.applications.models import Application
from dure.domains.matching.models import Match
from dure.domains.matching.states import TAKING


def matches_of_applicant(applicant: Application) -> list[Match]:
    """Return the matches of an applicant that stand or wait for answers: with whom, never what was said.

    Whoever asks has been let see the applicant by its region; names of providers are those of organisations.
    """
    found = Match.objects.filter(application_id=applicant.pk, state__in=TAKING)
    return list(found.select_related("provider__organisation").defer("parts", "reason").order_by("pk"))
