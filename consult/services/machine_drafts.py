"""Drafts by a machine, apart and marked: of texts that nobody has translated, and of answers that wait for English.

Nothing that a person wrote is written over, nothing is checked or approved. What leaves for the service is counted in
the audit trail before it leaves; its words are not kept there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.clients import translation
from consult.clients.translation import Failed, Translator
from consult.domain.access import Permission
from consult.domain.answer_words import MOST_ENGLISH, WAITING
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.machine_drafts import hidden, shown
from consult.domain.text_units import SOURCE_LANGUAGE, Unit
from consult.domain.texts import clean
from consult.domain.variants import LANGUAGE, MACHINE
from consult.models.answer_words import AnswerWords
from consult.models.consultations import Consultation
from consult.queries import machine_drafts as stored
from consult.queries import text_units, variants
from consult.services import audit, rights
from consult.services.transaction import writing
from consult.services.variants import put_drafts

# So many texts at a press, and no more characters than the service answers about in time.
BATCH, MOST_CHARACTERS = 20, 20_000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Drafted:
    """What one press did: texts sent, drafts kept; `after` is where the next press goes on, `failed` why none came.

    A draft that came back broken is dropped; the text stays for a person.
    """

    sent: int
    kept: int
    after: str
    failed: str = ""


def translator() -> Translator:
    """Return the service of this installation; the one that does nothing where none is set."""
    settings = current_app.config["CONSULT_SETTINGS"]
    return translation.translator(settings.translator, settings.translator_key)


def sends_answers() -> bool:
    """Say whether what people answered may go to the service here: a setting of its own, off by default."""
    return bool(translator().is_there and current_app.config["CONSULT_SETTINGS"].translates_answers)


def draft_texts(*, consultation_id: int, language: str, after: str = "", by_id: int) -> Drafted:
    """Draft the next texts that a language lacks; those after the unit `after`, from the first again at the end.

    Raises Conflict("translator-off"), Refused("language", "language-unknown").
    """
    service = _service(is_on=translator().is_there)
    with writing() as session:
        consultation = _allowed(session, consultation_id, by_id, Permission.TRANSLATE)
        if language not in consultation.languages or language == SOURCE_LANGUAGE:
            raise Refused("language", "language-unknown")
        units = _next(text_units.every(session, consultation), _translated(session, consultation_id, language), after)
        _ask(session, consultation_id, by_id, language, [unit.english for unit in units], "texts")
    if not units:
        return Drafted(0, 0, "")
    sent = [hidden(unit.english) for unit in units]
    answer = service.translate([words for words, _tokens in sent], SOURCE_LANGUAGE, language)
    drafts: dict[str, str] = {}
    if not isinstance(answer, Failed):
        drafts = {unit.key: words for unit, (_sent, tokens), draft in zip(units, sent, answer.texts, strict=True)
                  if (words := shown(draft, unit.english, tokens))}
    with writing() as session:
        kept = _keep_texts(session, _allowed(session, consultation_id, by_id, Permission.TRANSLATE), language,
                           {unit.key: unit.english for unit in units}, drafts)
        failed = answer.why if isinstance(answer, Failed) else ""
        _kept(session, consultation_id, by_id, language, kept, failed)
    return Drafted(len(units), kept, after if failed else units[-1].key, failed)


def draft_answers(*, consultation_id: int, language: str, after: int = 0, by_id: int) -> Drafted:
    """Draft English for the next answers in a language that wait, after the row `after`, beside what was answered.

    Raises Conflict("translator-off") also where answers may not leave this machine.
    """
    service = _service(is_on=sends_answers())
    with writing() as session:
        _allowed(session, consultation_id, by_id, Permission.TRANSLATE_ANSWERS)
        rows = _within(stored.waiting(session, consultation_id, language, after, BATCH)
                       or stored.waiting(session, consultation_id, language, 0, BATCH))
        _ask(session, consultation_id, by_id, language, [text for _id, text in rows], "answers")
    if not rows:
        return Drafted(0, 0, "")
    answer = service.translate([text for _id, text in rows], language, SOURCE_LANGUAGE)
    drafts: dict[int, str] = {}
    if not isinstance(answer, Failed):
        drafts = {row[0]: words for row, draft in zip(rows, answer.texts, strict=True)
                  if (words := clean(draft).strip()) and len(words) <= MOST_ENGLISH}
    with writing() as session:
        _allowed(session, consultation_id, by_id, Permission.TRANSLATE_ANSWERS)
        kept = _keep_answers(session, drafts, service.name)
        failed = answer.why if isinstance(answer, Failed) else ""
        _kept(session, consultation_id, by_id, language, kept, failed)
    return Drafted(len(rows), kept, str(after if failed else rows[-1][0]), failed)


def _service(*, is_on: bool) -> Translator:
    if not is_on:
        raise Conflict("translator-off")
    return translator()


def _next(units: Sequence[Unit], there: set[str], after: str) -> list[Unit]:
    """Return the next missing units after one, or from the first where none follows it."""
    keys = [unit.key for unit in units]
    start = keys.index(after) + 1 if after in keys else 0
    following = [unit for unit in units[start:] if unit.key not in there]
    found = following or [unit for unit in units[:start] if unit.key not in there]
    return [unit for unit, _text in _within([(unit, unit.english) for unit in found[:BATCH]])]


def _within(rows: Sequence[tuple[Row, str]]) -> list[tuple[Row, str]]:
    """Return the first rows whose texts come to no more than MOST_CHARACTERS, one at least."""
    found: list[tuple[Row, str]] = []
    length = 0
    for row in rows:
        length += len(row[1])
        if found and length > MOST_CHARACTERS:
            break
        found.append(row)
    return found


def _translated(session: Session, consultation_id: int, language: str) -> set[str]:
    return {row.unit_key for row in variants.rows(session, consultation_id)
            if row.form == LANGUAGE and row.language == language}


def _keep_texts(session: Session, consultation: Consultation, language: str, english: Mapping[str, str],
                drafts: Mapping[str, str]) -> int:
    """Store the drafts of texts that are still untranslated and still say what was sent."""
    there = _translated(session, consultation.id, language)
    today = {unit.key: unit.english for unit in text_units.every(session, consultation)}
    kept = {key: words for key, words in drafts.items() if key not in there and today.get(key) == english[key]}
    if kept:
        put_drafts(session, consultation, language, kept, english=english, origin=MACHINE, by_id=None)
    return len(kept)


def _keep_answers(session: Session, drafts: Mapping[int, str], name: str) -> int:
    rows = session.scalars(select(AnswerWords).where(
        AnswerWords.id.in_(drafts), AnswerWords.state == WAITING, AnswerWords.machine_draft.is_(None))
        .with_for_update()).all()
    for row in rows:
        row.machine_draft, row.machine_name = drafts[row.id], name
    return len(rows)


def _allowed(session: Session, consultation_id: int, by_id: int, permission: Permission) -> Consultation:
    rights.require(session, by_id, permission, consultation_id)
    found = session.get(Consultation, consultation_id)
    if found is None:
        raise NotFound()
    return found


def _ask(session: Session, consultation_id: int, by_id: int, language: str, sent: Sequence[str], kind: str) -> None:
    """Note what is about to leave: how much, of what kind, to which service; never the words."""
    if sent:
        audit.record(session, Act.MACHINE_DRAFTS_ASKED, person_id=by_id, kind="language", object_id=language,
                     consultation_id=consultation_id, what=kind, sent=len(sent), characters=sum(map(len, sent)),
                     service=translator().name)


def _kept(session: Session, consultation_id: int, by_id: int, language: str, kept: int, failed: str) -> None:
    audit.record(session, Act.MACHINE_DRAFTS_KEPT, person_id=by_id, kind="language", object_id=language,
                 consultation_id=consultation_id, kept=kept, failed=failed)
