"""An order of candidates as a page sent it, put together with the one that is kept: nobody is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dure.engine.problems import Refused, msg, refuse


def whole_order(
    kept: Sequence[int],
    ranked: Sequence[int],
    *,
    shown: Collection[int] | None,
    before: Sequence[int] | None,
    code: str,
) -> list[int]:
    """Return the order to keep: ``ranked``, then whoever of ``kept`` the page did not show, as they stood.

    ``shown`` None: the page showed everybody. ``before`` is the order from which the page was made; where
    another one is kept by now, that was told elsewhere meanwhile, and nothing of it is written over: raises
    Refused (``code``).

    >>> whole_order([1, 2, 3], [3, 1], shown={1, 3, 4}, before=[1, 2, 3], code="order.newer")
    [3, 1, 2]
    """
    rest = () if shown is None else (one for one in kept if one not in shown and one not in ranked)
    found = [*ranked, *rest]
    if before is not None and list(before) != list(kept) and found != list(kept):
        raise overtaken(code)
    return found


def overtaken(code: str) -> Refused:
    """Return the refusal of an order that was made from an earlier one."""
    return refuse(
        code,
        msg("the order was changed meanwhile in another window: keep yours again if it is to count"),
    )
