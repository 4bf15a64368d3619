"""What authors changed in a report's chapters, and which quotes they read; the chapters themselves come from data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.report_chapters import Block, Chapter, Text
from consult.domain.report_editing import (
    CHOICES,
    DRAFTED,
    EASY,
    FILM,
    OF_CHAPTER,
    PLACED,
    PLAIN,
    SOURCE_LANGUAGE,
    Edits,
)
from consult.models.people import Person
from consult.models.reports import ReportBlock, ReportBlockText


@dataclass(frozen=True)
class StoredText:
    """Words in one language and form: how far they are, who wrote them, and whether their English changed since."""

    words: str
    state: str
    is_stale: bool
    written_by_id: int | None


@dataclass(frozen=True)
class Stored:
    """A changed block or chapter as it stands: revision 0 where nobody changed it yet."""

    key: str
    revision: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None
    title: Text = field(default_factory=dict)
    texts: Mapping[tuple[str, str], StoredText] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    is_hidden: bool = False
    version: str = ""

    def words(self, language: str = SOURCE_LANGUAGE, form: str = PLAIN) -> str:
        """Return the words in a language and form (PLAIN, EASY, FILM), empty where there are none."""
        found = self.texts.get((language, form))
        return found.words if found is not None else ""


@dataclass(frozen=True)
class Choices:
    """What a person decided on a theme's quotes: those to print in their order, and all that they read (public ids)."""

    picks: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    revision: int = 0


def edits(session: Session, consultation_id: int) -> Edits:
    """Return what authors changed; words whose English changed since are left out, for they say something else."""
    rows = session.scalars(_rows(consultation_id)).all()
    texts = _texts(session, rows)
    chapters = {row.chapter: _chapter(row, texts.get(row.id, ())) for row in rows if row.kind == OF_CHAPTER}
    blocks = [row for row in rows if row.kind not in (OF_CHAPTER, CHOICES)]
    orders: dict[str, list[str]] = {}
    for row in blocks:
        orders.setdefault(row.chapter, []).append(row.key)
    return Edits(chapters, orders, [(row.chapter, _block(row, texts.get(row.id, ()))) for row in blocks])


def stored(session: Session, consultation_id: int, key: str) -> Stored:
    """Return a block or a chapter as authors changed it, with its words in all languages, stale ones too."""
    row = session.execute(
        select(ReportBlock, Person.name).outerjoin(Person, Person.id == ReportBlock.changed_by_id)
        .where(ReportBlock.consultation_id == consultation_id, ReportBlock.key == key)).first()
    if row is None:
        return Stored(key)
    found, name = row
    return _stored(found, name or "", _texts(session, [found]).get(found.id, ()))


def with_words(session: Session, consultation_id: int) -> list[tuple[str, Stored]]:
    """Return everything that has authors' words, each with the chapter that it stands in, in the order of writing."""
    rows = session.scalars(_rows(consultation_id)).all()
    texts = _texts(session, rows)
    return [(row.chapter, _stored(row, "", texts.get(row.id, ()))) for row in rows
            if row.id in texts or row.settings.get("title")]


def choices(session: Session, consultation_id: int) -> dict[str, Choices]:
    """Return what was decided on quotes, by the theme's public id."""
    rows = session.scalars(_rows(consultation_id).where(ReportBlock.kind == CHOICES))
    return {row.ref: Choices(tuple(row.settings.get("picks", ())), tuple(row.settings.get("seen", ())), row.revision)
            for row in rows}


def _rows(consultation_id: int) -> Any:
    return (select(ReportBlock).where(ReportBlock.consultation_id == consultation_id)
            .order_by(ReportBlock.chapter, ReportBlock.position, ReportBlock.id))


def _texts(session: Session, rows: Sequence[ReportBlock]) -> dict[int, list[ReportBlockText]]:
    found: dict[int, list[ReportBlockText]] = {}
    for text in session.scalars(select(ReportBlockText).where(ReportBlockText.block_id.in_([row.id for row in rows]))
                                .order_by(ReportBlockText.language, ReportBlockText.form)):
        found.setdefault(text.block_id, []).append(text)
    return found


def _english(texts: Iterable[ReportBlockText]) -> dict[str, int]:
    """Return the revision of the English of each form."""
    return {text.form: text.of_revision for text in texts if text.language == SOURCE_LANGUAGE}


def _is_stale(text: ReportBlockText, english: Mapping[str, int]) -> bool:
    return text.form != FILM and text.of_revision < english.get(text.form, 0)


def _spoken(texts: Sequence[ReportBlockText], form: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the words of a form that may be printed, by language, and the languages of unchecked drafts."""
    english = _english(texts)
    kept = [text for text in texts if text.form == form and not _is_stale(text, english)]
    return ({text.language: text.words for text in kept},
            tuple(text.language for text in kept if text.state == DRAFTED))


def _block(row: ReportBlock, texts: Sequence[ReportBlockText]) -> Block:
    words, drafts = _spoken(texts, PLAIN)
    return Block(row.key, row.kind, row.ref, row.version, dict(row.settings.get("title", {})), words, drafts,
                 tuple(row.settings.get("picks", ())), row.settings.get("scale_word", ""), row.is_hidden, row.note)


def _chapter(row: ReportBlock, texts: Sequence[ReportBlockText]) -> Chapter:
    words, drafts = _spoken(texts, PLAIN)
    easy, _drafts = _spoken(texts, EASY)
    film = next((text.words for text in texts if text.form == FILM), "")
    return Chapter(row.chapter, (), words, easy, film, drafts, row.is_hidden, row.note)


def _stored(row: ReportBlock, changed_by: str, texts: Sequence[ReportBlockText]) -> Stored:
    english = _english(texts)
    return Stored(
        row.key, 0 if PLACED in row.settings else row.revision, changed_by, row.changed_at,
        dict(row.settings.get("title", {})),
        {(text.language, text.form): StoredText(text.words, text.state, _is_stale(text, english), text.changed_by_id)
         for text in texts}, row.settings, row.note, row.is_hidden, row.version)
