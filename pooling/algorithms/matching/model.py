"""What goes into the matching engine and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pooling.algorithms.errors import Refusal
from pooling.algorithms.packs import PackReading

_IN_QUESTION = 0.005  # less reads as 0 %


class Decision(StrEnum):
    """Matched, to be judged by a person, or a new thing."""

    AUTO = "auto"
    REVIEW = "review"
    NONE = "none"


class Verdict(StrEnum):
    """How one attribute of a line stands beside an item's: `unsaid` by the item, `extra` by the line."""

    SAME = "same"
    NEAR = "near"
    OTHER = "other"
    UNSAID = "unsaid"
    EXTRA = "extra"


@dataclass(frozen=True)
class Item:
    """A thing of the catalogue as matching sees it.

    `other_names` are further designations of the same thing. `packs` are unit code and content in base units,
    `price` is per base unit, `specs` are named attributes where the catalogue has them.
    """

    code: str
    designation: str
    other_names: tuple[str, ...] = ()
    maker: str = ""
    maker_ref: str = ""
    supplier_refs: tuple[str, ...] = ()
    gtin: str = ""
    base_unit: str = ""
    packs: tuple[tuple[str, Decimal], ...] = ()
    price: Decimal | None = None
    specs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A need as it was typed; `price` is per unit as entered."""

    text: str
    quantity: Decimal | None = None
    unit_text: str = ""
    maker_ref: str = ""
    gtin: str = ""
    price: Decimal | None = None


@dataclass(frozen=True)
class Alias:
    """What a buyer said of a wording: it is this item, or it is not."""

    text: str
    code: str
    yes: bool = True


@dataclass(frozen=True)
class Difference:
    """One thing that a line asks beside what an item has; either is empty where it says nothing."""

    axis: str
    asked: str
    has: str
    verdict: Verdict


@dataclass(frozen=True)
class Candidate:
    code: str
    probability: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Question:
    """What to ask the member: the attribute that is lacking, as the catalogue names it, and what it may be."""

    attribute: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What became of a line. `reason` is a sentence to be told in the reader's language; `base_quantity` is counted
    in the best candidate's base unit, by `pack`, None where nothing says how many one holds."""

    decision: Decision
    probability: float
    candidates: tuple[Candidate, ...]
    reason: Refusal
    question: Question | None = None
    base_quantity: Decimal | None = None
    pack: PackReading | None = None

    @property
    def worth_a_look(self) -> tuple[Candidate, ...]:
        """The candidates that a person might choose: the best, and what is not out of the question beside it."""
        best = self.candidates[0].probability if self.candidates else 0.0
        return self.candidates[:1] + tuple(
            each for each in self.candidates[1:] if each.probability >= min(_IN_QUESTION, best / 2)
        )

    @property
    def code(self) -> str:
        """The best candidate, whatever the decision; empty when there is none."""
        return self.candidates[0].code if self.candidates else ""
