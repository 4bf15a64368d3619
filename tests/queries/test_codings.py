"""What a coder is shown: one answer with what was said of it, what a machine offers, and the code frame."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.survey_json import to_json
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.codebooks import Theme
from consult.models.responses import Answer, Response
from consult.models.runs import Run, Suggestion
from consult.models.surveys import Question, SurveyVersion
from consult.queries import codebooks as frame
from consult.queries import coding_steps, offers, plan_choices, surveys
from consult.queries import codings as queries
from consult.queries.coding_settings import Settings
from consult.services import answers, codebooks, codings, responses
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.statements import count_statements
from tests.worlds import World

KEY = "violence-words"
ALL_SHOWN = Settings(control_share=0)


def test_an_answer_shows_nothing_of_who_wrote_it(world: World) -> None:
    found = queries.answer(db.session(), world.consultation.id, texts(world)[2])
    assert found is not None and (found.language, found.channel) == ("ur", "online")
    told = repr(asdict(found)).lower()
    assert "lambeth" not in told and "victim" not in told and world.responses[2].public_id.lower() not in told


def test_an_answer_shows_its_question_in_the_words_that_it_answers(world: World) -> None:
    again_in_another_version(world)
    first = queries.answer(db.session(), world.consultation.id, texts(world)[0])
    late = queries.answer(db.session(), world.consultation.id, world.respond("Late.").public_id or "")
    assert first is not None and first.question["en"] == "What would you change?"
    assert late is not None and late.question["en"] == "What would you change now?"


def test_an_answer_shows_standing_codings_with_their_place_and_plan_part(world: World) -> None:
    code(world, 0, (0, 13), "Officers", plan_node="aim-knife")
    withdrawn = code(world, 0, None, "Buses")
    codings.withdraw(consultation_id=world.consultation.id, coding_id=withdrawn, by_id=coder(world))
    found = queries.answer(db.session(), world.consultation.id, texts(world)[0])
    assert found is not None
    assert [(c.theme, c.start, c.end, c.stance, c.nodes) for c in found.codings] == [
        ("Officers", 0, 13, "oppose", ("Knife crime",))]


def test_suggestions_come_in_their_order_and_only_for_themes_in_use(world: World) -> None:
    ids = [theme(world, name) for name in ("Officers", "Buses", "Knives")]
    suggest(world, texts(world)[0], [(ids[2], ["knife"]), (ids[0], []), (ids[1], ["bus"])])
    codebooks.retire(consultation_id=world.consultation.id, public_id=ids[0], by_id=coder(world))
    found = offered(world, 0)
    assert [(s.theme_id, s.words) for s in found.themes] == [(ids[2], ("knife",)), (ids[1], ("bus",))]


@pytest.mark.parametrize(("settings", "asked_for", "state"), [
    (Settings(control_share=0), False, "shown"), (Settings(has_suggestions=False), True, "off"),
    (Settings(control_share=100), True, "control"), (Settings(hides_until_read=True, control_share=0), False, "hidden"),
    (Settings(hides_until_read=True, control_share=0), True, "shown"),
])
def test_suggestions_show_as_the_lead_chose(world: World, settings: Settings, asked_for: bool, state: str) -> None:
    suggest(world, texts(world)[0], [(theme(world, "Officers"), [])])
    found = offered(world, 0, settings, asked_for=asked_for)
    assert found.state == state and bool(found.themes) == (state == "shown")


def test_hidden_suggestions_show_after_ones_own_first_code_and_not_after_anothers(world: World) -> None:
    suggest(world, texts(world)[0], [(theme(world, "Officers"), [])])
    code(world, 0, None, "Buses")
    hidden = Settings(hides_until_read=True, control_share=0)
    assert offered(world, 0, hidden).state == "shown"
    assert offered(world, 0, hidden, person=world.staff["lead"].id).state == "hidden"


def test_a_suggestion_quotes_the_nearest_coded_passage_in_its_language_unless_it_is_withheld(world: World) -> None:
    officers = theme(world, "Officers")
    code(world, 2, (0, 31), officers, is_new=False)
    suggest(world, texts(world)[0], [(officers, [])], nearest=texts(world)[2])
    [first] = offered(world, 0).themes
    assert first.nearest is not None and (first.nearest.language, len(first.nearest.words)) == ("ur", 31)
    worry(world, 2)
    [first] = offered(world, 0).themes
    assert first.nearest is None


def test_ones_last_themes_come_the_last_first_and_nobody_elses(world: World) -> None:
    for name in ("Officers", "Buses"):
        code(world, 0, None, name)
    ids = {row.name: row.public_id for row in offers.themes(db.session(), world.consultation.id)}
    assert offers.recent(db.session(), world.consultation.id, coder(world)) == [ids["Buses"], ids["Officers"]]
    assert offers.recent(db.session(), world.consultation.id, world.staff["lead"].id) == []


def test_themes_to_choose_stand_under_the_one_above_them(world: World) -> None:
    top = theme(world, "Police")
    for name in ("Officers", "Cars"):
        codebooks.add_theme(consultation_id=world.consultation.id, name=name, parent=top, by_id=coder(world))
    theme(world, "Buses")
    found = [(one.parent, one.name) for one in offers.themes(db.session(), world.consultation.id)]
    assert found.index(("", "Police")) + 2 >= found.index(("Police", "Cars"))
    assert {parent for parent, _name in found} == {"", "Police"} and len(found) == 4


def test_an_answer_that_somebody_worries_about_comes_without_words(world: World) -> None:
    code(world, 0, None, "Officers")
    worry(world, 0)
    found = queries.answer(db.session(), world.consultation.id, texts(world)[0])
    assert found is not None and found.is_withheld
    assert (found.text, found.codings) == ("", ())


def test_parts_of_the_plan_stand_under_their_objective_with_short_labels(world: World) -> None:
    groups = plan_choices.groups(db.session(), world.consultation.plan_version_id)
    assert [group.label for group in groups] == ["Less violence", "More trust"]
    assert ("will-prevent", "Prevent") in [(choice.key, choice.label) for choice in groups[0].choices]
    assert "aim-trust" in [choice.key for choice in groups[1].choices]


@pytest.mark.parametrize(("words", "label"), [
    ("Two words", "Two words"), ("", ""), ("long " * 40, "long " * 17 + "long…"),
])
def test_a_label_is_cut_between_words(words: str, label: str) -> None:
    assert plan_choices.short_label(None, None, words) == label


def test_themes_count_passages_and_people_of_counted_responses(world: World) -> None:
    code(world, 0, (0, 13), "Officers")
    [row] = frame.themes(db.session(), world.consultation.id)
    code(world, 0, (14, 20), row.public_id, is_new=False)
    code(world, 1, None, row.public_id, is_new=False)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[1].public_id, reason="test",
                      by_id=world.staff["lead"].id)
    [row] = frame.themes(db.session(), world.consultation.id)
    assert (row.codings, row.respondents) == (2, 1)


def test_every_passage_of_a_theme_is_on_exactly_one_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "PAGE", 2)
    theme_id = theme(world, "Officers")
    made = [code(world, 0, (place, place + 4), theme_id, is_new=False) for place in range(5)]
    view = frame.theme(db.session(), world.consultation.id, theme_id)
    assert view is not None
    seen: list[str] = []
    page = frame.codings_of(db.session(), world.consultation.id, view.id)
    while seen.extend(row.public_id for row in page.rows) or page.later:
        page = frame.codings_of(db.session(), world.consultation.id, view.id, after=page.rows[-1].public_id)
    assert seen == made
    back = frame.codings_of(db.session(), world.consultation.id, view.id, before=made[4])
    assert [row.public_id for row in back.rows] == made[2:4] and back.earlier and back.later


def test_the_log_is_paged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "PAGE", 2)
    for name in ("One", "Two", "Three"):
        theme(world, name)
    first = frame.changes(db.session(), world.consultation.id)
    rest = frame.changes(db.session(), world.consultation.id, before=first.rows[-1].id)
    assert [change.theme for change in (*first.rows, *rest.rows)] == ["Three", "Two", "One"]
    assert first.older and not rest.older
    assert first.rows[0].person == "A coder"


def test_statements_do_not_grow_with_answers_codings_or_themes(world: World) -> None:
    first = texts(world)[0]
    code(world, 0, None, "Officers")
    statements(world, first)  # The survey version is read once and kept.
    few = statements(world, first)
    for number in range(6):
        code(world, 0, (number, number + 3), f"Theme {number}")
        world.respond(f"Another answer, number {number}.")
    ids = list(db.session().scalars(select(Theme.public_id)))
    suggest(world, first, [(theme_id, ["word"]) for theme_id in ids])
    assert statements(world, first) == few


def statements(world: World, answer_id: str) -> list[int]:
    """Return how many statements each question to the database takes."""
    session, consultation_id = db.session(), world.consultation.id
    view = frame.themes(session, consultation_id)[0]
    found = frame.theme(session, consultation_id, view.public_id)
    assert found is not None
    calls = [
        lambda: offers.themes(session, consultation_id),
        lambda: offers.recent(session, consultation_id, coder(world)),
        lambda: coding_steps.last(session, consultation_id, coder(world)),
        lambda: queries.answer(session, consultation_id, answer_id),
        lambda: frame.themes(session, consultation_id),
        lambda: frame.codings_of(session, consultation_id, found.id),
        lambda: frame.changes(session, consultation_id),
        lambda: plan_choices.groups(session, world.consultation.plan_version_id),
    ]
    numbers = []
    for call in calls:
        session.expire_all()
        with count_statements() as sent:
            call()
        numbers.append(len(sent))
    return numbers


def coder(world: World) -> int:
    return world.staff["coder"].id


def texts(world: World) -> list[str]:
    """Return the public ids of all free texts, the oldest first."""
    rows = db.session().scalars(
        select(Answer.public_id).join(Response).where(Answer.text.is_not(None),
                                                      Response.consultation_id == world.consultation.id)
        .order_by(Answer.id))
    return [public_id for public_id in rows if public_id]


def offered(world: World, place: int, settings: Settings = ALL_SHOWN, *, asked_for: bool = False,
            person: int | None = None) -> offers.Offer:
    view = queries.answer(db.session(), world.consultation.id, texts(world)[place])
    assert view is not None
    return offers.offer(db.session(), view, settings, person or coder(world), is_asked_for=asked_for)


def worry(world: World, place: int) -> None:
    with writing() as session:
        answer = session.query(Answer).filter(Answer.public_id == texts(world)[place]).one()
        session.add(Worry(consultation_id=world.consultation.id, answer_id=answer.id, kind="harm", source="person",
                          raised_by_id=coder(world), due_at=utc_now()))


def theme(world: World, name: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name, by_id=coder(world)).public_id


def code(world: World, place: int, span: tuple[int, int] | None, name: str, *, is_new: bool = True,
         plan_node: str | None = None) -> str:
    return answers.code(
        consultation_id=world.consultation.id, answer_id=texts(world)[place], span=span,
        new_theme=name if is_new else "",
        codes=[Code("" if is_new else name, "oppose", (plan_node,) if plan_node else ())],
        by_id=coder(world)).codings[0].public_id


def suggest(world: World, answer_id: str, ranked: list[tuple[str, list[str]]], *, nearest: str = "") -> None:
    """Store a ranking as a run leaves it behind."""
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done", facts={"coded": 10_000},
                  finished_at=utc_now() - timedelta(minutes=1))
        session.add(run)
        session.flush()
        row_id = session.scalars(select(Answer.id).where(Answer.public_id == answer_id)).one()
        near = session.scalars(select(Answer.id).where(Answer.public_id == nearest)).first()
        for position, (theme_id, words) in enumerate(ranked):
            theme_row = session.scalars(select(Theme.id).where(Theme.public_id == theme_id)).one()
            session.add(Suggestion(run_id=run.id, answer_id=row_id, theme_id=theme_row, position=position,
                                   score=1.0 / (position + 1), words=words, nearest_id=near))


def again_in_another_version(world: World) -> None:
    """Ask the same questions in a second version of the survey, one of them in other words."""
    with writing() as session:
        version = surveys.current(session, world.consultation.id)
        assert version is not None
        definition = to_json(version.survey).replace("What would you change?", "What would you change now?")
        newer = SurveyVersion(consultation_id=world.consultation.id, number=2, definition=definition, digest="second")
        session.add(newer)
        session.flush()
        for row in session.scalars(select(Question).where(Question.survey_version_id == version.id)):
            session.add(Question(survey_version_id=newer.id, key=row.key, position=row.position, kind=row.kind,
                                 stores=row.stores, plan_node_key=row.plan_node_key))
