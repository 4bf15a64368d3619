"""Any public page in large print, Word, plain text and braille: the reader's own answer, and never more than that."""

import io
import re
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from docx import Document
from flask import Flask

from consult.app import create_app
from consult.clients.braille import Failed, NoBraille, Written, writer
from consult.extensions import db
from consult.web import page_formats
from consult.web.page_formats import NO_FILES_OF
from tests import databases
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/en/consultations/small-plan"
STAFF = "/staff/consultations/small-plan/responses"
FILES = {"word": ".docx", "text": ".txt", "braille": ".brf"}


@pytest.mark.parametrize("path", ["/en/", "/en/help", HOME, f"{HOME}/privacy", f"{HOME}/plan", f"{HOME}/respond",
                                  "/ur/accessibility", f"{HOME}/form"])
def test_each_public_page_offers_its_formats_and_gives_them(client: LintingClient, world: World, path: str) -> None:
    offered = re.findall(r'format=([a-z-]+)" rel="nofollow"', client.get(path).text)
    assert set(offered) >= {"large-print", "word", "text"}
    for form in set(offered) - {"large-print"}:
        answer = client.get(f"{path}?format={form}")
        name = re.sub(r"^/[a-z]+/(consultations/)?", "", path).replace("/", "-") or "consult"
        wanted = f"attachment; filename={name}-{path[1:3]}{FILES[form]}"
        assert answer.headers["Content-Disposition"] == wanted and answer.data
        assert answer.headers["Content-Language"] == path[1:3] and answer.headers["Cache-Control"] == "no-store"


def test_a_text_holds_the_page_and_says_where_it_is_from(client: LintingClient, world: World) -> None:
    text = client.get(f"{HOME}?format=text").data.decode()
    assert "A small plan" in text and "Accessibility statement" not in text
    assert text.rstrip().endswith("/en/consultations/small-plan")


def test_a_word_file_is_in_18_points_and_more_with_real_headings(client: LintingClient, world: World) -> None:
    document = Document(io.BytesIO(client.get(f"/ur{HOME[3:]}?format=word").data))
    assert document.paragraphs[0].part.core_properties.language == "ur"
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert "Heading 1" in styles
    assert all((document.styles[name].font.size or document.styles["Normal"].font.size).pt >= 18 for name in styles)


def test_large_print_stays_while_links_are_followed_until_the_way_back(client: LintingClient, world: World) -> None:
    first = client.get(f"{HOME}?format=large-print")
    assert "app-large-print" in first.text and "HttpOnly" in first.headers["Set-Cookie"]
    assert "app-large-print" in client.get(f"{HOME}/plan").text and "app-large-print" in client.get("/en/nowhere").text
    assert "app-large-print" not in client.get("/staff/sign-in").text
    [back] = re.findall(r'href="([^"]+format=usual)"', client.get(f"{HOME}/plan").text)
    assert "app-large-print" not in client.get(back).text and "app-large-print" not in client.get(HOME).text


def test_the_cookie_of_large_print_says_nothing_about_anyone(client: LintingClient, world: World) -> None:
    assert client.get("/en/?format=large-print").headers["Set-Cookie"].startswith("print=large-print; ")


def test_a_page_that_is_kept_for_everyone_is_not_kept_in_large_print(app: Flask, world: World) -> None:
    large, usual = app.test_client(), app.test_client()
    begin(large)
    begin(usual)
    large.get("/en/?format=large-print")
    path = f"{HOME}/respond/questions/knife"
    assert "app-large-print" in large.get(path).text and "app-large-print" not in usual.get(path).text
    assert "app-large-print" in large.get(path).text


@pytest.mark.parametrize("form", FILES)
def test_a_file_holds_no_more_than_its_reader_may_see(client: LintingClient, world: World, form: str) -> None:
    world.consultation.is_visible = False
    db.session.commit()
    hidden = client.get(f"{HOME}?format={form}")
    assert hidden.status_code == 404 and hidden.mimetype == "text/html"
    client.sign_in("lead@example.org", PASSWORD)
    answer = client.get(f"{STAFF}?format={form}")
    assert answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.mark.parametrize("path", ["/en/receipt", f"{HOME}/respond/check", "/staff/sign-in"])
@pytest.mark.parametrize("form", FILES)
def test_pages_with_codes_or_answers_and_staff_pages_are_never_made_files(client: LintingClient, world: World,
                                                                         path: str, form: str) -> None:
    begin(client)
    answer = client.get(f"{path}?format={form}")
    assert answer.status_code == 200 and answer.mimetype == "text/html"
    assert f'format={form}" rel="nofollow"' not in answer.text


def test_every_page_that_shows_a_code_or_answers_is_among_those_without_files(app: Flask) -> None:
    personal = [rule.endpoint for rule in app.url_map.iter_rules()
                if re.search(r"receipt|/check|/send|/saved|/come-back|/copy", rule.rule) and "lang" in rule.arguments]
    assert len(personal) > 8 and [name for name in personal if not NO_FILES_OF.match(name)] == []


def test_what_was_typed_into_a_form_is_not_in_its_file(client: LintingClient, world: World) -> None:
    begin(client)
    path = f"{HOME}/respond/questions/violence-words"
    client.send(path, {"violence-words": "my own words"})
    assert "my own words" in client.get(path).text
    assert "my own words" not in client.get(f"{path}?format=text").text


def test_an_unknown_format_is_the_page_itself(client: LintingClient, world: World) -> None:
    answer = client.get(f"{HOME}?format=%00pdf&format=word")
    assert answer.status_code == 200 and answer.mimetype == "text/html"


def test_without_the_program_braille_is_not_offered_and_its_address_says_why(app: Flask, client: LintingClient,
                                                                            world: World) -> None:
    app.extensions["consult.braille"] = NoBraille()
    assert "format=braille" not in client.get(HOME).text
    answer = client.get(f"{HOME}?format=braille")
    assert answer.status_code == 404 and "This site cannot make braille files" in answer.text


def test_a_program_that_fails_is_said_and_may_be_tried_again(app: Flask, client: LintingClient, world: World) -> None:
    app.extensions["consult.braille"] = Failing()
    answer = client.get(f"{HOME}?format=braille")
    assert answer.status_code == 503 and answer.headers["Retry-After"] and "Content-Disposition" not in answer.headers


def test_a_full_line_for_files_holds_nobody_up(client: LintingClient, world: World,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_formats, "LINE", BoundedSemaphore(1))
    with page_formats.LINE:
        answer = client.get(f"{HOME}?format=text")
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
    assert client.get(f"{HOME}?format=text").status_code == 200 and client.get(f"{HOME}?format=text").status_code == 200


def test_signs_that_braille_has_no_cells_for_are_counted_in_the_file(app: Flask, client: LintingClient,
                                                                    world: World) -> None:
    app.extensions["consult.braille"] = asked = Lacking()
    client.get(f"{HOME}?format=braille")
    assert "Signs that braille has no cells for here: 7. Three full cells stand for each of them." in asked.texts


def test_a_page_asked_for_by_its_head_alone_is_answered_as_a_file(client: LintingClient, world: World) -> None:
    answer = client.head(f"{HOME}?format=text")
    assert answer.mimetype == "text/plain" and answer.data == b""


def test_on_a_public_address_the_cookie_is_bound_to_the_host_and_https(tmp_path: Path) -> None:
    app = create_app(databases.settings(databases.copies.make("sqlite", tmp_path), tmp_path,
                                        public_url="https://consult.example.org"))
    with app.app_context():
        cookie = app.test_client().get("/en/?format=large-print",
                                       base_url="https://consult.example.org").headers["Set-Cookie"]
        db.session.remove()
        db.engine.dispose()
    assert cookie.startswith("__Host-print=") and "Secure" in cookie


@pytest.mark.skipif(not writer().is_there, reason="lou_translate is not installed: liblouis-bin")
def test_a_braille_file_says_that_nobody_checked_it(client: LintingClient, world: World) -> None:
    lines = client.get(f"{HOME}?format=braille").data.decode("ascii").replace("\f", "").split("\r\n")
    assert lines[0].startswith("  ,A COMPUT] PROGRAM WROTE") and all(len(line) <= 40 for line in lines)


def begin(client: LintingClient) -> None:
    client.get(f"{HOME}/respond")
    client.send(f"{HOME}/respond", {})
    client.send(f"{HOME}/respond/age", {"age": "adult"})


class Failing:
    is_there = True

    def write(self, runs):
        raise Failed("time")


class Lacking:
    is_there = True

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, runs):
        self.texts.extend(text for text, _language in runs)
        return Written(["⠁"] * len(runs), {"☃": 4, "☀": 3})
