"""What can be told of a submission, which state may follow which, and how a letter is put together."""

from datetime import UTC, date, datetime

import pytest

from consult.domain import submissions as rules
from consult.domain.errors import Conflict, Refused
from consult.domain.submissions import Facts, Part

CLOSE = datetime(2026, 3, 20, 17, 0, tzinfo=UTC)


def test_everything_that_waits_can_be_decided_in_every_way():
    assert all(rules.may_step(rules.WAITING, to) for to in rules.STATES if to != rules.WAITING)


def test_what_was_taken_back_stays_so():
    assert not any(rules.may_step(rules.WITHDRAWN, to) for to in rules.STATES)


def test_what_became_a_response_is_decided_on_as_one():
    with pytest.raises(Conflict) as refused:
        rules.check_step(rules.ACCEPTED, rules.WAITING, has_response=True)
    assert refused.value.code == "submission-is-response"


def test_a_letter_holds_the_senders_own_words_and_knows_where_each_paragraph_stood():
    letter = rules.letter_of([Part("1.1", "heading", "Our view"), Part("1.2", "text", " Light the park. "),
                              Part("1.3", rules.QUOTED, "Tell us what you think"),
                              Part("2.1", rules.SIGNATURE, "A. Person, 1 High Street")])
    assert letter.text == "Our view\n\nLight the park."
    assert [(place.anchor, letter.text[place.start:place.end]) for place in letter.places] == [
        ("1.1", "Our view"), ("1.2", "Light the park.")]


def test_a_pasted_letter_is_parted_at_its_empty_lines():
    letter = rules.letter_of((), "One\nstill one\n \n\n\nTwo\r\n")
    assert letter.text == "One\nstill one\n\nTwo"
    assert [place.anchor for place in letter.places] == ["1", "2"]


def test_what_is_stored_beside_a_response_holds_no_words():
    letter = rules.letter_of((), "Very secret words")
    stored = rules.stored_places(letter.places)
    assert "secret" not in str(stored)
    assert rules.places_from(stored) == letter.places
    assert rules.parts_from(stored) == ()


def test_a_letter_that_was_posted_on_the_last_day_is_in_time():
    came = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
    assert not rules.is_late(came, date(2026, 3, 20), CLOSE)
    assert rules.is_late(came, date(2026, 3, 21), CLOSE)
    assert rules.is_late(came, None, CLOSE)
    assert not rules.is_late(CLOSE, None, CLOSE)


def test_nothing_comes_tomorrow_and_nothing_is_posted_after_it_came():
    now = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    for came, posted, code in ((datetime(2026, 3, 11, tzinfo=UTC), None, "received-in-future"),
                               (now, date(2026, 3, 11), "postmark-late")):
        with pytest.raises(Refused) as refused:
            rules.check_arrival(came, posted, now)
        assert refused.value.code == code


def test_a_day_stands_for_its_noon_in_london_or_for_now():
    now = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
    assert rules.arrival_of(date(2026, 7, 9), now) == datetime(2026, 7, 9, 11, 0, tzinfo=UTC)
    assert rules.arrival_of(date(2026, 7, 10), now) == now


@pytest.mark.parametrize(("facts", "code"), [
    (Facts("post", "fax", "en"), "submission-format-missing"),
    (Facts("post", "letter", "en", sender_kind="group"), "body-missing"),
    (Facts("post", "letter", "en", body="A group"), "submission-person-or-body"),
    (Facts("post", "letter", "en", sender_kind="group", body="A group", speaks_for=0), "submission-number-odd"),
    (Facts("post", "petition", "en"), "signatures-missing"),
    (Facts("post", "letter", "en", signatures=5), "signatures-without-petition"),
    (Facts("post", "letter", "en", label="x" * 201), "submission-label-long"),
    (Facts("post", "letter", "en", text="x" * 1_000_001), "submission-text-long"),
])
def test_facts_that_cannot_be_are_refused(facts: Facts, code: str):
    with pytest.raises(Refused) as refused:
        rules.check_facts(facts)
    assert refused.value.code == code


def test_a_letter_without_words_is_typed_first_or_left_out():
    for needs_typing, code in ((True, "submission-needs-typing"), (False, "submission-no-words")):
        with pytest.raises(Refused) as refused:
            rules.check_words(rules.letter_of((), " \n "), needs_typing=needs_typing)
        assert refused.value.code == code


def test_nobody_checks_their_own_decision():
    with pytest.raises(Refused):
        rules.check_second(1, 2, 2)
    with pytest.raises(Refused):
        rules.check_second(1, 2, 1)
    rules.check_second(1, 2, 3)
