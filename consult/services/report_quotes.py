"""Which quotes of a theme are printed: a person reads what could be and lets some through; what is safe is a rule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.report_editing import CHOICES, key_of_choices
from consult.domain.report_quotes import Caution, Quoted, cautions, is_telling
from consult.domain.reports import Report
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.reports import ReportBlock
from consult.queries import quotes, report_blocks, theme_counts
from consult.queries.quotes import QuoteChoice
from consult.queries.report_blocks import Choices
from consult.services import audit, rights
from consult.services.transaction import writing

# Quotes stand with their themes, in the chapter of the plan's parts.
CHAPTER = "objectives"


@dataclass(frozen=True)
class Choosing:
    """What a person who chooses quotes has before them.

    `able` may be printed, `by_rule` stand where nobody chose, `decided` is what people chose by the theme's public id;
    `stances` are the respondents of each theme by stance, `names` its name, both by public id.
    """

    able: Sequence[QuoteChoice]
    by_rule: Sequence[QuoteChoice]
    decided: Mapping[str, Choices]
    stances: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    public_ids: Mapping[int, str]

    def able_of(self, theme_id: int) -> list[QuoteChoice]:
        """Return what may be printed for a theme (row id)."""
        return [choice for choice in self.able if choice.theme_id == theme_id]

    def cautions(self, themes: Collection[str]) -> tuple[Caution, ...]:
        """Return what is to be thought of: of these themes (public ids), or of the whole report for none."""
        picked = {(theme, ref) for theme, choices in self.decided.items() for ref in choices.picks}
        every = [quoted(choice, self.public_ids[choice.theme_id], ()) for choice in self.able]
        chosen = [one for one in every if (one.theme_key, one.passage_ref) in picked]
        refs = {one.passage_ref for one in chosen if one.theme_key in themes}
        return tuple(one for one in cautions(chosen, every, self.stances)
                     if not themes or one.theme_key in themes or refs & set(one.passages))


def choosing(session: Session, consultation: Consultation) -> Choosing:
    """Return what may be printed, what people chose of it, and how the themes stand; the number of statements is
    fixed."""
    able = quotes.to_choose_from(session, consultation.id)
    themes = theme_counts.themes(session, consultation.id)
    spoken = theme_counts.by_theme(session, consultation.id)
    return Choosing(
        able, quotes.by_rule(able), report_blocks.choices(session, consultation.id),
        {theme.public_id: spoken[theme.id].stances for theme in themes if theme.id in spoken},
        {theme.public_id: theme.name for theme in themes}, {theme.id: theme.public_id for theme in themes})


def choose(*, consultation_id: int, theme: str, picks: Sequence[str], seen: Collection[str], revision: int,
           by_id: int) -> None:
    """Keep which quotes of a theme (public id) a person lets through, of those that they read (passages' public ids).

    Raises NotFound, Refused("picks", "quote-unknown") for one that may not be printed, Refused("picks",
    "quote-telling") where two rare marks would stand beside one, and Conflict("report-changed-meanwhile").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        found = theme_counts.theme(session, consultation_id, theme)
        if found is None:
            raise NotFound()
        able = {choice.passage_ref: choice for choice in quotes.to_choose_from(session, consultation_id)
                if choice.theme_id == found.id}
        _check(picks, able)
        row = session.scalar(select(ReportBlock).where(
            ReportBlock.consultation_id == consultation_id, ReportBlock.key == key_of_choices(theme))
            .with_for_update())
        if (row.revision if row is not None else 0) != revision:
            raise Conflict("report-changed-meanwhile")
        if row is None:
            row = ReportBlock(consultation_id=consultation_id, key=key_of_choices(theme), chapter=CHAPTER, position=0.0,
                              kind=CHOICES, ref=theme, revision=0)
            session.add(row)
        row.revision += 1
        row.settings = {"picks": list(dict.fromkeys(picks)), "seen": sorted({*seen, *picks} & set(able))}
        row.changed_at, row.changed_by_id = utc_now(), by_id
        session.flush()
        audit.record(session, Act.REPORT_QUOTES_CHOSEN, person_id=by_id, kind="report-block", object_id=row.public_id,
                     consultation_id=consultation_id, theme=theme, picked=len(row.settings["picks"]))


def _check(picks: Iterable[str], able: Mapping[str, QuoteChoice]) -> None:
    for ref in picks:
        if ref not in able:
            raise Refused("picks", "quote-unknown")
        if is_telling(marks(able[ref], ())):
            raise Refused("picks", "quote-telling")


def marks(choice: QuoteChoice, named: Collection[str]) -> tuple[str, ...]:
    """Return what would stand beside a quote and tells something of its speaker; `named` languages may be named."""
    return (choice.written_in,) if choice.is_translated and choice.written_in in named else ()


def quoted(choice: QuoteChoice, theme_key: str, named: Collection[str]) -> Quoted:
    """Return a quote as the rules of balance and safety look at it."""
    return Quoted(choice.passage_ref, theme_key, choice.respondent, choice.stance, marks(choice, named))


def unread(report: Report, chosen: Mapping[str, Choices]) -> int:
    """Return how many quotes the report would print that no person has let through."""
    read = {ref for choice in chosen.values() for ref in choice.seen}
    return sum(quote.passage_ref not in read for section in report.themes for quote in section.quotes)


def read_only(report: Report, chosen: Mapping[str, Choices]) -> Report:
    """Return the report without the quotes that no person has let through."""
    return keeping(report, {ref for choice in chosen.values() for ref in choice.picks})


def keeping(report: Report, passages: Collection[str]) -> Report:
    """Return the report with only those of its quotes whose passage (public id) is named."""
    return replace(report, themes=tuple(
        replace(section, quotes=tuple(quote for quote in section.quotes if quote.passage_ref in passages))
        for section in report.themes))
