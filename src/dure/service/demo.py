"""The demo: TOPS 2025 published, and one person a role to sign in as. Loading it again changes nothing."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.services.appoint import appoint
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes
from dure.settings.clock import now as clock

PASSWORD = "dure-demo-2025"  # noqa: S105  printed for everybody: the demo is for this machine alone
PEOPLE = (
    ("officer", "officer@demo.example", "agency", "demo-agency", "가상 전담기관", "Invented agency"),
    ("ministry", "ministry@demo.example", "ministry", "demo-ministry", "가상 소관부처", "Invented ministry"),
)
_LOADED_AT = datetime.fromisoformat("2025-03-17T09:00:00+09:00")


def load_demo() -> list[tuple[str, str, str]]:
    """Load the demo and return role, address and password of each person."""
    now = min(clock(), _LOADED_AT)
    for role, email, kind, code, ko, en in PEOPLE:
        appoint(
            actor=SYSTEM,
            now=now,
            email=email,
            password=PASSWORD,
            role=role,
            kind=kind,
            code=code,
            name_ko=ko,
            name_en=en,
        )
    uploaded = upload_programme(actor=SYSTEM, now=now, raw=library_bytes("tops-2025"))
    publish_programme(
        actor=SYSTEM,
        now=now,
        version_id=uploaded.version_id,
        reason="The demo stands inside this programme's window.",
    )
    return [(role, email, PASSWORD) for role, email, *_ in PEOPLE]
