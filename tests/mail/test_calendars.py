from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pooling.mail.calendars import Deadline, calendar

AT = datetime(2027, 3, 26, 16, 0, tzinfo=UTC)


def deadline(title: str = "Clôture", sequence: int = 3) -> Deadline:
    return Deadline("campaign-T1@example.org", sequence, AT, title, "https://example.org/needs/T1")


def test_one_event_for_each_deadline_in_utc_with_what_lets_it_move() -> None:
    text = calendar([deadline(), deadline(sequence=4)], AT)
    assert text.count("BEGIN:VEVENT\r\n") == 2
    assert text.count("UID:campaign-T1@example.org\r\n") == 2
    assert "SEQUENCE:3\r\n" in text
    assert "SEQUENCE:4\r\n" in text
    assert "DTSTART:20270326T160000Z\r\n" in text


@given(st.text())
def test_whatever_a_campaign_is_called_the_file_keeps_its_shape(title: str) -> None:
    text = calendar([deadline(title)], AT)
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert [line.partition(":")[0] for line in unfolded].count("SUMMARY") == 1
    assert len(unfolded) == len(calendar([deadline("x")], AT).replace("\r\n ", "").split("\r\n"))
