"""What leaves a group and what stays in it: by item, without names, without words that were taken back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import forum_notes
from consult.domain.errors import Refused
from consult.domain.forum_notes import Line

UNTIL = date(2026, 4, 7)
LINES = (
    Line("p1", "Stops", "They stop us for nothing."), Line("p2", "Buses", "The ramp was broken."),
    Line("p3", "Stops", "Write down why.", is_named=True), Line("p4", "Secret item", "My own story.", is_gone=True),
)


def test_words_leave_by_item_and_no_line_says_whose_it_is() -> None:
    found = forum_notes.by_item(forum_notes.released(LINES))
    assert [(item, [line.ref for line in lines]) for item, lines in found] == [
        ("Stops", ["p1", "p3"]), ("Buses", ["p2"])]
    assert "author" not in str(forum_notes.to_plain(LINES)) and LINES[2].is_named


def test_words_taken_back_before_leave_no_trace() -> None:
    left = str(forum_notes.to_plain(forum_notes.released(LINES)))
    assert not any(trace in left for trace in ("story", "p4", "Secret item"))


def test_words_taken_back_afterwards_are_blacked_out_with_the_wish_for_a_name() -> None:
    note = forum_notes.redacted(forum_notes.released(LINES), "p3")
    assert note[2] == Line("p3", "Stops", "", is_gone=True) and note[0].words == "They stop us for nothing."


@given(st.lists(st.builds(Line, ref=st.uuids().map(str), item=st.text(max_size=5), words=st.text(max_size=9),
                          is_named=st.booleans(), is_gone=st.booleans())))
def test_released_notes_come_back_as_they_were_kept(lines: list[Line]) -> None:
    note = forum_notes.released(lines)
    assert forum_notes.from_plain(json.loads(json.dumps(forum_notes.to_plain(note)))) == note
    assert sum(len(said) for _item, said in forum_notes.by_item(note)) == sum(not line.is_gone for line in lines)


def test_the_record_stays_open_for_ten_working_days_after_a_meeting() -> None:
    # Good Friday (3 April) and Easter Monday (6 April) of 2026 do not count.
    assert forum_notes.adding_ends(date(2026, 3, 20), 10) == date(2026, 4, 7)


@pytest.mark.parametrize(("layer", "until", "today", "may"), [
    ("working", None, date(2030, 1, 1), True), ("agreed", UNTIL, UNTIL, True),
    ("agreed", UNTIL, date(2026, 4, 8), False), ("agreed", None, UNTIL, False),
])
def test_agreed_notes_take_words_until_their_day(layer: str, until: date | None, today: date, may: bool) -> None:
    try:
        forum_notes.check_adding(layer, until, today)
        allowed = True
    except Refused:
        allowed = False
    assert allowed is may


def test_a_note_for_named_bodies_names_them_once() -> None:
    assert forum_notes.check_audience("named", ["TfL ", "", "TfL", "A  school"]) == ("named", ("TfL", "A school"))
    assert forum_notes.check_audience("public", ["TfL"]) == ("public", ())


@pytest.mark.parametrize(("audience", "bodies", "code"), [
    ("all", (), "note-audience"), ("named", (" ",), "note-bodies-missing"),
    ("named", tuple(map(str, range(21))), "note-bodies-many"),
])
def test_a_note_is_for_everyone_or_for_bodies_by_name(audience: str, bodies: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        forum_notes.check_audience(audience, bodies)
    assert refused.value.code == code


def test_titles_and_words_have_their_limits() -> None:
    for check, words, code in (
            (forum_notes.check_title, " ", "note-title-missing"),
            (forum_notes.check_title, "x" * 201, "note-title-long"),
            (forum_notes.check_words, "", "note-words-missing"),
            (forum_notes.check_words, "x" * 6001, "note-words-long"),
            (forum_notes.check_easy, "x" * 3001, "note-words-long"), (forum_notes.check_kind, "secret", "note-kind")):
        with pytest.raises(Refused) as refused:
            check(words)
        assert refused.value.code == code
