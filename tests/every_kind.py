"""A survey with a page of every kind of question in English and Urdu, and a running site that asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from consult.domain.conditions import Condition
from consult.domain.surveys import MEDIA_KINDS, Option, Page, Question, Section, Survey, Text
from tests.worlds import World, build

SURVEY_KEY = "every-kind"


def both(en: str, ur: str) -> dict[str, str]:
    """Return the same words in both languages."""
    return {"en": en, "ur": ur}


def _option(code: str, en: str, ur: str, **more: object) -> Option:
    return Option(code, both(en, ur), **more)  # type: ignore[arg-type]


def _page(question: Question, **more: object) -> Page:
    return Page(question.key, None, (question,), **more)  # type: ignore[arg-type]


TRAVEL = (
    _option("bus", "By bus", "بس سے"), _option("train", "By train", "ٹرین سے"),
    _option("foot", "On foot", "پیدل", hint=both("All the way", "پورا راستہ")),
)
OTHER = _option("other", "Another way", "کسی اور طریقے سے", asks=Question(
    "travel-other", "short-text", both("Which way?", "کون سا طریقہ؟"), is_required=True, max_length=40))
NONE = _option("none", "None of these", "ان میں سے کوئی نہیں", is_exclusive=True)
WORRIES = (
    _option("burglary", "Burglary", "چوری"), _option("knives", "Knives", "چاقو"),
    _option("noise", "Noise", "شور"), _option("roads", "Roads", "سڑکیں"),
)
RATES = (_option("good", "Good", "اچھا"), _option("bad", "Bad", "برا"))

QUESTIONS = {
    "one-choice": Question("travel", "one-choice", both("How do you travel?", "آپ کیسے سفر کرتے ہیں؟"),
                           options=(*TRAVEL, OTHER), is_required=True),
    "dropdown": Question("travel-list", "one-choice", both("How do others travel?", "دوسرے کیسے سفر کرتے ہیں؟"),
                         options=TRAVEL, is_dropdown=True, is_required=True),
    "several-choices": Question(
        "worries", "several-choices", both("What worries you?", "آپ کو کیا پریشان کرتا ہے؟"),
        options=(*WORRIES, _option("more", "Something else", "کچھ اور", asks=Question(
            "worries-more", "long-text", both("What else?", "اور کیا؟"), max_length=200)), NONE),
        min_choices=2, max_choices=3, is_required=True),
    "agree-scale": Question("agree", "agree-scale", both("The aim is right", "مقصد درست ہے"), is_required=True),
    "yes-no-unsure": Question("safe", "yes-no-unsure", both("Do you feel safe?", "کیا آپ محفوظ ہیں؟"),
                              is_required=True),
    "consent": Question("agreed", "consent", both("May we read this aloud?", "کیا ہم یہ پڑھ کر سنا سکتے ہیں؟"),
                        is_required=True),
    "number": Question("years", "number", both("How many years have you lived here?", "آپ یہاں کتنے سال سے ہیں؟"),
                       minimum="0", maximum="120", is_required=True),
    "date": Question("moved", "date", both("When did you move here?", "آپ یہاں کب آئے؟"), minimum="1920-01-01",
                     maximum="2030-12-31", is_required=True),
    "short-text": Question("street", "short-text", both("What is your area called?", "آپ کے علاقے کا نام کیا ہے؟"),
                           hint=both("Not your address", "اپنا پتا نہیں"), max_length=30, is_required=True),
    "long-text": Question("words", "long-text",
                          both("What would you change in ${street}?", "${street} میں کیا بدلیں گے؟"),
                          max_length=200, is_required=True),
    "ranking": Question("order", "ranking", both("What matters most?", "سب سے اہم کیا ہے؟"), options=WORRIES,
                        is_required=True),
    "plan-comment": Question("on-knives", "plan-comment",
                             both("What do you say to this part?", "اس حصے پر کیا کہیں گے؟"),
                             plan_node="aim-knife", is_required=True),
    "file": Question("paper", "file", both("Send a file", "فائل بھیجیں"), is_required=True),
    "audio": Question("voice", "audio", both("Tell us by voice", "آواز میں بتائیں"), is_required=True),
    "video": Question("signs", "video", both("Tell us by video", "ویڈیو میں بتائیں"), is_required=True),
    "note": Question("thanks", "note", both("Nearly there", "بس تھوڑا اور"),
                     hint=both("A few more questions follow.", "چند سوال اور ہیں۔")),
}
STATEMENTS = tuple(
    Question(key, "one-choice", both(en, ur), options=RATES, is_required=True)
    for key, en, ur in (("rate-buses", "Buses", "بسیں"), ("rate-trains", "Trains", "ٹرینیں")))
RATING = Page("rates", both("How good are these?", "یہ کتنے اچھے ہیں؟"), STATEMENTS)
# Answers about the person: kept apart, and only ever counted.
BOROUGH = Question("borough", "borough", both("Where do you live?", "آپ کہاں رہتے ہیں؟"))
DISTRICT = Question("district", "postcode-district", both("What is your postcode?", "آپ کا پوسٹ کوڈ کیا ہے؟"))
WHY = Question("why", "long-text", both("You said ${travel}. Why?", "آپ نے ${travel} کہا۔ کیوں؟"),
               show_if=Condition("travel", ("other",)))
ANYWHERE = Question("anywhere", "plan-comment",
                    both("What do you say to this part of the plan?", "اس حصے پر کیا کہیں گے؟"))


def survey(*, needs_files: bool = True) -> Survey:
    """Return the survey: a page for each kind, one of several statements, one that asks for an earlier answer."""
    asked = [replace(question, is_required=question.is_required and (needs_files or question.kind not in MEDIA_KINDS))
             for question in QUESTIONS.values()]
    pages = (*(_page(question) for question in asked), RATING, _page(WHY), _page(ANYWHERE))
    intro: Text = both("Some questions about where you live.", "آپ کے علاقے کے بارے میں کچھ سوال۔")
    return Survey(
        SURVEY_KEY, both("Every kind of question", "ہر قسم کا سوال"), ("en", "ur"), (
            Section("all", both("Your area", "آپ کا علاقہ"), intro=intro, pages=pages),
            Section("you", both("About you", "آپ کے بارے میں"), stores="characteristics",
                    pages=(_page(BOROUGH), _page(DISTRICT))),
        ))


def ask(world: World, *, needs_files: bool = True) -> None:
    """Put the survey into use on the world's consultation."""
    from consult.services import surveys

    surveys.store(consultation_id=world.consultation.id, survey=survey(needs_files=needs_files))


@contextmanager
def site(folder: Path, backend: str = "sqlite") -> Iterator["object"]:
    """Serve the small consultation with the survey of every kind (a tests.journeys.site.Site)."""
    from consult.app import create_app
    from consult.extensions import db
    from tests import databases
    from tests.journeys.site import Site, serving
    from tests.worlds import PASSWORD

    url = databases.copies.make(backend, folder)
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        world = build()
        ask(world)
        slug, emails = world.slug, {role: person.email for role, person in world.staff.items()}
        db.session.remove()
    with serving(app) as address:
        yield Site(app, address, slug, emails, dict.fromkeys(emails, PASSWORD))
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)
