"""Small sides of pairings, and random ones for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from dure.engine.pairing.sides import Problem, Provider, Seeker, Terms
from dure.engine.programme.models.pairings import Criterion
from dure.engine.programme.models.values import Text

TITLE = Text(en="T")


def criterion(id_: str, points: int = 100, compares: Any = None, **more: Any) -> Criterion:
    return Criterion(id=id_, title=TITLE, points=points, compares=compares, **more)


ALL = (
    criterion("skills", 300, "skills"),
    criterion("languages", 50, "languages"),
    criterion("trade", 70, "industry"),
    criterion("near", 100, "region"),
    criterion("price", 90, "price"),
    criterion("words", 200, "text"),
    criterion("rule", 40, merchant="x", provider="y"),
)
_SKILLS = ("video", "design", "funding")
_PLACES = ("11110", "1168010100", "26110", "5111010100", "42110", None)
_TEXTS = ("", "상세페이지 사진", "사진 촬영과 편집", "라이브 방송을 하고 싶습니다", "video")
_ANSWER = st.sampled_from((True, False, None))
_SETS = st.frozensets(st.sampled_from(_SKILLS))


def _seeker(n: int) -> st.SearchStrategy[Seeker]:
    return st.builds(
        Seeker,
        st.just(f"m{n}"),
        st.sampled_from(_PLACES),
        st.sampled_from(("10", "47", None)),
        _SETS,
        st.frozensets(st.sampled_from(("ko", "en"))),
        st.sampled_from(_TEXTS),
        st.sampled_from((None, 0, 70_000, 300_000)),
        st.fixed_dictionaries({"rule": _ANSWER}),
        st.lists(st.sampled_from(("p0", "p1", "p2")), unique=True).map(tuple),
    )


def _provider(n: int) -> st.SearchStrategy[Provider]:
    return st.builds(
        Provider,
        st.just(f"p{n}"),
        st.integers(0, 3),
        st.sampled_from(("11110", "11", "26110", "51110", None)),
        st.sampled_from(("district", "province", "adjacent", "nation")),
        st.sampled_from(((), ("26",), ("1168010100",))),
        st.frozensets(st.sampled_from(("10", "47"))),
        _SETS,
        st.frozensets(st.sampled_from(("ko", "en"))),
        st.sampled_from(_TEXTS),
        st.sampled_from((None, 0, 50_000, 100_000)),
        st.fixed_dictionaries({"rule": _ANSWER}),
        st.lists(st.sampled_from(("m0", "m1", "m2", "m3")), unique=True).map(tuple),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw up to four seekers and three providers, some pairs fixed, some barred."""
    seekers = tuple(draw(_seeker(n)) for n in range(draw(st.integers(0, 4))))
    providers = tuple(draw(_provider(n)) for n in range(draw(st.integers(0, 3))))
    needed = draw(st.sampled_from(("", *(one.id for one in ALL))))
    criteria = tuple(one.model_copy(update={"needed": one.id == needed}) for one in ALL)
    each = draw(st.integers(1, 2))
    terms = Terms(
        criteria, each, draw(st.sampled_from((0, 100, 250))), draw(st.sampled_from(("nation", "adjacent")))
    )
    pairs = [(s.id, p.id) for s in seekers for p in providers]
    barred = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else [])
    fixed: set[tuple[str, str]] = set()
    for seeker, provider in draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else []:
        room = next(p.capacity for p in providers if p.id == provider)
        taken = sum(p == provider for _, p in fixed), sum(s == seeker for s, _ in fixed)
        if (seeker, provider) not in barred | fixed and taken[0] < room and taken[1] < each:
            fixed.add((seeker, provider))
    return Problem(terms, seekers, providers, frozenset(fixed), barred)
