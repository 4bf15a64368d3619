"""The page of suggested themes: starting, watching and cancelling a run, naming and dropping what it found."""

import pytest
from flask import Flask
from sqlalchemy import event

from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.runs import ProposedTheme, Run
from consult.queries.runs import proposals_of
from consult.services import redactions, runs, theming
from consult.services.theming import Group
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PAGE = "/staff/consultations/small-plan/proposals"


def test_a_coder_starts_to_look_for_themes(coder: LintingClient, world: World):
    for number in range(20):
        world.respond(f"Answer number {number}.")
    answer = coder.send(f"{PAGE}/discover")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert [(run.kind, run.state) for run in all_runs()] == [("discover", "queued")]


def test_too_few_answers_are_said_to_be_too_few(coder: LintingClient):
    answer = coder.send(f"{PAGE}/discover")
    assert answer.status_code == 422
    assert "There are not enough answers" in answer.text
    assert all_runs() == []


def test_a_double_click_starts_one_run(coder: LintingClient, world: World):
    for number in range(20):
        world.respond(f"Answer number {number}.")
    assert [coder.send(f"{PAGE}/discover").status_code for _ in range(2)] == [303, 303]
    assert len(all_runs()) == 1


def test_a_standing_run_shows_how_far_it_is(coder: LintingClient, world: World):
    run = started(world)
    token = runs.claim(run.id)
    assert token is not None
    runs.report(run.id, token, 3, 10)
    page = coder.get(PAGE).text
    assert f'data-url="/staff/consultations/small-plan/runs/{run.public_id}.json"' in page
    assert '<progress class="app-progress" max="10" value="3"' in page
    assert "Check again" in page
    assert "Suggest themes<" not in page


def test_the_script_reads_how_far_a_run_is(coder: LintingClient, world: World):
    run = started(world)
    answer = coder.get(f"/staff/consultations/small-plan/runs/{run.public_id}.json")
    assert answer.json == {"state": "queued", "done": 0, "total": 0}


def test_a_run_that_is_not_there_is_not_found(coder: LintingClient, world: World):
    assert coder.get(f"/staff/consultations/small-plan/runs/{'x' * 22}.json").status_code == 404


def test_a_coder_cancels_a_run(coder: LintingClient, world: World):
    run = started(world)
    coder.get(PAGE)
    assert coder.send(f"/staff/consultations/small-plan/runs/{run.public_id}/cancel").status_code == 303
    assert [stored.state for stored in all_runs()] == ["cancelled"]


@pytest.mark.parametrize(("code", "words"), [
    ("analysis-failed", "Something went wrong on our side"), ("worker-lost", "It broke off several times"),
    ("not-enough-answers", "not enough answers with words in common"), ("no-themes", "no theme in use yet"),
])
def test_a_run_that_broke_off_says_why(coder: LintingClient, world: World, code: str, words: str):
    run = started(world)
    token = runs.claim(run.id)
    assert token is not None
    runs.fail(run.id, token, code)
    assert words in coder.get(PAGE).text


def test_a_proposal_shows_its_words_and_its_answers_in_their_language(coder: LintingClient, proposed: Run):
    page = coder.get(PAGE).text
    assert "patrol, street" in page
    assert '<blockquote class="app-quote" lang="en" dir="ltr">More officers on foot in my street.' in page
    assert '<blockquote class="app-quote" lang="ur" dir="rtl">میری گلی' in page
    assert "4 answers fit no group." in page


def test_the_words_of_an_answer_are_shown_and_never_run(coder: LintingClient, world: World):
    answer = world.respond('<script>alert("x")</script>{{7*7}}')
    propose(world, Group("en", ["<b>bold"], [answer.id], [answer.id], []))
    page = coder.get(PAGE).text
    assert "&lt;script&gt;alert" in page
    assert "{{7*7}}" in page
    assert "<b>bold" not in page


def test_naming_a_proposal_makes_a_theme(coder: LintingClient, proposed: Run):
    coder.get(PAGE)
    answer = coder.send(f"{PAGE}/{first_proposal(proposed)}/accept", {"name": "Evening patrols"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#proposed")
    assert [theme.name for theme in db.session().query(Theme)] == ["Evening patrols"]
    page = coder.get(PAGE).text
    assert "Evening patrols is a theme now." in page
    assert "Became the theme Evening patrols" in page


def test_a_proposal_without_a_name_is_shown_again_with_the_reason(coder: LintingClient, proposed: Run):
    public_id = first_proposal(proposed)
    coder.get(PAGE)
    answer = coder.send(f"{PAGE}/{public_id}/accept", {"name": "  "})
    assert answer.status_code == 422
    assert f'<a href="#name-{public_id}">Enter a name for the theme</a>' in answer.text
    assert f'id="name-{public_id}-error"' in answer.text
    assert "Error:" in answer.text.split("</title>")[0]


def test_a_name_that_is_too_long_is_kept_in_its_field(coder: LintingClient, proposed: Run):
    coder.get(PAGE)
    answer = coder.send(f"{PAGE}/{first_proposal(proposed)}/accept", {"name": "x" * 121})
    assert answer.status_code == 422
    assert f'value="{"x" * 121}"' in answer.text


def test_a_dropped_proposal_stays_in_sight_as_dropped(coder: LintingClient, proposed: Run):
    coder.get(PAGE)
    path = f"{PAGE}/{first_proposal(proposed)}"
    assert coder.send(f"{path}/drop").status_code == 303
    assert "All groups are decided." in coder.get(PAGE).text
    assert coder.send(f"{path}/accept", {"name": "Late"}).status_code == 409
    assert db.session().query(Theme).count() == 0


def test_one_group_is_open_and_the_others_are_a_list(coder: LintingClient, world: World):
    answers = [world.respond(f"Words of answer {number}.").id for number in range(3)]
    run = propose(world, *(Group("en", [f"word{one}"], [one], [one], []) for one in answers))
    second = proposals_of(db.session(), run.id)[1]
    assert "Words of answer 0." in coder.get(PAGE).text and "Words of answer 1." not in coder.get(PAGE).text
    page = coder.get(f"{PAGE}?open={second.public_id}").text
    assert "Words of answer 1." in page and "Words of answer 0." not in page
    assert "Words of answer 0." in coder.get(f"{PAGE}?open=nonsense").text


def test_groups_are_merged_and_put_back(coder: LintingClient, world: World):
    answers = [world.respond(f"Words of answer {number}.").id for number in range(2)]
    run = propose(world, *(Group("en", [f"word{one}"], [one], [one], []) for one in answers))
    first, second = (one.public_id for one in proposals_of(db.session(), run.id))
    missing = coder.send(f"{PAGE}/{first}/merge", {"group": ""})
    assert missing.status_code == 422 and "Choose a group that is not decided yet" in missing.text
    assert coder.send(f"{PAGE}/{first}/merge", {"group": second}).location == f"{PAGE}?open={second}#proposed"
    page = " ".join(coder.get(PAGE).text.split())
    assert "Became part of group 2" in page and "With what was merged into it: group 1" in page
    assert coder.send(f"{PAGE}/{first}/put-back").location == f"{PAGE}?open={first}#proposed"
    assert [one.state for one in proposals_of(db.session(), run.id)] == ["proposed", "proposed"]


def test_a_name_that_a_machine_drafted_is_marked_and_only_a_draft(coder: LintingClient, proposed: Run):
    with writing() as session:
        row = session.query(ProposedTheme).one()
        row.machine_name, row.machine_definition = "Street patrols", "Officers who walk"
    page = coder.get(PAGE).text
    assert 'value="Street patrols"' in page and "Officers who walk" in page and "Drafted by a machine" in page
    assert db.session().query(Theme).count() == 0


def test_a_group_whose_name_may_not_be_neutral_is_asked_about(coder: LintingClient, proposed: Run):
    address = f"{PAGE}/{first_proposal(proposed)}/accept"
    asked = coder.send(address, {"name": "Poor patrols", "definition": "Kept words"})
    assert asked.status_code == 422 and "“poor” is a judgement" in asked.text and "Kept words" in asked.text
    assert coder.send(address, {"name": "Poor patrols", "keep_name": "Poor patrols"}).status_code == 303


def test_ranking_again_waits_for_coded_passages(coder: LintingClient):
    assert "from 25 coded passages on" in coder.get(PAGE).text
    answer = coder.send(f"{PAGE}/rank")
    assert answer.status_code == 422
    assert "Code at least 25 passages first" in answer.text


@pytest.mark.parametrize("role", ["administrator", "reader", "equality-lead", "survey-editor"])
def test_those_who_may_not_read_answers_see_no_proposals(client: LintingClient, world: World, role: str):
    client.sign_in(world.email(role), PASSWORD)
    assert client.get(PAGE).status_code == 403
    assert client.send(f"{PAGE}/discover").status_code == 403


def test_without_signing_in_nothing_starts(client: LintingClient, world: World):
    assert client.get(PAGE).location.startswith("/staff/sign-in")


def test_a_name_that_was_taken_out_of_an_answer_no_longer_tells_what_its_group_is_about(
    coder: LintingClient, world: World
):
    answer = world.respond("Constable Adeyemi patrols Elm Road.")
    propose(world, Group("en", ["adeyemi", "constable adeyemi", "patrols", "road"], [answer.id], [answer.id], []))
    for words, kind in (("Adeyemi", "name"), ("Elm Road", "address")):
        redactions.add(consultation_id=world.consultation.id, answer_id=answer.public_id or "", words=words, kind=kind,
                       by_id=world.staff["coder"].id)
    page = coder.get(PAGE).text
    assert "deyemi" not in page and "patrols, road" in page


def test_the_number_of_statements_does_not_grow_with_the_proposals(coder: LintingClient, world: World, proposed: Run):
    few = statements(coder)
    answers = [world.respond(f"Answer {number}.").id for number in range(12)]
    propose(world, *(Group("en", [f"word{a}"], [a], [a], []) for a in answers))
    assert statements(coder) == few


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    """A browser in which the coder is signed in and has the page open."""
    client.sign_in(world.email("coder"), PASSWORD)
    client.get(PAGE)
    return client


@pytest.fixture
def proposed(app: Flask, world: World) -> Run:
    """A finished run that proposed one group."""
    ids = [world.respond("More officers on foot in my street.").id,
           world.respond("میری گلی میں پولیس۔", language="ur").id]
    return propose(world, Group("en", ["patrol", "street"], ids, ids[:1], ids[1:]))


def propose(world: World, *groups: Group) -> Run:
    """Store a finished run that proposed these groups and left four answers over."""
    run = started(world)
    token = runs.claim(run.id)
    assert token is not None
    theming.propose(run.id, token, groups, facts={"unplaced": 4})
    return run


def started(world: World) -> Run:
    """Start a run."""
    return runs.start(consultation_id=world.consultation.id, kind="discover")


def first_proposal(run: Run) -> str:
    """Return the public id of the run's first proposal."""
    return proposals_of(db.session(), run.id)[0].public_id


def all_runs() -> list[Run]:
    """Return the stored runs."""
    db.session().rollback()
    return db.session().query(Run).populate_existing().all()


def statements(client: LintingClient) -> int:
    """Return how many statements the page sends to the database."""
    sent: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    event.listen(*listen)
    client.get(PAGE)
    event.remove(*listen)
    return len(sent)
