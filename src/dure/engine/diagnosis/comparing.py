"""Two sheets of one form side by side: the merchant's and the expert's, or before and after help."""

from __future__ import annotations

from dataclasses import dataclass

from dure.engine.diagnosis.scoring import FormScore


@dataclass(frozen=True, slots=True)
class Difference:
    """One item or section: its points on both sheets in thousandths; None where they are not known."""

    id: str
    first: int | None
    second: int | None

    @property
    def by(self) -> int | None:
        """The second less the first, where both are known."""
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True, slots=True)
class FormDifference:
    """A form on two sheets: the whole, its sections and its items, in the order of the first sheet.

    Items and sections that only one sheet has (the form was another version) are left out.
    """

    whole: Difference
    sections: tuple[Difference, ...]
    items: tuple[Difference, ...]
    levels: tuple[str | None, str | None]
    ranks: tuple[int | None, int | None]

    @property
    def climbed(self) -> bool | None:
        """Whether the level of the second sheet is higher; None where a level is not known."""
        first, second = self.ranks
        return None if first is None or second is None else second > first


def difference(first: FormScore, second: FormScore) -> FormDifference:
    """Return what is different between two sheets of one form."""
    sections = {one.id: one.known for one in second.sections}
    items = {one.id: one.points for one in second.items}
    return FormDifference(
        whole=Difference(first.form, first.known, second.known),
        sections=tuple(
            Difference(one.id, one.known, sections[one.id]) for one in first.sections if one.id in sections
        ),
        items=tuple(Difference(one.id, one.points, items[one.id]) for one in first.items if one.id in items),
        levels=(first.level, second.level),
        ranks=(first.rank, second.rank),
    )
