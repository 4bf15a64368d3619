"""What authors do to a report's chapters: write, hide, move, add and take out; what the data give is never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.report_chapters import CHAPTERS, KINDS, Block, Chapter
from consult.domain.report_editing import (
    ADDED_BY_AUTHORS,
    EASY,
    FILM,
    OF_CHAPTER,
    PLACED,
    PLAIN,
    SOURCE_LANGUAGE,
    WRITTEN,
    checked_block,
    checked_chapter,
    is_added,
    key_of_added,
    key_of_chapter,
)
from consult.domain.variants import SIGNED
from consult.models.base import new_public_id, utc_now
from consult.models.reports import ReportBlock, ReportBlockText
from consult.services import audit, rights
from consult.services.transaction import writing


def write_block(*, consultation_id: int, chapter: str, block: Block, order: Sequence[str], revision: int,
                by_id: int) -> None:
    """Keep what an author wrote to a block, and the chapter that it stands in.

    Its title and words are the English ones; other languages stay, and a title's are dropped where the English
    changed. `order` are the keys of the chapter as the author saw it. Raises Refused by field
    (report_editing.checked_block), and Conflict("report-changed-meanwhile") where it is no longer at `revision`.
    """
    kept = checked_block(replace(block, title=_english(block.title), words=_english(block.words)))
    if chapter not in CHAPTERS or kept.kind not in KINDS:
        raise Refused("chapter", "chapter-unknown")
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        row = _row(session, consultation_id, kept.key)
        _check_revision(row, revision)
        if row is None:
            row = _new(session, consultation_id, chapter, kept, order)
        elif row.chapter != chapter:
            row.chapter, row.position = chapter, _position(session, consultation_id, chapter, kept.key, order)
        row.version, row.is_hidden, row.note = kept.version, kept.is_hidden, kept.note
        row.settings = {**_title(row.settings, kept), **({"scale_word": kept.scale_word} if kept.scale_word else {})}
        _touch(session, row, by_id)
        _write_english(session, row, PLAIN, kept.words.get(SOURCE_LANGUAGE, ""))
        _record(session, Act.REPORT_BLOCK_CHANGED, row, by_id)


def write_chapter(*, consultation_id: int, chapter: Chapter, revision: int, by_id: int) -> None:
    """Keep what an author wrote to a whole chapter: its opening and its Easy Read in English, its film, if it stands.

    Raises as `write_block`.
    """
    kept = checked_chapter(replace(chapter, words=_english(chapter.words), easy=_english(chapter.easy)))
    if kept.key not in CHAPTERS:
        raise NotFound()
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        row = _row(session, consultation_id, key_of_chapter(kept.key))
        _check_revision(row, revision)
        if row is None:
            row = _new(session, consultation_id, kept.key, Block(key_of_chapter(kept.key), OF_CHAPTER), ())
        row.is_hidden, row.note = kept.is_hidden, kept.note
        _touch(session, row, by_id)
        _write_english(session, row, PLAIN, kept.words.get(SOURCE_LANGUAGE, ""))
        _write_english(session, row, EASY, kept.easy.get(SOURCE_LANGUAGE, ""))
        write_text(session, row, SIGNED, FILM, kept.film, WRITTEN)
        _record(session, Act.REPORT_CHAPTER_CHANGED, row, by_id)


def add_block(*, consultation_id: int, chapter: str, kind: str, ref: str, order: Sequence[str], by_id: int,
              title: str = "", words: str = "") -> str:
    """Put a block at the end of a chapter and return its key: words of an author, or a thing shown here as well.

    Raises Refused by field, and Conflict("block-added-already") where the thing was added somewhere before.
    """
    if kind not in ADDED_BY_AUTHORS or chapter not in CHAPTERS:
        raise Refused("kind", "block-kind-unknown")
    key = key_of_added(kind, ref, new_public_id())
    block = checked_block(Block(key, kind, ref, title={SOURCE_LANGUAGE: title}, words={SOURCE_LANGUAGE: words}))
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        if _row(session, consultation_id, key) is not None:
            raise Conflict("block-added-already")
        row = _new(session, consultation_id, chapter, block, order)
        row.settings = _title({}, block)
        _touch(session, row, by_id)
        _write_english(session, row, PLAIN, block.words.get(SOURCE_LANGUAGE, ""))
        _record(session, Act.REPORT_BLOCK_ADDED, row, by_id)
        return key


def remove_block(*, consultation_id: int, key: str, revision: int, by_id: int) -> None:
    """Take out a block that an author added, with its words; what the data give can only be hidden.

    Raises NotFound, Refused("key", "block-of-the-data"), Conflict("report-changed-meanwhile").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        row = _row(session, consultation_id, key)
        if row is None:
            raise NotFound()
        _check_revision(row, revision)
        if not is_added(Block(row.key, row.kind)):
            raise Refused("key", "block-of-the-data")
        _record(session, Act.REPORT_BLOCK_REMOVED, row, by_id)
        session.execute(delete(ReportBlockText).where(ReportBlockText.block_id == row.id))
        session.delete(row)


def arrange(*, consultation_id: int, chapter: str, blocks: Sequence[Block], by_id: int) -> None:
    """Keep the order of a chapter's blocks; who writes to one of them at the same time loses nothing."""
    if chapter not in CHAPTERS:
        raise NotFound()
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        for place, block in enumerate(blocks, 1):
            row = _row(session, consultation_id, block.key)
            if row is None:
                row = _new(session, consultation_id, chapter, block, ())
                row.settings = {PLACED: True}
                _touch(session, row, by_id)
            row.position = float(place)
        audit.record(session, Act.REPORT_CHAPTER_CHANGED, person_id=by_id, kind="report-chapter", object_id=chapter,
                     consultation_id=consultation_id)


def write_text(session: Session, row: ReportBlock, language: str, form: str, words: str, state: str) -> None:
    """Keep the words of a block in one language and form, made from its English of now; none where they are empty."""
    found = session.scalar(select(ReportBlockText).where(
        ReportBlockText.block_id == row.id, ReportBlockText.language == language, ReportBlockText.form == form))
    if not words:
        # Other languages say what no English says any more.
        gone = [] if language == SOURCE_LANGUAGE else [ReportBlockText.language == language]
        session.execute(delete(ReportBlockText).where(
            ReportBlockText.block_id == row.id, ReportBlockText.form == form, *gone))
        return
    if language == SOURCE_LANGUAGE:
        made_from = row.revision if found is None or found.words != words else found.of_revision
    else:
        made_from = _revision_of_english(session, row, form)
    if found is None:
        found = ReportBlockText(block_id=row.id, language=language, form=form)
    found.words, found.state, found.of_revision = words, state, made_from
    found.changed_at, found.changed_by_id = utc_now(), row.changed_by_id
    session.add(found)


def _revision_of_english(session: Session, row: ReportBlock, form: str) -> int:
    return session.scalar(select(ReportBlockText.of_revision).where(
        ReportBlockText.block_id == row.id, ReportBlockText.language == SOURCE_LANGUAGE,
        ReportBlockText.form == form)) or row.revision


def _write_english(session: Session, row: ReportBlock, form: str, words: str) -> None:
    write_text(session, row, SOURCE_LANGUAGE, form, words, WRITTEN)
    session.flush()


def _english(texts: Mapping[str, str]) -> dict[str, str]:
    return {SOURCE_LANGUAGE: texts.get(SOURCE_LANGUAGE, "")}


def _title(settings: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """Return the settings of a title: its other languages stay as long as the English does."""
    if not block.title:
        return {}
    before = settings.get("title", {})
    is_same = before.get(SOURCE_LANGUAGE) == block.title[SOURCE_LANGUAGE]
    return {"title": {**(before if is_same else {}), **block.title}}


def _row(session: Session, consultation_id: int, key: str) -> ReportBlock | None:
    return session.scalar(select(ReportBlock).where(
        ReportBlock.consultation_id == consultation_id, ReportBlock.key == key).with_for_update())


def _check_revision(row: ReportBlock | None, revision: int) -> None:
    """Raise where somebody wrote meanwhile; that a block was only moved takes nobody's words."""
    now = 0 if row is None or PLACED in row.settings else row.revision
    if now != revision:
        raise Conflict("report-changed-meanwhile")


def _new(session: Session, consultation_id: int, chapter: str, block: Block, order: Sequence[str]) -> ReportBlock:
    return ReportBlock(
        consultation_id=consultation_id, key=block.key, chapter=chapter, kind=block.kind, ref=block.ref, settings={},
        position=_position(session, consultation_id, chapter, block.key, order), version=block.version, revision=0,
        is_hidden=False, note="")


def _position(session: Session, consultation_id: int, chapter: str, key: str, order: Sequence[str]) -> float:
    """Return a place between the stored neighbours of a key in the order that is seen; the end for an unseen one."""
    stored = {name: place for name, place in session.execute(
        select(ReportBlock.key, ReportBlock.position)
        .where(ReportBlock.consultation_id == consultation_id, ReportBlock.chapter == chapter))}
    at = order.index(key) if key in order else len(order)
    before = [stored[name] for name in order[:at] if name in stored and name != key]
    after = [stored[name] for name in order[at + 1:] if name in stored]
    if before and after:
        return (max(before) + min(after)) / 2
    if after:
        return min(after) - 1
    return max(before, default=0.0) + 1


def _touch(session: Session, row: ReportBlock, by_id: int) -> None:
    row.revision += 1
    row.changed_at, row.changed_by_id = utc_now(), by_id
    session.add(row)
    session.flush()


def _record(session: Session, act: Act, row: ReportBlock, by_id: int) -> None:
    audit.record(session, act, person_id=by_id, kind="report-block", object_id=row.public_id,
                 consultation_id=row.consultation_id, key=row.key, revision=row.revision)
