"""How far the fourth door of a PostgreSQL database is shut for the role that the service connects as."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Engine, bindparam, text

from pooling.access.policies import policies
from pooling.algorithms.errors import N_

ROLE = text(
    "SELECT rolname, rolsuper OR rolbypassrls, has_function_privilege('set_config(text, text, boolean)', 'EXECUTE')"
    " FROM pg_roles WHERE rolname = current_user"
)
OWNED = text("SELECT count(*) FROM pg_class WHERE oid::regclass::text IN :tables AND pg_has_role(relowner, 'USAGE')")
OWNED = OWNED.bindparams(bindparam("tables", expanding=True))
SHUT = text(
    "SELECT polrelid::regclass::text, polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid"
    " WHERE relrowsecurity AND relforcerowsecurity"
)

_PASSES_BY = N_(
    "The role %(role)s passes by all policies (superuser, or BYPASSRLS): let the service connect as another one, as "
    "docs/install.md says."
)
_OPEN = N_("Without policies: %(tables)s. Run `pooling upgrade`; if this stays, restore a backup.")
_OWNS = N_(
    "on for %(count)s tables, which the role %(role)s owns and could open: the service is safer with a role of its own "
    "(docs/install.md)"
)
_MAY_SET = N_("on for %(count)s tables; the role %(role)s may still call set_config() (docs/install.md)")
_SHUT = N_("on for %(count)s tables, which the role %(role)s cannot open")


@dataclass(frozen=True)
class Door:
    role: str
    passes_by: bool  # superuser, or BYPASSRLS
    owns: bool  # so that it could switch the policies off
    may_set: bool  # by a function, that is by any SELECT
    tables: int
    open: tuple[str, ...]  # tables without their policy

    @property
    def is_shut(self) -> bool:
        return not (self.passes_by or self.open)


def look(engine: Engine) -> Door:
    """Of a database that is of this version."""
    wanted = {(table, policy.name) for table, policy in policies().items()}
    with engine.connect() as connection:
        role, passes_by, may_set = connection.execute(ROLE).one()
        owned = connection.execute(OWNED, {"tables": [table for table, _name in wanted]}).scalar_one()
        there = {(table, name) for table, name in connection.execute(SHUT)}
    missing = sorted(table for table, _name in wanted - there)
    return Door(role, passes_by, owned > 0, may_set, len(wanted), tuple(missing))


def told(door: Door) -> str:
    tables = ", ".join(door.open)
    said: str = gettext(_sentence(door), role=door.role, count=door.tables, tables=tables)
    return said


def _sentence(door: Door) -> str:
    if door.passes_by:
        return _PASSES_BY
    if door.open:
        return _OPEN
    if door.owns:
        return _OWNS
    return _MAY_SET if door.may_set else _SHUT
