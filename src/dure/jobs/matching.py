"""Matching: proposals that were not answered in time, and matches of merchants that take part no more."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.matching.services.end_left_matches import end_left_matches
from dure.domains.matching.services.lapse_matches import lapse_matches
from dure.domains.matching.services.warn_providers import warn_providers
from dure.jobs.app import BRIEFLY, every, task
from dure.settings.clock import now


@every("9-59/10 * * * *", "matching.lapse_matches")
def lapse() -> None:
    """Let proposals run out whose time is over."""
    lapse_matches(actor=SYSTEM, now=now())


@task("matching.end_left", patience=BRIEFLY)
def end_left(*, programme: str) -> None:
    """End the matches of a programme's merchants that lost their place, or withdrew, just now."""
    end_left_matches(actor=SYSTEM, now=now(), programme=programme)


@every("4-59/10 * * * *", "matching.end_left_matches")
def end_all_left() -> None:
    """End the matches of all merchants that take part no more, however that came."""
    end_left_matches(actor=SYSTEM, now=now())


@every("20 0 * * *", "matching.warn_providers")
def warn() -> None:
    """Tell, at 09:20 in Korea, the providers whose profiles are destroyed within some weeks."""
    warn_providers(actor=SYSTEM, now=now())
