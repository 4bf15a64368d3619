"""One person is one person in every count, however many of their answers are kept; and a panel is in none of them."""

import pytest

from consult.domain.weights import Weighed
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import CodingQuestion, Theme
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import (
    campaign_effects,
    characteristics,
    code_frames,
    codebooks,
    crosstabs,
    easy_read,
    readings,
    response_counts,
    samples,
    shares,
    theme_counts,
)
from consult.queries.reports import Behind, passages_behind
from consult.queries.theme_counts import Spoken
from consult.services import report_building, same_people
from consult.services.report_building import Imprint
from consult.services.transaction import writing
from tests import coded
from tests.letter_worlds import letter
from tests.panel_worlds import member, panel
from tests.worlds import World

QUESTION = "violence-words"


def test_a_theme_counts_a_person_once_and_their_stance_as_one(twice: World, officers: Theme) -> None:
    assert theme_counts.by_theme(db.session(), here(twice))[officers.id] == Spoken(1, {"mixed": 1})
    assert [effect.people for effect in campaign_effects.by_theme(db.session(), here(twice))] == [1]


def test_the_frame_counts_passages_and_people_apart(twice: World, officers: Theme) -> None:
    [row] = codebooks.themes(db.session(), here(twice))
    assert (row.codings, row.respondents) == (2, 1)
    [outlined] = code_frames.lines(db.session(), here(twice))
    assert outlined.people == 1


def test_the_base_of_themes_counts_a_person_once(twice: World, officers: Theme) -> None:
    assert readings.respondents_read(db.session(), here(twice)) == 1
    done = readings.progress(db.session(), here(twice))
    assert sum(one.read for one in done.values()) == 2


def test_shares_count_a_person_where_they_are_counted(twice: World, officers: Theme) -> None:
    [question] = shares.by_question(db.session(), here(twice), QUESTION)
    assert question.total.people == 3
    # Their e-mail is an answer to the letters' question, in the way by which they are counted.
    [letters] = shares.by_question(db.session(), here(twice), "written-submission")
    assert list(letters.reached) == ["online"] and letters.total.people == 1
    assert letters.spoke[officers.id]["online"].read == 1


def test_words_are_shared_by_the_group_of_the_person(twice: World, officers: Theme) -> None:
    read, spoke = shares.by_group(db.session(), here(twice), "written-submission", "victim")
    assert (read, spoke) == ({"no": 1}, {("no", officers.id): 1})


def test_options_and_characteristics_are_those_of_the_first_answer_alone(world: World) -> None:
    other = world.respond("Again, and more.", support_knife_crime="disagree", victim="reported")
    link(world, world.responses[0], other)
    closed = response_counts.closed_answers(db.session(), here(world))["support-knife-crime"]
    assert (closed.by_choice, closed.respondents) == ({"agree": 1}, 1)
    assert characteristics.by_question(db.session(), here(world))["victim"].by_choice == {"no": 2, "reported": 1}
    crossed = crosstabs.of(db.session(), here(world), ["victim"]).answers["victim"]
    assert {key: one.counts for key, one in crossed.items()} == {"support-knife-crime": {("agree", "no"): 1}}
    assert sum(characteristics.by_language(db.session(), here(world)).values()) == 3
    assert easy_read.by_wording(db.session(), here(world)) == {"standard": 3}
    assert sum(response_counts.by_survey_version(db.session(), here(world)).values()) == 3


def test_no_panel_is_in_any_count_of_the_open_consultation(world: World, officers: Theme) -> None:
    before = everything(world)
    sample = panel(world)
    said = member(world, sample, {QUESTION: ["Officers, a panel says."], "support-knife-crime": ["agree"],
                                  "victim": ["reported"]}, weight=2.0)
    coded.code(world, text_of(said), officers)
    assert everything(world) == before
    assert samples.by_theme(db.session(), here(world), sample.id) == {officers.id: Weighed(1, 2.0, 4.0)}


def test_two_panels_are_two_counts(world: World, officers: Theme) -> None:
    one, other = panel(world), panel(world, "Another panel")
    for sample, choice in ((one, "agree"), (one, "disagree"), (other, "agree")):
        member(world, sample, {QUESTION: ["Words."], "support-knife-crime": [choice]}, weight=0.5)
    chosen = samples.closed_answers(db.session(), here(world), one.id)["support-knife-crime"]
    assert chosen.by_choice == {"agree": Weighed(1, 0.5, 0.25), "disagree": Weighed(1, 0.5, 0.25)}
    assert chosen.everyone == Weighed(2, 1.0, 0.5)
    assert samples.size(db.session(), here(world), other.id).people == 1
    assert samples.read(db.session(), here(world), one.id) == Weighed()


def test_a_member_who_chose_several_options_is_one_in_the_base(world: World) -> None:
    sample = panel(world)
    said = member(world, sample, {QUESTION: ["Words."], "support-knife-crime": ["agree"]}, weight=3.0)
    with writing() as session:
        question = session.query(Question).filter_by(key="support-knife-crime").one()
        session.add(Answer(response_id=said.id, question_id=question.id, choice="neither", language="en"))
    chosen = samples.closed_answers(db.session(), here(world), sample.id)["support-knife-crime"]
    assert (len(chosen.by_choice), chosen.everyone) == (2, Weighed(1, 3.0, 9.0))


def test_words_of_a_letter_speak_to_a_question_that_it_was_not_asked(world: World, officers: Theme) -> None:
    coding = coded.code(world, letter(world, "Officers in my street."), officers)
    with writing() as session:
        session.add(CodingQuestion(coding_id=coding.id, question_key=QUESTION))
    found = theme_counts.by_question(db.session(), here(world))
    assert found[QUESTION, officers.id].respondents == found["written-submission", officers.id].respondents == 1
    assert readings.people_read(db.session(), here(world)) == {QUESTION: 1, "written-submission": 1}
    behind = passages_behind(db.session(), here(world), Behind(officers.public_id, question=QUESTION))
    assert [line.words for line in behind.passages] == ["Officers in my street."]


def test_a_letter_that_speaks_to_a_question_is_in_its_share_as_in_its_count(world: World, officers: Theme) -> None:
    coded.code(world, text_of(world.responses[0]), officers)
    for words in ("Officers in my street.", "More officers."):
        speaks_to(coded.code(world, letter(world, words), officers).id)
    spoke = theme_counts.by_question(db.session(), here(world))[QUESTION, officers.id].respondents
    base = readings.people_read(db.session(), here(world))[QUESTION]
    [found] = shares.by_question(db.session(), here(world), QUESTION)
    share = found.share(officers.id)
    assert share is not None and (share.count, share.read, share.people) == (spoke, base, 5) == (3, 3, 5)
    own = found.share(officers.id, with_campaigns=False)
    assert own == share and found.share(officers.id, {"post"}).count == 2


def test_who_answered_a_question_and_wrote_a_letter_to_it_is_one_in_its_share(world: World, officers: Theme) -> None:
    said = letter(world, "Officers in my street.")
    link(world, world.responses[0], said)
    coded.code(world, text_of(world.responses[0]), officers)
    speaks_to(coded.code(world, said, officers).id)
    [found] = shares.by_question(db.session(), here(world), QUESTION)
    share = found.share(officers.id)
    assert share is not None and (share.count, share.read, share.people) == (1, 1, 3) and found.total.letters == 0


def speaks_to(coding_id: int) -> None:
    with writing() as session:
        session.add(CodingQuestion(coding_id=coding_id, question_key=QUESTION))


def test_whoever_was_asked_by_a_letter_and_a_survey_was_asked_both(world: World) -> None:
    first, silent = letter(world, "A letter first."), world.respond("Nothing to that.", question="missing-words")
    link(world, db.session().get_one(Response, first.response_id), world.respond("A survey after."))
    versions = {found.survey_version_id for found in db.session.query(Response)}
    asked = response_counts.by_versions_answered(db.session(), here(world))
    assert asked == {frozenset(versions): 1, frozenset({world.responses[0].survey_version_id}): 4}
    assert sum(asked.values()) == response_counts.people(db.session(), here(world)) == 5
    report = report_building.build(db.session(), db.session.merge(world.consultation), Imprint(1, utc_now(), "draft"))
    by_key = {question.question_key: question for question in report.uncoded}
    assert (by_key[QUESTION].answers, by_key[QUESTION].not_answered) == (4, 1) and silent.response_id


def test_sheets_that_came_with_forms_are_people_and_cards_of_events_are_not(world: World) -> None:
    sheet(world, "victim", "reported")
    assert characteristics.by_question(db.session(), here(world))["victim"].by_choice == {"no": 2, "reported": 2}
    assert characteristics.by_question(db.session(), here(world))["victim"].respondents == 4
    assert response_counts.people(db.session(), here(world)) == 3


def test_an_organisation_that_wrote_twice_is_one(world: World) -> None:
    letters = [letter(world, words, sender_kind="organisation", body="Doorways") for words in ("First.", "Second.")]
    letter(world, "A group.", sender_kind="group", body="Neighbours")
    link(world, db.session().get_one(Response, letters[0].response_id), letters[1])
    assert response_counts.organisations(db.session(), here(world)) == 1


def everything(world: World) -> list[object]:
    session, consultation_id = db.session(), here(world)
    return [
        theme_counts.by_theme(session, consultation_id), theme_counts.by_question(session, consultation_id),
        readings.progress(session, consultation_id), readings.respondents_read(session, consultation_id),
        readings.people_read(session, consultation_id), shares.by_question(session, consultation_id),
        characteristics.by_question(session, consultation_id), characteristics.by_language(session, consultation_id),
        response_counts.closed_answers(session, consultation_id), response_counts.people(session, consultation_id),
        response_counts.by_channel(session, consultation_id), response_counts.by_exclusion(session, consultation_id),
        easy_read.by_wording(session, consultation_id), easy_read.people_by_wording(session, consultation_id),
        campaign_effects.by_theme(session, consultation_id),
    ]


def sheet(world: World, key: str, choice: str) -> None:
    with writing() as session:
        question = session.query(Question).filter_by(key=key).one()
        found = EqualitySheet(consultation_id=here(world), survey_version_id=question.survey_version_id,
                              typed_on=world.consultation.retention_until, by_id=world.staff["lead"].id)
        session.add(found)
        session.flush()
        session.add(EqualitySheetAnswer(sheet_id=found.id, question_id=question.id, choice=choice))


def text_of(response: Response) -> Answer:
    return db.session().query(Answer).filter(Answer.response_id == response.id, Answer.text.is_not(None)).one()


def link(world: World, first: Response, other: Answer) -> None:
    same_people.link(consultation_id=here(world), first=first.public_id,
                     other=db.session().get_one(Response, other.response_id).public_id, reason="They told us.",
                     by_id=world.staff["lead"].id)


def here(world: World) -> int:
    return world.consultation.id


@pytest.fixture
def officers(world: World) -> Theme:
    return coded.theme(world)


@pytest.fixture
def twice(world: World, officers: Theme) -> World:
    """One person who answered online for officers and by e-mail against them; both are coded, and linked."""
    answer = letter(world, "No more officers in my street.", channel="email")
    link(world, world.responses[0], answer)
    coded.code(world, text_of(world.responses[0]), officers, "support")
    coded.code(world, answer, officers, "oppose")
    return world
