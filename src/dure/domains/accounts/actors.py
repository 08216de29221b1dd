"""Who acts: a user with the roles held now, or somebody who has not signed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.models import Membership, Role, User
from dure.domains.events.statements import Planned, columns_of, row_as, rows

NOTHING = Q(pk__in=())
"""A condition that no row meets."""
EVERYTHING = ~NOTHING
"""A condition that every row meets: an empty ``Q`` would vanish beside one that it is joined to by *or*."""


@dataclass(frozen=True, slots=True)
class SignedActor:
    """A user and the (role, organisation code) pairs held at an instant; nobody where ``user_id`` is None."""

    user_id: int | None = None
    roles: tuple[tuple[str, str], ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()
    """(role, programme id) pairs; an empty programme: all programmes."""
    held: tuple[tuple[str, str, str], ...] = ()
    """(role, organisation code, programme id) of each membership."""
    left: tuple[tuple[str, str], ...] = ()
    """(organisation code, programme id) where an executor carries the programme out no more."""
    second_factor: bool = False
    """Whether a second factor is set up; read only where a role is held."""

    @property
    def role(self) -> str:
        """The strongest role, as events keep it."""
        held = {role for role, _ in self.roles}
        return next((str(role) for role in Role if role in held), "person" if self.user_id else "")

    def has(self, *roles: str) -> bool:
        """Say whether one of the roles is held in any organisation."""
        return any(role in roles for role, _ in self.roles)

    def organisations(self, *roles: str) -> tuple[str, ...]:
        """Return the codes of the organisations in which one of the roles is held."""
        return tuple(sorted({code for role, code in self.roles if role in roles}))

    def may_in(self, programme: str, *roles: str) -> bool:
        """Say whether one of the roles is held for a programme; the empty programme asks for all of them."""
        return any(role in roles and scope in ("", programme) for role, scope in self.scopes)

    def holds(self, role: str, organisation: str, programme: str = "", *, left: bool = False) -> bool:
        """Say whether a role is held in an organisation for a programme, or for all of them.

        An executor's staff hold it no more once it has left the programme, but for what has to be settled
        with it afterwards (``left``).
        """
        if not left and role == Role.EXECUTOR_STAFF and (organisation, programme) in self.left:
            return False
        return any((role, organisation, scope) in self.held for scope in {"", programme})

    def scope(self, programme: str, *roles: str) -> Q:
        """Return the condition that a row is of a programme for which one of the roles is held.

        ``programme`` names the column with the programme's id.
        """
        held = {scope for role, scope in self.scopes if role in roles}
        if "" in held:
            return EVERYTHING
        return Q(**{f"{programme}__in": sorted(held)}) if held else NOTHING

    def at_executors(self, executor: str, programme: str, *, left: bool = False) -> Q:
        """Return the condition that a row is of an executor for which, and a programme for which, staff act.

        ``executor`` is the lookup that takes the codes (``executor__in``), ``programme`` the column of the
        programme's id. What is of a programme that the executor left is not among it, unless it has to be
        settled with it afterwards (``left``).
        """
        own = self.of_own(executor, programme, Role.EXECUTOR_STAFF)
        if left or not self.left:
            return own
        # Executor by executor: a row that names another one too is that one's still.
        found = NOTHING
        for code in self.organisations(Role.EXECUTOR_STAFF):
            gone = [of for who, of in self.left if who == code]
            of_one = self._of_one(code, executor, programme)
            found |= of_one & ~Q(**{f"{programme}__in": gone}) if gone else of_one
        return found

    def _of_one(self, code: str, executor: str, programme: str) -> Q:
        scopes = {of for role, who, of in self.held if role == Role.EXECUTOR_STAFF and who == code}
        own = Q(**{executor: [code]})
        return own if "" in scopes else own & Q(**{f"{programme}__in": sorted(scopes)})

    def of_own(self, organisation: str, programme: str, *roles: str) -> Q:
        """Return the condition that a row is of an organisation, and a programme, for which a role is held.

        ``organisation`` is the lookup that takes the codes, ``programme`` the column of the programme's id.
        """
        codes: dict[str, list[str]] = {}
        for role, code, scope in self.held:
            if role in roles:
                codes.setdefault(scope, []).append(code)
        found = NOTHING
        for scope, of in codes.items():
            own = Q(**{organisation: of})
            found |= own & Q(**{programme: scope}) if scope else own
        return found

    def as_person(self) -> SignedActor:
        """Return the same user without any role."""
        return replace(self, roles=(), scopes=(), held=())


SYSTEM = SignedActor()
"""The service itself: demo loading, jobs."""


def _roles(user_id: int, now: datetime) -> QuerySet[Any, Any]:
    factors = Authenticator.objects.filter(user_id=OuterRef("user_id"), type=Authenticator.Type.TOTP)
    held = Membership.objects.in_force(now).filter(user_id=user_id)
    left = "organisation__left_programmes"
    return held.values_list("role", "organisation__code", "programme", Exists(factors), left)


_ROLES = Planned(_roles, user_id=1_234_567_890, now=datetime(1950, 6, 25, tzinfo=UTC))


def actor_of(user_id: int | None, now: datetime) -> SignedActor:
    """Return the actor of a user at an instant."""
    return SignedActor() if user_id is None else _actor(user_id, _ROLES.rows(user_id=user_id, now=now))


def account_and_actor(user_id: int, now: datetime) -> tuple[User, SignedActor] | None:
    """Return an account and its actor at an instant, in one statement: every request asks for both."""
    found = rows(_account_text(), [*_ROLES.values(user_id=user_id, now=now), user_id])
    if not found:
        return None
    held, *columns = found[0]
    return row_as(User, columns), _actor(user_id, orjson.loads(held) if held else ())


@cache
def _account_text() -> str:
    held = f"SELECT jsonb_agg(jsonb_build_array(role, code, programme, factor, gone)) FROM ({_ROLES.text})"
    table = User._meta.db_table
    return (
        f"SELECT ({held} AS held (role, code, programme, factor, gone)) AS held, {columns_of(User)}"
        f' FROM "{table}" WHERE "{table}"."id" = %s'
    )


def _actor(user_id: int, rows_of_roles: Iterable[Sequence[Any]]) -> SignedActor:
    """Return the actor of (role, organisation code, programme, whether a second factor is set up, left)."""
    some = list(rows_of_roles)
    if not some:
        return SignedActor(user_id)
    held = sorted({(role, code, programme) for role, code, programme, *_ in some})
    return SignedActor(
        user_id,
        tuple(sorted({(role, code) for role, code, _ in held})),
        tuple(sorted({(role, programme) for role, _, programme in held})),
        tuple(held),
        tuple(sorted({(code, programme) for _, code, _, _, left in some for programme in left})),
        any(factor for *_, factor, _ in some),
    )
