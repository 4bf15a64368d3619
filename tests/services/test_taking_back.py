"""Correcting and taking back: the counts follow, the words go, editions stand, and nobody undoes it for another."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading
from consult.models.consultations import Consultation
from consult.models.reports import EditionCoding
from consult.models.responses import Answer, CharacteristicAnswer, Draft, RespondingBody, Response
from consult.models.runs import ProposedMember, Suggestion
from consult.queries import characteristics, response_copies, response_counts, theme_counts, theming
from consult.queries import reports as published
from consult.services import codings, drafts, responses, runs, taking_back
from consult.services import theming as proposals
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.theming import Group, Ranked
from consult.services.transaction import writing
from tests.coded import code, publish, theme
from tests.services.test_at_once import at_once
from tests.worlds import World

WORDS = "More officers on foot in my street, and light."


def test_a_correction_takes_the_place_of_what_it_corrects(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "support-knife-crime": ["agree"]})
    before = response_counts.by_channel(db.session(), world.consultation.id)["online"]
    draft = taking_back.begin_correction(public_id=old.public_id)
    change(world, draft, "support-knife-crime", ["disagree"])
    send(world, draft)
    old, new = forms(old)
    assert (old.excluded_reason, new.excluded_reason, new.corrects_id) == ("corrected", None, old.id)
    assert response_counts.by_channel(db.session(), world.consultation.id)["online"] == before
    closed = response_counts.closed_answers(db.session(), world.consultation.id)["support-knife-crime"]
    assert closed.by_choice == {"agree": 1, "disagree": 1}


def test_the_code_of_the_first_form_opens_the_newest(world: World) -> None:
    old, token = sent_with_token(world, {"violence-words": [WORDS]})
    for words in ("Second words, all new.", "Third words, all new."):
        correct(world, old.public_id, {"violence-words": [words]})
        old = newest()
    assert old.receipt_hash == keyed_hash("receipt", receipt_code(token))
    assert response_copies.values_of(db.session(), old) == {"violence-words": ["Third words, all new."]}
    assert response_counts.by_exclusion(db.session(), world.consultation.id) == {"corrected": 2}


def test_what_was_corrected_cannot_be_corrected_or_taken_back_again(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    correct(world, old.public_id, {"violence-words": ["Other words"]})
    for again in (taking_back.withdraw, taking_back.begin_correction):
        with pytest.raises(Conflict, match="taken-back"):
            again(public_id=old.public_id)


def test_of_two_corrections_begun_the_second_is_refused_and_keeps_its_draft(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    one, other = (taking_back.begin_correction(public_id=old.public_id) for _ in range(2))
    send(world, one)
    with pytest.raises(Conflict, match="taken-back"):
        send(world, other)
    assert kept(world, other).answers == {"violence-words": [WORDS]}


def test_two_corrections_sent_at_once_are_one(app: Flask, world: World) -> None:
    public_id = sent(world, {"violence-words": [WORDS]}).public_id
    tokens = [taking_back.begin_correction(public_id=public_id) for _ in range(3)]
    assert at_once(app, *[lambda t=t: send(world, t) for t in tokens]) == {"done": 1, "taken-back": 2}


def test_a_draft_of_the_same_correction_goes_on(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    token = taking_back.begin_correction(public_id=old.public_id)
    change(world, token, "violence-words", ["Half a change"])
    assert taking_back.begin_correction(public_id=old.public_id, token=token) == token
    assert kept(world, token).answers["violence-words"] == ["Half a change"]


def test_answers_about_the_person_are_not_read_back_but_stay(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "victim": ["reported"], "borough": ["camden"]})
    token = taking_back.begin_correction(public_id=old.public_id)
    assert set(kept(world, token).answers) == {"violence-words"}
    change(world, token, "borough", ["lambeth"])
    send(world, token)
    assert about(newest()) == {"reported", "lambeth"} and about(forms(old)[0]) == set()
    assert characteristics.by_question(db.session(), world.consultation.id)["borough"].by_choice == {"lambeth": 2}


def test_answers_that_a_child_is_not_asked_go_when_a_correction_says_the_age(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "borough": ["camden"], "sexual-orientation": ["heterosexual"]})
    assert about(old) == {"camden", "heterosexual"}
    token = taking_back.begin_correction(public_id=old.public_id)
    drafts.begin(consultation_id=world.consultation.id, age_route="13-15", token=token)
    send(world, token)
    assert about(newest()) == {"camden"} and about(forms(old)[0]) == set()


def test_a_correction_begun_while_it_is_taken_back_keeps_no_words(app: Flask, world: World) -> None:
    for _turn in range(4):
        public_id = sent(world, {"violence-words": [WORDS]}).public_id
        at_once(app, lambda p=public_id: taking_back.begin_correction(public_id=p),
                lambda p=public_id: taking_back.withdraw(public_id=p))
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_someone_under_18_is_asked_again_as_one(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    with writing() as session:
        question = session.scalar(select(Answer.question_id).where(Answer.response_id == old.id))
        key = {"survey_version_id": old.survey_version_id, "key": "age", "kind": "one-choice",
               "stores": "characteristics", "position": 99}
        session.add(age := _question(**key))
        session.flush()
        assert question is not None
        session.add(CharacteristicAnswer(response_id=old.id, question_id=age.id, choice="13-15"))
    assert kept(world, taking_back.begin_correction(public_id=old.public_id)).age_route == "13-15"


def test_who_it_speaks_for_is_asked_from_where_it_stood(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]}, on_behalf_of="organisation", body="A tenants' group", speaks_for=40)
    token = taking_back.begin_correction(public_id=old.public_id)
    assert kept(world, token).about["body"] == "A tenants' group"
    send(world, token)
    assert db.session.get(RespondingBody, newest().id).speaks_for == 40
    assert db.session.get(RespondingBody, old.id) is None


def test_an_unchanged_text_keeps_what_was_coded_and_read_in_it(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "missing-words": ["Nothing is missing"]})
    found = theme(world)
    for answer in texts(old):
        code(world, answer, found)
        codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "", by_id=coder(world))
    correct(world, old.public_id, {"missing-words": ["Something is missing"]})
    [same] = db.session.scalars(select(Answer).join(Reading, Reading.answer_id == Answer.id))
    assert (same.text, same.response_id) == (WORDS, newest().id)
    assert theme_counts.by_theme(db.session(), world.consultation.id)[found.id].respondents == 1
    assert db.session.scalar(select(func.count()).select_from(Coding)) == 1


def test_what_staff_left_out_stays_left_out_when_it_is_corrected(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    responses.exclude(consultation_id=world.consultation.id, public_id=old.public_id, reason="spam", by_id=lead(world))
    correct(world, old.public_id, {"violence-words": ["Not spam at all"]})
    assert newest().excluded_reason == "spam"
    responses.restore(consultation_id=world.consultation.id, public_id=newest().public_id, by_id=lead(world))
    assert newest().excluded_reason is None


def test_after_the_close_nothing_is_changed_or_taken_back(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    close(world)
    for late in (taking_back.withdraw, taking_back.begin_correction):
        with pytest.raises(Refused, match="consultation-closed"):
            late(public_id=old.public_id)
    assert not taking_back.is_open(db.session(), old)
    taking_back.withdraw(public_id=old.public_id, begun_at=utc_now() - timedelta(minutes=5))
    assert forms(old)[0].excluded_reason == "withdrawn"


def test_a_late_correction_never_takes_out_an_answer_that_counts(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    token = taking_back.begin_correction(public_id=old.public_id)
    close(world, late_answers="kept")
    with pytest.raises(Refused, match="consultation-closed"):
        send(world, token)
    assert forms(old)[0].excluded_reason is None and kept(world, token) is not None


def test_taking_back_deletes_the_words_and_the_counts_follow(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "support-knife-crime": ["agree"], "victim": ["reported"]})
    received, counted = response_counts.by_channel(db.session(), world.consultation.id)["online"]
    taking_back.withdraw(public_id=old.public_id)
    assert response_counts.by_channel(db.session(), world.consultation.id)["online"] == (received, counted - 1)
    assert response_counts.by_exclusion(db.session(), world.consultation.id) == {"withdrawn": 1}
    assert characteristics.by_question(db.session(), world.consultation.id)["victim"].by_choice["reported"] == 1
    assert about(old) == set() and forms(old)[0].erased_at is not None
    assert db.session.scalar(select(func.count()).select_from(Answer).where(Answer.response_id == old.id)) == 0


def test_a_change_that_was_begun_goes_with_what_is_taken_back(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    correct(world, old.public_id, {"violence-words": ["Second words"]})
    token = taking_back.begin_correction(public_id=newest().public_id)
    taking_back.withdraw(public_id=newest().public_id)
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    with pytest.raises(NotFound):
        send(world, token)


def test_both_are_in_the_audit_trail_once_without_a_person_or_a_word(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    correct(world, old.public_id, {"violence-words": ["Second words"]})
    taking_back.withdraw(public_id=newest().public_id)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_kind == "response").order_by(AuditEvent.id))
    found = [(event.action, event.person_id, event.facts) for event in events]
    assert found == [("response-corrected", None, {}), ("response-withdrawn", None, {})]


def test_staff_cannot_bring_back_what_was_taken_back(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    taking_back.withdraw(public_id=old.public_id)
    where = {"consultation_id": world.consultation.id, "public_id": old.public_id, "by_id": lead(world)}
    with pytest.raises(Conflict, match="taken-back"):
        responses.restore(**where)
    with pytest.raises(Refused, match="reason-unknown"):
        responses.exclude(**where, reason="withdrawn")


def test_an_edition_keeps_its_numbers_and_loses_the_words(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS], "missing-words": ["This one is in no edition"]})
    found = theme(world)
    code(world, texts(old)[0], found)
    edition = publish(world)
    code(world, texts(old)[1], found)
    assert WORDS in printed(world)
    taking_back.withdraw(public_id=old.public_id)
    assert WORDS not in printed(world) and published.report(db.session(), world.consultation.id).counters.respondents
    frozen = db.session.scalars(select(EditionCoding.coding_id).where(EditionCoding.edition_id == edition.id)).all()
    assert list(db.session.scalars(select(Coding.id))) == list(frozen)
    assert [answer.text for answer in texts(old)] == [""]
    behind = published.passages_behind(db.session(), world.consultation.id, published.Behind(found.public_id, 1))
    assert [passage.words for passage in behind.passages] == [""]
    assert theme_counts.by_theme(db.session(), world.consultation.id) == {}


def test_who_agrees_no_more_to_be_printed_is_printed_no_more(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    code(world, texts(old)[0], theme(world))
    publish(world)
    send(world, taking_back.begin_correction(public_id=old.public_id), quotes=False)
    assert WORDS not in printed(world)


def test_a_run_that_ends_after_an_erasure_brings_nothing_back(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    [answer], found = texts(old), theme(world)
    code(world, answer, found)
    publish(world)
    starts = [(run.id, runs.claim(run.id)) for kind in ("discover", "suggest")
              for run in [runs.start(consultation_id=world.consultation.id, kind=kind)]]
    taking_back.withdraw(public_id=old.public_id)
    proposals.propose(*starts[0], [Group("en", ["light"], {answer.id}, [answer.id], [])])
    proposals.rank(*starts[1], [Ranked(answer.id, found.id, 0, 0.9, ["light"])])
    for model in (ProposedMember, Suggestion):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert answer.id not in [text.id for text in theming.all_texts(db.session(), world.consultation.id)]


def test_what_a_run_proposed_before_is_erased_too(world: World) -> None:
    old = sent(world, {"violence-words": [WORDS]})
    [answer], found = texts(old), theme(world)
    run = runs.start(consultation_id=world.consultation.id, kind="suggest")
    proposals.rank(run.id, runs.claim(run.id) or 0, [Ranked(answer.id, found.id, 0, 0.9, ["light"])])
    taking_back.withdraw(public_id=old.public_id)
    assert db.session.scalar(select(func.count()).select_from(Suggestion)) == 0


def test_taken_back_at_once_is_taken_back_once(app: Flask, world: World) -> None:
    public_id = sent(world, {"violence-words": [WORDS]}).public_id
    outcome = at_once(app, *[lambda: taking_back.withdraw(public_id=public_id)] * 4)
    assert outcome == {"done": 1, "taken-back": 3}


def test_taking_back_while_it_is_corrected_is_one_or_the_other(app: Flask, world: World) -> None:
    for _turn in range(4):
        public_id = sent(world, {"violence-words": [WORDS]}).public_id
        token = taking_back.begin_correction(public_id=public_id)
        outcome = at_once(app, lambda t=token: send(world, t), lambda p=public_id: taking_back.withdraw(public_id=p))
        assert outcome["done"] == 1 and outcome["taken-back"] + outcome["NotFound"] == 1


def test_nothing_is_coded_in_what_is_taken_back_meanwhile(app: Flask, world: World) -> None:
    found = theme(world)
    for turn in range(4):
        old = sent(world, {"violence-words": [f"{WORDS} {turn}"]})
        [answer], public_id = texts(old), old.public_id
        outcome = at_once(app, lambda a=answer: code(world, a, found),
                          lambda p=public_id: taking_back.withdraw(public_id=p))
        assert outcome["done"] + outcome["NotFound"] == 2
    assert db.session.scalar(select(func.count()).select_from(Coding)) == 0
    assert db.session.scalar(select(func.count()).select_from(Passage)) == 0


def _question(**facts: object) -> object:
    from consult.models.surveys import Question

    known = set(Question.__table__.columns.keys())
    return Question(**{key: value for key, value in facts.items() if key in known})


def sent(world: World, answers: dict[str, list[str]], **about: object) -> Response:
    """Send a response as a person does, and return its row."""
    return sent_with_token(world, answers, **about)[0]


def sent_with_token(world: World, answers: dict[str, list[str]], **about: object) -> tuple[Response, str]:
    """Send a response and return its row with its submission token."""
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    with writing() as session:
        session.execute(update(Draft).where(Draft.token_hash == drafts.hash_of(token)).values(about=about))
    for key, values in answers.items():
        change(world, token, key, values)
    submission = new_token()
    send(world, token, submission=submission)
    return newest(), submission


def change(world: World, token: str, key: str, values: list[str]) -> None:
    """Answer one question of a draft."""
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key=key, values={key: values})


def correct(world: World, public_id: str, answers: dict[str, list[str]]) -> None:
    """Change answers of a response and send them."""
    token = taking_back.begin_correction(public_id=public_id)
    for key, values in answers.items():
        change(world, token, key, values)
    send(world, token)


def send(world: World, token: str, *, submission: str = "", quotes: bool = True) -> str:
    """Send a draft."""
    return responses.submit(consultation_id=world.consultation.id, draft_token=token,
                            submission_token=submission or new_token(), language="en", has_consent=True,
                            has_quote_consent=quotes)


def newest() -> Response:
    """Return the response that came last, as it is stored."""
    db.session.rollback()
    return db.session.scalars(select(Response).order_by(Response.id.desc())).first()


def forms(response: Response) -> tuple[Response, Response]:
    """Return a response as it is stored, and the one that came last."""
    last = newest()
    return db.session.get_one(Response, response.id, populate_existing=True), last


def kept(world: World, token: str) -> Draft:
    """Return a draft as it is stored."""
    db.session.rollback()
    return db.session.scalars(select(Draft).where(Draft.token_hash == drafts.hash_of(token))).one()


def texts(response: Response) -> list[Answer]:
    """Return the texts of a response."""
    return list(db.session.scalars(select(Answer).where(
        Answer.response_id == response.id, Answer.text.is_not(None)).order_by(Answer.id)))


def about(response: Response) -> set[str]:
    """Return what a response says about the person."""
    return set(db.session.scalars(
        select(CharacteristicAnswer.choice).where(CharacteristicAnswer.response_id == response.id)))


def printed(world: World) -> str:
    """Return every word of the newest edition as it is read now."""
    from consult.domain.report_json import to_json

    found = published.report(db.session(), world.consultation.id)
    assert found is not None
    return json.dumps(json.loads(to_json(found)), ensure_ascii=False)


def close(world: World, late_answers: str = "counted") -> None:
    """Close the consultation a second ago."""
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.closes_at, consultation.late_answers = utc_now() - timedelta(seconds=1), late_answers


def lead(world: World) -> int:
    """Return the row id of the lead."""
    return world.staff["lead"].id


def coder(world: World) -> int:
    """Return the row id of the coder."""
    return world.staff["coder"].id
