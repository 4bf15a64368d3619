"""Answering in sign language in a browser: choosing a film, playing it back, changing it, and what is refused."""

import io

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from consult.extensions import db
from consult.models.answer_words import SignedAnswer
from consult.models.responses import Attachment, Draft, Response
from consult.services.transaction import writing
from consult.web.public import respond_signing
from tests import every_kind
from tests.linting import LintingClient
from tests.services.test_signed_answers import WEBM, kept_files, one
from tests.web.test_receipts import send as send_answers
from tests.web.test_respond import begin
from tests.worlds import World

HOME = "/en/consultations/small-plan/respond"
SIGN = f"{HOME}/signing/violence-words"


def test_the_page_says_who_sees_the_film_before_one_is_recorded(client: LintingClient, world: World) -> None:
    begin(client)
    page = client.get(SIGN)
    for words in ("Nobody else does", "We never publish your film", "28 days after the English is checked",
                  "with your receipt code", "up to 100 MB and 10 minutes", "What would you change?"):
        assert words in page.text
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "microphone=()" in page.headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in page.headers["Content-Security-Policy"]


def test_no_other_page_may_use_the_camera(client: LintingClient, world: World) -> None:
    begin(client)
    for path in (f"{HOME}/questions/violence-words", f"{HOME}/parts", f"{HOME}/check"):
        headers = client.get(path).headers
        assert "camera=()" in headers["Permissions-Policy"] and "media-src" not in headers["Content-Security-Policy"]


def test_a_film_without_scripts_stands_as_an_answer_and_is_sent(client: LintingClient, world: World) -> None:
    begin(client)
    assert upload(client).headers["Location"].endswith("/respond/signing/violence-words")
    assert "Take this film away" in client.get(SIGN).text
    for path in ("questions/violence-words", "check"):
        page = client.get(f"{HOME}/{path}")
        assert "/signing-film/" in page.text and "(0:12, " in strip(page.text)
        assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert ">Continue</a>" in client.get(f"{HOME}/check").text
    send_answers(client)
    assert (one().question_key, one().seconds, one().state) == ("violence-words", 12, "waiting")


def test_the_way_to_sign_keeps_what_was_typed(client: LintingClient, world: World) -> None:
    begin(client)
    page = f"{HOME}/questions/violence-words"
    assert "Answer in British Sign Language" in client.get(page).text
    answer = client.send(page, {"violence-words": "Half a thought", "leave-to": "sign:violence-words"})
    assert answer.headers["Location"] == SIGN
    assert "Half a thought" in client.get(page).text
    elsewhere = client.send(page, {"violence-words": "Half", "leave-to": "sign:missing-words"})
    assert "signing" not in elsewhere.headers["Location"]


def test_one_film_answers_the_whole_survey(client: LintingClient, world: World) -> None:
    begin(client)
    assert f'href="{HOME}/signing"' in client.get(f"{HOME}/parts").text
    assert upload(client, f"{HOME}/signing").status_code == 303
    assert "/signing-film/" in client.get(f"{HOME}/check").text
    send_answers(client)
    assert one().question_key == "" and db.session.scalars(
        select(Response).order_by(Response.id.desc())).first().answered_as == "bsl"


def test_a_film_is_played_in_pieces_and_only_to_its_writer(client: LintingClient, world: World) -> None:
    begin(client)
    upload(client)
    path = f"{HOME}/signing-film/{db.session.scalars(select(Attachment.public_id)).one()}"
    whole = fetched(client, path)
    assert whole.data == WEBM and whole.mimetype == "video/webm" and "attachment" not in str(whole.headers)
    piece = fetched(client, path, "bytes=4-9")
    assert (piece.status_code, piece.data) == (206, WEBM[4:10])
    assert piece.headers["Content-Range"] == f"bytes 4-9/{len(WEBM)}"
    assert fetched(client, path, f"bytes={len(WEBM)}-").status_code == 416
    assert client.application.test_client().get(path).status_code == 404


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"", "me.webm", "This file is empty"), (b"<html>", "me.webm", "MP4, WebM, MOV"),
    (WEBM, "me.exe", "MP4, WebM, MOV"), (b"%PDF-1.4\n%%EOF", "me.mp4", "MP4, WebM, MOV")])
def test_a_file_that_is_no_film_is_refused_in_plain_words(
    client: LintingClient, world: World, data: bytes, name: str, words: str,
) -> None:
    begin(client)
    answer = upload(client, data=data, name=name)
    assert answer.status_code == 422 and words in answer.text and kept_files() == set()


def test_sending_no_file_and_a_film_that_is_too_long_are_told_apart(client: LintingClient, world: World) -> None:
    begin(client)
    client.get(SIGN)
    assert "Choose a file to send" in client.send(SIGN, {"seconds": ""}).text
    answer = upload(client, seconds="601")
    assert answer.status_code == 422 and "It can have up to 10 minutes" in answer.text


def test_a_film_that_is_too_big_is_refused_before_it_is_read(
    client: LintingClient, world: World, monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(client)
    upload(client)
    client.send(f"{HOME}/questions/missing-words", {"missing-words": "Typed before"})
    monkeypatch.setattr(respond_signing, "MOST_BYTES", {"video": 1000})
    answer = upload(client, data=WEBM + bytes(300_000))
    assert answer.status_code == 413 and "This file is too big. It can have up to" in answer.text
    as_script = upload(client, data=WEBM + bytes(300_000), headers={"Accept": "application/json"})
    assert as_script.status_code == 413 and "too big" in as_script.json["error"]
    assert len(kept_files()) == 1 and "Typed before" in client.get(f"{HOME}/check").text


def test_a_script_hears_where_to_go_on_or_what_is_wrong_with_a_fresh_token(client: LintingClient, world: World) -> None:
    begin(client)
    as_script = {"Accept": "application/json"}
    assert upload(client, headers=as_script).json == {"next": SIGN}
    client.token = "stale"
    answer = client.post(SIGN, data={"csrf_token": "stale", "film": (io.BytesIO(WEBM), "me.webm")}, headers=as_script)
    assert answer.status_code == 422 and "choose the button again" in answer.json["error"]
    again = client.post(SIGN, data={"csrf_token": answer.json["token"], "film": (io.BytesIO(WEBM), "me.webm")},
                        headers=as_script)
    assert again.status_code == 200


def test_a_film_is_replaced_and_taken_away(client: LintingClient, world: World) -> None:
    begin(client)
    upload(client)
    upload(client, data=WEBM + b"another")
    assert len(kept_files()) == 1
    client.send(SIGN, {"remove": "yes"})
    assert kept_files() == set() and "Take this film away" not in client.get(SIGN).text
    assert "You have not answered anything yet" in client.get(f"{HOME}/check").text


def test_a_question_that_is_not_answered_in_words_or_not_asked_cannot_be_signed(
    client: LintingClient, world: World,
) -> None:
    begin(client)
    for key in ("support-knife-crime", "borough", "nowhere", "victim"):
        assert client.get(f"{HOME}/signing/{key}").status_code == 404


def test_under_16_nobody_is_asked_for_a_film(client: LintingClient, world: World) -> None:
    begin(client, "13-15")
    for path in (f"{HOME}/questions/violence-words", f"{HOME}/parts", f"{HOME}/check"):
        assert "British Sign Language" not in client.get(path).text
    assert client.get(SIGN).status_code == 404 and upload(client).status_code in (404, 413)
    assert kept_files() == set()


def test_a_kept_page_of_an_adult_is_not_shown_to_a_child(client: LintingClient, world: World) -> None:
    begin(client)
    assert "British Sign Language" in client.get(f"{HOME}/questions/violence-words").text
    child = client.application.test_client()
    begin(child, "13-15")
    assert "British Sign Language" not in child.get(f"{HOME}/questions/violence-words").text


def test_a_question_that_must_be_answered_is_answered_by_a_film(client: LintingClient, world: World) -> None:
    every_kind.ask(world, needs_files=False)
    begin(client)
    page = f"{HOME}/questions/street"
    assert "Answer this question to go on" in client.send(page, {"street": ""}).text
    upload(client, f"{HOME}/signing/street")
    assert client.send(page, {"street": ""}).status_code == 303


def test_a_film_of_a_question_that_is_hidden_now_is_told_of_and_not_sent(client: LintingClient, world: World) -> None:
    every_kind.ask(world, needs_files=False)
    begin(client)
    client.send(f"{HOME}/questions/travel", {"travel": "other", "travel-other": "Boat"})
    upload(client, f"{HOME}/signing/why")
    client.send(f"{HOME}/questions/travel", {"travel": "bus"})
    assert "Some earlier answers will not be sent" in client.get(f"{HOME}/check").text


def test_without_a_draft_there_is_nothing_to_sign(client: LintingClient, world: World) -> None:
    assert client.get(SIGN).headers["Location"] == HOME
    client.token = ""
    client.get(HOME)
    assert upload(client, data=WEBM + bytes(100_000)).status_code in (303, 413)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_a_child_who_gave_another_age_before_sends_no_film(client: LintingClient, world: World) -> None:
    begin(client)
    upload(client)
    client.send(f"{HOME}/questions/violence-words", {"violence-words": "Typed"})
    with writing() as session:
        session.execute(update(Draft).values(age_route="13-15"))
    send_answers(client)
    assert db.session.scalar(select(func.count()).select_from(SignedAnswer)) == 0 and kept_files() == set()


def upload(client: LintingClient, path: str = SIGN, *, data: bytes = WEBM, name: str = "me.webm", seconds: str = "12",
           headers: dict[str, str] | None = None) -> TestResponse:
    """Send a film with the token of the last page."""
    if not client.token:
        client.get(f"{HOME}/parts")
    with client.post(path, headers=headers, data={
            "csrf_token": client.token, "seconds": seconds, "film": (io.BytesIO(data), name, "")}) as answer:
        return answer


def fetched(client: LintingClient, path: str, piece: str = "") -> TestResponse:
    """Return a film or the piece of it that was asked for, read and closed."""
    with client.get(path, headers={"Range": piece} if piece else {}) as answer:
        answer.get_data()
        return answer


def strip(page: str) -> str:
    """Return a page without the marks of direction around numbers."""
    return page.replace('<bdi dir="ltr">', "").replace("</bdi>", "")
