"""From which desk matching is run: the officers', or that of one executor; with its addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.matching.policies import may_close, may_plan
from dure.domains.matching.queries_officer import Case, MatchRound
from dure.web.tables import crumbs


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of officers, or of one executor (``executor``), at which a programme's rounds are run.

    ``key`` is what addresses name it by: the programme, or the executor's desk.
    """

    key: str
    executor: str = ""

    def url(self, name: str, *of: object) -> str:
        """Return the address of one of its pages: the same names stand behind both desks."""
        return reverse(f"{'executor' if self.executor else 'officer'}_{name}", args=[self.key, *of])

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way from the desk to a page of matching."""
        matchings = (_("Matching"), self.url("matchings") if more else "")
        if self.executor:
            return crumbs((_("Executor's desk"), reverse("executor_home")), matchings, *more)
        return crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), reverse("officer_applications", args=[self.key])),
            matchings,
            *more,
        )

    def plans(self, who: SignedActor, case: Case) -> bool:
        """Say whether rounds of a pairing are planned at this desk, by whoever asks."""
        return case.by_executors == bool(self.executor) and may_plan(who, case.programme, self.executor)

    def proposes(self, who: SignedActor, found: MatchRound) -> bool:
        """Say whether a planned round is proposed at this desk."""
        return found.executor == self.executor and may_plan(who, found.programme, found.executor)

    @staticmethod
    def closes(who: SignedActor, found: MatchRound) -> bool:
        """Say whether whoever asks may drop or close a round."""
        return may_close(who, found.programme, found.executor)
