"""The verbs by which a family declares the fields of its items and needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import FieldKind
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.catalogue import checks, queries
from pooling.catalogue.codes import code_of
from pooling.catalogue.field_queries import declared, field_codes, has_values, own_fields
from pooling.catalogue.models import Category, CategoryField
from pooling.journal.rules import record

LONGEST_LABEL = 60
LONGEST_CHOICE = 100
MOST_CHOICES = 200

_LABEL_TAKEN = N_("“%(label)s” is already a field of “%(family)s”: choose another name.")
_NO_CHOICES = N_("Give at least two values to choose from, one on each line.")
_TOO_MANY = N_("A list holds at most %(most)s values: use a text field instead.")
_CHOICE_LONG = N_("“%(choice)s” is too long to choose from a list: at most %(longest)s characters.")
_USED = N_("Values were typed in “%(label)s”: it cannot be deleted. No longer ask for it instead.")


@dataclass(frozen=True)
class FieldFacts:
    """What a field is: kind and unit are fixed once it is declared, since values count in them."""

    label: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    choices: Sequence[str] = ()
    required: bool = False
    apart: bool = True


def add_field(viewer: Viewer, family: Category, facts: FieldFacts) -> CategoryField:
    """The last of the family's own."""
    label = _label(viewer, family, facts.label)
    kind = FieldKind(facts.kind)
    own = own_fields(viewer, family)
    field = CategoryField(
        category=family,
        code=code_of(label, field_codes(viewer), otherwise="champ"),
        label=label,
        kind=kind,
        unit=checks.unit(facts.unit) if kind is FieldKind.NUMBER and facts.unit else "",
        choices=_choices(kind, facts.choices, ()),
        required=facts.required,
        apart=facts.apart,
        position=max((each.position for each in own), default=0) + 1,
        active=True,
    )
    viewer.session.add(field)
    viewer.session.flush()
    _record(viewer, "make_field", field, after=_told(field))
    return field


def edit_field(viewer: Viewer, field: CategoryField, facts: FieldFacts) -> None:
    """Another name, other choices, asked for or not; a choice that is left out is retired, never lost."""
    before = _told(field)
    field.label = _label(viewer, field.category, facts.label, field)
    field.choices = _choices(FieldKind(field.kind), facts.choices, _known(field))
    field.required, field.apart = facts.required, facts.apart
    viewer.session.flush()
    if before != _told(field):
        _record(viewer, "edit_field", field, before=before, after=_told(field))


def move_field(viewer: Viewer, field: CategoryField, step: Literal[-1, 1]) -> None:
    """One place up or down among the family's own; at the end of them it stays."""
    own = own_fields(viewer, field.category)
    place = own.index(field)
    target = place + step
    if not 0 <= target < len(own):
        return
    before = [each.label for each in own]
    own[place], own[target] = own[target], own[place]
    for position, each in enumerate(own, start=1):
        each.position = position
    viewer.session.flush()
    after = [each.label for each in own]
    _record(viewer, "move_field", field, before={"order": before}, after={"order": after})


def switch_field(viewer: Viewer, field: CategoryField, *, active: bool) -> None:
    """A field no longer asked for stays readable wherever it was filled in."""
    if field.active == active:
        return
    if active:
        _label(viewer, field.category, field.label, field)
    field.active = active
    viewer.session.flush()
    verb = "activate" if active else "deactivate"
    told = {"field": field.label}
    _record(viewer, verb, field, before={**told, "active": not active}, after={**told, "active": active})


def remove_field(viewer: Viewer, field: CategoryField) -> None:
    """One in which nothing was typed yet."""
    if has_values(viewer, field.code):
        raise Refusal("field_used", _USED, label=field.label)
    before = _told(field)
    viewer.session.delete(field)
    viewer.session.flush()
    _record(viewer, "remove_field", field, before=before)


def check_labels_meet(viewer: Viewer, branch: Iterable[Category], above: Category | None) -> None:
    """Before a branch is hung under another family: none of its fields may be called as one it would inherit."""
    if above is None:
        return
    known = declared(viewer)
    inherited = {normalise(row.label): row for row in known.rows_of(above.id)}
    for family in branch:
        for row in known.rows:
            if row.category_id == family.id and normalise(row.label) in inherited:
                raise Refusal("label_taken", _LABEL_TAKEN, label=row.label, family=above.path)


def _label(viewer: Viewer, family: Category, text: str, field: CategoryField | None = None) -> str:
    """Unlike that of every other field which an item of this family, or of one below, could have."""
    label = checks.name(text, LONGEST_LABEL)
    known = declared(viewer)
    below = {each.id for each in queries.below(viewer, family)}
    near = [*known.rows_of(family.id), *(row for row in known.rows if row.category_id in below)]
    for row in near:
        if normalise(row.label) == normalise(label) and row is not field:
            raise Refusal("label_taken", _LABEL_TAKEN, label=row.label, family=row.category.path)
    return label


def _choices(kind: FieldKind, given: Sequence[str], known: Iterable[str]) -> dict[str, list[str]]:
    if kind is not FieldKind.CHOICE:
        return {}
    plain = [" ".join(choice.split()) for choice in given]
    offered = list({normalise(choice): choice for choice in plain if choice}.values())
    if len(offered) < 2:
        raise Refusal("no_choices", _NO_CHOICES)
    if len(offered) > MOST_CHOICES:
        raise Refusal("many_choices", _TOO_MANY, most=MOST_CHOICES)
    for choice in offered:
        if len(choice) > LONGEST_CHOICE:
            raise Refusal("choice_long", _CHOICE_LONG, choice=choice[:40] + "…", longest=LONGEST_CHOICE)
    kept = {normalise(choice) for choice in offered}
    return {"offered": offered, "retired": [choice for choice in known if normalise(choice) not in kept]}


def _known(field: CategoryField) -> list[str]:
    return [*field.choices.get("offered", ()), *field.choices.get("retired", ())]


def _told(field: CategoryField) -> dict[str, Any]:
    told: dict[str, Any] = {"field": field.label, "kind": str(field.kind), "unit": field.unit}
    told |= {"required": field.required, "apart": field.apart}
    return told | ({"choices": list(field.choices["offered"])} if field.choices else {})


def _record(viewer: Viewer, verb: str, field: CategoryField, **told: Any) -> None:
    record(viewer, f"catalogue.{verb}", f"category:{field.category.code}", **told)
