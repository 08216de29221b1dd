"""Titles as pages read them: the certificates of a grant, the public register, and one that is verified."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.file import BenefitCase, case_in
from dure.domains.benefits.models import Certificate as Certificate
from dure.domains.benefits.models import Grant
from dure.domains.programmes.versions import versions_of


def certificates(actor: SignedActor, grant_id: int) -> list[Certificate]:
    """Return the certificates of a grant, the newest first."""
    return list(Certificate.objects.visible_to(actor).filter(grant_id=grant_id).order_by("-pk"))


def certificate(actor: SignedActor, certificate_id: int) -> Certificate | None:
    """Return a certificate of a grant that an actor may see, or None: the paper is not everybody's."""
    found = Certificate.objects.visible_to(actor).filter(
        pk=certificate_id, grant_id__in=Grant.objects.visible_to(actor).values("pk")
    )
    return found.select_related("grant__version").first()


def _registered(actor: SignedActor, on: date) -> QuerySet[Certificate]:
    """Return the titles of the public register that are good on a day; the job that ends them comes later."""
    found = Certificate.objects.visible_to(actor).filter(public=True, state="in_force")
    return found.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def register(
    actor: SignedActor, on: date, programme: str = "", benefit: str = "", words: str = ""
) -> QuerySet[Certificate]:
    """Return the titles of the public register that are in force on a day; ``words`` stand in the name."""
    found = _registered(actor, on)
    if programme:
        found = found.filter(programme=programme, benefit=benefit)
    return found.filter(name__icontains=words) if words else found


def titles_registered(actor: SignedActor, on: date) -> list[tuple[BenefitCase, int]]:
    """Return the titles of the public register with how many hold each on a day, in order; two queries."""
    found = _registered(actor, on).order_by()
    rows = list(
        found.values_list("programme", "benefit")
        .annotate(n=Count("pk"), version=Max("grant__version_id"))
        .order_by("programme", "benefit")
    )
    files = versions_of({version for *_ids, version in rows})
    return [(case_in(files[version], benefit), n) for _programme, benefit, n, version in rows]


def verified(code: str) -> Certificate | None:
    """Return the certificate of a code that somebody has in hand: whoever holds the paper may verify it."""
    return Certificate.objects.select_related("grant__version").filter(code=code).first()


def state_on(one: Certificate, on: date) -> str:
    """Return in which state a certificate is on a day: one whose time is over is expired at once."""
    over = one.state == "in_force" and one.ends_on is not None and one.ends_on <= on
    return "expired" if over else str(one.state)
