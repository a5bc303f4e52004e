"""What the firms of entries are called, and what their codes stand for. The journal stands above the rooms that know;
the application says whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from pooling.access.viewer import Viewer

FIRMS = "pooling.firms"
WORDS = "pooling.words"
Firms = Callable[[Viewer, Collection[int]], Mapping[int, str]]
FieldWords = Callable[[str, str], tuple[str, str]]
Families = Callable[[Viewer], Mapping[str, str]]
Sites = Callable[[Viewer, Collection[int]], Mapping[tuple[int, str], str]]


@dataclass(frozen=True)
class Words:
    """`field` tells the name of a family's field and its value in words, by its code and the value as it is kept;
    `families` are the paths of families by their codes, `sites` the names of sites by their firm and code."""

    field: FieldWords
    families: Mapping[str, str]
    sites: Mapping[tuple[int, str], str]


def install(app: Flask, firms: Firms, fields: Callable[[Viewer], FieldWords], families: Families, sites: Sites) -> None:
    """Each gives names as far as the viewer may know them; `firms` by the ids of members."""
    app.extensions[FIRMS] = firms
    app.extensions[WORDS] = lambda viewer, members: Words(fields(viewer), families(viewer), sites(viewer, members))


def firm_names(viewer: Viewer, members: Collection[int]) -> Mapping[int, str]:
    ask: Firms | None = current_app.extensions.get(FIRMS)
    return ask(viewer, members) if ask and members else {}


def words_for(viewer: Viewer, members: Collection[int]) -> Words:
    """For entries about these members."""
    ask: Callable[[Viewer, Collection[int]], Words] = current_app.extensions[WORDS]
    return ask(viewer, members)
