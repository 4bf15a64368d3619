"""A survey with a question of every kind that a row of a file can hold, and responses to it stored by its rules."""


from consult.domain.response_rows import AskedVersion, Given, ResponseRow
from consult.domain.responses import Submission, check_submission
from consult.domain.surveys import Option, Page, Question, Section, Survey
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.responses import RespondingBody, Response
from consult.queries import surveys as stored
from consult.services import surveys
from consult.services.measures import MEASURES
from consult.services.responses import store
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.transaction import writing
from tests.worlds import World


def words(text: str) -> dict[str, str]:
    """Return the same words in both languages, told apart."""
    return {"en": text, "ur": f"{text} (ur)"}


def options(*labels: str) -> tuple[Option, ...]:
    """Return options whose codes are their labels in small letters."""
    return tuple(Option(label.lower().replace(" ", "-"), words(label)) for label in labels)


OTHER = Option("other", words("Something else"), asks=Question("other-words", "short-text", words("What else?")))
QUESTIONS = (
    Question("agree", "agree-scale", words("Is the aim right?")),
    Question("matters", "several-choices", words("What matters?"), options=(*options("Knives", "Buses"), OTHER)),
    Question("order", "ranking", words("Which first?"), options=options("Lights", "Patrols", "Youth clubs")),
    Question("years", "number", words("How many years here?")),
    Question("moved", "date", words("When did you move here?")),
    Question("why", "long-text", words("Why?"), show_if=None),
    Question("comment", "plan-comment", words("Your comment on this part")),
    Question("photo", "file", words("A photo")),
)
ABOUT = (
    Question("sex", "one-choice", words("What is your sex?"), options=options("Female", "Male")),
    Question("borough", "borough", words("Which borough?")),
)


def survey(*questions: Question, about: tuple[Question, ...] = ABOUT, key: str = "wide") -> Survey:
    """Return a survey that asks these questions (all by default), each on a page, and two about the person."""
    def pages(asked: tuple[Question, ...]) -> tuple[Page, ...]:
        return tuple(Page(f"page-{question.key}", None, (question,)) for question in asked)

    return Survey(key, words("A wide survey"), ("en", "ur"), (
        Section("plan", words("The plan"), pages=pages(questions or QUESTIONS)),
        Section("about", words("About you"), stores="characteristics", pages=pages(about)),
    ))


def use(world: World, asked: Survey | None = None) -> None:
    """Put the wide survey, or another one, into use as the newest version."""
    surveys.store(consultation_id=world.consultation.id, survey=asked or survey())


def send(world: World, answers: dict[str, list[str]], *, body: str = "", may_be_named: bool = False,
         **facts: object) -> Response:
    """Store a response by the rules of the newest version."""
    with writing() as session:
        version = stored.current(session, world.consultation.id)
        assert version is not None
        checked = check_submission(version.survey, Submission("adult", answers, True, True), MEASURES)
        token = new_token()
        response = Response(**{
            "consultation_id": world.consultation.id, "survey_version_id": version.id, "channel": "online",
            "language": "en", "submission_hash": keyed_hash("submission", token),
            "receipt_hash": keyed_hash("receipt", receipt_code(token)), **facts})
        store(session, response, checked, question_ids=stored.question_ids(session, version.id))
        if body:
            session.add(RespondingBody(response_id=response.id, name=body, may_be_named=may_be_named))
        return response


def asked_version(number: int, asked: Survey) -> AskedVersion:
    """Return a version as the queries give it, without a database: ids count from 100 times its number."""
    keys = [question.key for section in asked.sections for page in section.pages for question in page.questions]
    keys += ["other-words"]
    return AskedVersion(number, asked, {key: number * 100 + at for at, key in enumerate(keys)})


def row(version: AskedVersion, **answers: list[tuple[str, object]]) -> ResponseRow:
    """Return a row whose answers are given by key as (column of the answer, value) pairs; _ stands for a hyphen."""
    given = [
        Given(1, version.question_ids[key.replace("_", "-")], **{
            "choice": None, "text": None, "value": None, "node_key": "",
            "place": place if name == "place" else None, **{"choice" if name == "place" else name: value}})
        for key, pairs in answers.items() for place, (name, value) in enumerate(pairs, 1)]
    return ResponseRow("public-id", utc_now(), "post", "en", version.number, False, "self", False, None, True, None,
                       None, tuple(given))


def response_count(world: World) -> int:
    """Return how many responses the consultation holds."""
    return int(db.session().query(Response).filter(Response.consultation_id == world.consultation.id).count())
