"""Having one's say from a page of the plan: one question put on that part, kept and counted under its name."""

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.responses import Answer
from consult.services import surveys
from tests.linting import LintingClient
from tests.web.test_respond import HOME, answer_words, begin, newest, send, texts
from tests.worlds import SURVEY, World

RESPOND = f"{HOME}/respond"
COMMENT = """  - key: on-the-plan
    questions:
    - key: on-the-plan
      kind: plan-comment
      text: {en: What do you say about this part?, ur: اس حصے کے بارے میں کیا کہتے ہیں؟}
- key: missing
"""


def test_every_part_of_the_plan_leads_to_a_question_about_itself(client: LintingClient, commented: World) -> None:
    for node in ("obj-violence", "sub-streets"):
        assert f'href="{RESPOND}/part/{node}"' in client.get(f"{HOME}/plan/{node}").text


def test_who_has_not_begun_is_asked_the_age_first_and_comes_to_the_question(
    client: LintingClient, commented: World,
) -> None:
    answer = client.get(f"{RESPOND}/part/sub-streets")
    assert answer.headers["Location"] == f"{RESPOND}?node=sub-streets"
    answer = client.send(f"{RESPOND}?node=sub-streets", {"who": "self"})
    answer = client.send(answer.headers["Location"], {"age": "13-15"})
    before = client.get(answer.headers["Location"])
    assert f'href="{RESPOND}/part/sub-streets"' in before.text
    question = client.get(f"{RESPOND}/part/sub-streets", follow_redirects=True)
    assert "What do you say about this part?" in question.text and "Safer streets" in question.text


def test_a_comment_is_kept_on_its_part_and_sent_from_there(client: LintingClient, commented: World) -> None:
    begin(client)
    answer = client.send(f"{RESPOND}/questions/on-the-plan@sub-streets", {"on-the-plan@sub-streets": "Light it"})
    assert answer.headers["Location"].endswith("/part/sub-streets/next")
    page = client.get(answer.headers["Location"]).text
    assert all(words in page for words in ("another part of the plan", "Answer the survey", "Check and send"))
    assert "Light it" in client.get(f"{RESPOND}/check").text and "Safer streets" in client.get(f"{RESPOND}/parts").text
    send(client)
    [stored] = texts(newest())
    assert (stored.text, stored.plan_node_key) == ("Light it", "sub-streets")


def test_two_parts_hold_two_comments(client: LintingClient, commented: World) -> None:
    begin(client)
    for node in ("sub-streets", "obj-violence"):
        client.send(f"{RESPOND}/questions/on-the-plan@{node}", {f"on-the-plan@{node}": f"About {node}"})
    send(client)
    found = select(Answer.plan_node_key).where(Answer.response_id == newest().id)
    assert set(db.session.scalars(found)) == {"sub-streets", "obj-violence"}


@pytest.mark.parametrize("path", ["part/no-such-node", "part/no-such-node/next", "questions/on-the-plan@no-such-node",
                                  "questions/knife@sub-streets", "questions/@sub-streets", "questions/on-the-plan@"])
def test_what_is_no_part_of_the_plan_is_not_found(client: LintingClient, commented: World, path: str) -> None:
    begin(client)
    assert client.get(f"{RESPOND}/{path}").status_code == 404


def test_a_survey_without_such_a_question_leads_to_its_topic_as_before(client: LintingClient, world: World) -> None:
    assert f'href="{RESPOND}?part=violence"' in client.get(f"{HOME}/plan/obj-violence").text
    assert client.get(f"{RESPOND}/part/sub-streets").status_code == 404


def test_a_draft_of_the_survey_before_leads_to_its_parts(client: LintingClient, world: World) -> None:
    answer_words(client, "Before the change")
    add_comments(world)
    assert client.get(f"{RESPOND}/part/sub-streets").headers["Location"] == f"{RESPOND}/parts"


def add_comments(world: World) -> None:
    data = SURVEY.read_text(encoding="utf-8").replace("- key: missing\n", COMMENT, 1)
    surveys.import_survey(consultation_id=world.consultation.id, data=data.encode())


@pytest.fixture
def commented(world: World) -> World:
    """The small world, with a question that can be put on any part of the plan."""
    add_comments(world)
    return world
