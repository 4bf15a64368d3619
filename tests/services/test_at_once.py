"""Staff who do things at the same moment: one of them is first, the other is told, and nothing is counted twice."""

import threading
from collections import Counter
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import Conflict, Refused
from consult.domain.submissions import Facts
from consult.extensions import db
from consult.models.codebooks import Coding, Theme, ThemeChange
from consult.models.people import Person
from consult.models.responses import Response
from consult.queries import drafts as kept
from consult.queries import reports as published
from consult.services import codebooks, codings, drafts, people, reports, responses, submissions
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.worlds import World


def test_the_same_passage_coded_at_once_is_coded_once(app: Flask, world: World) -> None:
    theme, answer = add_theme(world), world.respond("More light at the station.").public_id
    outcome = at_once(app, *[lambda: confirm(world, answer, theme)] * 4)
    assert outcome == {"done": 1, "already-coded": 3} and standing() == 1


def test_an_answer_marked_as_read_at_once_is_read(app: Flask, world: World) -> None:
    answer = world.respond("More light at the station.").public_id
    read = {"consultation_id": world.consultation.id, "answer_id": answer, "by_id": lead(world)}
    assert at_once(app, *[lambda: codings.mark_read(**read)] * 4) == {"done": 4}


def test_nothing_is_coded_to_a_theme_that_was_merged_meanwhile(app: Flask, world: World) -> None:
    into = add_theme(world, "Kept")
    for turn in range(4):
        theme, answer = add_theme(world, f"Merged {turn}"), world.respond(f"Words {turn}").public_id
        at_once(app, lambda theme=theme: merge(world, theme, into),
                lambda theme=theme, answer=answer: confirm(world, answer, theme))
    lost = select(func.count()).select_from(Coding).join(Theme, Theme.id == Coding.theme_id).where(
        Coding.withdrawn_at.is_(None), Theme.state != "active")
    assert db.session.scalar(lost) == 0


def test_two_themes_are_never_merged_into_each_other(app: Flask, world: World) -> None:
    one, other = add_theme(world, "One"), add_theme(world, "Other")
    outcome = at_once(app, lambda: merge(world, one, other), lambda: merge(world, other, one))
    assert outcome == {"done": 1, "theme-not-active": 1}


def test_each_change_of_the_code_frame_has_a_version_of_its_own(app: Flask, world: World) -> None:
    at_once(app, *[lambda name=name: add_theme(world, name) for name in "abcd"])
    versions = db.session.scalars(select(ThemeChange.frame_version)).all()
    assert len(versions) == len(set(versions)) == 4


def test_a_theme_named_at_once_is_one_theme(app: Flask, world: World) -> None:
    assert at_once(app, *[lambda: add_theme(world, "Light")] * 3) == {"done": 1, "theme-name-taken": 2}


def test_a_response_left_out_at_once_is_left_out_once(app: Flask, world: World) -> None:
    found = world.responses[0].public_id
    chosen = {"consultation_id": world.consultation.id, "public_id": found, "reason": "test", "by_id": lead(world)}
    assert at_once(app, *[lambda: responses.exclude(**chosen)] * 3) == {"done": 1, "already-decided": 2}


def test_a_person_added_at_once_is_one_person(app: Flask, world: World) -> None:
    boss = world.staff["administrator"].id
    new = {"email": "new@example.org", "name": "New", "password": "a long password", "by_id": boss}
    assert at_once(app, *[lambda: people.add(**new)] * 3) == {"done": 1, "email-taken": 2}


def test_two_administrators_cannot_take_each_others_right_at_once(app: Flask, world: World) -> None:
    boss = world.staff["administrator"]
    second = people.add(email="b@example.org", name="B", password="a long password", is_administrator=True)
    at_once(app, lambda: demote(boss, second.id), lambda: demote(second, boss.id))
    left = select(func.count()).select_from(Person).where(Person.is_administrator, Person.is_active)
    assert db.session.scalar(left) == 1


def test_pages_saved_at_once_are_all_kept(app: Flask, world: World) -> None:
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    at_once(app, *[lambda key=key: save(world, token, key) for key in "abcd"])
    draft = kept.living(db.session(), drafts.hash_of(token), world.consultation.id)
    assert draft is not None and sorted(draft.answers) == ["a", "b", "c", "d"]


def test_an_edition_published_beside_exclusions_counts_one_moment(app: Flask, world: World) -> None:
    confirm(world, world.respond("More light at the station.").public_id, add_theme(world))
    leave_out = {"consultation_id": world.consultation.id, "reason": "spam", "by_id": lead(world)}
    at_once(app, *[lambda r=r: responses.exclude(public_id=r.public_id, **leave_out) for r in world.responses[:2]],
            lambda: reports.publish(consultation_id=world.consultation.id, summary="Words", by_id=lead(world)))
    report = published.report(db.session(), world.consultation.id)
    assert report is not None
    left_out = sum(exclusion.count for exclusion in report.exclusions)
    assert report.counters.submissions - report.counters.respondents == left_out


def test_a_letter_that_two_people_decide_on_at_once_is_decided_on_once(app: Flask, world: World) -> None:
    letter = take_in(world)
    asked = {"consultation_id": world.consultation.id, "public_id": letter, "by_id": lead(world)}
    before = db.session.scalar(select(func.count()).select_from(Response)) or 0
    outcome = at_once(app, *[lambda: submissions.accept(**asked)] * 3)
    assert outcome == {"done": 1, "submission-is-response": 2}
    assert db.session.scalar(select(func.count()).select_from(Response)) == before + 1


def test_two_letters_are_never_each_other_s_copy(app: Flask, world: World) -> None:
    one, other = take_in(world), take_in(world)
    outcome = at_once(app, *[
        lambda mine=mine, of=of: submissions.mark_duplicate(
            consultation_id=world.consultation.id, public_id=mine, of=of, by_id=lead(world))
        for mine, of in ((one, other), (other, one))])
    assert outcome == {"done": 1, "duplicate-of-itself": 1}


def at_once(app: Flask, *calls: Callable[[], object]) -> Counter[str]:
    """Run the calls in a thread each, started together; return how often each outcome came."""
    db.session.remove()
    outcomes: list[str] = []
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        with app.app_context():
            together.wait(timeout=30)
            try:
                call()
                outcomes.append("done")
            except (Refused, Conflict) as refused:
                outcomes.append(refused.code)
            except Exception as error:
                outcomes.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def take_in(world: World) -> str:
    with writing() as session:
        return submissions.take_in(session, consultation_id=world.consultation.id, by_id=lead(world),
                                   facts=Facts("post", "letter", "en", text="Light the park.")).public_id


def lead(world: World) -> int:
    return world.staff["lead"].id


def add_theme(world: World, name: str = "Light") -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name, by_id=lead(world)).public_id


def confirm(world: World, answer: str | None, theme: str) -> Coding:
    return codings.confirm(consultation_id=world.consultation.id, answer_id=answer or "", span=None,
                           code=Code(theme, "support"), by_id=lead(world))


def merge(world: World, theme: str, into: str) -> Theme:
    return codebooks.merge(consultation_id=world.consultation.id, public_id=theme, into_public_id=into,
                           by_id=lead(world))


def demote(person: Person, by_id: int) -> Person:
    return people.change(public_id=person.public_id, name="Name", is_active=True, is_administrator=False, by_id=by_id)


def save(world: World, token: str, key: str) -> None:
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key=key, values={key: ["yes"]})


def standing() -> int:
    return db.session.scalar(select(func.count()).select_from(Coding).where(Coding.withdrawn_at.is_(None))) or 0
