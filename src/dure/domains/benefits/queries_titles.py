"""Titles as pages read them: the certificates of a grant, the public register, and one that is verified."""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet

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


def register(
    actor: SignedActor, programme: str = "", benefit: str = "", words: str = ""
) -> QuerySet[Certificate]:
    """Return the titles in force of the public register, of one title or all; ``words`` stand in the name."""
    found = Certificate.objects.visible_to(actor).filter(public=True, state="in_force")
    if programme:
        found = found.filter(programme=programme, benefit=benefit)
    return found.filter(name__icontains=words) if words else found


def titles_registered(actor: SignedActor) -> list[tuple[BenefitCase, int]]:
    """Return the titles of the public register with how many hold each now, in order; two queries."""
    found = Certificate.objects.visible_to(actor).filter(public=True, state="in_force").order_by()
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
