"""What PostgreSQL is told of who looks, for as long as one transaction: its policies (policies.py) read it there.

Told by `SET LOCAL`, never by set_config(): that is a function, which a SELECT somebody slipped in could call too. A
group can take it from the role of the service (docs/install.md)."""

from __future__ import annotations

from enum import StrEnum

from pooling.access.viewer import Kind, Viewer


class Setting(StrEnum):
    """All are texts, and empty when nothing was told."""

    SEES = "pooling.sees"
    MEMBER = "pooling.member"
    PERSON = "pooling.person"
    BARRED = "pooling.barred"  # an array of categories


class Sees(StrEnum):
    """With whose eyes; of a person's roles the one that sees most."""

    SYSTEM = "system"
    GATEKEEPER = "gatekeeper"
    BUYER = "buyer"
    ADMINISTRATOR = "administrator"
    PERSON = "person"


def told(viewer: Viewer) -> str:
    """The statements that tell of this viewer, all that was told of another before included."""
    return _told(_sees(viewer), viewer.member_id, viewer.user_id, viewer.barred)


def _sees(viewer: Viewer) -> Sees:
    if viewer.kind is not Kind.PERSON:
        return Sees(viewer.kind.value)
    if viewer.is_buyer:
        return Sees.BUYER
    return Sees.ADMINISTRATOR if viewer.is_administrator else Sees.PERSON


def _told(sees: Sees, member_id: int | None, user_id: int | None, barred: tuple[int, ...]) -> str:
    values = {
        Setting.SEES: sees.value,
        Setting.MEMBER: "" if member_id is None else f"{member_id:d}",
        Setting.PERSON: "" if user_id is None else f"{user_id:d}",
        Setting.BARRED: "{" + ",".join(f"{each:d}" for each in barred) + "}",
    }
    return "; ".join(f"SET LOCAL {name} = '{value}'" for name, value in values.items())


# for what no session speaks through: the history of the schema
SYSTEM = _told(Sees.SYSTEM, None, None, ())
