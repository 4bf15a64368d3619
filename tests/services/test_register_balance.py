"""Whatever people do in whatever order, the register balances, and everyone counted is counted once."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import aliased

from consult.app import create_app
from consult.domain import register as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.codebooks import CodingQuestion, Theme
from consult.models.responses import Answer, Response
from consult.models.samples import ResponseImport, Sample
from consult.models.submissions import Submission
from consult.queries import characteristics, readings, register, register_rows, response_counts, theme_counts
from consult.queries.register_rows import Filters
from consult.services import response_batches, responses, same_people, submissions, taking_back
from consult.services.transaction import writing
from tests import coded, databases, worlds
from tests.letter_worlds import wait
from tests.panel_worlds import member, panel
from tests.services.test_taking_back import correct
from tests.worlds import World


@dataclass
class Desk:
    """A world with the people who work at it; `came` is how many things came in by now, corrections left out."""

    world: World
    came: int = 3
    panels: int = 0

    @property
    def here(self) -> int:
        """The row id of the consultation."""
        return self.world.consultation.id

    @property
    def officer(self) -> int:
        """The row id of who decides on what came."""
        return self.world.staff["intake-officer"].id

    @property
    def lead(self) -> int:
        """The row id of who decides what counts."""
        return self.world.staff["lead"].id

    def response(self, at: int) -> str:
        """Return the public id of one of the responses that there are."""
        found = db.session.scalars(select(Response.public_id).order_by(Response.id)).all()
        return found[at % len(found)]

    def taken_in(self, at: int) -> str:
        """Return the public id of one of the things that were taken in."""
        found = db.session.scalars(select(Submission.public_id).order_by(Submission.id)).all()
        return found[at % len(found)] if found else ""


Step = Callable[[Desk, int, int], None]


def answer(desk: Desk, at: int, _other: int) -> None:
    desk.world.respond(f"Words {at}.", support_knife_crime="agree", victim="no")
    desk.came += 1


def take_in(desk: Desk, at: int, other: int) -> None:
    wait(desk.world, f"Letter {at}.", channel=("post", "email", "phone")[other % 3])
    desk.came += 1


def petition(desk: Desk, at: int, _other: int) -> None:
    wait(desk.world, "Save the hall.", form="petition", signatures=at + 1)
    desk.came += 1


def ask_a_panel(desk: Desk, at: int, _other: int) -> None:
    desk.panels += 1
    member(desk.world, panel(desk.world, f"Panel {desk.panels}"), {"violence-words": ["Words."]}, weight=at + 0.5)
    desk.came += 1


def decide(desk: Desk, at: int, other: int) -> None:
    facts = {"consultation_id": desk.here, "public_id": desk.taken_in(at), "by_id": desk.officer}
    [lambda: submissions.accept(**facts), lambda: submissions.exclude(reason="spam", **facts),
     lambda: submissions.mark_unreadable(**facts), lambda: submissions.withdraw(**facts),
     lambda: submissions.reopen(**facts)][other % 5]()


def same_again(desk: Desk, at: int, other: int) -> None:
    of = desk.taken_in(other) if other % 2 else desk.response(other)
    submissions.mark_duplicate(consultation_id=desk.here, public_id=desk.taken_in(at), of=of, by_id=desk.officer)


def leave_out(desk: Desk, at: int, other: int) -> None:
    responses.exclude(consultation_id=desk.here, public_id=desk.response(at), by_id=desk.lead,
                      reason=("test", "out-of-time", "duplicate")[other % 3])


def bring_back(desk: Desk, at: int, _other: int) -> None:
    responses.restore(consultation_id=desk.here, public_id=desk.response(at), by_id=desk.lead)


def take_back(desk: Desk, at: int, _other: int) -> None:
    taking_back.withdraw(public_id=desk.response(at))


def change(desk: Desk, at: int, other: int) -> None:
    correct(desk.world, desk.response(at), {"violence-words": [f"Changed {other}."]})


def link(desk: Desk, at: int, other: int) -> None:
    same_people.link(consultation_id=desk.here, first=desk.response(at), other=desk.response(other),
                     reason="One person.", by_id=desk.lead)


def part(desk: Desk, at: int, _other: int) -> None:
    same_people.unlink(consultation_id=desk.here, response=desk.response(at), reason="Two people.", by_id=desk.lead)


def code_words(desk: Desk, at: int, other: int) -> None:
    answers = db.session.scalars(
        select(Answer).join(Response, Response.id == Answer.response_id)
        .where(Answer.text.is_not(None), Response.excluded_reason.is_(None)).order_by(Answer.id)).all()
    if answers:
        name = f"Theme {other % 2}"
        theme = db.session.scalar(select(Theme).where(Theme.name == name)) or coded.theme(desk.world, name)
        coding = coded.code(desk.world, answers[at % len(answers)], theme)
        if other % 2:
            with writing() as session:
                session.add(CodingQuestion(coding_id=coding.id, question_key="violence-words"))


def bring_in_a_file(desk: Desk, at: int, other: int) -> None:
    """A file of two rows: on its way, then in the count, or taken out again."""
    with writing() as session:
        found = ResponseImport(consultation_id=desk.here, file_name="a.csv", size=1, digest="0", state="storing")
        session.add(found)
        session.flush()
        import_id = found.id
    for number in range(2):
        said = desk.world.respond(f"Row {at} {number}.", support_knife_crime="agree")
        with writing() as session:
            row = session.get_one(Response, said.response_id)
            row.import_id, row.excluded_reason, row.excluded_at = import_id, "importing", row.received_at
    desk.came += 2
    assert_balanced(desk)
    with writing() as session:
        if other % 3:
            response_batches.bring_in(session, import_id, keeps_late=bool(other % 2))
        else:
            desk.came -= response_batches.take_out(session, import_id)


STEPS: tuple[Step, ...] = (
    answer, take_in, petition, ask_a_panel, decide, decide, same_again, leave_out, bring_back, take_back, change, link,
    link, part, code_words, code_words, bring_in_a_file,
)
PLAYS = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 6), st.integers(0, 6)), min_size=8, max_size=14)


@example(play=[(link, 0, 1), (link, 0, 2), (take_back, 0, 0), (leave_out, 1, 0), (bring_back, 1, 0), (part, 2, 0)])
@example(play=[(link, 0, 1), (change, 0, 0), (leave_out, 3, 0), (bring_back, 3, 0), (change, 1, 0), (take_back, 4, 0)])
@example(play=[(take_in, 0, 1), (decide, 0, 0), (link, 3, 0), (same_again, 0, 0), (decide, 0, 4), (change, 3, 0)])
@example(play=[(petition, 4, 0), (take_in, 0, 0), (same_again, 1, 1), (decide, 1, 4), (decide, 0, 0), (decide, 1, 3)])
@example(play=[(take_in, 0, 0), (decide, 0, 0), (link, 3, 0), (code_words, 0, 1), (code_words, 3, 1), (part, 0, 0)])
@example(play=[(bring_in_a_file, 0, 1), (bring_in_a_file, 1, 0), (link, 3, 4), (code_words, 4, 1), (leave_out, 3, 0)])
@given(play=PLAYS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_order_of_steps_breaks_the_balance(
    backend: str, tmp_path_factory: pytest.TempPathFactory, play: list[tuple[Step, int, int]],
) -> None:
    folder = tmp_path_factory.mktemp("balance")
    url = databases.copies.make(backend, folder, worlds.build)
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        desk = Desk(worlds.standing())
        for step, at, other in play:
            with suppress(Conflict, Refused, NotFound):
                step(desk, at, other)
            db.session.rollback()
            db.session.expire_all()
            assert_balanced(desk)
        db.session.remove()
        db.engine.dispose()
    databases.copies.drop(url)


def assert_balanced(desk: Desk) -> None:
    session = db.session()
    lines = register.lines(session, desk.here)
    rows = list(register_rows.every_row(session, desk.here))
    assert rules.unbalanced(lines) == []
    assert sum(line.tally.received for line in lines) == desk.came == len(rows)
    assert register.at_the_door(session, desk.here) == desk.came
    by_itself = Counter((row.sample_id, row.channel, row.day, row.status) for row in map(placed, rows))
    assert by_itself == Counter({
        (line.sample, line.channel, line.day, status): count
        for line in lines for status, count in line.tally.by_status.items() if count})
    accepted = sum(row.status == "accepted" and not row.sample and row.format != "petition" for row in rows)
    assert response_counts.people(session, desk.here) == accepted
    assert_pages_hold_every_row(desk, rows)
    assert_reasons_are_those_of_the_register(desk, lines)
    assert_no_count_is_over_its_base(desk)
    assert_everyone_is_counted_once()


@dataclass(frozen=True)
class Placed:
    """Where a row of the register belongs in the count."""

    sample_id: str
    channel: str
    day: date
    status: str


def placed(row: register_rows.Row) -> Placed:
    """Count a row by itself, as somebody with the file of the register would."""
    ids = {panel.name: panel.public_id for panel in db.session.scalars(select(Sample))}
    return Placed(ids.get(row.sample, ""), row.channel, london_day(row.received_at), row.status)


def assert_pages_hold_every_row(desk: Desk, rows: list[register_rows.Row]) -> None:
    """Every row is on one page of the register, whichever way it is looked for."""
    session = db.session()
    assert {row.public_id for row in register_rows.page_of(session, desk.here).rows} == {
        row.public_id for row in rows}
    by_status = [len(register_rows.page_of(session, desk.here, filters=Filters(status=status)).rows)
                 for status in rules.STATUSES]
    assert sum(by_status) == len(rows)


def assert_reasons_are_those_of_the_register(desk: Desk, lines: list[rules.Line]) -> None:
    """What is left out by reason is what the open consultation received and does not count, corrections beside it."""
    reasons = response_counts.by_exclusion(db.session(), desk.here)
    tally = rules.together(rules.by_channel(lines).values())
    left_out = tally.received - tally.of(rules.ACCEPTED) - tally.of(rules.WAITING)
    assert sum(reasons.values()) - reasons.get(response_counts.CORRECTED, 0) == left_out


def assert_no_count_is_over_its_base(desk: Desk) -> None:
    """Nobody speaks of a theme who was not read, and nobody is read who is not counted."""
    session, here = db.session(), desk.here
    people, reach = response_counts.people(session, here), readings.respondents_read(session, here)
    read = readings.people_read(session, here)
    assert reach <= people and all(number <= reach for number in read.values())
    assert all(spoken.respondents <= reach for spoken in theme_counts.by_theme(session, here).values())
    assert all(spoken.respondents <= read[key]
               for (key, _theme), spoken in theme_counts.by_question(session, here).items())
    assert sum(characteristics.by_language(session, here).values()) == people
    assert sum(response_counts.by_versions_answered(session, here).values()) == people
    closed = response_counts.closed_answers(session, here)
    assert all(answered.respondents == sum(answered.by_choice.values()) <= people for answered in closed.values())
    assert response_counts.organisations(session, here) <= people


def assert_everyone_is_counted_once() -> None:
    """Who counts with another counts with one that counts by itself, in the open consultation."""
    first = aliased(Response)
    for linked, leader in db.session.execute(
            select(Response, first).join(first, first.id == Response.counts_with_id)):
        assert leader.counts_with_id is None and leader.sample_id is None and linked.sample_id is None
        assert leader.excluded_reason is None or linked.excluded_reason is not None
