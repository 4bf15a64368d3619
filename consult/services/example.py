"""Loads the example: the real draft plan, a survey, example responses and codings, and one sign-in for each role."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.config import ROOT
from consult.domain.access import ROLES
from consult.domain.surveys import Survey
from consult.domain.working_days import LONDON
from consult.extensions import db
from consult.intake.surveys import read_survey
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.services import (
    consultations,
    example_texts,
    offering,
    people,
    plans,
    reports,
    second_factors,
    surveys,
)
from consult.services.consultations import Around, DutyFacts, StageFacts
from consult.services.example_codings import load_codings
from consult.services.example_findings import load_findings
from consult.services.example_forums import load_forums
from consult.services.example_intake import Staff, load_intake
from consult.services.example_people import load as load_people
from consult.services.example_plan_changes import load_plan_changes
from consult.services.example_releases import load_releases
from consult.services.example_report import load_report
from consult.services.example_responses import load_responses
from consult.services.example_scrutiny import load_scrutiny
from consult.services.example_told import load_told
from consult.services.example_words import load_words
from consult.services.transaction import writing

FOLDER = ROOT / "consult" / "example"
WORDS = ("title", "summary", "what_can_change", "what_cannot_change", "before_free_text", "privacy_notice",
         "privacy_for_children", "under_13")
SUMMARY = """This is a first edition, made while people can still answer. A person has read about four in ten of the \
answers in people's own words so far, so the numbers will change.

People spoke most of how victims are kept informed, of hate crime, of communities having a say over the police, and of \
officers on foot in their neighbourhood. Several things that people asked for have no place in the draft plan yet."""
# An officer of the body, whom forums let in: the one of the example who has a second factor.
OFFICER = "officer"
PLAIN = ("contact_email", "languages", "dpia_reference", "safeguarding_lead")


class _Loader(yaml.SafeLoader):
    """Reads our own files with every `yes` and `no` as the word that it is."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not (tag.endswith(":bool") and letter not in "tTfF")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_loaded() -> bool:
    """Say whether the example (or anything else) was set up before."""
    return db.session().scalar(select(Consultation.id).limit(1)) is not None


def read(name: str) -> Any:
    """Return one of the example's files as plain values."""
    with open(FOLDER / name, encoding="utf-8") as file:
        loader = _Loader(file)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()


def translations() -> example_texts.Texts:
    """Return the example's texts in other languages, by language and unit key."""
    return {tag: read(f"texts/{tag}.yaml")["texts"] for tag in example_texts.tags(FOLDER / "texts")}


def survey(said: example_texts.Texts | None = None) -> Survey:
    """Return the example's survey in every language that it was translated into (`said`, read by default)."""
    return example_texts.in_every_language(read_survey((FOLDER / "survey.yaml").read_bytes()),
                                           translations() if said is None else said)


def load(data_dir: Path) -> Consultation:
    """Load the whole example in one transaction and keep its sign-ins in `data_dir`; the consultation is open."""
    with writing() as session:
        version = plans.import_plan(data=(FOLDER / "plans" / "pcp_2025_29.yaml").read_bytes())
        said = translations()
        for tag, texts in said.items():
            plans.translate_nodes(plan_version_id=version.id, language=tag, words=example_texts.headings(texts))
        consultation = _consultation(version.id, said)
        surveys.store(consultation_id=consultation.id, survey=survey(said))
        staff = _staff(consultation.id)
        keys = {OFFICER: second_factors.give(person_id=staff[OFFICER][0].id)}
        _promise_formats(consultation.id, said)
        answers = load_responses(consultation, _lists("responses"))
        load_codings(consultation, answers, read("codebook.yaml"), _lists("codings"),
                     coder_id=staff["coder"][0].id, lead_id=staff["lead"][0].id)
        load_words(consultation, answers, read("answers_in_english.yaml"), _theme_names(),
                   writer_id=staff["translator"][0].id, checker_id=staff["translation-checker"][0].id,
                   coder_id=staff["coder"][0].id)
        load_intake(consultation, read("intake.yaml"), (FOLDER / "panel.csv").read_bytes(), _theme_names(),
                    Staff(staff["intake-officer"][0].id, staff["coder"][0].id, staff["lead"][0].id,
                          staff["safeguarding"][0].id))
        consultations.show(consultation_id=consultation.id)
        load_plan_changes(session, consultation, (FOLDER / "plans" / "pcp_2021_25.yaml").read_bytes(),
                          by_id=staff["lead"][0].id)
        ways_in = load_forums(session, list(_lists_of_forums()), officer_id=staff[OFFICER][0].id)
        told = _load_report(session, consultation, staff)
    _keep_sign_ins(data_dir, staff, keys)
    _keep(data_dir / "example-forum-words.json", ways_in)
    _keep(data_dir / "example-check-codes.json", told)
    return consultation


def _load_report(session: Session, consultation: Consultation, staff: Mapping[str, tuple[Person, str]]
                 ) -> list[dict[str, str]]:
    """Store what a report is made of beside the answers, and freeze its first edition; return codes that were given."""
    lead_id, plans_folder = staff["lead"][0].id, FOLDER / "plans"
    scrutiny = read("scrutiny.yaml")
    load_people(session, consultation, read("reach.yaml"), plans_folder, by_id=lead_id)
    load_scrutiny(consultation, scrutiny, {name: (plans_folder / name).read_bytes() for name in scrutiny["reports"]},
                  lead_id=lead_id)
    load_findings(session, consultation, read("findings.yaml"), _theme_names(), coder_id=staff["coder"][0].id,
                  lead_id=lead_id)
    load_report(session, consultation, read("report.yaml"), lead_id=lead_id,
                translator_id=staff["translator"][0].id)
    codes = load_told(session, consultation, read("told.yaml"), lead_id=lead_id)
    reports.publish(consultation_id=consultation.id, summary=SUMMARY, by_id=lead_id)
    load_releases(consultation, read("releases.yaml"), lead_id=lead_id, second_id=staff["equality-lead"][0].id)
    return codes


def _lists(folder: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted((FOLDER / folder).glob("*.yaml")):
        yield from read(f"{folder}/{path.name}")


def _lists_of_forums() -> Iterator[Mapping[str, Any]]:
    for path in sorted((FOLDER / "forums").glob("*.yaml")):
        yield read(f"forums/{path.name}")


def _theme_names() -> dict[str, str]:
    return {theme["key"]: theme["name"] for theme in read("codebook.yaml")["themes"]}


def _promise_formats(consultation_id: int, said: example_texts.Texts) -> None:
    """Say honestly, in each language, that nobody has signed, drawn or recorded anything for the example."""
    reasons = read("consultation.yaml")["formats"]
    for form, language in offering.PROMISED_FORMS:
        others = {tag: texts[f"formats/{form}"] for tag, texts in said.items() if f"formats/{form}" in texts}
        offering.promise_format(consultation_id=consultation_id, form=form, language=language, ready_on=None,
                                reason={**reasons[form], **others})


def _consultation(plan_version_id: int, said: example_texts.Texts) -> Consultation:
    facts = example_texts.put_around(read("consultation.yaml"), said)
    today = utc_now().astimezone(LONDON).date()
    opens_on = today - timedelta(days=facts["opens_days_before_load"])
    closes_on = opens_on + timedelta(days=facts["open_days"] - 1)
    duties = [DutyFacts(duty["title"], duty["text"], duty["source"]) for duty in facts["duties"]]
    stages = [
        StageFacts(stage["title"], opens_on + timedelta(days=stage["days_from_opening_start"]),
                   opens_on + timedelta(days=stage["days_from_opening_end"]))
        for stage in facts["stages"]
    ]
    return consultations.create(
        slug=facts["slug"], is_example=True, around=Around(duties, stages),
        facts={
            **{name: facts[name] for name in (*WORDS, *PLAIN)}, "plan_version_id": plan_version_id,
            "opens_at": _instant(opens_on, time.min), "closes_at": _instant(closes_on, time(23, 59, 59)),
            "retention_until": closes_on + timedelta(days=facts["retention_days_after_close"]),
        },
    )


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _staff(consultation_id: int) -> dict[str, tuple[Person, str]]:
    """Make one person for each role, an administrator and an officer, with random passwords."""
    staff = {}
    for role in ("administrator", *ROLES, OFFICER):
        password = secrets.token_urlsafe(12)
        person = people.add(email=f"{role}@example.org", name=f"Example {role.replace('-', ' ')}", password=password,
                            is_administrator=role == "administrator")
        if role in ROLES:
            people.grant(person_id=person.id, consultation_id=consultation_id, role=role)
        staff[role] = (person, password)
    return staff


def _keep_sign_ins(data_dir: Path, staff: Mapping[str, tuple[Person, str]], keys: Mapping[str, str]) -> None:
    _keep(data_dir / "example-sign-ins.json", [
        {"role": role, "email": person.email, "password": password,
         **({"totp_secret": keys[role]} if role in keys else {})}
        for role, (person, password) in staff.items()])


def _keep(path: Path, rows: list[dict[str, str]]) -> None:
    """Write secrets of the example into a file that only its owner can read."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
