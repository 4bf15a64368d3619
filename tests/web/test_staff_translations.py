"""The translators' desk in the browser: the queue, one text with all that helps, and who may take which step."""

import re
from html import unescape

import pytest

from consult.domain.languages import LANGUAGES
from consult.domain.survey_json import from_json
from consult.domain.text_units import with_texts
from consult.domain.variants import CHECKED, DRAFT, LANGUAGE, MACHINE
from consult.extensions import db
from consult.models.variants import Variant
from consult.queries import text_units
from consult.queries import variants as stored
from consult.services import consultations, survey_drafts, variants
from consult.services.variants import Place
from consult.web.staff.translations_words import FIELDS, field_name
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

DESK = "/staff/consultations/small-plan/translations"
ASKED = "question/missing-words/text"
TEXT = f"{DESK}/ur/text/{ASKED}"
OPTION = "question/victim/option/no/label"


def test_each_language_says_how_many_texts_stand_how(translator: LintingClient, world: World) -> None:
    page = row_of(translator.get(DESK).text, "Urdu")
    total = len(text_units.every(db.session(), world.consultation))
    assert numbers(page) == [0, 0, total, 0, 0, 0] and "Yes" in page
    edit(world, "What did we forget?")
    assert numbers(row_of(translator.get(DESK).text, "Urdu")) == [0, 1, total - 1, 0, 0, 0]


def test_the_texts_of_a_language_can_be_narrowed_to_a_standing_and_a_part(
    translator: LintingClient, world: World
) -> None:
    edit(world, "What did we forget?")
    assert listed(translator.get(f"{DESK}/ur?standing=stale").text) == [ASKED]
    section = listed(translator.get(f"{DESK}/ur?part=section:missing").text)
    assert section == ["section/missing/title", ASKED]
    assert listed(translator.get(f"{DESK}/ur?part=question/missing-words").text) == [ASKED]
    assert listed(translator.get(f"{DESK}/ur?standing=approved").text) == []
    assert "There is no such text" in translator.get(f"{DESK}/ur?standing=stale&part=plan").text


def test_binding_texts_and_machine_drafts_are_marked_in_the_list(translator: LintingClient, world: World) -> None:
    write(world, ASKED, "مشین", origin=MACHINE)
    assert "Consent or safety" in translator.get(f"{DESK}/ur?part=consultation/before_free_text").text
    page = translator.get(f"{DESK}/ur?part=section:missing").text
    assert page.count("Machine draft") == 1 and "Consent or safety" not in page


def test_a_long_list_is_paged_by_the_key_of_its_texts(translator: LintingClient, world: World, monkeypatch: pytest.
                                                      MonkeyPatch) -> None:
    monkeypatch.setattr("consult.queries.translation_desk.PAGE", 7)
    keys, path, back = [unit.key for unit in text_units.every(db.session(), world.consultation)], f"{DESK}/ur", ""
    found: list[str] = []
    while path:
        page = translator.get(path).text
        found += listed(page)
        back, path = link(page, "prev"), link(page, "next")
    assert found == keys and listed(translator.get(back).text) == keys[-7 - len(keys) % 7:][:7]


def test_a_translator_is_led_from_one_text_that_waits_to_the_next(translator: LintingClient, world: World) -> None:
    edit(world, "What did we forget?", more={OPTION: "Never"})
    first = translator.get(f"{DESK}/ur/next?step=translate")
    assert first.status_code == 303 and first.location == TEXT
    answer = save(translator, world, "ہم کیا بھول گئے؟", then="next")
    assert answer.status_code == 303
    assert translator.get(answer.location).location == f"{DESK}/ur/text/{OPTION}"
    write(world, OPTION, "کبھی نہیں")
    answer = translator.get(f"{DESK}/ur/next?step=translate&after={OPTION}")
    assert answer.location == f"{DESK}/ur" and "No other text" in translator.get(answer.location).text


def test_what_a_machine_drafted_waits_for_a_translator_after_what_is_missing(
    translator: LintingClient, world: World
) -> None:
    edit(world, "What did we forget?", more={OPTION: "Never"})
    write(world, ASKED, "مشین", origin=MACHINE)
    assert translator.get(f"{DESK}/ur/next?step=translate").location == f"{DESK}/ur/text/{OPTION}"
    write(world, OPTION, "کبھی نہیں")
    assert translator.get(f"{DESK}/ur/next?step=translate").location == TEXT
    save(translator, world, "مشین")
    assert translator.get(f"{DESK}/ur/next?step=translate").location == f"{DESK}/ur"


def test_a_checker_is_never_led_to_their_own_words(client: LintingClient, world: World) -> None:
    for unit in text_units.every(db.session(), world.consultation):
        write(world, unit.key, "الفاظ" if "$" not in unit.english else unit.english, by="translation-checker")
    client.sign_in(world.email("translation-checker"), PASSWORD)
    assert client.get(f"{DESK}/ur/next?step=check").location == f"{DESK}/ur"
    write(world, ASKED, "کسی اور کے الفاظ", by="translator")
    assert client.get(f"{DESK}/ur/next?step=check").location == TEXT


def test_one_text_shows_its_english_its_place_and_the_ways_to_see_it(translator: LintingClient) -> None:
    page = translator.get(f"{DESK}/ur/text/{OPTION}").text
    for said in ("Answer to choose", "About you", "One choice", "Have you been a victim of a crime?", "Yes, reported",
                 OPTION, f'href="{DESK}/ur/in-place/{OPTION}"'):
        assert said in page, said
    assert re.search(r'<textarea[^>]*dir="rtl" lang="ur"', page) and "(this one)" in page
    around = translator.get(f"{DESK}/ur/text/plan/aim-knife/title").text
    assert 'href="/ur/consultations/small-plan/plan/aim-knife"' in around


def test_words_of_the_field_are_shown_with_what_the_language_calls_them(
    translator: LintingClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(LANGUAGES, "ur", replace(LANGUAGES["ur"], terms={"victim": "متاثرہ", "survey": "سروے"}))
    page = translator.get(f"{DESK}/ur/text/question/victim/text").text
    assert "متاثرہ" in page and "سروے" not in page


def test_the_difference_of_the_english_is_shown_to_eyes_and_ears(translator: LintingClient, world: World) -> None:
    edit(world, "What is still missing?")
    page = translator.get(TEXT).text
    assert "English changed" in page and re.search(r"<ins>.*?added:.*?still .*?</ins>", page)
    edit(world, "What else is there?")
    page = translator.get(TEXT).text
    assert re.search(r"<del>.*?taken out:.*?missing\?.*?</del>", page)


def test_translations_of_near_texts_and_earlier_ones_are_at_hand(translator: LintingClient, world: World) -> None:
    write(world, ASKED, "نیا", by="translator")
    page = translator.get(TEXT).text
    near, earlier = page.split('id="near"')[1].split('id="earlier"')
    assert "کیا کمی ہے" in near and "percent the same" in near and "What is missing" in near
    assert "کیا کمی ہے؟" in earlier and "Came with the file of the survey" in earlier


def test_translations_of_a_consultation_that_is_not_theirs_are_not_shown(
    translator: LintingClient, world: World
) -> None:
    other = consultations.create(slug="other", facts={
        "title": {"en": "What is missing?", "ur": "راز"}, "summary": {"en": "x", "ur": "y"}, "languages": ["en", "ur"],
        "opens_at": world.consultation.opens_at, "closes_at": world.consultation.closes_at})
    assert stored.at(db.session(), other.id, LANGUAGE, "ur", "consultation/title") is not None
    assert "راز" not in translator.get(TEXT).text
    assert translator.get("/staff/consultations/other/translations").status_code == 404


def test_a_long_answer_is_saved_with_a_warning_and_a_long_question_without(
    translator: LintingClient, world: World
) -> None:
    answer = save(translator, world, "بہت " * 20, key=OPTION)
    assert "longer than its place usually holds" in translator.get(answer.location).text
    answer = save(translator, world, "بہت " * 60)
    assert "longer than its place usually holds" not in translator.get(answer.location).text


def test_the_name_of_an_earlier_answer_has_to_stay(translator: LintingClient, world: World) -> None:
    edit(world, "You said ${support-knife-crime}. Why?")
    assert "${support-knife-crime}</bdi>" in translator.get(TEXT).text
    answer = save(translator, world, "کیوں؟")
    assert answer.status_code == 422 and 'id="words-error"' in answer.text and ">\nکیوں؟</textarea>" in answer.text
    assert "Keep this in your translation" in answer.text


def test_nothing_typed_is_lost_when_someone_else_was_faster(translator: LintingClient, world: World) -> None:
    form = fields(translator, TEXT)
    write(world, ASKED, "کسی اور نے لکھا", by="translation-checker")
    answer = translator.send(TEXT, {**form, "words": "میں نے لکھا"})
    assert answer.status_code == 409 and "Someone else changed this" in answer.text
    assert "کسی اور نے لکھا" in answer.text and ">\nمیں نے لکھا</textarea>" in answer.text
    again = {name: value for name, value in re.findall(r'name="(revision|seen)" value="([^"]*)"', answer.text)}
    assert translator.send(TEXT, {**again, "words": "میں نے لکھا"}).status_code == 303
    assert at(world).words == "میں نے لکھا"


def test_nothing_typed_is_lost_when_the_english_changed(translator: LintingClient, world: World) -> None:
    form = fields(translator, TEXT)
    edit(world, "What did we forget?")
    answer = translator.send(TEXT, {**form, "words": "میں نے لکھا"})
    assert answer.status_code == 409 and "The English changed after you opened this page" in answer.text
    assert "What did we forget?" in answer.text and ">\nمیں نے لکھا</textarea>" in answer.text


def test_a_text_is_written_checked_and_approved_by_those_who_may(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("translator"), PASSWORD)
    page = client.get(save(client, world, "کچھ نیا؟").location).text
    assert "Written by" in page and "This is right" not in page and "Machine draft" not in page
    assert step(client, world, "check").status_code == 403
    client.sign_in(world.email("translation-checker"), PASSWORD)
    assert "This is right" in client.get(TEXT).text
    assert step(client, world, "check").status_code == 303 and at(world).state == CHECKED
    assert step(client, world, "approve").status_code == 403
    client.sign_in(world.email("lead"), PASSWORD)
    page = client.get(TEXT).text
    assert "Approve" in page and "<textarea" not in page and "کچھ نیا؟" in page
    assert step(client, world, "approve").status_code == 303
    page = client.get(TEXT).text
    assert "Approved by" in page and "A translation-checker" in page and "A lead" in page


def test_whoever_wrote_a_text_is_told_that_another_person_checks_it(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("translation-checker"), PASSWORD)
    page = client.get(save(client, world, "کچھ نیا؟").location).text
    assert "Another person has to check it" in page and "This is right" not in page
    answer = step(client, world, "check")
    assert answer.status_code == 409 and "Someone else must check" in answer.text and at(world).state == DRAFT


def test_a_doubt_is_written_shown_and_settled(translator: LintingClient, world: World) -> None:
    place = f"{DESK}/ur/comment/{ASKED}"
    translator.get(TEXT)
    assert translator.send(place, {"comment": " ", "is_doubt": "y"}).status_code == 422
    assert translator.send(place, {"comment": "Is <b>this</b> right?", "is_doubt": "y"}).status_code == 303
    page = translator.get(TEXT).text
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in page and "In doubt" in page
    assert numbers(row_of(translator.get(DESK).text, "Urdu"))[-1] == 1
    [way] = re.findall(rf'action="({DESK}/ur/settle/[0-9]+/{ASKED})"', page)
    assert translator.send(way).status_code == 303
    page = translator.get(TEXT).text
    assert "Doubt, settled" in page and "In doubt" not in page and "Settled by A translator" in page


def test_a_machine_draft_never_looks_as_if_a_person_had_written_it(translator: LintingClient, world: World) -> None:
    write(world, ASKED, "مشین", origin=MACHINE)
    page = translator.get(TEXT).text
    assert "Machine draft" in page and "Drafted by a machine" in page and "Written by" not in page
    save(translator, world, "مشین")
    page = translator.get(TEXT).text
    assert "Machine draft" in page and "Saved by" in page and "Written by" not in page


def test_a_text_is_seen_in_its_place_with_words_that_nobody_has_checked(
    translator: LintingClient, world: World
) -> None:
    write(world, ASKED, "ابھی کا مسودہ")
    page = translator.get(f"{DESK}/ur/in-place/{ASKED}").text
    assert "ابھی کا مسودہ" in page and '<div class="app-card" lang="ur" dir="rtl">' in page
    assert translator.get(f"{DESK}/ur/in-place/plan/aim-knife/title").status_code == 404


@pytest.mark.parametrize("path", ["/en", "/xx", "/ar", "/ur/text/question/never/text", "/ur/next?step=dance",
                                  "/ur/in-place/question/never/text", "/xx/next?step=check"])
def test_a_language_text_or_step_that_is_not_there_is_not_found(translator: LintingClient, path: str) -> None:
    assert translator.get(f"{DESK}{path}").status_code == 404


def test_every_text_says_what_it_is_in_words(translator: LintingClient, world: World) -> None:
    keys = [unit.key for unit in text_units.every(db.session(), world.consultation)]
    assert {field_name(key) for key in keys} <= {str(words) for words in FIELDS.values()} | {"Text"}


def test_the_list_takes_few_statements_however_many_texts_there_are(
    translator: LintingClient, world: World, statements: list[str]
) -> None:
    statements.clear()
    translator.get(f"{DESK}/ur")
    assert len(statements) < 25, len(statements)


def edit(world: World, english: str, more: dict[str, str] | None = None) -> None:
    """Change the English of the question, and of other texts, in the survey being written."""
    by_id, consultation_id = world.staff["survey-editor"].id, world.consultation.id
    draft = text_units.working_draft(db.session(), consultation_id) or survey_drafts.copy_of_version(
        consultation_id=consultation_id, number=1, by_id=by_id)
    survey = with_texts(from_json(draft.definition), "en", {ASKED: english, **(more or {})})
    survey_drafts.change(consultation_id=consultation_id, public_id=draft.public_id, survey=survey,
                         revision=draft.revision, by_id=by_id)


def at(world: World, key: str = ASKED) -> Variant:
    db.session.expire_all()
    row = stored.at(db.session(), world.consultation.id, LANGUAGE, "ur", key)
    assert row is not None
    return row


def write(world: World, key: str, words: str, *, by: str = "translator", origin: str = "person") -> None:
    variants.write(consultation_id=world.consultation.id, place=Place(key, "ur"), words=words, origin=origin,
                   revision=at(world, key).revision, by_id=None if origin == MACHINE else world.staff[by].id)


def fields(client: LintingClient, path: str) -> dict[str, str]:
    return dict(re.findall(r'name="(revision|seen)" value="([^"]*)"', client.get(path).text))


def save(client: LintingClient, world: World, words: str, *, key: str = ASKED, then: str = "stay") -> object:
    path = f"{DESK}/ur/text/{key}"
    return client.send(path, {**fields(client, path), "words": words, "then": then})


def step(client: LintingClient, world: World, name: str) -> object:
    client.get(TEXT)
    return client.send(f"{DESK}/ur/{name}/{ASKED}", {"revision": str(at(world).revision)})


def listed(page: str) -> list[str]:
    """Return the keys of the texts that a list shows."""
    return re.findall(rf'<th scope="row"[^>]*><a class="govuk-link" href="{DESK}/ur/text/([^"]+)"', page)


def link(page: str, way: str) -> str:
    found = re.search(rf'rel="{way}" href="([^"]+)"', page)
    return unescape(found.group(1)) if found else ""


def row_of(page: str, name: str) -> str:
    return next(row for row in page.split("<tr") if f">{name}</a>" in row)


def numbers(row: str) -> list[int]:
    cells = re.findall(r'(?s)<td class="govuk-table__cell govuk-table__cell--numeric">(.*?)</td>', row)
    found = [re.search(r"[0-9]+", re.sub(r'href="[^"]*"|class="[^"]*"', "", cell)) for cell in cells]
    return [int(one.group(0)) for one in found if one is not None]


@pytest.fixture
def translator(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a translator is signed in."""
    client.sign_in(world.email("translator"), PASSWORD)
    return client
