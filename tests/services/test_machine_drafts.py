"""Drafts by a machine: only of what nobody has translated, marked, never past a draft, counted before they leave."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.clients.translation import Translated
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.extensions import db
from consult.models.answer_words import AnswerWords
from consult.models.audit import AuditEvent
from consult.models.responses import Answer
from consult.models.variants import Variant
from consult.queries import variants as stored
from consult.services import machine_drafts, variants
from consult.services.machine_drafts import Drafted
from consult.services.transaction import writing
from consult.services.variants import Place
from tests.translation_service import Service, serving
from tests.worlds import World

KEYS = ("question/violence-words/text", "question/missing-words/text", "section/missing/title")


def test_missing_texts_are_drafted_marked_and_nothing_else_is_sent(world: World, service: Service) -> None:
    take_away(world, *KEYS)
    done = draft(world)
    assert (done.sent, done.kept, done.failed) == (3, 3, "")
    assert sorted(service.asked[0]["q"]) == ["What is missing", "What is missing?", "What would you change?"]
    row = at(world, KEYS[0])
    assert row is not None and (row.words, row.origin, row.state, row.written_by_id) == (
        "WHAT WOULD YOU CHANGE?", "machine", "draft", None)
    assert draft(world) == Drafted(0, 0, "") and len(service.asked) == 1


def test_what_a_person_wrote_is_never_sent_nor_changed_stale_or_not(world: World, service: Service) -> None:
    with writing() as session:
        row = stored.at(session, world.consultation.id, "language", "ur", KEYS[0])
        assert row is not None
        row.source = "Other English"
    assert draft(world).sent == 0 and service.asked == []


def test_a_text_that_someone_translates_meanwhile_keeps_their_words(
    world: World, monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_away(world, *KEYS)

    class Slow:
        """A service in whose time a person writes."""

        is_there, name = True, "slow"

        def translate(self, texts: Sequence[str], source: str, target: str) -> Translated:
            """Answer when the person is done."""
            variants.write(consultation_id=world.consultation.id, place=Place(KEYS[0], "ur"), words="انسان", by_id=None)
            return Translated(tuple(text.upper() for text in texts))

    monkeypatch.setattr(machine_drafts, "translator", Slow)
    assert draft(world).kept == 2
    found = at(world, KEYS[0])
    assert found is not None and (found.words, found.origin) == ("انسان", "person")


def test_a_press_does_the_next_ones_and_a_broken_draft_does_not_stop_those_behind_it(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine_drafts, "BATCH", 1)
    take_away(world, *KEYS)
    service.translate = lambda text: "" if "change" in text else text.upper()
    after, kept = "", []
    for _press in range(4):
        done = draft(world, after=after)
        after, kept = done.after, [*kept, done.kept]
    assert sorted(kept[:3]) == [0, 1, 1] and kept[3] == 0 and len(service.asked) == 4
    assert at(world, KEYS[0]) is None


def test_a_service_that_fails_leaves_everything_and_the_next_press_begins_at_the_same_place(
    world: World, service: Service,
) -> None:
    take_away(world, *KEYS)
    service.trick = "html"
    assert draft(world, after="section/violence/title") == Drafted(
        3, 0, "section/violence/title", "translator-unreadable")
    assert at(world, KEYS[0]) is None


def test_what_left_is_counted_in_the_trail_and_its_words_are_not(world: World, service: Service) -> None:
    take_away(world, *KEYS)
    service.trick = "broken"
    draft(world)
    asked, kept = (act(name) for name in (Act.MACHINE_DRAFTS_ASKED, Act.MACHINE_DRAFTS_KEPT))
    assert asked.facts == {"what": "texts", "sent": 3, "characters": 53, "service": "LibreTranslate, 127.0.0.1"}
    assert kept.facts == {"kept": 0, "failed": "translator-away"} and asked.person_id == by(world)


def test_without_a_service_or_without_the_right_nothing_is_sent(world: World, app: Flask) -> None:
    with pytest.raises(Conflict, match="translator-off"):
        draft(world)
    with serving() as service:
        use(app, service)
        for role in ("lead", "coder"):
            with pytest.raises(NotAllowed):
                machine_drafts.draft_texts(consultation_id=world.consultation.id, language="ur",
                                           by_id=world.staff[role].id)
        for language in ("en", "fr"):
            with pytest.raises(Refused, match="language-unknown"):
                machine_drafts.draft_texts(consultation_id=world.consultation.id, language=language, by_id=by(world))
        assert service.asked == []


def test_answers_stay_here_unless_that_is_switched_on(world: World, service: Service) -> None:
    waiting(world)
    with pytest.raises(Conflict, match="translator-off"):
        machine_drafts.draft_answers(consultation_id=world.consultation.id, language="ur", by_id=by(world))
    assert service.asked == [] and not machine_drafts.sends_answers()


def test_a_waiting_answer_gets_a_draft_apart_that_is_no_translation(
    world: World, service: Service, app: Flask,
) -> None:
    words_id = waiting(world)
    use(app, service, translates_answers=True)
    service.translate = lambda text: "More police in my street."
    done = machine_drafts.draft_answers(consultation_id=world.consultation.id, language="ur", by_id=by(world))
    assert (done.sent, done.kept) == (1, 1) and service.asked[0]["source"] == "ur"
    db.session.expire_all()
    row = db.session.get_one(AnswerWords, words_id)
    assert (row.machine_draft, row.machine_name, row.english, row.state) == (
        "More police in my street.", "LibreTranslate, 127.0.0.1", None, "waiting")
    again = machine_drafts.draft_answers(consultation_id=world.consultation.id, language="ur", by_id=by(world))
    assert again == Drafted(0, 0, "") and act(Act.MACHINE_DRAFTS_ASKED).facts["what"] == "answers"
    with pytest.raises(NotAllowed):
        machine_drafts.draft_answers(consultation_id=world.consultation.id, language="ur",
                                     by_id=world.staff["translation-checker"].id)


def take_away(world: World, *keys: str) -> None:
    """Leave these texts without a translation in Urdu."""
    with writing() as session:
        for key in keys:
            session.delete(stored.at(session, world.consultation.id, "language", "ur", key))


def waiting(world: World) -> int:
    """Let the answer in Urdu wait for English; return the row of its words."""
    with writing() as session:
        answer = session.scalar(select(Answer).where(Answer.language == "ur", Answer.text.is_not(None)))
        assert answer is not None
        row = session.scalar(select(AnswerWords).where(AnswerWords.answer_id == answer.id))
        row = row or AnswerWords(answer_id=answer.id)
        row.language, row.state = "ur", "waiting"
        session.add(row)
        session.flush()
        return row.id


def draft(world: World, after: str = "") -> Drafted:
    return machine_drafts.draft_texts(consultation_id=world.consultation.id, language="ur", after=after,
                                      by_id=by(world))


def by(world: World) -> int:
    return world.staff["translator"].id


def at(world: World, key: str) -> Variant | None:
    db.session.expire_all()
    return stored.at(db.session(), world.consultation.id, "language", "ur", key)


def act(name: Act) -> AuditEvent:
    [found] = db.session.scalars(select(AuditEvent).where(AuditEvent.action == name.value))
    return found


def use(app: Flask, service: Service, *, translates_answers: bool = False) -> None:
    """Set the service up in an installation."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], translator=service.address,
                                             translates_answers=translates_answers)


@pytest.fixture
def service(app: Flask) -> Iterator[Service]:
    """A service that this installation uses."""
    with serving() as running:
        use(app, running)
        yield running
