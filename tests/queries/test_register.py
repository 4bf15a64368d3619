"""The register: everything that came in is in it once, with what became of it, by way in and by day in London."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from consult.domain import register as rules
from consult.domain.register import Tally
from consult.extensions import db
from consult.models.responses import Response
from consult.models.submissions import Submission
from consult.queries import register, register_rows, response_counts
from consult.queries.register_rows import Filters, Row
from consult.services import same_people, submissions, taking_back
from consult.services.transaction import writing
from tests.letter_worlds import letter, response_of, submission_of, wait
from tests.panel_worlds import member, panel
from tests.services.test_taking_back import correct, sent
from tests.statements import count_statements
from tests.worlds import World


def test_what_waits_is_received_and_is_no_response(world: World) -> None:
    wait(world, "Light the park.")
    assert tallies(world)["post"] == Tally(2, {"accepted": 1, "waiting": 1})
    assert response_counts.people(db.session(), world.consultation.id) == 3


@pytest.mark.parametrize(("decide", "status"), [
    (lambda facts: submissions.exclude(reason="spam", **facts), "excluded"),
    (lambda facts: submissions.mark_unreadable(**facts), "unreadable"),
    (lambda facts: submissions.withdraw(**facts), "withdrawn"),
    (lambda facts: submissions.accept(**facts), "accepted"),
])
def test_what_a_person_decides_moves_it_and_loses_nothing(
    world: World, decide: Callable[[dict[str, object]], object], status: str,
) -> None:
    facts = {"consultation_id": world.consultation.id, "public_id": wait(world, "Light the park.", channel="email"),
             "by_id": world.staff["intake-officer"].id}
    decide(facts)
    assert tallies(world)["email"] == Tally(1, {status: 1})
    assert_whole(world)


def test_once_it_is_a_response_its_own_columns_tell(world: World) -> None:
    answer = letter(world, "Light the park.", channel="email")
    came = submission_of(answer)
    taking_back.withdraw(public_id=response_of(answer).public_id)
    assert came.state == "accepted"
    assert tallies(world)["email"] == Tally(1, {"withdrawn": 1})


def test_the_same_thing_sent_twice_is_a_duplicate(world: World) -> None:
    submissions.mark_duplicate(
        consultation_id=world.consultation.id, public_id=wait(world, "The same."), of=world.responses[0].public_id,
        by_id=world.staff["intake-officer"].id)
    assert tallies(world)["post"] == Tally(2, {"accepted": 1, "duplicate": 1})


def test_another_answer_of_one_person_is_a_duplicate_in_its_own_way_in(world: World) -> None:
    answer = letter(world, "Light the park.", channel="email")
    same_people.link(consultation_id=world.consultation.id, first=world.responses[0].public_id,
                     other=response_of(answer).public_id, reason="They told us.", by_id=world.staff["lead"].id)
    assert tallies(world)["email"] == Tally(1, {"duplicate": 1})


def test_a_correction_was_not_received_twice(world: World) -> None:
    before = tallies(world)["online"].received
    old = sent(world, {"violence-words": ["First words."]})
    correct(world, old.public_id, {"violence-words": ["Second words."]})
    assert tallies(world)["online"].received == before + 1
    assert_whole(world)


def test_a_late_one_that_counts_is_accepted_and_marked(world: World) -> None:
    change(world.responses[1], is_late=True)
    assert tallies(world)["post"] == Tally(1, {"accepted": 1}, late_counted=1)


def test_a_petition_is_one_however_many_signed_it(world: World) -> None:
    public_id = wait(world, "Save the hall", form="petition", signatures=412, label="The hall")
    submissions.accept(consultation_id=world.consultation.id, public_id=public_id,
                       by_id=world.staff["intake-officer"].id)
    assert tallies(world)["post"] == Tally(2, {"accepted": 2})
    [petition] = register.petitions(db.session(), world.consultation.id)
    assert (petition.label, petition.signatures) == ("The hall", 412)
    assert response_counts.people(db.session(), world.consultation.id) == 3


def test_a_panel_is_counted_by_itself(world: World) -> None:
    sample = panel(world)
    member(world, sample, {"violence-words": ["A panel's words."]})
    assert "panel" not in tallies(world)
    found = register.by_channel(db.session(), world.consultation.id, sample.public_id)
    assert found == {"panel": Tally(1, {"accepted": 1})}


@pytest.mark.parametrize(("at", "day"), [
    (datetime(2026, 7, 1, 22, 59, 59, 900000, UTC), date(2026, 7, 1)),
    (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
    (datetime(2026, 1, 1, 23, 59, 59, 999999, UTC), date(2026, 1, 1)),
    (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),
    (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
])
def test_a_day_is_a_day_in_london(world: World, at: datetime, day: date) -> None:
    change(world.responses[1], received_at=at)
    lines = register.lines(db.session(), world.consultation.id)
    assert [line.day for line in lines if line.channel == "post"] == [day]


def test_a_row_that_waits_for_the_rest_of_its_file_is_received(world: World) -> None:
    change(world.responses[1], excluded_reason="importing", excluded_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert tallies(world)["post"] == Tally(1, {"waiting": 1})
    assert "importing" not in response_counts.by_exclusion(db.session(), world.consultation.id)


def test_a_response_that_is_lost_at_the_door_is_found(world: World) -> None:
    answer = letter(world, "Light the park.")
    other = wait(world, "Another.")
    assert_whole(world)
    # Two things taken in cannot be one response; the database refuses it.
    with pytest.raises(Exception, match="(?i)unique|constraint"), writing() as session:
        session.execute(update(Submission).where(Submission.public_id == other).values(
            response_id=answer.response_id, state="accepted", decided_at=datetime(2026, 3, 1, tzinfo=UTC)))


def test_the_number_of_statements_stays_the_same(world: World) -> None:
    with count_statements() as few:
        register.lines(db.session(), world.consultation.id)
    for number in range(12):
        wait(world, f"Letter {number}.")
    with count_statements() as many:
        register.lines(db.session(), world.consultation.id)
    assert len(many) == len(few)


def test_a_row_says_what_is_known_and_nobodys_words(world: World) -> None:
    public_id = wait(world, "Secret words.", sender_kind="group", body="A group", speaks_for=12,
                     postmarked_on=date.today() - timedelta(days=1))
    [row] = rows(world, status="waiting")
    assert (row.submission_id, row.response_id, row.format, row.sender_kind) == (public_id, "", "letter", "group")
    assert (row.speaks_for, row.taken_in_by, row.sources) == (12, "A intake-officer", 0)
    assert row.postmarked_on == date.today() - timedelta(days=1)
    assert "Secret" not in str(row) and "A group" not in str(row)


def test_rows_are_paged_over_both_tables_by_arrival(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_rows, "PAGE", 2)
    came = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for at, response in enumerate(world.responses):
        change(response, received_at=came + timedelta(hours=2 * at))
    for at in range(3):
        public_id = wait(world, f"Letter {at}.")
        with writing() as session:
            session.execute(update(Submission).where(Submission.public_id == public_id).values(
                received_at=came + timedelta(hours=2 * at + 1)))
    seen, before = [], None
    while True:
        page = register_rows.page_of(db.session(), world.consultation.id, before=before)
        seen += [row.received_at for row in page.rows]
        before = page.rows[-1].public_id
        if not page.older:
            break
    assert seen == [came + timedelta(hours=at) for at in (5, 4, 3, 2, 1, 0)]
    back = register_rows.page_of(db.session(), world.consultation.id, after=page.rows[0].public_id)
    assert [row.received_at.hour for row in back.rows] == [12, 11] and back.older


def test_rows_are_narrowed(world: World) -> None:
    sample = panel(world)
    member(world, sample, {"violence-words": ["A panel's words."]})
    letter(world, "Light the park.", channel="email")
    assert [row.sample for row in rows(world, sample=sample.public_id)] == ["A panel of Londoners"]
    assert len(rows(world, sample="")) == 4
    assert [row.format for row in rows(world, channel="email")] == ["e-mail"]
    assert {row.channel for row in rows(world, format="web")} == {"online"}
    assert {row.channel for row in rows(world, format="file")} == {"panel", "post"}, "what came by post is no web form"
    assert rows(world, status="unreadable") == ()


def test_the_file_holds_every_row_once(world: World) -> None:
    wait(world, "Waits.")
    letter(world, "Light the park.", channel="email")
    found = list(register_rows.every_row(db.session(), world.consultation.id))
    assert len(found) == len({row.public_id for row in found}) == 5
    assert sum(tally.received for tally in tallies(world).values()) == 5


def rows(world: World, **narrowed: str) -> tuple[Row, ...]:
    return register_rows.page_of(db.session(), world.consultation.id, filters=Filters(**narrowed)).rows


def tallies(world: World) -> dict[str, Tally]:
    return register.by_channel(db.session(), world.consultation.id)


def assert_whole(world: World) -> None:
    lines = register.lines(db.session(), world.consultation.id)
    assert rules.unbalanced(lines) == []
    assert sum(line.tally.received for line in lines) == register.at_the_door(db.session(), world.consultation.id)


def change(response: Response, **values: object) -> None:
    with writing() as session:
        session.execute(update(Response).where(Response.id == response.id).values(**values))
