"""Publishes a report: an edition is frozen once, numbered, and never edited after."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.report_editing import paragraphs
from consult.domain.report_editions import SignOff, Waiting
from consult.domain.report_json import digest, to_json
from consult.domain.report_readiness import check_changes, signed_off, told
from consult.domain.reports import Report, Table, Text
from consult.domain.texts import clean
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage
from consult.models.consultations import Consultation
from consult.models.reports import Edition, EditionCoding, EditionRecall, EditionSignOff
from consult.models.responses import Response
from consult.queries import consultations
from consult.queries import reports as stored
from consult.queries.theme_counts import stands_in_any_sample
from consult.services import audit, edition_files, report_front, report_quotes, rights
from consult.services.report_building import Imprint, build, build_protected, drawn_from_tables
from consult.services.report_steadiness import steadied
from consult.services.transaction import writing

SUMMARY_LENGTH, REASON_LENGTH = 6000, 1000


@dataclass(frozen=True)
class Signature:
    """Who signs an edition off as the whole report, and why although things wait, where any do."""

    name: str
    office: str
    why: str = ""


@dataclass(frozen=True)
class Draft:
    """The report as it would be published now: all its quotes, its chapters, and what is not done."""

    report: Report
    waiting: tuple[Waiting, ...]


def build_draft(session: Session, consultation: Consultation) -> Report:
    """Return the report as it would be published now, marked as a draft; nothing is stored."""
    return drafted(session, consultation).report


def drafted(session: Session, consultation: Consultation) -> Draft:
    """Return the report as it would be published now, and what is not done."""
    built = build(session, consultation, _draft(session, consultation))
    report = drawn_from_tables(session, consultation, built)
    return Draft(*_whole(session, consultation, report, {}, None))


def protected_tables(session: Session, consultation: Consultation) -> tuple[Table, ...]:
    """Return the tables by personal characteristic as a report would print them now; nothing else of it is built."""
    return build_protected(session, consultation, _draft(session, consultation))


def publish(*, consultation_id: int, summary: str, by_id: int, quotes: Collection[str] | None = None,
            number: int | None = None, changes: Text | None = None, sign_off: Signature | None = None) -> Edition:
    """Freeze the report as the next edition and return it; an open consultation's report says that it is still open.

    `summary` is in plain English, paragraphs separated by an empty line. `quotes` names the quotes (passage ids) that
    a person has read and found to show nobody; no other is printed. None prints what stands for each theme.
    `number` is the edition that the person saw coming: a form that is sent twice makes one edition. `changes` say what
    changed since the edition before, needed from the second on. Without `sign_off` the edition is interim and says what
    waits; with it, it is the whole report, and somebody states why where anything waits.
    Raises Refused("summary", "summary-missing" or "summary-long"), what report_readiness raises of `changes` and of the
    sign-off, Conflict("nothing-coded"), and Conflict("published-meanwhile") where somebody else was first.
    """
    is_outermost = not db.session().info.get("is_writing")
    try:
        with writing() as session:
            if is_outermost:
                _see_one_moment(session)
            # Before the first look: what comes while others are waited for is later than this edition.
            at = utc_now()
            rights.require(session, by_id, Permission.PUBLISH_REPORT, consultation_id)
            consultation = session.get_one(Consultation, consultation_id)
            imprint = Imprint(_next_number(session, consultation_id), at, "published", _summary(summary))
            if number not in (None, imprint.number):
                raise Conflict("published-meanwhile")
            said = _changes(imprint.number, changes or {})
            return _freeze(session, consultation, imprint, _Choices(quotes, said, sign_off), by_id)
    except IntegrityError as error:
        raise Conflict("published-meanwhile") from error


def recall(*, consultation_id: int, number: int, reason: str, by_id: int) -> None:
    """Call an edition back: the public sees the reason in its place, and staff can still read it; nothing is deleted.

    Raises NotFound, Refused("reason", "recall-reason-missing" or "words-long"), Conflict("edition-recalled").
    """
    words = " ".join(clean(reason).split())
    if not words:
        raise Refused("reason", "recall-reason-missing")
    if len(words) > REASON_LENGTH:
        raise Refused("reason", "words-long", {"limit": REASON_LENGTH})
    with writing() as session:
        rights.require(session, by_id, Permission.RECALL_EDITION, consultation_id)
        edition = stored.edition(session, consultation_id, number)
        if edition is None:
            raise NotFound()
        if session.get(EditionRecall, edition.id) is not None:
            raise Conflict("edition-recalled")
        session.add(EditionRecall(edition_id=edition.id, reason=words, by_id=by_id))
        audit.record(session, Act.EDITION_RECALLED, person_id=by_id, kind="edition", object_id=number,
                     consultation_id=consultation_id)


@dataclass(frozen=True)
class _Choices:
    """What the person who publishes decided."""

    quotes: Collection[str] | None
    changes: Text
    sign_off: Signature | None


def _freeze(session: Session, consultation: Consultation, imprint: Imprint, chosen: _Choices, by_id: int) -> Edition:
    report = build(session, consultation, imprint)
    if not report.people_and_machines.codings:
        raise Conflict("nothing-coded")
    report = drawn_from_tables(session, consultation, steadied(session, report, consultation.id))
    if chosen.quotes is not None:
        report = report_quotes.keeping(report, chosen.quotes)
    report, _waiting = _whole(session, consultation, report, chosen.changes, chosen.sign_off)
    edition = Edition(consultation_id=consultation.id, number=imprint.number, snapshot=to_json(report),
                      digest=digest(report), published_by_id=by_id, published_at=imprint.published_at)
    session.add(edition)
    session.flush()
    edition_files.want(session, edition)
    _keep_codings(session, edition)
    audit.record(session, Act.REPORT_PUBLISHED, person_id=by_id, kind="edition", object_id=edition.number,
                 consultation_id=consultation.id, digest=edition.digest)
    if report.sign_off is not None:
        _keep_sign_off(session, edition, report.sign_off, by_id)
    return edition


def _whole(session: Session, consultation: Consultation, report: Report, changes: Text,
           signature: Signature | None) -> tuple[Report, tuple[Waiting, ...]]:
    """Return the report with its chapters, signed off where somebody does, and all that is not done.

    Of that the report itself tells what may change its numbers or its answers.
    """
    waiting = report_front.still_waiting(
        session, report, consultation, report_front.in_chapters(session, report, consultation.id))
    signed = signed_off(waiting, name=signature.name, office=signature.office, why=signature.why) if signature else None
    report = replace(report, waiting=told(waiting), sign_off=signed, changes=changes)
    report = replace(report, change_log=report_front.change_log(session, report, consultation.id))
    return replace(report, chapters=report_front.in_chapters(session, report, consultation.id)), waiting


def _keep_sign_off(session: Session, edition: Edition, signed: SignOff, by_id: int) -> None:
    facts = {one.code: one.count for one in signed.waiting}
    session.add(EditionSignOff(edition_id=edition.id, name=signed.name, office=signed.office, statement=signed.why,
                               facts=facts, by_id=by_id, at=edition.published_at))
    audit.record(session, Act.EDITION_SIGNED_OFF, person_id=by_id, kind="edition", object_id=edition.number,
                 consultation_id=edition.consultation_id, **facts)


def _changes(number: int, typed: Text) -> Text:
    changes = {tag: words for tag, said in sorted(typed.items()) if (words := paragraphs(said))}
    check_changes(number, changes)
    return changes


def _see_one_moment(session: Session) -> None:
    """Make PostgreSQL answer every count from one instant; SQLite's write lock does so by itself.

    Only before the first statement of a transaction: inside a larger one the caller's isolation stands.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _summary(words: str) -> str:
    summary = paragraphs(words)
    if not summary:
        raise Refused("summary", "summary-missing")
    if len(summary) > SUMMARY_LENGTH:
        raise Refused("summary", "summary-long", {"limit": SUMMARY_LENGTH})
    return summary


def _next_number(session: Session, consultation_id: int) -> int:
    return consultations.latest_edition_number(session, consultation_id) + 1


def _draft(session: Session, consultation: Consultation) -> Imprint:
    return Imprint(_next_number(session, consultation.id), utc_now(), "draft")


def _keep_codings(session: Session, edition: Edition) -> None:
    """Keep which codings the edition counted, inside the database: none of them comes through our memory."""
    counted = (
        select(literal(edition.id), Coding.id, Coding.theme_id, Coding.stance)
        .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
        .where(*stands_in_any_sample(edition.consultation_id))
    )
    session.execute(insert(EditionCoding).from_select(["edition_id", "coding_id", "theme_id", "stance"], counted))
