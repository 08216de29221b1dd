"""/healthz: whether the service can do its work."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from dure import __version__
from dure.domains.events.queries import worker_lives
from dure.domains.ledger.last_check import ledger_state


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers; ``worker`` is ``absent`` where no job would be done.

    Pages work without a worker, letters and scans wait: that is no reason to take the pages away. ``ledger``
    is what the last nightly check came to; where it is ``faulty``, a person has to look.
    """
    worker = "ok" if worker_lives() else "absent"
    return JsonResponse({"status": "ok", "worker": worker, "ledger": ledger_state(), "version": __version__})
