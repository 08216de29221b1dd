"""The kinds of entry: one model a kind, what they share above."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.assumptions import Assumption
from dure.engine.programme.models.part import Part
from dure.engine.programme.models.pledges import Pledge
from dure.engine.programme.models.reviews import Rubric
from dure.engine.programme.models.values import Count, Id, Line, Months, ProgrammeId, RuleText, Text


class Body(Part):
    """Who takes part, and what they do."""

    id: Id
    title: Text
    does: Text


class Named(Part):
    """A field of work, a step, an outcome: something with a name."""

    id: Id
    title: Text
    summary: Text | None = None


class Figure(Part):
    """A figure that was reported; told by others, not measured by Dure."""

    id: Id
    title: Text
    value: Annotated[int, Field(ge=-(10**15), le=10**15)]
    unit: Literal["count", "won", "share_bp", "points"]
    told_in: Line | None = None
    """The year or month of the report: 2024."""
    doubt: Text | None = None
    """What is not clear about it."""


class _Entry(Part):
    """What every kind of entry says."""

    format: Literal[1] = 1
    """The version of this format."""
    id: ProgrammeId
    title: Text
    summary: Text
    system: Annotated[int, Field(ge=1, le=9999)]
    """The row of the list of systems that it is."""
    year: Annotated[int, Field(ge=2000, le=2100)]
    host: Text | None = None
    """The ministry in charge (소관부처)."""
    who: tuple[Body, ...]
    works_with: tuple[ProgrammeId, ...] = ()
    """Programmes of the library that it belongs to."""
    figures: tuple[Figure, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    needs: tuple[Id, ...] = ()
    """What it asks for and this version does not run."""
    assumed: tuple[Assumption, ...] = ()
    """What the source does not tell."""
    sources: tuple[Line, ...] = ()
    """Where the figures come from."""


class Publication(Part):
    """What is published of cases, and who agrees first."""

    yearly: bool = True
    agreed_by: tuple[Literal["company", "merchant", "association", "agency"], ...] = ()
    """Whose consent each case needs before it is published."""
    says_evidence: bool = True
    """Each figure of a case names its evidence, or says that there is none."""


class Council(_Entry):
    """A council (협의체): associations and companies who collect, review and publish cases."""

    kind: Literal["council"]
    fields: tuple[Named, ...]
    """The fields in which companies help merchants."""
    steps: tuple[Named, ...]
    """From the collection of a case to its publication."""
    rubric: Rubric | None = None
    """What reviewers of cases score."""
    publication: Publication = Publication()


class DataSet(Part):
    """One kind of data that somebody gives."""

    id: Id
    title: Text
    given_by: Text
    holds: Literal["delivery_orders", "floating_population", "card_sales", "cloud"]
    """What it is: orders delivered, people passing, sales by card, room to calculate in."""
    every_months: Months | None = None
    smallest_area: Literal["province", "city_or_district", "neighbourhood", "trade_area", "grid"] | None = (
        None
    )
    has_personal_data: bool = False
    valued_in_kind: bool = True
    """Whether its worth is counted as a matched resource in kind."""
    format_of_files: Text | None = None


class Disclosure(Part):
    """What keeps single businesses from being seen in statistics of small areas."""

    least_businesses: Annotated[int, Field(ge=2, le=1000)]
    """A cell of fewer is not shown."""
    largest_share_bp: Annotated[int, Field(ge=1, le=10000)] | None = None
    """A cell in which one business makes more than this share is not shown."""
    hides_by_difference: bool = True
    """Further cells are hidden where a sum would tell a hidden one."""


class Data(_Entry):
    """Data that platforms give for areas and management (상권 빅데이터)."""

    kind: Literal["data"]
    datasets: tuple[DataSet, ...]
    statistics: tuple[Named, ...]
    """What is made of them."""
    disclosure: Disclosure


class Group(Part):
    """A group of businesses: those for whom a rule over the merchant's profile holds."""

    title: Text
    rule: RuleText


class Comparison(Part):
    """How two groups are compared so that the figure is honest."""

    group: Group
    compared_with: Group
    alike_in: tuple[Text, ...]
    """In what the two groups must be alike before they are compared."""
    months: Count | None = None
    """How long they are followed."""
    threats: tuple[Text, ...] = ()
    """Why the difference need not be an effect."""


class Evidence(_Entry):
    """Evidence for policy: a question, what is measured, and an honest comparison."""

    kind: Literal["evidence"]
    question: Text
    outcomes: tuple[Named, ...]
    comparison: Comparison
    says_with_figure: tuple[Text, ...]
    """What stands beside every figure that is published."""


Entry = Annotated[Council | Data | Evidence, Field(discriminator="kind")]
