"""Shares in the browser: what stands there and how sure it is, who sees which part, and the file."""

import csv
import io

import pytest
from sqlalchemy import insert

from consult.extensions import db
from consult.models.base import new_public_id
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.runs import Run, Suggestion
from consult.models.surveys import Question
from consult.services import coding_settings
from consult.services.transaction import writing
from tests import coded
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

SHARES = "/staff/consultations/small-plan/shares"
QUESTION = "violence-words"


def test_before_anything_is_read_the_page_says_that_there_is_no_share(client: LintingClient, world: World) -> None:
    sign_in(client, world, "reader")
    page = client.get(SHARES).text
    assert "Nobody has read an answer to this question yet" in page and "human-coded" not in page


def test_few_answers_have_counts_and_no_percentages(client: LintingClient, world: World, officers: Theme) -> None:
    coded.code(world, world.respond("More officers."), officers)
    sign_in(client, world, "coder")
    page = client.get(SHARES).text
    assert "1 of 1, human-coded" in page and "fewer than 30 read" in page and "100%" not in page.split('id="how"')[0]


def test_a_sample_has_its_share_its_range_and_both_words(client: LintingClient, world: World, crowd: Theme) -> None:
    sample(world, 100)
    sign_in(client, world, "reader")
    page = client.get(SHARES).text
    assert "25 of 100, human-coded" in page and "<td class=\"govuk-table__cell govuk-table__cell--numeric\">25%" in page
    assert "20% to 31%" in page and "some to many" in page
    assert "In the random sample" in page and "they were not drawn by chance" in page


def test_everything_read_is_said_to_be_exact(client: LintingClient, world: World, crowd: Theme) -> None:
    sign_in(client, world, "reader")
    page = client.get(SHARES).text
    assert "50 of 200, human-coded" in page and "So far: 3 people" in page
    with writing() as session:
        for answer in session.query(Answer).filter(Answer.text.is_not(None), Answer.id.not_in(
                session.query(Reading.answer_id))):
            session.add(Reading(answer_id=answer.id, person_id=world.staff["coder"].id))
    page = client.get(SHARES).text
    assert "exact: all were read" in page and "50 of 203, human-coded" in page and "So far" not in page


def test_ways_to_answer_stand_beside_each_other_where_enough_people_used_them(
        client: LintingClient, world: World, crowd: Theme) -> None:
    sign_in(client, world, "reader")
    ways = client.get(SHARES).text.split('id="ways"')[1]
    assert "Online form" in ways and "Post" in ways and "100, human-coded" in ways


def test_the_file_has_every_share_with_its_base_and_its_ends(client: LintingClient, world: World, crowd: Theme) -> None:
    sample(world, 100)
    sign_in(client, world, "reader")
    answer = client.get(f"{SHARES}/file.csv", lint=False)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    [line] = [row for row in rows if row["question"] == QUESTION and row["whose"] == "all"]
    assert (line["spoke"], line["read"], line["answered"]) == ("25", "100", "203")
    assert (line["percent"], line["low_percent"], line["high_percent"]) == ("25", "20", "31")
    assert (line["words"], line["is_sample"], line["is_finished"]) == ("some+many", "yes", "yes")


def test_a_theme_whose_name_could_start_a_formula_is_written_as_text(client: LintingClient, world: World) -> None:
    coded.code(world, world.respond("More officers."), coded.theme(world, "=1+1"))
    sign_in(client, world, "reader")
    assert "'=1+1" in client.get(f"{SHARES}/file.csv", lint=False).text


def test_groups_are_protected_as_in_a_report(client: LintingClient, world: World, crowd: Theme) -> None:
    sign_in(client, world, "equality-lead")
    page = client.get(f"{SHARES}/groups?question={QUESTION}&group=victim").text
    assert page.count("25 of 100 (25%)") == 2 and "to the nearest 5" in page


def test_groups_in_which_few_spoke_of_a_theme_show_no_number(client: LintingClient, world: World, officers: Theme
                                                             ) -> None:
    coded.code(world, world.respond("More officers.", victim="no"), officers)
    sign_in(client, world, "equality-lead")
    page = client.get(f"{SHARES}/groups?question={QUESTION}&group=victim").text
    assert "Every number here is hidden" in page and "data-cell" not in page


@pytest.mark.parametrize("role", ["lead", "coder", "reader"])
def test_others_find_no_way_to_the_groups(client: LintingClient, world: World, crowd: Theme, role: str) -> None:
    sign_in(client, world, role)
    assert "By groups of people" not in client.get(SHARES).text
    assert client.get(f"{SHARES}/groups").status_code == 403


def test_what_a_machine_guesses_is_on_a_page_of_its_own_that_says_what_it_is(client: LintingClient, world: World,
                                                                              officers: Theme) -> None:
    answer = world.respond("More officers.")
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done")
        session.add(run)
        session.flush()
        session.add(Suggestion(run_id=run.id, answer_id=answer.id, theme_id=officers.id, position=1, score=0.9,
                               words=[]))
    sign_in(client, world, "coder")
    page = client.get(f"{SHARES}/machine").text
    assert "This is a guess by a machine" in page and officers.name in page and "%" not in page.split("<main")[1]


def test_a_question_that_is_none_is_not_found(client: LintingClient, world: World) -> None:
    sign_in(client, world, "reader")
    assert client.get(f"{SHARES}?question=victim").status_code == 404


def test_the_page_sends_the_same_number_of_statements_however_many_themes(client: LintingClient, world: World,
                                                                          officers: Theme) -> None:
    coded.code(world, world.respond("More officers."), officers)
    sign_in(client, world, "reader")
    few = statements(client)
    for number in range(5):
        coded.code(world, world.respond("More of it."), coded.theme(world, f"Theme {number}"))
    assert statements(client) == few


def statements(client: LintingClient) -> int:
    client.get(SHARES)
    with count_statements() as sent:
        client.get(SHARES)
    return len(sent)


def sample(world: World, size: int) -> None:
    coding_settings.choose_reading(consultation_id=world.consultation.id, question_key=QUESTION, size=size,
                                   by_id=world.staff["lead"].id)


def sign_in(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme in the world's code frame."""
    return coded.theme(world)


@pytest.fixture
def crowd(world: World, officers: Theme) -> Theme:
    """200 more answers, all read: each fourth, in the random order too, speaks of the theme; half came by post."""
    first, coder_id = world.responses[0], world.staff["coder"].id
    session = db.session()
    question_id = session.query(Answer.question_id).filter(
        Answer.response_id == first.id, Answer.text.is_not(None)).scalar()
    victim_id = session.query(Question.id).filter(Question.key == "victim").scalar()
    with writing() as session:
        # The three answers of the world come last in the order.
        session.query(Answer).filter(Answer.text.is_not(None)).update({"shuffle": 2**30})
        for number in range(200):
            response = Response(
                consultation_id=world.consultation.id, survey_version_id=first.survey_version_id,
                channel="post" if number % 2 else "online", language="en", submission_hash=f"s{number}",
                receipt_hash=f"r{number}")
            session.add(response)
            session.flush()
            answer = Answer(public_id=new_public_id(), response_id=response.id, question_id=question_id,
                            text="Light.", language="en", shuffle=number)
            session.add(answer)
            session.flush()
            session.execute(insert(CharacteristicAnswer).values(
                response_id=response.id, question_id=victim_id, choice="reported" if number // 4 % 2 else "no"))
            session.add(Reading(answer_id=answer.id, person_id=coder_id))
            if number % 4 == 1:
                passage = Passage(answer_id=answer.id, response_id=response.id, start=0, end=5)
                session.add(passage)
                session.flush()
                session.add(Coding(consultation_id=world.consultation.id, passage_id=passage.id, theme_id=officers.id,
                                   stance="support", frame_version=1, confirmed_by_id=coder_id))
    return officers
