"""Authors' words of a report in other languages: written by one person, checked by another; English is elsewhere."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.report_editing import (
    CHECKED,
    DRAFTED,
    EASY,
    PLAIN,
    SOURCE_LANGUAGE,
    TITLE_LENGTH,
    WORDS_LENGTH,
    WRITTEN,
    paragraphs,
)
from consult.models.base import utc_now
from consult.models.reports import ReportBlock, ReportBlockText
from consult.queries import people
from consult.services import audit, rights
from consult.services.report_blocks import write_text
from consult.services.transaction import writing

# Whoever translates the consultation, and whoever writes the report.
MAY_TRANSLATE = (Permission.TRANSLATE, Permission.EDIT_REPORT)


def translate(*, consultation_id: int, key: str, language: str, words: str, before: str, by_id: int,
              form: str = PLAIN, title: str = "", is_machine_draft: bool = False) -> None:
    """Keep a block's words in a language, made from its English of now; `before` are those that the writer saw.

    `is_machine_draft` says that a machine wrote them: they are marked until a person checks them. Raises NotFound,
    NotAllowed, Refused("words", …), Conflict("report-changed-meanwhile") where somebody else wrote them meanwhile.
    """
    if language not in LANGUAGES or language == SOURCE_LANGUAGE or form not in (PLAIN, EASY):
        raise NotFound()
    kept, heading = paragraphs(words), " ".join(title.split())
    if len(kept) > WORDS_LENGTH or len(heading) > TITLE_LENGTH:
        raise Refused("words", "words-long", {"limit": WORDS_LENGTH if len(kept) > WORDS_LENGTH else TITLE_LENGTH})
    with writing() as session:
        row = _row(session, consultation_id, key, by_id)
        standing = _text(session, row, language, form)
        if (standing.words if standing is not None else "") != before:
            raise Conflict("report-changed-meanwhile")
        write_text(session, row, language, form, kept, DRAFTED if is_machine_draft else WRITTEN)
        session.flush()
        written = _text(session, row, language, form)
        if written is not None:
            written.changed_by_id = by_id
        if SOURCE_LANGUAGE in row.settings.get("title", {}):
            titles = {tag: said for tag, said in row.settings["title"].items() if tag != language}
            row.settings = {**row.settings, "title": {**titles, language: heading} if heading else titles}
        _record(session, Act.REPORT_WORDS_TRANSLATED, row, language, by_id)


def check(*, consultation_id: int, key: str, language: str, before: str, by_id: int, form: str = PLAIN) -> None:
    """Say as a second person that the words say what the English says.

    Raises NotFound, NotAllowed, Conflict("own-words") for whoever wrote them, Conflict("report-changed-meanwhile").
    """
    with writing() as session:
        row = _row(session, consultation_id, key, by_id)
        standing = _text(session, row, language, form)
        if language == SOURCE_LANGUAGE:
            raise NotFound()
        if standing is None or standing.words != before:
            raise Conflict("report-changed-meanwhile")
        if standing.changed_by_id == by_id and standing.state != DRAFTED:
            raise Conflict("own-words")
        standing.state, standing.changed_at = CHECKED, utc_now()
        _record(session, Act.REPORT_WORDS_CHECKED, row, language, by_id)


def _row(session: Session, consultation_id: int, key: str, by_id: int) -> ReportBlock:
    mine = people.permissions_of(session, by_id, consultation_id)
    held = next((permission for permission in MAY_TRANSLATE if permission in mine), None)
    if held is None:
        raise NotAllowed()
    rights.require(session, by_id, held, consultation_id)
    row = session.scalar(select(ReportBlock).where(
        ReportBlock.consultation_id == consultation_id, ReportBlock.key == key).with_for_update())
    if row is None:
        raise NotFound()
    return row


def _text(session: Session, row: ReportBlock, language: str, form: str) -> ReportBlockText | None:
    return session.scalar(select(ReportBlockText).where(
        ReportBlockText.block_id == row.id, ReportBlockText.language == language, ReportBlockText.form == form))


def _record(session: Session, act: Act, row: ReportBlock, language: str, by_id: int) -> None:
    audit.record(session, act, person_id=by_id, kind="report-block", object_id=row.public_id,
                 consultation_id=row.consultation_id, key=row.key, language=language)
