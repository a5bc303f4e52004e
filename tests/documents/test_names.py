from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.documents.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("C:\\Users\\Alice\\Plan n° 3.pdf", "Plan n° 3.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("plan\r\nSet-Cookie: a=b.pdf", "plan Set-Cookie_ a=b.pdf"),
        ('a"b<c>d|e?.pdf', "a_b_c_d_e_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("..", ""),
        (".htaccess", "htaccess"),
        ("e\u0301tage.pdf", "étage.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


@given(st.text())
def test_a_clean_name_is_a_name_and_stays_clean(given_name: str) -> None:
    name = clean_name(given_name)
    assert len(name) <= LONGEST
    assert not set(name) & set('/\\:*?"<>|\r\n\x00')
    assert clean_name(name) == name
