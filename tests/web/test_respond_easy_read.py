"""Answering in Easy Read: offered only when whole, the same codes stored, and nothing lost on the way back."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models.responses import Answer, CharacteristicAnswer, Draft, Response
from consult.models.variants import Variant
from consult.services.transaction import writing
from tests.easy_worlds import DAY, GROUP, make_ready
from tests.linting import LintingClient
from tests.worlds import World

HOME = "/en/consultations/small-plan/respond"
EASY = f"{HOME}/easy-read"
KNIFE = f"{EASY}/pages/question/support-knife-crime/2"
WORDS = f"{EASY}/pages/question/violence-words/1"


def test_easy_read_is_offered_only_when_every_part_is_ready(client: LintingClient, world: World) -> None:
    assert "Easy Read" not in client.get(HOME).text
    make_ready(world, but="section/violence")
    assert "Easy Read" not in client.get(HOME).text
    assert client.get(EASY).headers["Location"] == HOME


def test_the_whole_way_stores_the_same_codes_as_the_usual_pages(client: LintingClient, world: World) -> None:
    make_ready(world)
    assert "Answer in Easy Read" in client.get(HOME).text
    begin(client)
    next_page = client.send(KNIFE, {"support-knife-crime": "sad"}, follow_redirects=True)
    assert "What do you say to why-disagree?" in next_page.text
    client.send(WORDS, {"violence-words": "More lamps"})
    client.send(f"{EASY}/pages/question/victim/1", {"victim": "no"})
    assert "The words are mine" in client.get(f"{EASY}/check").text
    receipt = send(client)
    assert "We have your answers" in receipt.text and receipt.request.path == f"{EASY}/receipt"
    stored = newest()
    assert stored.answered_as == "easy-read" and stored.was_helped and stored.words_are == "own"
    assert {(row.choice, row.text) for row in db.session.scalars(
        select(Answer).where(Answer.response_id == stored.id))} == {("disagree", None), (None, "More lamps")}
    assert db.session.scalars(select(CharacteristicAnswer.choice).where(
        CharacteristicAnswer.response_id == stored.id)).all() == ["no"]


def test_each_page_is_one_idea_with_a_picture_its_hard_words_and_who_checked_it(
        client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    page = client.get(f"{EASY}/pages/section/violence/1").text
    assert 'alt="A plan on paper"' in page and "What someone wants to do." in page
    assert f"{GROUP} checked this Easy Read on 2 March 2026." in page and DAY.year == 2026
    faces = client.get(KNIFE).text
    assert [faces.count(f'alt="{name}"') for name in ("Happy face", "Face in the middle", "Sad face")] == [1, 1, 1]


def test_next_and_back_lead_through_every_screen_in_order(client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    path, seen = f"{EASY}/pages/consultation/summary/1", []
    while "/pages/" in path:
        seen.append(path.removeprefix(f"{EASY}/pages/"))
        page = client.get(path)
        back = page.text.partition('class="govuk-back-link" href="')[2].partition('"')[0]
        assert back.endswith(seen[-2] if len(seen) > 1 else "/help")
        path = client.send(path, {}).headers["Location"]
    assert path == f"{EASY}/check" and "question/missing-words/1" in seen
    assert seen.index("section/violence/1") < seen.index("question/support-knife-crime/1")
    assert not any("why-disagree" in place or "borough" in place for place in seen)


def test_changing_to_the_usual_survey_keeps_the_answers_and_the_other_way_round(
        client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    client.send(KNIFE, {"support-knife-crime": "happy"})
    usual = client.send(WORDS, {"violence-words": "Half", "leave-to": "standard"})
    assert usual.headers["Location"] == f"{HOME}/questions/violence-words"
    assert "Half" in client.get(usual.headers["Location"]).text
    assert draft().about["answered_as"] == "standard" and draft().answers["support-knife-crime"] == ["agree"]
    client.send(f"{HOME}/questions/knife", {"support-knife-crime": "strongly-agree"})
    client.get(EASY)
    client.send(EASY, {})
    page = client.get(KNIFE)
    assert "Your answer now:" in page.text and "Strongly agree" in page.text
    client.send(KNIFE, {})
    assert draft().answers["support-knife-crime"] == ["strongly-agree"]


def test_who_chose_easy_read_stays_in_it(client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    client.send(KNIFE, {"support-knife-crime": "happy"})
    assert client.get(f"{HOME}/parts").headers["Location"] == f"{EASY}/go-on"
    assert client.get(f"{EASY}/go-on").headers["Location"].endswith("/pages/question/violence-words/1")


def test_a_page_that_goes_stale_gives_the_words_back_and_leads_to_the_usual_survey(
        client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    make_stale("question/violence-words")
    answer = client.send(WORDS, {"violence-words": "Words that nobody may lose"})
    assert answer.status_code == 422 and "Words that nobody may lose" in answer.text
    assert client.get(f"{EASY}/check").headers["Location"] == f"{HOME}/parts"
    assert client.get(f"{HOME}/parts").status_code == 200
    db.session().expire_all()
    assert draft().about["answered_as"] == "standard", "what is asked from now on is the usual wording"


def test_an_unknown_face_and_too_many_words_are_told_on_the_page(client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    wrong = client.send(KNIFE, {"support-knife-crime": "angry"})
    assert wrong.status_code == 422 and "Choose one of the answers in the list" in wrong.text
    long = client.send(WORDS, {"violence-words": "x" * 501})
    assert long.status_code == 422 and "x" * 501 in long.text
    assert "violence-words" not in draft().answers


def test_a_stale_token_keeps_what_was_typed(client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    answer = client.post(WORDS, data={"csrf_token": "stale", "violence-words": "Do not lose me"})
    assert answer.status_code == 422 and "Do not lose me" in answer.text


def test_easy_read_is_in_english_whatever_the_address_says(client: LintingClient, world: World) -> None:
    make_ready(world)
    assert client.get(EASY.replace("/en/", "/ur/")).headers["Location"] == EASY
    page = client.get(EASY).text
    assert 'hreflang="ur"' not in page


def test_someone_of_14_is_not_asked_who_helps_and_someone_of_10_is_led_to_a_group(
        client: LintingClient, world: World) -> None:
    make_ready(world)
    client.get(EASY)
    young = client.send(f"{EASY}/age", {"age": "under-13"}, follow_redirects=True)
    assert "This is about under_13." in young.text
    client.get(f"{EASY}/age")
    teen = client.send(f"{EASY}/age", {"age": "13-15"}, follow_redirects=True)
    assert teen.request.path == f"{EASY}/pages/consultation/summary/1"
    assert draft().about == {"answered_as": "easy-read"}


def test_nothing_is_chosen_for_the_person_and_nothing_has_to_be(client: LintingClient, world: World) -> None:
    make_ready(world)
    begin(client)
    assert "checked" not in client.get(KNIFE).text.partition("app-faces")[2].partition("</fieldset>")[0]
    assert client.send(KNIFE, {}).status_code == 303
    assert "support-knife-crime" not in draft().answers


def begin(client: LintingClient) -> None:
    client.get(EASY)
    assert client.send(EASY, {}).headers["Location"] == f"{EASY}/age"
    client.get(f"{EASY}/age")
    client.send(f"{EASY}/age", {"age": "adult"})
    client.get(f"{EASY}/help")
    client.send(f"{EASY}/help", {"help": "own"})


def send(client: LintingClient) -> Any:
    page = client.get(f"{EASY}/send")
    token = page.text.partition('name="submission" value="')[2].partition('"')[0]
    return client.send(f"{EASY}/send", {"submission": token, "consent": "y"}, follow_redirects=True)


def newest() -> Response:
    found = db.session.scalar(select(Response).order_by(Response.id.desc()))
    assert found is not None
    return found


def draft() -> Draft:
    db.session.expire_all()
    found = db.session.scalar(select(Draft).order_by(Draft.id.desc()))
    assert found is not None
    return found


def make_stale(part: str) -> None:
    with writing() as session:
        session.query(Variant).filter(Variant.unit_key == part, Variant.form == "easy-read").one().source = "Older"


def test_no_handler_answers_without_a_consultation(app: Flask, client: LintingClient) -> None:
    assert client.get("/en/consultations/never/respond/easy-read").status_code == 404
