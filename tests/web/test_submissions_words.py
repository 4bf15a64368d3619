"""Every code of the desk has its words: states, formats, proposals, what a machine saw, and where a paragraph stood."""

from flask import Flask

from consult.domain import submissions as rules
from consult.intake.emails import PROBLEMS
from consult.web.staff import submissions_words as said


def test_every_code_has_its_words() -> None:
    assert set(said.FORMATS) == set(rules.FORMATS)
    assert set(said.STATES) == set(rules.STATES)
    assert set(said.PROPOSALS) == set(rules.PROPOSALS)
    assert set(said.SENDERS) == set(rules.SENDER_KINDS)
    assert set(said.REASONS) >= set(rules.REASONS)


def test_what_could_not_be_read_of_an_email_is_told(app: Flask) -> None:
    with app.test_request_context():
        assert len(said.sign_words([*PROBLEMS, *said.SIGNS])) == len(PROBLEMS) + len(said.SIGNS)
        assert said.sign_words(["document-broken"]) == [
            "A file that came with it could not be read. It is still in the email itself."]


def test_the_place_of_a_paragraph_is_told_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert [said.place_words(mark) for mark in ("3", "2.3", "1/3", "1/2.3", "?")] == [
            "Paragraph 3", "Page 2, paragraph 3", "File 1, paragraph 3", "File 1, page 2, paragraph 3", "?"]


def test_a_file_that_could_not_be_read_says_why(app: Flask) -> None:
    with app.test_request_context():
        assert said.problem_words("document-locked") != said.problem_words("no-such-code")
        assert said.problem_words("no-such-code") == "Its words could not be read."
