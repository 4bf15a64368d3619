"""A small consultation to test with: one of everything, made through the same services that people use."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from consult.config import ROOT
from consult.domain.access import ROLES
from consult.domain.responses import Submission, check_submission
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.queries import surveys as survey_queries
from consult.services import consultations, offering, people, plans, surveys
from consult.services.consultations import Around, DutyFacts
from consult.services.measures import MEASURES
from consult.services.responses import store
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.transaction import writing

PASSWORD = "a long password for tests"
EXAMPLE = ROOT / "consult" / "example"
SURVEY = Path(__file__).parent / "small_survey.yaml"
PLAN = Path(__file__).parent / "small_plan.yaml"

DUTY = DutyFacts({"en": "Ask people", "ur": "لوگوں سے پوچھیں"}, {"en": "By law.", "ur": "قانون کے تحت۔"})
# The headings of the small plan in Urdu; a language without them is not offered.
HEADINGS = {
    "obj-violence": {"title": "تشدد میں کمی", "short_text": "کم لوگ زخمی ہوں۔"},
    "aim-knife": {"title": "چاقو کے جرائم", "short_text": "چاقو سے کم زخم۔"},
    "will-prevent": {"title": "تشدد کو جلد روکنا", "short_title": "روک تھام"},
    "sub-streets": {"title": "محفوظ گلیاں"},
    "obj-trust": {"title": "زیادہ اعتماد", "short_text": "لوگ پولیس پر اعتماد کریں۔"},
    "aim-trust": {"title": "اعتماد", "short_text": "زیادہ لوگ کہیں کہ انہیں پولیس پر اعتماد ہے۔"},
}


@dataclass
class World:
    """What a test can reach for: the consultation, staff by role (`administrator` too), and stored responses."""

    consultation: Consultation
    staff: dict[str, Person]
    responses: list[Response] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The consultation's address."""
        return self.consultation.slug

    def email(self, role: str) -> str:
        """The address that this role signs in with; the password is PASSWORD."""
        return self.staff[role].email

    def respond(self, text: str, *, language: str = "en", channel: str = "online", quotes: bool = True,
                question: str = "violence-words", **others: str) -> Answer:
        """Store a response with one free text (and closed or protected answers by question key); return its text."""
        answers = {question: [text], **{key.replace("_", "-"): [value] for key, value in others.items()}}
        return respond(self, answers, language=language, channel=channel, quotes=quotes)


def build(*, slug: str = "small-plan", is_visible: bool = True) -> World:
    """Make the world: a small plan, a short survey in English and Urdu, staff in every role, three responses."""
    with writing():
        version = plans.import_plan(data=PLAN.read_bytes())
        around = Around([DUTY], [])
        plans.translate_nodes(plan_version_id=version.id, language="ur", words=HEADINGS)
        consultation = consultations.create(slug=slug, facts=_facts(version.id), around=around)
        surveys.import_survey(consultation_id=consultation.id, data=SURVEY.read_bytes())
        staff = {role: _person(role, consultation.id) for role in ("administrator", *ROLES)}
        settle(consultation.id, staff["lead"].id)
        if is_visible:
            consultations.show(consultation_id=consultation.id)
    world = World(consultation, staff)
    world.respond("More officers on foot in my street. The buses feel safe.", support_knife_crime="agree", victim="no")
    world.respond("No one came when I reported.", quotes=False, channel="post", victim="reported")
    world.respond("میری گلی میں زیادہ پولیس چاہیے۔ شکریہ۔", language="ur", victim="no", borough="lambeth")
    return world


def standing() -> World:
    """Return the world that stands in this database already, as `build` returned it."""
    session = db.session()
    staff = {person.email.partition("@")[0]: person for person in session.scalars(select(Person).order_by(Person.id))}
    world = World(session.scalars(select(Consultation)).one(), staff,
                  list(session.scalars(select(Response).order_by(Response.id))))
    # A test begins outside of any transaction, and so sees what others write.
    session.commit()
    return world


def settle(consultation_id: int, lead_id: int | None, languages: tuple[str, ...] = ("ur",)) -> None:
    """Decide what has to be decided before an opening: languages that nobody checked, formats that are not there."""
    for language in languages if lead_id is not None else ():
        offering.allow_unchecked(consultation_id=consultation_id, language=language, reason="A test.", by_id=lead_id)
    for form, language in offering.PROMISED_FORMS:
        offering.promise_format(consultation_id=consultation_id, form=form, language=language, ready_on=None,
                                reason={"en": "Not in this test."}, by_id=lead_id)


def only_english(world: World) -> None:
    """Take Urdu out of the consultation, for surveys of a test that are in English alone."""
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.languages = consultation.offered_languages = ["en"]


def _facts(plan_version_id: int) -> dict[str, object]:
    now = utc_now()
    return {
        "title": {"en": "A small plan", "ur": "ایک چھوٹا منصوبہ"}, "summary": {"en": "Tell us.", "ur": "ہمیں بتائیں۔"},
        "what_can_change": {"en": ["Much"], "ur": ["بہت کچھ"]},
        "before_free_text": {"en": ["Call 999."], "ur": ["999"]},
        "privacy_notice": {"en": ["We read it."], "ur": ["ہم پڑھتے ہیں۔"]}, "languages": ["en", "ur"],
        "under_13": {"en": ["Take part with a group."], "ur": ["گروپ کے ساتھ۔"]},
        "opens_at": now - timedelta(days=10), "closes_at": now + timedelta(days=10),
        "retention_until": date.today() + timedelta(days=400), "dpia_reference": "TEST-1",
        "safeguarding_lead": "A named person", "plan_version_id": plan_version_id,
    }


def _person(role: str, consultation_id: int) -> Person:
    person = people.add(email=f"{role}@example.org", name=f"A {role}", password=PASSWORD,
                        is_administrator=role == "administrator")
    if role != "administrator":
        people.grant(person_id=person.id, consultation_id=consultation_id, role=role)
    return person


def respond(world: World, answers: dict[str, list[str]], *, language: str = "en", channel: str = "online",
            quotes: bool = True) -> Answer:
    """Store a response by the rules of the survey and return its free text."""
    with writing() as session:
        version = survey_queries.current(session, world.consultation.id)
        assert version is not None
        checked = check_submission(version.survey, Submission("adult", answers, True, quotes), MEASURES)
        token = new_token()
        response = Response(
            consultation_id=world.consultation.id, survey_version_id=version.id, channel=channel, language=language,
            has_quote_consent=quotes, submission_hash=keyed_hash("submission", token),
            receipt_hash=keyed_hash("receipt", receipt_code(token)))
        store(session, response, checked, question_ids=survey_queries.question_ids(session, version.id))
        world.responses.append(response)
        found = session.query(Answer).filter(Answer.response_id == response.id, Answer.text.is_not(None)
                                             ).order_by(Answer.id).limit(1).one()
        return found
