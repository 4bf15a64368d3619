"""Answers put into English in the browser: queue, original beside English, second person, and what nobody sees."""

from typing import Any

import pytest
from lxml import html
from sqlalchemy import select

from consult.extensions import db
from consult.models.answer_words import AnswerWords
from consult.models.responses import Answer
from consult.services import answer_words, codebooks
from consult.services.answer_words import Find
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

URDU = "میری گلی میں زیادہ پولیس چاہیے۔ شکریہ۔"
ENGLISH = "We need more police in my street. Thank you."
PLACE = "/staff/consultations/small-plan/answer-words"


def test_an_answer_goes_from_the_queue_to_checked_english(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "translator")
    assert row_of(page_of(client, PLACE), words_id) == ["Urdu", URDU, "Translate"]
    sent = client.send(f"{PLACE}/{words_id}", {"english": ENGLISH, "note": "Gali: a narrow street.", "revision": "1"})
    assert sent.status_code == 303
    sign_in(client, "translation-checker")
    page = page_of(client, f"{PLACE}/{words_id}")
    assert "Gali: a narrow street." in said(page) and "Written by A translator." in said(page)
    assert client.send(f"{PLACE}/{words_id}/check", {"revision": "2"}).status_code == 303
    assert fresh(words_id).state == "checked"
    assert "No answer waits for you or anyone else." in said(page_of(client, PLACE))


def test_the_original_keeps_its_language_and_direction(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "translator")
    [shown] = page_of(client, f"{PLACE}/{words_id}").xpath("//div[contains(@class, 'app-answer')]")
    assert (shown.get("lang"), shown.get("dir"), shown.text_content()) == ("ur", "rtl", URDU)


def test_nobody_at_the_desk_sees_who_answered_or_what_else(client: LintingClient, world: World) -> None:
    answer = world.respond(URDU, language="ur", victim="reported", borough="lambeth", channel="post")
    answer_words.keep_found([Find(answer.id, "ur", "ur")])
    words_id = words_of(answer).public_id
    response = world.responses[-1].public_id
    sign_in(client, "translation-checker")
    for path in (PLACE, f"{PLACE}/{words_id}"):
        page = client.get(path).text
        assert not any(secret in page for secret in (response, "Lambeth", "lambeth", "Post", "reported"))


def test_the_one_who_wrote_it_is_not_offered_the_check(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "translation-checker")
    client.send(f"{PLACE}/{words_id}", {"english": ENGLISH, "note": "", "revision": "1"})
    page = page_of(client, f"{PLACE}/{words_id}")
    assert not page.xpath("//form[contains(@action, '/check')]")
    client.send(f"{PLACE}/{words_id}/check", {"revision": "2"})
    assert "Someone else must check words that you wrote" in said(page_of(client, f"{PLACE}/{words_id}"))
    assert fresh(words_id).state == "written"


def test_what_was_typed_stays_when_it_is_refused(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "translator")
    empty = client.send(f"{PLACE}/{words_id}", {"english": " ", "note": "A note", "revision": "1"})
    assert empty.status_code == 422
    assert "Write what the answer says, in English" in empty.text
    client.send(f"{PLACE}/{words_id}", {"english": "First.", "note": "", "revision": "1"})
    late = client.send(f"{PLACE}/{words_id}", {"english": "Second.", "note": "", "revision": "1"})
    assert late.status_code == 422 and "First." in late.text and "Second." in late.text
    assert fresh(words_id).english == "First."


@pytest.mark.parametrize("revision", ["", "x", "99", "१", "9" * 40])
def test_a_page_without_its_revision_overwrites_nothing(
        client: LintingClient, world: World, words_id: str, revision: str) -> None:
    sign_in(client, "translator")
    sent = client.send(f"{PLACE}/{words_id}", {"english": "Hello.", "note": "", "revision": revision})
    assert sent.status_code == 422
    assert fresh(words_id).english is None


def test_a_machines_draft_is_marked_and_only_a_start(client: LintingClient, world: World, words_id: str) -> None:
    fresh(words_id).machine_draft = "In my lane more police is wanted."
    db.session.commit()
    sign_in(client, "translator")
    [box] = page_of(client, f"{PLACE}/{words_id}").xpath("//textarea[@name='english']")
    assert box.text_content().strip() == ""
    page = page_of(client, f"{PLACE}/{words_id}?start=machine")
    [box] = page.xpath("//textarea[@name='english']")
    assert box.text_content().strip() == "In my lane more police is wanted."
    assert "A machine made this draft. It can be wrong, and it is never coded or printed." in said(page)
    assert (fresh(words_id).state, fresh(words_id).english) == ("waiting", None)


def test_a_wrong_language_is_set_right_at_the_desk(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "translation-checker")
    client.send(f"{PLACE}/{words_id}/language", {"language": "ur-Latn"})
    [shown] = page_of(client, f"{PLACE}/{words_id}").xpath("//div[contains(@class, 'app-answer')]")
    assert (shown.get("lang"), shown.get("dir")) == ("ur-Latn", "ltr")
    client.send(f"{PLACE}/{words_id}/language", {"language": "en"})
    assert client.get(f"{PLACE}/{words_id}", lint=False).status_code == 404
    assert fresh(words_id).state == "not-needed"


def test_the_queue_can_be_narrowed_to_a_language(client: LintingClient, world: World, words_id: str) -> None:
    polish = world.respond("Potrzebujemy więcej policjantów")
    answer_words.keep_found([Find(polish.id, "pl", "pl")])
    sign_in(client, "translator")
    page = page_of(client, f"{PLACE}?language=pl")
    assert row_of(page, words_id) == [] and row_of(page, words_of(polish).public_id)
    assert row_of(page_of(client, f"{PLACE}?language=nonsense"), words_id)


def test_staff_see_that_languages_are_still_being_found(client: LintingClient, world: World, words_id: str) -> None:
    line = "The language of 3 answers is still being found."
    for role, path in (("translator", PLACE), ("coder", "/staff/consultations/small-plan/code")):
        sign_in(client, role)
        assert line in said(page_of(client, path))


def test_a_coder_codes_the_checked_english_beside_the_original(
        client: LintingClient, world: World, words_id: str) -> None:
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="More officers",
                                by_id=world.staff["lead"].id).public_id
    put_into_english(world, words_id)
    sign_in(client, "coder")
    path = coding_path(words_id)
    texts = page_of(client, path).xpath("//div[contains(@class, 'app-answer')]")
    assert [(text.get("lang"), text.text_content()) for text in texts] == [("ur", URDU), ("en", ENGLISH)]
    coding = {"passage": "english:selection", "start": "8", "end": "19", "theme": theme, "stance": "support"}
    assert client.send(path, coding).status_code == 303
    page = page_of(client, path)
    assert page.xpath("//mark/text()") == ["more police"]
    assert page.xpath("//span[contains(@class, 'app-mark')]/@lang") == ["en"]


def test_unchecked_english_is_shown_and_cannot_be_coded(client: LintingClient, world: World, words_id: str) -> None:
    put_into_english(world, words_id, is_checked=False)
    sign_in(client, "coder")
    page = page_of(client, coding_path(words_id))
    assert "Not checked yet" in said(page) and ENGLISH in said(page)
    assert not page.xpath("//input[starts-with(@value, 'english:')]")
    forced = client.send(coding_path(words_id), {"passage": "english:whole", "new_theme": "Police", "stance": "none"})
    assert forced.status_code == 422
    assert "was not checked by a second person yet" in forced.text


def test_a_coder_sets_a_language_right(client: LintingClient, world: World, words_id: str) -> None:
    sign_in(client, "coder")
    client.send(f"{coding_path(words_id)}/language", {"language": "pa"})
    assert "The language of the answer is now: Punjabi." in said(page_of(client, coding_path(words_id)))
    assert fresh(words_id).language == "pa"


def sign_in(client: LintingClient, role: str) -> None:
    client.post("/staff/sign-out", lint=False)
    client.sign_in(f"{role}@example.org", PASSWORD)


def page_of(client: LintingClient, path: str) -> Any:
    return html.document_fromstring(client.get(path).text)


def said(page: Any) -> str:
    return " ".join(page.text_content().split())


def row_of(page: Any, words_id: str) -> list[str]:
    """The cells of the row that leads to an answer; none where there is no such row."""
    rows = page.xpath(f"//tr[.//a[contains(@href, '/{words_id}')]]/*")
    return [said(cell) if index != 2 else said(cell).split()[0] for index, cell in enumerate(rows)]


def put_into_english(world: World, words_id: str, *, is_checked: bool = True) -> None:
    answer_words.write(consultation_id=world.consultation.id, public_id=words_id, english=ENGLISH,
                       by_id=world.staff["translator"].id)
    if is_checked:
        answer_words.check(consultation_id=world.consultation.id, public_id=words_id,
                           by_id=world.staff["translation-checker"].id)


def coding_path(words_id: str) -> str:
    answer = db.session().get_one(Answer, fresh(words_id).answer_id)
    return f"/staff/consultations/small-plan/answers/{answer.public_id}"


def words_of(answer: Answer) -> AnswerWords:
    return db.session().scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).one()


def fresh(words_id: str) -> AnswerWords:
    db.session.rollback()
    return db.session().scalars(select(AnswerWords).where(AnswerWords.public_id == words_id)
                                .execution_options(populate_existing=True)).one()


@pytest.fixture
def words_id(world: World) -> str:
    """An answer in Urdu whose language a machine has found."""
    answer = world.respond(URDU, language="ur")
    answer_words.keep_found([Find(answer.id, "ur", "ur")])
    return words_of(answer).public_id
