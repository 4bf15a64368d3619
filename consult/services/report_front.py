"""What a report says of itself: scope, code frame, chapters, what waits, the change log; it counts nobody."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.domain import consultations as rules
from consult.domain.languages import LANGUAGES
from consult.domain.report_chapters import BOTH, Chapter, in_version
from consult.domain.report_editing import SOURCE_LANGUAGE, arranged, languages_missing
from consult.domain.report_editions import ReportedCode, ReportedDuty, ReportedEdition, Scope, Text, Waiting
from consult.domain.report_outline import default_chapters, with_founded_words
from consult.domain.report_readiness import Standing, waiting
from consult.domain.reports import Report
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.queries import (
    code_frames,
    consultations,
    findings,
    host_checks,
    organisation_summaries,
    report_blocks,
    report_standing,
    reports,
)
from consult.services import report_quotes


def scope(session: Session, consultation: Consultation) -> Scope:
    """Return what could change and what could not, in paragraphs, and the duties."""
    duties = tuple(ReportedDuty(dict(duty.title), dict(duty.text), duty.source)
                   for duty in consultations.duties_of(session, consultation.id))
    return Scope(_paragraphs(consultation.what_can_change), _paragraphs(consultation.what_cannot_change), duties)


def _paragraphs(words: Mapping[str, object]) -> Text:
    return {tag: "\n\n".join(said) if isinstance(said, list) else str(said)
            for tag, said in words.items() if said and tag in LANGUAGES}


def code_frame(session: Session, consultation_id: int) -> tuple[ReportedCode, ...]:
    """Return the themes in use, each after the one that it stands under; the team's own examples stay inside."""
    return tuple(ReportedCode(theme.key, theme.name, theme.definition, theme.include, theme.exclude, theme.parent or "")
                 for theme in code_frames.frame(session, consultation_id).in_use)


def in_chapters(session: Session, report: Report, consultation_id: int) -> tuple[Chapter, ...]:
    """Return the report's chapters as authors left them, over what its data give."""
    kept = arranged(default_chapters(report), report_blocks.edits(session, consultation_id))
    return with_founded_words(report, kept)


def still_waiting(session: Session, report: Report, consultation: Consultation,
                  chapters: tuple[Chapter, ...]) -> tuple[Waiting, ...]:
    """Return what is not done, what keeps the report from being signed off first."""
    work = report_standing.work(session, consultation.id)
    placed = {theme.theme_key for node in report.nodes for theme in node.themes if theme.reason}
    placed |= {theme.theme_key for theme in report.themes_nowhere}
    short = in_version(chapters, BOTH)
    state = rules.state(consultation.opens_at, consultation.closes_at, utc_now())
    return waiting(Standing(
        unread=work.unread, uncoded=work.uncoded, at_desk=work.at_desk, unconfirmed=work.unconfirmed,
        undecided=len(findings.undecided(session, consultation.id)),
        unplaced=len({theme.key for theme in report.themes} - placed),
        hosts=host_checks.running(session, consultation.id, utc_now()),
        summaries=organisation_summaries.unchecked(session, consultation.id),
        quotes=report_quotes.unread(report, report_blocks.choices(session, consultation.id)),
        easy_read=sum(not chapter.easy.get(SOURCE_LANGUAGE) for chapter in short),
        bsl=sum(not chapter.film for chapter in short), is_open=state == "open",
        translations=languages_missing(chapters, consultation.offered_languages)))


def change_log(session: Session, report: Report, consultation_id: int) -> tuple[ReportedEdition, ...]:
    """Return the editions up to this one, the newest first, each with what changed in it and why it was recalled."""
    lines = reports.editions(session, consultation_id)
    before = reports.report(session, consultation_id, lines[0].number, with_recalled=True) if lines else None
    changes = {line.number: line.changes for line in before.change_log} if before is not None else {}
    earlier = tuple(
        ReportedEdition(line.number, london_day(line.published_at).isoformat(), bool(line.signed_by),
                        changes.get(line.number, {}), line.recalled) for line in lines)
    day = london_day(datetime.fromisoformat(report.published_at)).isoformat()
    return (ReportedEdition(report.edition, day, report.sign_off is not None, report.changes), *earlier)
