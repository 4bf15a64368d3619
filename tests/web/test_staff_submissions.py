"""The desk in the browser: what waits, one of these beside its words, what becomes of it, and who may see what."""

import pytest
from sqlalchemy import select

from consult.domain.submissions import Facts, Part
from consult.extensions import db
from consult.models.care import Worry
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission, SubmissionFile
from consult.services import submissions, worries
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

DESK = "/staff/consultations/small-plan/submissions"
LETTER = "Light the park.\n\nMore buses at night."


def test_what_waits_is_listed_with_what_a_machine_took_it_for(desk: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER, label="About the park")
    take_in(world, channel="email", format="e-mail", text="I am away.", proposal="auto-reply",
            signs=("says-automatic",))
    page = desk.get(DESK).text
    assert "2 wait in all" in page and f'href="{DESK}/{letter}"' in page
    assert "About the park" in page and "An automatic answer?" in page
    assert "About the park" not in desk.get(f"{DESK}?kind=proposed").text
    assert "An automatic answer?" not in desk.get(f"{DESK}?channel=post").text


def test_what_a_letter_is_called_is_hidden_while_somebody_worries_about_its_answer(desk: LintingClient, world: World
                                                                                   ) -> None:
    letter = take_in(world, text=LETTER, label="About the park")
    desk.get(f"{DESK}/{letter}")
    desk.send(f"{DESK}/{letter}/decide", {"decision": "accept"})
    assert "About the park" in desk.get(f"{DESK}/decided").text
    answer = db.session().scalars(select(Answer).order_by(Answer.id.desc()).limit(1)).one()
    worries.flag(consultation_id=world.consultation.id, answer_id=answer.public_id or "", kind="threat",
                 by_id=world.staff["coder"].id)
    assert "About the park" not in desk.get(f"{DESK}/decided").text


def test_a_letter_is_shown_paragraph_by_paragraph_with_its_places(desk: LintingClient, world: World) -> None:
    letter = take_in(world, parts=(Part("2.1", "heading", "Our view"), Part("1/3", "text", "Light the park.")))
    page = desk.get(f"{DESK}/{letter}").text
    assert "Page 2, paragraph 1" in page and "File 1, paragraph 3" in page and "Light the park." in page


def test_a_letter_that_is_taken_in_becomes_a_response_and_the_next_one_shows(desk: LintingClient, world: World) -> None:
    first, second = take_in(world, text=LETTER), take_in(world, text="Another.")
    desk.get(f"{DESK}/{first}")
    sent = desk.send(f"{DESK}/{first}/decide", {"decision": "accept"})
    assert sent.status_code == 303 and sent.location.endswith(second)
    assert stored(first).state == "accepted"
    assert db.session.scalars(select(Answer).where(Answer.text == LETTER)).one() is not None
    page = desk.get(f"{DESK}/{first}").text
    assert "Taken in as a response" in page and "Light the park." in page and "/responses/" not in page


def test_the_lead_goes_on_to_the_response(lead: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER)
    lead.get(f"{DESK}/{letter}")
    lead.send(f"{DESK}/{letter}/decide", {"decision": "accept"})
    assert "Go to the response" in lead.get(f"{DESK}/{letter}").text
    response = db.session.get_one(Response, stored(letter).response_id)
    page = lead.get(f"/staff/consultations/small-plan/responses/{response.public_id}").text
    assert "Letters and emails" in page and "More buses at night." in page


@pytest.mark.parametrize(("typed", "words"), [
    ({}, "Choose what it is"), ({"decision": "exclude"}, "Choose"),
    ({"decision": "duplicate"}, "Say which one it is the same as"),
    ({"decision": "duplicate", "of": "nothing"}, "There is no response and nothing that came in by this name"),
    ({"decision": "accept", "note": "x" * 501}, "500 characters"),
])
def test_what_is_not_whole_says_what_to_do(
    desk: LintingClient, world: World, typed: dict[str, str], words: str
) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}")
    sent = desk.send(f"{DESK}/{letter}/decide", typed)
    assert sent.status_code == 422 and words in sent.text
    assert stored(letter).state == "waiting"


def test_what_came_twice_is_offered_as_the_same(desk: LintingClient, world: World) -> None:
    first, second = take_in(world, text=LETTER), take_in(world, text=LETTER, channel="email", format="e-mail")
    assert f'value="{first}"' in desk.get(f"{DESK}/{second}").text
    desk.send(f"{DESK}/{second}/decide", {"decision": "duplicate", "same": first})
    assert stored(second).duplicate_of_id == stored(first).id
    assert "1 more is the same as this one." in desk.get(f"{DESK}/{first}").text


def test_the_address_of_a_page_names_the_other_one(desk: LintingClient, world: World) -> None:
    first, second = take_in(world, text=LETTER), take_in(world, text="The same in other words.")
    desk.get(f"{DESK}/{second}")
    desk.send(f"{DESK}/{second}/decide", {"decision": "duplicate", "of": f"https://consult.example{DESK}/{first}"})
    assert stored(second).duplicate_of_id == stored(first).id


def test_what_was_left_out_by_mistake_waits_again(desk: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}")
    desk.send(f"{DESK}/{letter}/decide", {"decision": "exclude", "reason": "spam"})
    assert "Spam" in desk.get(f"{DESK}/decided").text
    desk.send(f"{DESK}/{letter}/reopen")
    assert stored(letter).state == "waiting"


def test_a_scan_is_typed_with_its_days_and_then_taken_in(desk: LintingClient, world: World) -> None:
    letter = take_in(world, needs_typing=True)
    page = desk.get(f"{DESK}/{letter}/change")
    facts = {"text": "Line one.\n\nLine two.", "language": "en", "format": "letter", "channel": "post",
             **days(stored(letter)), "sender_kind": "group", "body": "A group", "speaks_for": "1,200",
             "may_be_named": "y"}
    assert page.status_code == 200
    assert desk.send(f"{DESK}/{letter}/change", facts).status_code == 303
    row = stored(letter)
    assert (row.text, row.needs_typing, row.speaks_for, row.body) == ("Line one.\n\nLine two.", False, 1200, "A group")
    desk.send(f"{DESK}/{letter}/decide", {"decision": "accept"})
    assert stored(letter).state == "accepted"


@pytest.mark.parametrize(("typed", "words"), [
    ({"signatures": "12"}, "Only a petition has signatures"), ({"speaks_for": "many"}, "Enter a whole number"),
    ({"language": "klingon"}, "Choose a language from the list"), ({"channel": "online"}, "Choose one of the answers"),
    ({"sender_kind": "group"}, "Enter the name of the group"),
    ({"received_on-year": "2099"}, "cannot be in the future"),
    ({"postmarked_on-day": "31", "postmarked_on-month": "2", "postmarked_on-year": "2026"}, "Enter a real date"),
])
def test_facts_that_cannot_be_are_told_and_nothing_changes(
    desk: LintingClient, world: World, typed: dict[str, str], words: str
) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}/change")
    facts = {"text": "Other words", "language": "en", "format": "letter", "channel": "post", **days(stored(letter)),
             "sender_kind": "person", **typed}
    sent = desk.send(f"{DESK}/{letter}/change", facts)
    assert sent.status_code == 422 and words in sent.text
    assert stored(letter).text == LETTER


def test_a_worry_hides_the_words_from_the_desk_and_reaches_who_handles_it(
    desk: LintingClient, world: World, client: LintingClient
) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}")
    assert desk.send(f"{DESK}/{letter}/worry", {"kind": "child", "note": "A child of nine."}).status_code == 303
    for page in (desk.get(DESK).text, desk.get(f"{DESK}/{letter}").text, desk.get(f"{DESK}?kind=held-back").text):
        assert "Light the park" not in page
    assert desk.get(f"{DESK}/{letter}/change").status_code == 303
    desk.sign_in(world.email("safeguarding"), PASSWORD)
    worry = db.session.scalars(select(Worry)).one()
    page = desk.get(f"/staff/consultations/small-plan/worries/{worry.public_id}").text
    assert "Light the park." in page and "A child of nine." in page


def test_who_may_not_know_senders_sees_no_signature_no_file_name_and_no_details(
    lead: LintingClient, world: World
) -> None:
    letter = take_in(world, parts=(Part("1", "text", "Write to ann@example.org about the park."),
                                   Part("2", "signature", "Ann Example, 1 High Street")))
    with writing() as session:
        session.add(SubmissionFile(submission_id=stored(letter).id, position=1, role="source", name="Ann Example.docx",
                                   media_type="application/pdf", size=1, digest="d" * 64, stored_as="s" * 43))
    page = lead.get(f"{DESK}/{letter}").text
    assert "about the park" in page and "ann@example.org" not in page and "Ann Example" not in page
    lead.sign_in(world.email("intake-officer"), PASSWORD)
    page = lead.get(f"{DESK}/{letter}").text
    assert "ann@example.org" in page and "1 High Street" in page and "Ann Example.docx" in page


def test_why_a_file_could_not_be_read_is_said_where_nothing_scans_files_too(desk: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER)
    with writing() as session:
        session.add(SubmissionFile(submission_id=stored(letter).id, position=1, role="source", name="letter.pdf",
                                   media_type="application/octet-stream", size=1, digest="d" * 64, stored_as="s" * 43,
                                   state="held", problem="document-locked"))
    page = desk.get(f"{DESK}/{letter}").text
    assert "Not scanned for harmful content" in page and "The file has a password." in page


def test_a_petition_is_counted_and_is_no_response(desk: LintingClient, world: World) -> None:
    petition = take_in(world, text=LETTER, format="petition", signatures=12)
    desk.get(f"{DESK}/{petition}")
    desk.send(f"{DESK}/{petition}/decide", {"decision": "accept"})
    for page in (desk.get(f"{DESK}/decided").text, desk.get(f"{DESK}/{petition}").text):
        assert "Counted" in page and "Taken in as a response" not in page


def test_nothing_is_deleted_without_the_tick(desk: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}")
    desk.send(f"{DESK}/{letter}/withdraw")
    assert stored(letter).text == LETTER
    desk.send(f"{DESK}/{letter}/withdraw", {"sure": "y"})
    assert (stored(letter).state, stored(letter).text) == ("withdrawn", "")
    assert "They are deleted." in desk.get(f"{DESK}/{letter}").text


def test_a_second_person_says_that_a_decision_is_right(desk: LintingClient, world: World) -> None:
    letter = take_in(world, text=LETTER)
    desk.get(f"{DESK}/{letter}")
    desk.send(f"{DESK}/{letter}/decide", {"decision": "unreadable"})
    assert "I looked at this decision" not in desk.get(f"{DESK}/{letter}").text
    assert "Nobody can read it" in desk.get(f"{DESK}/decided?unchecked=1").text
    desk.sign_in(world.email("lead"), PASSWORD)
    assert "I looked at this decision" in desk.get(f"{DESK}/{letter}").text
    desk.send(f"{DESK}/{letter}/check")
    assert stored(letter).checked_by_id == world.staff["lead"].id
    assert "Nothing was decided yet." in desk.get(f"{DESK}/decided?unchecked=1").text


def test_several_automatic_answers_are_left_out_at_once_and_what_was_not_ticked_stays(
    desk: LintingClient, world: World
) -> None:
    first, second, third = (take_in(world, channel="email", format="e-mail", text=f"Away {number}.",
                                    proposal="auto-reply") for number in range(3))
    page = desk.get(f"{DESK}?kind=proposed").text
    assert f'value="{third}"' in page
    desk.send(f"{DESK}/leave-out", {"one": [first, second, "nothing"]})
    assert [stored(one).state for one in (first, second)] == ["waiting", "waiting"]
    desk.send(f"{DESK}/leave-out", {"one": [first, second, "nothing"], "reason": "blank"})
    assert [stored(one).state for one in (first, second, third)] == ["excluded", "excluded", "waiting"]
    assert "2 were left out. They are kept." in desk.get(DESK).text


def test_what_is_elsewhere_is_not_found(desk: LintingClient, world: World) -> None:
    assert desk.get(f"{DESK}/nothing").status_code == 404
    assert desk.send(f"{DESK}/nothing/decide", {"decision": "accept"}).status_code == 404


def take_in(world: World, **facts: object) -> str:
    given = Facts(**{"channel": "post", "format": "letter", "language": "en", **facts})  # type: ignore[arg-type]
    with writing() as session:
        return submissions.take_in(session, consultation_id=world.consultation.id, facts=given,
                                   by_id=world.staff["intake-officer"].id).public_id


def stored(public_id: str) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.public_id == public_id)
                              .execution_options(populate_existing=True)).one()


def days(row: Submission) -> dict[str, str]:
    """The day on which it came, as the form sends it."""
    return {f"received_on-{part}": str(getattr(row.received_at, part)) for part in ("day", "month", "year")}


@pytest.fixture
def desk(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("lead"), PASSWORD)
    return client
