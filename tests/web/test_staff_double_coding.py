"""Second coding in the browser: blind, compared, settled; questions to colleagues; how far coders agree."""

from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.extensions import db
from consult.models.codebooks import Coding, Theme
from consult.models.double_coding import AnswerRemark, DoubleCode, DoubleReading
from consult.models.people import Person
from consult.models.runs import Run, Suggestion
from consult.services.transaction import writing
from tests import coded
from tests.double_coded import code_again, read, second_coder, waiting
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HERE = "/staff/consultations/small-plan"
SECOND = f"{HERE}/second-coding"


def test_the_second_coder_sees_the_words_and_the_frame_and_nothing_else(
    world: World, theme: Theme, second_client: LintingClient,
) -> None:
    row = put_up(world, theme)
    suggest(row, theme)
    page = second_client.get(f"{SECOND}/violence-words/next", follow_redirects=True).text
    body = html.document_fromstring(page).xpath("string(//main)")
    assert "More officers on foot. No more cars." in body and theme.name in body
    assert "Suggested" not in body and "support" not in page.split("<main")[1].split("name=\"stance\"")[0]
    assert body.count(theme.name) == 2, "once to choose and once in what themes mean: never as a code"
    assert "A coder" not in body and "passage" not in body.replace("Which words?", "")


def test_codes_are_given_taken_back_and_compared(world: World, theme: Theme, second_client: LintingClient) -> None:
    row = put_up(world, theme)
    here = f"{SECOND}/{row.public_id}"
    second_client.get(here)
    assert give(second_client, here, theme, "0-22").status_code == 303
    assert "More officers on foot." in second_client.get(here).text
    code = db.session().scalars(select(DoubleCode)).one()
    assert (code.side, code.start, code.end) == ("second", 0, 22)
    second_client.send(f"{here}/take-back", {"code": str(code.id)})
    assert db.session().query(DoubleCode).count() == 0
    give(second_client, here, theme, "whole")
    done = second_client.send(f"{here}/done")
    assert done.status_code == 303 and done.headers["Location"].endswith("/violence-words/next")
    assert state_of(row) == "agreed" and db.session().query(Coding).count() == 1


@pytest.mark.parametrize(("change", "words"), [
    ({"theme": ""}, "Choose a theme"), ({"stance": ""}, "stance"), ({"passage": ""}, "Choose the whole answer"),
    ({"passage": "english:whole"}, "not checked")])
def test_a_mistake_shows_the_form_again_with_a_sentence(
    world: World, theme: Theme, second_client: LintingClient, change: dict[str, str], words: str,
) -> None:
    here = f"{SECOND}/{put_up(world, theme).public_id}"
    second_client.get(here)
    sent = {"theme": theme.public_id, "stance": "support", "passage": "whole", **change}
    answer = second_client.send(here, sent)
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert words == "stance" or words in answer.text


def test_a_coder_never_gets_their_own_answer(world: World, theme: Theme, client: LintingClient) -> None:
    row = put_up(world, theme)
    client.sign_in("coder@example.org", PASSWORD)
    assert "None of them is for you." in client.get(SECOND).text
    assert client.get(f"{SECOND}/{row.public_id}", lint=False).status_code == 404
    page = client.get(f"{SECOND}/violence-words/next", follow_redirects=True)
    assert "No answer to this question waits for you." in page.text


def test_what_is_done_leads_back_with_a_sentence(
    world: World, theme: Theme, second: Person, second_client: LintingClient,
) -> None:
    answer = world.respond("More officers on foot")
    read(world, answer, (theme, "support"))
    row = code_again(world, answer, by=second)
    page = second_client.get(f"{SECOND}/{row.public_id}", follow_redirects=True).text
    assert "coded a second time already" in page
    page = second_client.send(f"{SECOND}/{row.public_id}/done", follow_redirects=True).text
    assert "coded a second time already" in page


def test_the_lead_settles_a_difference_and_the_coder_only_talks(
    world: World, theme: Theme, second: Person, second_client: LintingClient, lead_client: LintingClient,
) -> None:
    row = differing(world, theme, second)
    here = f"{HERE}/differences/{row.public_id}"
    assert "A consultation lead settles it." in second_client.get(here).text
    second_client.send(f"{here}/remarks", {"words": "I read it as praise."})
    page = lead_client.get(here).text
    assert "I read it as praise." in page and "First: A coder. Second: A second" in page
    assert lead_client.send(here, {}).status_code == 422
    lead_client.send(here, {f"theme-{theme.public_id}": "left-out", "note": "It is about buses."})
    page = lead_client.get(here).text
    assert "Settled by A lead" in page and "It is about buses." in page and "does not count" in page
    assert db.session().scalars(select(Coding.withdrawn_at)).one() is not None


def test_names_of_coders_are_for_the_lead_alone(
    world: World, theme: Theme, second: Person, second_client: LintingClient, lead_client: LintingClient,
) -> None:
    row = differing(world, theme, second)
    for path in (f"/differences/{row.public_id}", "/agreement", "/agreement/violence-words"):
        page = second_client.get(HERE + path).text
        assert "A coder" not in page.split("<main")[1] and "Who agrees with whom" not in page
    assert "A coder and A second" in lead_client.get(f"{HERE}/agreement").text


def test_the_list_offers_what_differs_what_was_settled_and_what_agrees(
    world: World, theme: Theme, second: Person, lead_client: LintingClient,
) -> None:
    row = differing(world, theme, second)
    listed = lead_client.get(f"{HERE}/differences")
    assert row.public_id in listed.text and "To settle: 1 answer" in listed.text
    assert row.public_id not in lead_client.get(f"{HERE}/differences?state=settled").text
    assert row.public_id in lead_client.get(f"{HERE}/differences?state=nonsense").text


def test_agreement_shows_each_measure_and_kappa_with_its_n(
    world: World, theme: Theme, second: Person, lead_client: LintingClient,
) -> None:
    for number in range(16):
        answer = world.respond(f"Words {number}")
        read(world, answer, *(((theme, "support"),) if number % 2 else ()))
        code_again(world, answer, *(((theme, "oppose"),) if number % 2 or number < 4 else ()), by=second)
    page = html.document_fromstring(lead_client.get(f"{HERE}/agreement/violence-words").text)
    [cells] = [[cell.text_content().strip() for cell in row.xpath("./*")]
               for row in page.xpath("//table[caption[@id='kappa']]/tbody/tr")]
    assert cells[0] == theme.name and cells[1:] == ["0.75", "10", "8", "10", "8", "Used in much the same way"]
    assert "same stance 0 of 8 times" in page.text_content() and "Two people coded 16 answers." in page.text_content()


def test_a_theme_used_nine_times_gets_a_number_and_no_verdict(
    world: World, theme: Theme, second: Person, lead_client: LintingClient,
) -> None:
    differing(world, theme, second)
    page = lead_client.get(f"{HERE}/agreement/violence-words").text
    assert "Too few to say" in page and "0.00" in page


def test_a_question_that_nobody_coded_twice_has_no_page(world: World, lead_client: LintingClient) -> None:
    assert lead_client.get(f"{HERE}/agreement/violence-words", lint=False).status_code == 404
    assert "–" in lead_client.get(f"{HERE}/agreement").text


def test_a_colleague_is_asked_answers_and_the_question_is_closed(
    world: World, second: Person, second_client: LintingClient, lead_client: LintingClient,
) -> None:
    answer = world.respond("Hard to code")
    here = f"{HERE}/answers/{answer.public_id}/questions"
    second_client.get(here)
    second_client.send(here, {"words": "Is this praise?", "to": world.staff["lead"].public_id, "kind": "question"})
    listed = lead_client.get(f"{HERE}/questions-to-colleagues").text
    assert "Is this praise?" in listed and "For you" in listed and "1 open question" in listed
    lead_client.get(here)
    lead_client.send(here, {"words": "Yes.", "kind": "reply"})
    remark = db.session().scalars(select(AnswerRemark).where(AnswerRemark.kind == "question")).one()
    lead_client.send(f"{here}/{remark.public_id}/close")
    assert "Is this praise?" not in lead_client.get(f"{HERE}/questions-to-colleagues").text
    page = second_client.get(here).text
    assert "Yes." in page and "Closed" in page and "Hard to code" in page


@pytest.mark.parametrize(("sent", "words"), [
    ({"words": " "}, "Write what you want to say"), ({"words": "a" * 2001}, "2000 characters or fewer"),
    ({"words": "Which?", "to": "nobody"}, "Choose someone from the list")])
def test_a_question_that_cannot_be_kept_is_shown_again(
    world: World, second_client: LintingClient, sent: dict[str, str], words: str,
) -> None:
    here = f"{HERE}/answers/{world.respond('Hard to code').public_id}/questions"
    second_client.get(here)
    answer = second_client.send(here, {"kind": "question", **sent})
    assert answer.status_code == 422 and words in answer.text


@pytest.mark.parametrize("path", ["/second-coding", "/differences", "/agreement", "/agreement/violence-words"])
def test_statements_do_not_grow_with_the_answers(
    world: World, theme: Theme, second: Person, lead_client: LintingClient, path: str,
) -> None:
    counts = []
    for more in (1, 6):
        for _number in range(more):
            differing(world, theme, second)
        lead_client.get(HERE + path)
        with count_statements() as sent:
            lead_client.get(HERE + path)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def put_up(world: World, theme: Theme) -> DoubleReading:
    """Let the coder code an answer that waits for a second coder then."""
    answer = world.respond("More officers on foot. No more cars.")
    read(world, answer, (theme, "support"))
    row = waiting(answer)
    assert row is not None
    return row


def differing(world: World, theme: Theme, second: Person) -> DoubleReading:
    answer = world.respond("More officers on foot")
    read(world, answer, (theme, "support"))
    return code_again(world, answer, by=second)


def suggest(row: DoubleReading, theme: Theme) -> None:
    with writing() as session:
        run = Run(consultation_id=row.consultation_id, kind="suggest", state="done")
        session.add(run)
        session.flush()
        session.add(Suggestion(run_id=run.id, answer_id=row.answer_id, theme_id=theme.id, position=0, score=.9,
                               words=["officers"]))


def give(client: LintingClient, here: str, theme: Theme, passage: str) -> TestResponse:
    return client.send(here, {"theme": theme.public_id, "stance": "support", "passage": passage})


def state_of(row: DoubleReading) -> str:
    db.session().expire_all()
    return db.session().scalars(select(DoubleReading.state).where(DoubleReading.id == row.id)).one()


@pytest.fixture
def theme(world: World) -> Theme:
    return coded.theme(world)


@pytest.fixture
def second(world: World) -> Person:
    return second_coder(world)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], LintingClient]:
    """Give a browser of their own to each who signs in."""
    def sign_in(email: str) -> LintingClient:
        client = app.test_client()
        assert isinstance(client, LintingClient)
        client.sign_in(email, PASSWORD)
        return client
    return sign_in


@pytest.fixture
def second_client(second: Person, signed_in: Callable[[str], LintingClient]) -> LintingClient:
    return signed_in(second.email)


@pytest.fixture
def lead_client(world: World, signed_in: Callable[[str], LintingClient]) -> LintingClient:
    return signed_in("lead@example.org")
