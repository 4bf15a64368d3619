"""Every word on every page can be translated: in a made-up language, only data may stand unmarked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from flask import Flask, url_for
from lxml import html

from consult.app import create_app
from consult.domain.access import ROLES
from consult.domain.languages import LANGUAGES, Language
from consult.domain.option_lists import LISTS
from consult.domain.survey_json import to_json
from consult.extensions import db
from consult.intake.surveys import read_survey
from tests import databases, worlds
from tests.audit.results import CHECKERS
from tests.linting import LintingClient
from tests.web import pseudo
from tests.web.test_access import TABLE, objects, wanted
from tests.worlds import PASSWORD, World

PUBLIC = ("/en/", "/en/help", "/en/accessibility", "/en/receipt", "/en/nowhere", "H", "H/privacy",
          "H/how-answers-are-read", "H/plan", "H/plan/obj-violence", "H/respond", "H/respond/under-13",
          "H/respond/before-you-start", "H/report",
          "H/form", "H/form/print", "H/form/print?age=13-15&size=large")
NAMES = {"No", "Words", "filipina", "Filipinoj", "Consult", "English", "lang", "MOPAC", "DOCX", "CSV", "JSON",
         "YAML", "SVG"}
ATTRIBUTES = "//@aria-label | //@alt | //@title | //@placeholder | //@data-i18n.characters-at-limit"


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_hold_no_word_that_cannot_be_translated(pseudo_client: LintingClient, path: str) -> None:
    page = pseudo_client.get(path.replace("H", "/en/consultations/small-plan", 1) if path[0] == "H" else path)
    assert unmarked(page.text) == []


def test_survey_pages_hold_no_word_that_cannot_be_translated(pseudo_client: LintingClient) -> None:
    home = "/en/consultations/small-plan/respond"
    pseudo_client.get(home)
    pages = [pseudo_client.send(home, {}), pseudo_client.send(f"{home}/age", {})]
    pseudo_client.send(home, {"who": "helped", "shared": "y"})
    pseudo_client.send(f"{home}/age", {"age": "adult"})
    pages += [pseudo_client.send(f"{home}/{path}", {}) for path in ("helping", "come-back", "saved")]
    for path in ("", "new", "save", "parts", "topics", "questions/knife", "questions/violence-words",
                 "questions/borough", "check", "about-you", "send"):
        pages.append(pseudo_client.get(f"{home}/{path}".rstrip("/")))
    pages.append(pseudo_client.send(f"{home}/questions/violence-words", {"violence-words": "x" * 501}))
    assert [unmarked(page.text) for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize("role", ["administrator", "survey-editor", "lead", "equality-lead"])
def test_staff_pages_hold_no_word_that_cannot_be_translated(app_and_world: Any, role: str) -> None:
    app, values = app_and_world
    client = app.test_client()
    client.sign_in(f"{role}@example.org", PASSWORD)
    wrong = {}
    letter = "0XAECLQRTKSI".index({"administrator": "A", "survey-editor": "E", "lead": "L", "equality-lead": "Q"}[role])
    for endpoint, method, cells in TABLE:
        if method == "GET" and cells[letter] != ".":
            with app.test_request_context():
                path = url_for(endpoint, **wanted(app, endpoint, values))
            answer = client.get(path, follow_redirects=True)
            found = unmarked(answer.text) if answer.mimetype == "text/html" else []
            wrong.update({endpoint: found} if found else {})
            answer.close()
    assert wrong == {}


def unmarked(text: str) -> list[str]:
    """Return the texts and labels of a page that are neither marked as messages nor known as data."""
    page = html.document_fromstring(text)
    for skipped in page.xpath("//script | //bdi | //code | //*[@class='app-code']"):
        skipped.drop_tree()
    texts = [node.strip() for node in page.xpath("//body//text() | //title/text()") + page.xpath(ATTRIBUTES)]
    plain = {text for text in texts if re.search(r"[A-Za-z]{2}", text) and not set("⟦⟧") & set(text)}
    return sorted(text for text in plain if not is_data(text))


def is_data(text: str) -> bool:
    """Say whether nothing is left of a text once data, dates and names are taken out."""
    rest = re.sub(r"\s+", " ", text)
    if rest in DATA:
        return True
    # Days as Esperanto writes them, 2026-Novembro-21, also with a time: first, for months hold short names.
    rest = re.sub(r"\d{4}-\w+-\d{1,2}(,? \d\d:\d\d)?", " ", rest)
    for known in BY_LENGTH:
        rest = rest.replace(known, " ")
    return not re.search(r"[A-Za-z]{2}", " ".join(word for word in re.findall(r"\w+", rest) if word not in NAMES))


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    elif value is not None:
        yield re.sub(r"\s+", " ", str(value)).strip(" .,:;()-–“”’‘·|/")


DATA = set(leaves([
    # What test_access.objects names and types.
    ["A panel", "Asked in May", "Workshop in Peckham", "More lights", "A tool", "in.csv"],
    [[language.name, language.english_name] for language in LANGUAGES.values()],
    yaml.safe_load(worlds.PLAN.read_text()), json.loads(to_json(read_survey(worlds.SURVEY.read_bytes()))), LISTS,
    yaml.safe_load((worlds.EXAMPLE / "plans" / "equality_questions.yaml").read_text())["questions"],
    ["A small plan", "Tell us", "Much", "Call 999", "We read it", "Take part with a group", "Ask people", "By law",
     "TEST-1",
     "A named person", "More officers", "More officers on my street", "Asked for", "No one came when I reported",
     "More officers on foot in my street. The buses feel safe", "More officers on foot in my street",
     "Keep the police office in our high street open because we cannot travel to another",
     "Other words", "Seen by one", "Which", "A third", "A fourth",
     "The buses feel safe", "officers", "x" * 501, "angla", "urduo",
     "Ring", "07700 900123", "He hit me last night"],
    [f"A {role}" for role in (*ROLES, "administrator", "nobody")],
    [f"{role}@example.org" for role in (*ROLES, "administrator", "nobody")],
    "Not in this test", "A test", "Is this right", "Chromium", list(CHECKERS),
    [list(language.terms) for language in LANGUAGES.values()],
    # What report_objects names and types: a committee, a finding, a decision, figures, parts of two plans beside
    # each other, and the names of laws.
    yaml.safe_load((worlds.PLAN.parent / "small_committee.yaml").read_text()),
    ["A committee", "A dashboard", "All Londoners", "And the bus stops", "Held a stall", "June 2026", "Lights for All",
     "It is what most people ask for", "Londoners who trust the police", "People want more officers on foot",
     "People want officers", "Put more officers on foot and on bicycles", "Put more officers on",
     "foot and on bicycles", "foot", "Read on", "Sam Lee",
     "Deputy Mayor", "The data", "There are newer numbers", "They name streets and hours", "They want more lights",
     "all Londoners", "trust", "3,200 people", "Tea in Peckham", "F1"],
    ["Police Act 1996", "Police Reform and Social Responsibility Act 2011", "section"],
    "me@example.org", "ĉina (simpligita)", [str(name) for name in Locale.parse(pseudo.LOCALE).languages.values()],
]))
BY_LENGTH = sorted((known for known in DATA if len(known) > 2), key=len, reverse=True)


@pytest.fixture(scope="module")
def app_and_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, dict[str, str]]]:
    folder: Path = tmp_path_factory.mktemp("pseudo")
    translations = pseudo.build(folder / "translations" if (folder / "translations").mkdir() is None else folder)
    url = databases.copies.make("sqlite", folder)
    app = create_app(databases.settings(url, folder, translations_dir=translations))
    english = LANGUAGES["en"]
    LANGUAGES["en"] = app.extensions["consult.languages"]["en"] = Language("en", "English", "ltr", pseudo.LOCALE)
    app.test_client_class = LintingClient
    with app.app_context():
        world: World = worlds.build()
        yield app, objects(world)
        db.session.remove()
        db.engine.dispose()
    LANGUAGES["en"] = english


@pytest.fixture
def pseudo_client(app_and_world: tuple[Flask, dict[str, str]]) -> LintingClient:
    client = app_and_world[0].test_client()
    assert isinstance(client, LintingClient)
    return client
