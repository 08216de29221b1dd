"""An executor's desk in a programme is shut when it leaves, and opened when it carries it out again."""

from __future__ import annotations

from dure.domains.accounts.models import Organisation
from dure.domains.events.act import Act


def shut_desk(this: Act, *, organisation_id: int, programme: str) -> None:
    """Shut what the staff of an organisation see and do in a programme, within the act that ends it."""
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if programme not in held.left_programmes:
        _keep(this, held, sorted({*held.left_programmes, programme}))


def open_desk(this: Act, *, organisation_id: int, programme: str) -> None:
    """Open it again, where it was shut."""
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if programme in held.left_programmes:
        _keep(this, held, sorted({*held.left_programmes} - {programme}))


def _keep(this: Act, held: Organisation, programmes: list[str]) -> None:
    Organisation.objects.filter(pk=held.pk).update(left_programmes=programmes)
    this.record("organisation", held.pk, left_programmes=programmes)
