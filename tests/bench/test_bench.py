"""Each bench runs at toy size and prints ratios; how fast it is, only `make bench` says."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment

from bench.__main__ import main
from bench.bare import looped
from bench.clock import Figure, Pair
from bench.group import Scale
from bench.table import growth, ratios

RATIO = re.compile(r"\| \d+\.\d\d \|")


def printed(capsys: pytest.CaptureFixture[str], kind: str, size: int) -> str:
    main(["--only", kind, "--rounds", "1", "--size", str(size)])
    return capsys.readouterr().out


def test_consolidating_is_set_beside_a_bare_group_by(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "consolidation", 1_000)
    assert "consolidate 1,000 lines" in table
    assert RATIO.search(table)


def test_a_workbook_is_set_beside_a_bare_loop(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "workbooks", 20)
    assert len(RATIO.findall(table.partition("\n\n")[0])) == 2


def test_a_pool_is_shared_beside_a_bare_largest_remainder(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "sharing", 30)
    assert "share a pool of 30 needs" in table
    assert "share 30 pools of 20 needs" in table


def test_a_publication_is_set_beside_a_bare_loop_over_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert "publish 6 families × 8 quarters" in printed(capsys, "disclosure", 6)


def test_a_missed_target_says_so() -> None:
    assert "**missed**" in ratios([Figure("a", Pair(3.1, 1), target=3)])
    assert "**missed**" not in ratios([Figure("a", Pair(3.0, 1), target=3)])


def test_growth_is_told_against_the_smallest_size_of_each_series() -> None:
    small = Figure("a", Pair(1, 1), series="a", size=10, units=10)
    big = Figure("a", Pair(30, 5), series="a", size=100, units=100)
    assert "| a | 100 | 300000.00 | ×3.00 | 50000.00 | ×0.50 |" in growth([small, big])


def test_every_need_has_its_firm() -> None:
    owners = list(Scale(500, members=4, chosen=(40, 400)).owners())
    assert [owners.count(firm) for firm in (1, 2, 3, 4)] == [40, 400, 30, 30]


def test_a_group_too_small_for_its_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        Scale(100)


@pytest.mark.soak
def test_pages_are_set_beside_bare_views_with_the_same_statements(capsys: pytest.CaptureFixture[str]) -> None:
    ratios_printed = RATIO.findall(printed(capsys, "pages", 1_000).partition("\n\n")[0])
    assert len(ratios_printed) == 6


def test_the_bare_page_loops_where_ours_has_rows() -> None:
    row = '<tbody class="line" data-key="k1"><tr><td><input name="k1.what" value="Papier"></td></tr></tbody>'
    page = f"<table>{row}{row}</table>{{{{ ours }}}}"
    values = ("Encre & toner", "k2")
    drawn = Environment(autoescape=True).from_string(looped(page, 2)).render(rows=[values])
    cells = '<tr><td><input name="k2.what" value="Encre &amp; toner"></td></tr>'
    assert drawn == f'<table><tbody class="line" data-key="k2">{cells}</tbody></table>{{{{ ours }}}}'


@pytest.mark.soak
def test_matching_is_set_beside_brute_force(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "matching", 200)
    assert "| match 200 lines to 1,000 items |" in table


def test_an_import_is_set_beside_a_bare_reading(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "imports", 4).partition("\n\n")[0]
    assert len(RATIO.findall(table)) == 7
    assert "import of 4 workbooks of 200 lines" in table


def test_a_search_is_set_beside_its_index(capsys: pytest.CaptureFixture[str]) -> None:
    table = printed(capsys, "search", 300).partition("\n\n")[0]
    assert len(RATIO.findall(table)) == 2
