"""Lists of applicants are checked and imported; supplements lapse when their deadline is over."""

from __future__ import annotations

from dure.domains.applications.services.check_import import check_import
from dure.domains.applications.services.import_applicants import import_applicants
from dure.domains.applications.services.import_applicants_tell import import_applicants_tell
from dure.domains.applications.services.lapse import lapse
from dure.jobs.app import BRIEFLY, PATIENTLY, every, task
from dure.settings.clock import now


@task("applications.check_import", patience=PATIENTLY)
def check(run_id: int, language: str) -> None:
    """Check a list; patient, for the scanner has to have looked at it."""
    check_import(now=now(), run_id=run_id, language=language)


@task("applications.import", patience=BRIEFLY)
def import_(run_id: int, user_id: int) -> None:
    """Import a checked list; a run that stopped is not taken up again by itself."""
    import_applicants(now=now(), run_id=run_id, user_id=user_id)


@task("applications.import_tell", patience=BRIEFLY)
def import_tell(run_id: int, user_id: int, application_ids: list[int]) -> None:
    """Tell whom an import made applicants."""
    import_applicants_tell(now=now(), run_id=run_id, user_id=user_id, application_ids=application_ids)


@every("7 * * * *", "applications.lapse_supplements")
def lapse_supplements() -> None:
    """Let supplements lapse whose deadline is over, every hour."""
    lapse(now=now())
