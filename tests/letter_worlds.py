"""Letters, e-mails and calls for tests: taken in by the real services, and accepted as responses; no test."""

from consult.domain.submissions import Facts
from consult.extensions import db
from consult.models.responses import Answer, Response
from consult.models.submissions import Sender, Submission
from consult.services import submissions
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing
from tests.worlds import World

FORMS = {"email": "e-mail", "phone": "call"}


def wait(world: World, words: str, *, channel: str = "post", address: str = "", **facts: object) -> str:
    """Take something in that then waits for a person, and return its public id."""
    with writing() as session:
        taken = submissions.take_in(
            session, consultation_id=world.consultation.id, by_id=world.staff["intake-officer"].id,
            facts=Facts(channel, str(facts.pop("form", FORMS.get(channel, "letter"))), "en", text=words, **facts))
        if address:
            session.add(Sender(submission_id=taken.id, address_hash=keyed_hash("sender", address)))
        return taken.public_id


def letter(world: World, words: str, *, channel: str = "post", address: str = "", **facts: object) -> Answer:
    """Take a letter in, accept it, and return its words as they are coded."""
    return accept(world, wait(world, words, channel=channel, address=address, **facts))


def accept(world: World, public_id: str) -> Answer:
    """Let the officer accept what waits, and return its words."""
    response = submissions.accept(consultation_id=world.consultation.id, public_id=public_id,
                                  by_id=world.staff["intake-officer"].id)
    assert response is not None
    return db.session().query(Answer).filter_by(response_id=response.id).one()


def response_of(answer: Answer) -> Response:
    """Return the response that an answer is of, as it stands now."""
    return db.session().get_one(Response, answer.response_id, populate_existing=True)


def submission_of(answer: Answer) -> Submission:
    """Return what was taken in and became the response of an answer."""
    return db.session().query(Submission).filter_by(response_id=answer.response_id).one()
