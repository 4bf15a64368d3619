"""A running site for the browser: a real server on a free port, and the way to every page of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from waitress import wasyncore
from waitress.server import create_server

from consult.app import create_app
from consult.extensions import db
from consult.models.access_requests import AccessRequest
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from tests import databases, examples


@dataclass
class Site:
    """Where the site runs, and who signs in with which password, by role."""

    app: Flask
    address: str
    slug: str
    emails: dict[str, str]
    passwords: dict[str, str] = field(default_factory=dict)
    # The keys of second factors, of those who have one.
    keys: dict[str, str] = field(default_factory=dict)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine and give its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # In the server's own thread, and with the connections that a browser keeps open: its loop ends with the last.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(timeout=5)
        server.task_dispatcher.shutdown()


@contextmanager
def example_site(folder: Path, backend: str = "sqlite") -> Iterator[Site]:
    """Serve the whole example, with a published edition and proposals of themes."""
    url = databases.copies.make(backend, folder, examples.load)
    app = create_app(databases.settings(url, folder))
    sign_ins = examples.sign_ins(backend)
    with serving(app) as address:
        yield Site(app, address, examples.SLUG, {item["role"]: item["email"] for item in sign_ins},
                   {item["role"]: item["password"] for item in sign_ins},
                   {item["role"]: item["totp_secret"] for item in sign_ins if "totp_secret" in item})
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)


@contextmanager
def small_site(folder: Path, backend: str) -> Iterator[Site]:
    """Serve the small consultation that tests share."""
    from tests.worlds import PASSWORD, build, standing

    url = databases.copies.make(backend, folder, build)
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        world = standing()
        slug, emails = world.slug, {role: person.email for role, person in world.staff.items()}
        db.session.remove()
    with serving(app) as address:
        yield Site(app, address, slug, emails, dict.fromkeys(emails, PASSWORD))
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)


def values(site: Site) -> dict[str, str]:
    """Return something real for every part of an address that varies."""
    with site.app.app_context():
        session = db.session()
        consultation = session.scalar(select(Consultation))
        theme = session.scalar(select(Theme).order_by(Theme.id))
        answer = session.scalar(select(Answer).where(Answer.text.is_not(None)).order_by(Answer.id))
        response, run = session.scalar(select(Response)), session.scalar(select(Run).order_by(Run.id))
        person = session.scalar(select(Person).where(Person.email == "coder@example.org"))
        assert consultation and theme and answer and response and run and person
        found = {
            "slug": consultation.slug, "key": "p25-obj-violence", "node_key": "p25-sub-neighbourhoods-main",
            "theme_id": theme.public_id, "answer_id": answer.public_id or "", "response_id": response.public_id,
            "run_id": run.public_id, "person_id": person.public_id, "number": "1", "question_key": "violence-words",
            "page": "violence-words", "node": "p25-obj-violence",
            "draft_id": _being_written(consultation.id), "section_key": "violence",
            "language": "ur", "unit_key": "question/violence-words/text",
            "request_id": _asked(consultation.id), "words_id": _in_another_language(),
            "film_id": _signed(consultation.id), "form": "audio", "part": "question/violence-words",
            **_coded_twice(consultation.id), "worry_id": _worried_about(consultation.id),
            "campaign_id": _sent_by_many(),
        }
        db.session.remove()
        return found


def _coded_twice(consultation_id: int) -> dict[str, str]:
    """Return the public ids of an answer that waits for a second coder, and of one that the lead coded otherwise."""
    from consult.models.double_coding import DoubleReading
    from consult.services import double_coding

    lead = db.session.scalars(select(Person).where(Person.email == "lead@example.org")).one()
    mine = db.session.scalar(select(DoubleReading.public_id).where(DoubleReading.state != "waiting"))
    waiting = list(db.session.scalars(select(DoubleReading.public_id).where(
        DoubleReading.state == "waiting", DoubleReading.first_by_id != lead.id,
        DoubleReading.question_key == "violence-words").order_by(DoubleReading.id)))
    if mine is None:
        mine = waiting.pop(0)
        double_coding.finish(consultation_id=consultation_id, reading_id=mine, by_id=lead.id)
    return {"waiting_id": waiting[0], "difference_id": mine}


def _sent_by_many() -> str:
    """Return the public id of a campaign, made the first time of three answers of the example as if they were alike."""
    from consult.models.campaigns import Campaign, CampaignMember
    from consult.services.transaction import writing

    with writing() as session:
        there = session.scalar(select(Campaign.public_id).order_by(Campaign.id))
        if there is not None:
            return there
        rows = session.execute(
            select(Answer.id, Answer.text, Response.consultation_id).join(Response, Response.id == Answer.response_id)
            .where(Answer.text.is_not(None), Response.excluded_reason.is_(None)).order_by(Answer.id).limit(3)).all()
        campaign = Campaign(consultation_id=rows[0][2], answer_id=rows[0][0])
        session.add(campaign)
        session.flush()
        session.add_all([
            CampaignMember(campaign_id=campaign.id, answer_id=answer_id, likeness=1 - 0.1 * at, start=0, end=len(text),
                           is_identical=at == 0) for at, (answer_id, text, _id) in enumerate(rows)])
        return campaign.public_id


def _worried_about(consultation_id: int) -> str:
    """Return the public id of a worry, the first time of one that is sent now about the newest answer."""
    from consult.models.care import Worry
    from consult.services import worries

    found = db.session.scalar(select(Worry.public_id).order_by(Worry.id.desc()).limit(1))
    if found is not None:
        return found
    answer = db.session.scalars(select(Answer).where(Answer.text.is_not(None), Answer.language == "en")
                                .order_by(Answer.id.desc())).first()
    lead = db.session.scalars(select(Person).where(Person.email == "lead@example.org")).one()
    assert answer is not None
    return worries.flag(consultation_id=consultation_id, answer_id=answer.public_id or "", kind="abuse",
                        note="He writes of his father.", by_id=lead.id).public_id


def _signed(consultation_id: int) -> str:
    """Return the public id of a film in sign language, the first time one that is sent now and put into English."""
    from consult.models.answer_words import SignedAnswer
    from consult.services import drafts, responses, signed_answers, signed_words
    from consult.services.attachments import Sent
    from consult.services.secrets import new_token

    found = db.session.scalar(select(SignedAnswer.public_id))
    if found is not None:
        return found
    token = drafts.begin(consultation_id=consultation_id, age_route="adult")
    film = BytesIO(b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(2000))
    signed_answers.keep(token=token, consultation_id=consultation_id, question_key="violence-words",
                        sent=Sent(film, "film.webm", "video/webm", 75))
    responses.submit(consultation_id=consultation_id, draft_token=token, submission_token=new_token(), language="en",
                     has_consent=True, has_quote_consent=False)
    translator = db.session.scalar(select(Person).where(Person.email == "translator@example.org"))
    found = db.session.scalar(select(SignedAnswer.public_id))
    assert translator is not None and found is not None
    signed_words.write(consultation_id=consultation_id, public_id=found, english={"violence-words": "More light."},
                       note="", revision=1, by_id=translator.id)
    return found


def _in_another_language() -> str:
    """Return the public id of the words of an answer in another language, the first time one that is found now."""
    from consult.models.answer_words import AnswerWords
    from consult.services import answer_words

    found = db.session.scalar(select(AnswerWords).where(AnswerWords.state != "not-needed").order_by(AnswerWords.id))
    if found is not None:
        return found.public_id
    answer = db.session.scalar(select(Answer).where(Answer.text.is_not(None), Answer.language != "en"))
    assert answer is not None
    answer_words.keep_found([answer_words.Find(answer.id, None, answer.language)])
    return _in_another_language()


def _asked(consultation_id: int) -> str:
    """Return the public id of a request for a format, the first time a new one."""
    from consult.services import access_requests

    found = db.session.scalar(select(AccessRequest.public_id))
    asked = access_requests.Asked("format", "braille", "ਪੰਜਾਬੀ", "me@example.org", "en")
    return found or access_requests.take(consultation_id=consultation_id, asked=asked, network="198.51.100.1").public_id


def _being_written(consultation_id: int) -> str:
    """Return the public id of a survey being written, the first time one that begins with the version in use."""
    from consult.queries import survey_drafts as stored
    from consult.services import survey_drafts

    found = stored.listed(db.session(), consultation_id)
    if found:
        return found[0].public_id
    editor = db.session.scalar(select(Person).where(Person.email == "survey-editor@example.org"))
    assert editor is not None
    return survey_drafts.copy_of_version(consultation_id=consultation_id, number=1, by_id=editor.id).public_id
