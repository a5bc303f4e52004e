import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from pooling.excel.archive import RESERVED, safe_name, zip_of


def test_the_order_of_files_does_not_matter() -> None:
    assert zip_of({"b.txt": b"2", "a.txt": b"1"}) == zip_of({"a.txt": b"1", "b.txt": b"2"})


def test_names_that_become_equal_stay_apart() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zip_of({"a:b.xlsx": b"1", "a*b.xlsx": b"2", "A-B.xlsx": b"3"})))
    assert sorted(archive.namelist()) == ["A-B.xlsx", "a-b (2).xlsx", "a-b (3).xlsx"]


def test_names_cannot_climb_nor_name_a_device() -> None:
    assert safe_name("../../etc/passwd") == "-..-etc-passwd"
    assert safe_name("CON.xlsx") == "_CON.xlsx"
    assert safe_name("  ") == "-"


@given(st.text())
def test_every_name_is_one_windows_takes(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 121
    assert not set(safe) & set('<>:"/\\|?*')
    assert not safe.endswith((" ", "."))
    assert not RESERVED.fullmatch(safe)
