"""The verbs of the tree of families."""

from __future__ import annotations

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.sharing import Policy
from pooling.catalogue import checks, queries
from pooling.catalogue.codes import code_of
from pooling.catalogue.family_fields import check_labels_meet
from pooling.catalogue.models import Category
from pooling.catalogue.queries import PATH_SIGN
from pooling.journal.rules import record

_PATH_TAKEN = N_("There is already a family “%(path)s”: choose another name.")
_TOP_USED = N_("Campaigns collect for “%(path)s”: it must stay a top family.")


def make_category(viewer: Viewer, path: str) -> Category:
    """The family of this path, made with all above it where it is missing."""
    names = checks.path(path)
    family: Category | None = None
    for depth in range(1, len(names) + 1):
        above, known = family, queries.path_owner(viewer, PATH_SIGN.join(names[:depth]))
        family = known or _new_category(viewer, names[depth - 1], above)
    if family is None:
        raise LookupError("a path has at least one name")
    return family


def add_category(viewer: Viewer, name: str, above: Category | None) -> Category:
    """A family that was not there before."""
    path = _path(name, above)
    if queries.path_owner(viewer, path) is not None:
        raise Refusal("path_taken", _PATH_TAKEN, path=path)
    return _new_category(viewer, path.rpartition(PATH_SIGN)[2], above)


def _path(name: str, above: Category | None) -> str:
    if ">" in name:
        raise Refusal("path", N_("A family's own name holds no “>”: choose the family above it in the list."))
    return PATH_SIGN.join(checks.path(name if above is None else above.path + PATH_SIGN + name))


def _new_category(viewer: Viewer, name: str, above: Category | None) -> Category:
    path = name if above is None else above.path + PATH_SIGN + name
    taken = {each.code for each in queries.categories(viewer)}
    family = Category(code=code_of(path, taken), name=name, path=path, parent=above)
    family.root_id = above.root_id if above is not None else None
    viewer.session.add(family)
    viewer.session.flush()
    family.root_id = family.root_id or family.id
    viewer.session.flush()
    record(viewer, "catalogue.make_category", f"category:{family.code}", after={"path": path})
    return family


def move_category(viewer: Viewer, family: Category, name: str, above: Category | None) -> None:
    """Rename a family or hang it elsewhere; the paths of all below it follow."""
    old, new = family.path, _path(name, above)
    branch = queries.below(viewer, family)
    _check_move(viewer, family, above, new, branch)
    check_labels_meet(viewer, branch, above)
    for each in branch:
        each.path = new + each.path[len(old) :]
    family.name, family.parent = new.rpartition(PATH_SIGN)[2], above
    viewer.session.flush()
    for each in branch:
        each.root_id = above.root_id if above is not None else family.id
    viewer.session.flush()
    if old != new:
        record(viewer, "catalogue.move_category", f"category:{family.code}", before={"path": old}, after={"path": new})


def share_by(viewer: Viewer, family: Category, policy: str) -> None:
    """Choose how what whole packs add or take is shared in this family; blank as the family above says."""
    if policy not in {"", *Policy}:
        raise Refusal("policy", N_("Choose one of the ways to share."))
    if policy == family.policy:
        return
    before, family.policy = family.policy, policy
    viewer.session.flush()
    subject = f"category:{family.code}"
    record(viewer, "catalogue.edit_category", subject, before={"policy": before}, after={"policy": policy})


def policy_of(family: Category) -> Policy:
    """Its own, or that of the nearest family above that has one; in proportion where nobody chose."""
    here: Category | None = family
    while here is not None:
        if here.policy:
            return Policy(here.policy)
        here = here.parent
    return Policy.PRO_RATA


def _check_move(viewer: Viewer, family: Category, above: Category | None, path: str, branch: list[Category]) -> None:
    if above is not None and above.id in {each.id for each in branch}:
        raise Refusal("cycle", N_("A family cannot stand under itself: choose another one above it."))
    owner = queries.path_owner(viewer, path)
    if owner is not None and owner.id != family.id:
        raise Refusal("path_taken", _PATH_TAKEN, path=path)
    if any(len(path) + len(each.path) - len(family.path) > 600 for each in branch):
        raise Refusal("path_long", N_("The names of this family are too long together: shorten one of them."))
    if above is not None and family.parent_id is None and queries.used(viewer, "category.id", [family.id]):
        raise Refusal("top_used", _TOP_USED, path=family.path)
