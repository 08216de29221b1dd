"""Certificates (지정서): numbered in the order of the grants, each with a code by which it is verified."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db.models import Max

from dure.domains.applications.models import Application
from dure.domains.benefits.file import BenefitCase
from dure.domains.benefits.models import Certificate, Grant
from dure.domains.benefits.states import CERTIFICATE_STATES
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.engine.programme.models.benefits import Designation

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that is read as another."""
LENGTH = 16


def new_code() -> str:
    """Return a code that nobody guesses: eighty bits, in groups of four."""
    signs = [secrets.choice(SIGNS) for _ in range(LENGTH)]
    return "-".join("".join(signs[n : n + 4]) for n in range(0, LENGTH, 4))


def issue(this: Act, case: BenefitCase, grants: Sequence[Grant]) -> None:
    """Issue a certificate for each grant of a title, in their order; the caller holds the benefit."""
    title = case.benefit
    assert isinstance(title, Designation)
    programme = case.programme.id
    taken = Certificate.objects.filter(programme=programme, benefit=title.id).aggregate(last=Max("sequence"))
    names = {
        pk: (name, region)
        for pk, name, region in Application.objects.filter(
            pk__in=[one.application_id for one in grants]
        ).values_list("pk", "name", "region")
    }
    Certificate.objects.bulk_create(
        Certificate(
            grant=one,
            programme=programme,
            benefit=title.id,
            sequence=n,
            number=f"{programme}-{title.id}-{n:05d}",
            code=new_code(),
            name=names[one.application_id][0],
            region=(names[one.application_id][1] or "")[:5],
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            public=title.public_register,
            issued_by_id=this.actor.user_id or 0,
            issued_at=this.now,
        )
        for n, one in enumerate(grants, start=(taken["last"] or 0) + 1)
    )


def revoke(this: Act, grants: Sequence[int], note: str) -> None:
    """Take certificates of grants out of force: their titles stand in no register any more."""
    ids = Certificate.objects.filter(grant_id__in=grants, state="in_force").order_by("pk")
    changes = {"ended_at": this.now, "end_note": note}
    move(this, CERTIFICATE_STATES, Certificate, ids.values_list("pk", flat=True), "revoke", changes=changes)
