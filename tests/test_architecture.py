"""The house of DESIGN section 2, held by a test: who may import whom, and how big things may grow."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pooling"

# data flows downwards: a room imports only what stands above it here
HOUSE = (
    "config", "paths", "db",
    "algorithms", "excel", "documents", "loading", "language", "fields",
    "access", "journal", "mail",
    "members", "catalogue", "campaigns", "needs", "consolidation", "sourcing", "orders", "reports",
    "trial", "migrations", "demo", "app", "cli",
)  # fmt: skip
# a room's own storeys, top to bottom: each imports only what stands after it
STOREYS = ("views", "sheets", "forms", "rules", "queries", "models")
SCREEN = {"flask", "flask_wtf", "wtforms", "flask_babel", "flask_login", "flask_security", "flask_mailman"}
STANDARD = sys.stdlib_module_names
# what algorithms/ may know besides pooling.algorithms and the standard library
PURE = {"babel", "rapidfuzz", "numpy", "highspy"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that is imported, and at which line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield each.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively: say the whole name"
            for each in node.names:
                yield f"{node.module}.{each.name}", node.lineno


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_room_imports_only_what_stands_above_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for module, line in imports(path):
        if module.startswith("pooling."):
            other = module.split(".")[1]
            assert other in HOUSE, f"{path}:{line} imports {other}, which has no place in the house"
            assert HOUSE.index(other) <= HOUSE.index(room), f"{path}:{line}: {room} stands above {other}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_function_imports(path: Path) -> None:
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    late = [
        inner.lineno
        for function in functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not late, f"{path} imports late, at lines {late}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_excel_room_knows_spreadsheet_libraries(path: Path) -> None:
    if room_of(path) != "excel":
        known = {module.split(".")[0] for module, _line in imports(path)}
        assert not known & {"openpyxl", "python_calamine", "defusedxml"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "algorithms").rglob("*.py")), ids=name)
def test_algorithms_are_pure(path: Path) -> None:
    for module, line in imports(path):
        top = module.split(".")[0]
        if top == "pooling":
            assert module.startswith("pooling.algorithms"), f"{path}:{line} imports {module}"
        else:
            assert top in PURE or top in STANDARD, f"{path}:{line} imports {module}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_storeys_of_a_room_stand_in_order(path: Path) -> None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if len(parts) < 2 or parts[1] not in STOREYS:
        return
    mine = STOREYS.index(parts[1])
    for module, line in imports(path):
        others = module.split(".")
        if others[:2] == ["pooling", parts[0]] and len(others) > 2 and others[2] in STOREYS:
            assert STOREYS.index(others[2]) >= mine, f"{path}:{line}: {parts[1]} stands below {others[2]}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_the_web_stays_above_the_rules(path: Path) -> None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[-1] in {"rules", "queries", "sheets"} or "rules" in parts[1:-1] or "queries" in parts[1:-1]:
        known = {module.split(".")[0] for module, _line in imports(path)}
        assert not known & SCREEN, f"{path} knows the web"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_select_stands_in_queries(path: Path) -> None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if len(parts) > 1 and parts[1] in {"views", "forms", "sheets", "rules"}:
        names = {module.rpartition(".")[2] for module, _line in imports(path)}
        assert "select" not in names, f"{path} reads the database: that belongs in queries.py"


# who may speak to the database without the ORM, for the system alone or to build the guard itself
GROUND = {"db.py", "migrations/env.py", "access/scope.py", "access/statements.py", "access/policies.py",
          "access/numbering.py", "mail/dispatcher.py", "cli/examination.py", "cli/row_security.py", "cli/keeping.py",
          "cli/ground.py"}  # fmt: skip
AROUND = {"text", "literal_column", "table", "column", "__table__", "local_table", "exec_driver_sql"}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_goes_around_the_orm(path: Path) -> None:
    """The session judges what statements say (access/statements.py); here nobody even writes such a thing."""
    if name(path) in GROUND:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {module.rpartition(".")[2] for module, _line in imports(path) if module.startswith("sqlalchemy")}
    said |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} - {"text", "table", "column"}
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}
    assert not said & AROUND, f"{path} writes {said & AROUND}"
    assert "connection" not in called, f"{path} takes a connection, which carries no scope"


def test_no_room_is_a_knot() -> None:
    """Rooms that import one another, however far around, would end as one."""
    reached: dict[str, set[str]] = {}
    for path in modules():
        if room_of(path) != "__init__":
            others = {module.split(".")[1] for module, _line in imports(path) if module.startswith("pooling.")}
            reached.setdefault(room_of(path), set()).update(others)
    for room, others in reached.items():
        for other in others - {room}:
            assert room not in reached.get(other, set()), f"{room} and {other} import each other"


def test_setup_cfg_lists_the_packages_that_are_on_disk() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    on_disk = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    assert listed == on_disk | {"pooling.templates", "pooling.static"}


def test_one_word_in_six_places() -> None:
    """A room with a screen: package = blueprint = address = templates = tests = menu entry."""
    for path in PACKAGE.glob("*/views/room.py"):
        room = path.parent.parent.name
        assert f'"{room}"' in path.read_text(encoding="utf-8")
        assert (ROOT / "templates" / room).is_dir(), f"{room} has no templates"
        assert (ROOT / "tests" / room).is_dir(), f"{room} has no tests"


def test_nothing_is_called_utils() -> None:
    nameless = {"utils", "util", "helpers", "helper", "common", "misc", "admin", "buyer"}
    assert not [path for path in modules() if nameless & set(path.with_suffix("").parts)]


def lengths() -> dict[str, int]:
    return {
        f"{name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_functions_are_short() -> None:
    found = lengths()
    assert statistics.median(found.values()) <= 8
    assert not {where: length for where, length in found.items() if length > 40}


def test_a_view_is_one_verb() -> None:
    long = {where: length for where, length in lengths().items() if "/views/" in where and length > 25}
    assert not long


def test_files_are_short() -> None:
    found = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {path: length for path, length in found.items() if length > 500}
    assert statistics.median(found.values()) <= 300
