"""An mbox gives its e-mails one after the other, without holding more than one."""

import io
import tracemalloc

import pytest

from consult.domain.errors import Refused
from consult.intake import emails_mbox
from consult.intake.emails import read_email
from consult.intake.emails_mbox import entries, is_mbox

ONE = (b"From ann@example.org Mon Nov  3 10:02:00 2025\nFrom: ann@example.org\nTo: p@q.uk\n\nFirst\n\n"
       b">From the park.\n\n")
TWO = b"From MAILER Mon Nov  3 10:02:00 2025\nFrom: bo@example.org\nTo: p@q.uk\n\nSecond\n"


def test_emails_come_one_after_the_other() -> None:
    found = [read_email(entry.data or b"") for entry in entries(io.BytesIO(ONE + TWO))]
    assert [(email.sender.address, email.text) for email in found] == [
        ("ann@example.org", "First\n\nFrom the park."), ("bo@example.org", "Second")]


def test_a_line_of_a_letter_that_begins_with_from_divides_nothing() -> None:
    assert len(list(entries(io.BytesIO(ONE + b"words\nFrom my window I see\n")))) == 1


def test_a_sentence_below_an_empty_line_divides_nothing_where_the_dividing_lines_have_a_time() -> None:
    found = list(entries(io.BytesIO(ONE + b"words\n\nFrom my window I see the park.\n\n" + TWO)))
    assert len(found) == 2 and b"From my window" in (found[0].data or b"")
    undated = b"From ann\nFrom: a@b.c\nTo: d@e.f\n\nOne\n\nFrom bo\nFrom: b@b.c\nTo: d@e.f\n\nTwo\n"
    assert len(list(entries(io.BytesIO(undated)))) == 2


def test_very_many_short_lines_take_no_more_room_than_their_bytes() -> None:
    stream = io.BytesIO(ONE + b"a\n" * 1_000_000)
    tracemalloc.start()
    assert len(list(entries(stream))) == 1
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000


def test_an_email_that_is_too_large_is_named_and_the_next_one_read() -> None:
    found = list(entries(io.BytesIO(ONE.replace(b"First", b"First " * 500) + TWO), most=200))
    assert [(entry.number, entry.data is None) for entry in found] == [(1, True), (2, False)]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Dear all\n", b"PK\x03\x04"])
def test_what_is_no_mbox_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        list(entries(io.BytesIO(data)))
    assert refused.value.code == "mbox-other" and not is_mbox(data)


def test_too_many_emails_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails_mbox, "MOST_EMAILS", 3)
    with pytest.raises(Refused) as refused:
        list(entries(io.BytesIO(ONE * 4)))
    assert (refused.value.code, is_mbox(ONE)) == ("mbox-many", True)


def test_a_large_file_is_never_held_whole() -> None:
    stream = io.BytesIO(ONE.replace(b"First", b"First " * 20_000) * 100)
    tracemalloc.start()
    count = sum(1 for _entry in entries(stream))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100 and most < 3_000_000
