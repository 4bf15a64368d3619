"""The English of answers: one person writes it, a second checks it, and only then it is coded, learnt from, printed."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.reports import Quote, Report
from consult.extensions import db
from consult.models.answer_words import AnswerWords
from consult.models.codebooks import Passage, Theme
from consult.models.people import Person
from consult.models.responses import Answer
from consult.queries import answer_words as stored
from consult.queries import codebooks as frames
from consult.queries import codings as coding_queries
from consult.queries import quotes, response_rows, theming
from consult.queries import reports as report_queries
from consult.services import answer_words, codebooks, codings, double_coding, people, reports, responses, taking_back
from consult.services.answer_words import Find
from consult.services.codings import Code
from consult.services.double_coding import Given
from tests import coded, double_coded
from tests.services.test_taking_back import correct, newest, sent, texts
from tests.worlds import PASSWORD, World

URDU = "میری گلی میں زیادہ پولیس چاہیے۔ شکریہ۔"
ENGLISH = "We need more police in my street. Thank you."
DRAFT = "A machine wrote these words and nobody read them."


def test_a_second_person_has_to_check_the_english(world: World) -> None:
    words = found(world)
    write(world, words)
    with pytest.raises(NotAllowed):
        check(world, words, "translator")
    check(world, words)
    assert fresh(words).state == "checked"
    assert fresh(words).written_by_id != fresh(words).checked_by_id


def test_nobody_checks_what_they_wrote_themselves(world: World) -> None:
    words = found(world)
    write(world, words, who="translation-checker")
    with pytest.raises(Conflict, match="own-words"):
        check(world, words)
    assert fresh(words).state == "written"


def test_a_checker_who_changes_the_english_needs_another_one(world: World) -> None:
    words = found(world)
    write(world, words)
    write(world, words, "We need many more police.", who="translation-checker")
    with pytest.raises(Conflict, match="own-words"):
        check(world, words)
    answer_words.check(consultation_id=world.consultation.id, public_id=words.public_id,
                       by_id=another_checker(world).id)
    assert (fresh(words).state, fresh(words).english) == ("checked", "We need many more police.")


@pytest.mark.parametrize("role", ["coder", "lead", "reader", "equality-lead", "survey-editor", "administrator"])
def test_english_is_written_by_translators_alone(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        write(world, found(world), who=role)


@pytest.mark.parametrize(("english", "code"), [("", "english-missing"), ("  \n", "english-missing"),
                                               ("x" * 20_001, "words-long")])
def test_english_that_says_nothing_or_too_much_is_refused(world: World, english: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        write(world, found(world), english)


def test_english_made_from_an_older_page_overwrites_nothing(world: World) -> None:
    words = found(world)
    seen = words.revision
    write(world, words)
    for change in (write, check):
        with pytest.raises(Conflict, match="changed-meanwhile"):
            change(world, words, revision=seen)
    assert fresh(words).english == ENGLISH


def test_english_of_another_consultation_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        answer_words.write(consultation_id=world.consultation.id, public_id="nowhere", english="x",
                           by_id=world.staff["translator"].id)


@pytest.mark.parametrize("role", ["translator", "translation-checker", "coder", "lead"])
def test_a_language_is_set_right_by_who_reads_the_answer(world: World, role: str) -> None:
    words = found(world)
    set_language(world, words, "pa", role)
    assert (fresh(words).language, fresh(words).found, fresh(words).state) == ("pa", "ur", "waiting")


def test_an_answer_that_is_english_after_all_waits_no_more(world: World) -> None:
    words = found(world)
    write(world, words)
    set_language(world, words, "en")
    assert fresh(words).state == "not-needed"
    assert stored.one(db.session(), world.consultation.id, words.public_id) is None
    set_language(world, words, "ur")
    assert fresh(words).state == "written"


def test_a_language_that_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="answer-language-unknown"):
        set_language(world, found(world), "klingon")


def test_unchecked_english_cannot_be_coded(world: World) -> None:
    words = found(world)
    write(world, words)
    with pytest.raises(Refused, match="words-not-checked"):
        code(world, words, (0, 7))
    assert db.session().scalars(select(Passage)).all() == []


def test_either_text_can_be_coded_and_each_passage_is_of_its_own(world: World) -> None:
    words = done(world)
    code(world, words, (3, 7))
    code(world, words, (3, 7), of_english=False, theme="Another")
    passages = db.session().scalars(select(Passage).order_by(Passage.id)).all()
    assert [(one.start, one.end, one.of_english) for one in passages] == [(3, 7, True), (3, 7, False)]
    with pytest.raises(Refused, match="already-coded"):
        code(world, words, (3, 7))


def test_english_that_was_coded_stands(world: World) -> None:
    words = done(world)
    coding = code(world, words, (0, 7))
    for change in (lambda: write(world, words, "Else."), lambda: set_language(world, words, "en")):
        with pytest.raises(Conflict, match="words-coded"):
            change()
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding, by_id=world.staff["coder"].id)
    write(world, words, "Else.")
    assert fresh(words).state == "written"


def test_english_that_a_second_coder_coded_stands(world: World) -> None:
    answer = world.respond("میری گلی میں زیادہ پولیس چاہیے۔", language="ur")
    answer_words.keep_found([Find(answer.id, "ur", "ur")])
    given = {"consultation_id": world.consultation.id,
             "public_id": db.session().scalars(select(AnswerWords.public_id).where(
                 AnswerWords.answer_id == answer.id)).one()}
    answer_words.write(**given, english="I want more police.", by_id=world.staff["translator"].id)
    answer_words.check(**given, by_id=world.staff["translation-checker"].id)
    first, second = (double_coded.second_coder(world, name) for name in ("first", "second"))
    double_coded.read(world, answer, by=first)
    double_coding.give(consultation_id=world.consultation.id, reading_id=double_coded.waiting(answer).public_id,
                       given=Given(coded.theme(world).public_id, "support", (7, 18), True), by_id=second.id)
    with pytest.raises(Conflict, match="words-coded"):
        answer_words.write(**given, english="The sergeant is kind.", by_id=world.staff["translator"].id)


def test_english_that_an_edition_counted_stands_for_good(world: World) -> None:
    words = done(world)
    coding = code(world, words, (0, 7))
    publish(world)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding, by_id=world.staff["coder"].id)
    with pytest.raises(Conflict, match="words-coded"):
        write(world, words, "Else.")


def test_the_machines_draft_is_read_nowhere_but_at_the_desk(world: World, statements: list[str]) -> None:
    words = done(world)
    fresh(words).machine_draft = DRAFT
    db.session.commit()
    code(world, words, None)
    answer_id, words_id = answer_of(words).public_id or "", words.public_id
    statements.clear()
    everything_that_is_read(world, answer_id)
    read = [line for line in statements if "answer_words" in line]
    assert len(read) >= 8
    assert [line for line in read if "machine_draft" in line] == []
    desk = stored.one(db.session(), world.consultation.id, words_id)
    assert desk is not None and desk.machine_draft == DRAFT


def test_a_machine_learns_from_checked_english_and_else_from_the_original(world: World) -> None:
    words = found(world)
    write(world, words)
    assert learnt(world, words) == (URDU, "ur")
    check(world, words)
    assert learnt(world, words) == (ENGLISH, "en")


def test_counts_are_the_same_translated_or_not(world: World) -> None:
    words = found(world)
    code(world, words, None, of_english=False)
    before = draft(world)
    write(world, words)
    check(world, words)
    code(world, words, (0, 7))
    after = draft(world)
    assert [(one.respondents, one.base, one.stances) for one in after.themes] == [
        (one.respondents, one.base, one.stances) for one in before.themes]
    assert after.uncoded == before.uncoded
    assert after.counters == before.counters


def test_a_report_says_how_far_the_translating_is_to_the_nearest_5(world: World) -> None:
    words = [done(world) for _number in range(4)][-1]
    for number in range(6):
        found(world, f"Potrzebujemy więcej policjantów {number}", "pl")
    code(world, words, None)
    # The world has an answer in Urdu of its own, whose language nobody looked for: 11, of them 4 translated, 7 waiting.
    assert translating(world) == (10, 5, 1, 5, 5)


def test_a_report_counts_no_translations_where_few_people_used_another_language(world: World) -> None:
    words = done(world)
    found(world, "Potrzebujemy więcej policjantów", "pl")
    code(world, words, None)
    assert stored.translated(db.session(), world.consultation.id).answers == 3
    assert translating(world) == (0, 0, 0, 0, 0)


def test_a_translated_quote_names_no_language_that_few_people_used(world: World) -> None:
    words = done(world)
    code(world, words, None)
    [quote] = printed(world)
    assert (quote.text, quote.language, quote.is_translated, quote.translated_from) == (ENGLISH, "en", True, "")


def test_a_translated_quote_names_a_language_that_the_report_shows(world: World) -> None:
    words = done(world)
    for _ in range(12):
        world.respond(URDU, language="ur")
    for _ in range(12):
        world.respond("More police.")
    code(world, words, None)
    assert [quote.translated_from for quote in printed(world)] == ["ur"]


def test_erasing_a_response_deletes_its_english(world: World) -> None:
    words = done(world)
    code(world, words, (0, 7))
    publish(world)
    answer = answer_of(words)
    response = next(one for one in world.responses if one.id == answer.response_id)
    taking_back.withdraw(public_id=response.public_id)
    assert db.session().scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).all() == []
    [behind] = behind_edition(world)
    assert behind.words == ""


def test_an_unchanged_text_keeps_its_english_and_a_changed_one_does_not(world: World) -> None:
    old = sent(world, {"violence-words": [URDU], "missing-words": ["Nothing is missing"]})
    answer_words.keep_found([Find(answer.id, "pl", "pl") for answer in texts(old)])
    for words in db.session.scalars(select(AnswerWords)):
        answer_words.write(consultation_id=world.consultation.id, public_id=words.public_id, english="In English",
                           by_id=world.staff["translator"].id)
    correct(world, old.public_id, {"missing-words": ["Something is missing"]})
    [kept] = db.session.scalars(select(AnswerWords))
    assert (kept.english, kept.language) == ("In English", "pl")
    assert db.session.get_one(Answer, kept.answer_id).response_id == newest().id


def test_a_file_of_responses_holds_checked_english_beside_the_original(world: World) -> None:
    words, waiting = done(world), found(world, "Potrzebujemy więcej policjantów", "pl")
    rows = list(response_rows.rows(db.session(), world.consultation.id))
    given = {one.text: (one.english, one.language) for row in rows for one in row.answers if one.text}
    assert given[answer_of(words).text] == (ENGLISH, "ur")
    assert given[answer_of(waiting).text] == ("", "pl")
    assert [(one.key, one.node_key) for one in response_rows.translated(db.session(), world.consultation.id)] == [
        ("violence-words", "")]


def test_an_answer_that_is_left_out_waits_for_nobody(world: World) -> None:
    words = found(world)
    response = next(one for one in world.responses if one.id == answer_of(words).response_id)
    responses.exclude(consultation_id=world.consultation.id, public_id=response.public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    assert stored.queue(db.session(), world.consultation.id, "waiting", 0) == []
    assert stored.one(db.session(), world.consultation.id, words.public_id) is None


def everything_that_is_read(world: World, answer_id: str) -> None:
    """Ask every question of coding, theming, quotes, files and reports."""
    session, consultation_id = db.session(), world.consultation.id
    assert coding_queries.answer(session, consultation_id, answer_id)
    assert list(theming.all_texts(session, consultation_id))
    assert quotes.quotes(session, consultation_id)
    assert list(response_rows.rows(session, consultation_id))
    response_rows.translated(session, consultation_id)
    [theme] = frames.themes(session, consultation_id)
    row_id = session.scalars(select(Theme.id).where(Theme.public_id == theme.public_id)).one()
    assert frames.codings_of(session, consultation_id, row_id).rows
    behind_edition(world, edition=None)
    stored.translated(session, consultation_id)
    draft(world)


def learnt(world: World, words: AnswerWords) -> tuple[str, str]:
    texts = {text.id: text for text in theming.all_texts(db.session(), world.consultation.id)}
    return texts[words.answer_id].text, texts[words.answer_id].language


def behind_edition(world: World, edition: int | None = 1) -> list[report_queries.PassageLine]:
    [theme] = frames.themes(db.session(), world.consultation.id)
    behind = report_queries.Behind(theme.public_id, edition)
    return list(report_queries.passages_behind(db.session(), world.consultation.id, behind).passages)


def found(world: World, text: str = URDU, language: str = "ur") -> AnswerWords:
    """Store an answer in another language, found by a machine."""
    answer = world.respond(text, language="ur" if language == "ur" else "en")
    answer_words.keep_found([Find(answer.id, language, language)])
    return db.session().scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).one()


def done(world: World) -> AnswerWords:
    """Store an answer in Urdu with English that two people stand behind."""
    words = found(world)
    write(world, words)
    check(world, words)
    return words


def write(world: World, words: AnswerWords, english: str = ENGLISH, *, who: str = "translator",
          revision: int | None = None) -> None:
    answer_words.write(consultation_id=world.consultation.id, public_id=words.public_id, english=english,
                       revision=revision, by_id=world.staff[who].id)


def check(world: World, words: AnswerWords, who: str = "translation-checker", revision: int | None = None) -> None:
    answer_words.check(consultation_id=world.consultation.id, public_id=words.public_id, revision=revision,
                       by_id=world.staff[who].id)


def set_language(world: World, words: AnswerWords, language: str, who: str = "coder") -> None:
    answer_words.set_language(consultation_id=world.consultation.id, answer_id=answer_of(words).public_id or "",
                              language=language, by_id=world.staff[who].id)


def code(world: World, words: AnswerWords, span: tuple[int, int] | None, *, of_english: bool = True,
         theme: str = "More officers") -> str:
    """Code a passage of the English, or of the answer, with a theme that is made where there is none."""
    consultation_id, coder = world.consultation.id, world.staff["coder"].id
    known = {one.name: one.public_id for one in frames.themes(db.session(), consultation_id)}
    theme_id = known.get(theme) or codebooks.add_theme(
        consultation_id=consultation_id, name=theme, by_id=coder).public_id
    return codings.confirm(consultation_id=consultation_id, answer_id=answer_of(words).public_id or "", span=span,
                           code=Code(theme_id, "support"), of_english=of_english, by_id=coder).public_id


def another_checker(world: World) -> Person:
    person = people.add(email="second@example.org", name="A second checker", password=PASSWORD)
    people.grant(person_id=person.id, consultation_id=world.consultation.id, role="translation-checker")
    return person


def draft(world: World) -> Report:
    return reports.build_draft(db.session(), world.consultation)


def translating(world: World) -> tuple[int, int, int, int, int]:
    facts = draft(world).people_and_machines
    return (facts.in_other_languages, facts.translated, facts.translated_languages, facts.second_checked,
            facts.waiting)


def printed(world: World) -> list[Quote]:
    return [quote for theme in draft(world).themes for quote in theme.quotes]


def publish(world: World) -> None:
    reports.publish(consultation_id=world.consultation.id, summary="What people said.", by_id=world.staff["lead"].id)


def answer_of(words: AnswerWords) -> Answer:
    return db.session().get_one(Answer, words.answer_id)


def fresh(words: AnswerWords) -> AnswerWords:
    db.session.rollback()
    return db.session().get_one(AnswerWords, words.id, populate_existing=True)
