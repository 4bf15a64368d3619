"""Builds the report of a consultation as it stands now, out of counts; it stores nothing and decides no disclosure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from consult.domain import consultations as rules
from consult.domain import register as words_of_register
from consult.domain.channel_shares import ways_used
from consult.domain.channels import CHANNELS, PANEL
from consult.domain.disclosure import rounded
from consult.domain.forum_voices import ForumVoice
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.reports import (
    Counters,
    Exclusion,
    HowAsked,
    PeopleAndMachines,
    PlanNodeName,
    Report,
    Row,
    Table,
    Text,
)
from consult.domain.working_days import LONDON
from consult.models.consultations import Consultation
from consult.queries import (
    answer_words,
    campaigns,
    event_counts,
    forum_voices,
    readings,
    register,
    reports,
    response_counts,
    theme_counts,
)
from consult.services import (
    report_findings,
    report_front,
    report_groups,
    report_missing,
    report_organisations,
    report_people,
    report_received,
    report_scrutiny,
    report_sections,
    report_tables,
    report_wordings,
)
from consult.services.report_facts import Facts
from consult.services.report_panels import Panels
from consult.services.report_tables import Frame
from consult.services.report_words import day_words, in_each, joined


@dataclass(frozen=True)
class Imprint:
    """What makes one edition this edition."""

    number: int
    published_at: datetime
    status: str
    summary: str = ""


def build(session: Session, consultation: Consultation, imprint: Imprint) -> Report:
    """Return the report of everything that is counted and coded at this instant, without its chapters.

    What is said out of its tables is for `drawn_from_tables`. The number of statements does not grow with responses,
    codings, themes or questions.
    """
    return _Builder(session, consultation, imprint).report()


def drawn_from_tables(session: Session, consultation: Consultation, report: Report) -> Report:
    """Return the report with what is said out of its tables: the groups beside London, and who is missing.

    Asked for when the tables stand as they are printed, so that nothing tells more than they do.
    """
    return replace(report, groups=report_people.groups(session, consultation, report.tables),
                   who_is_missing=report_missing.words(report.tables, in_each(consultation.offered_languages)))


def build_protected(session: Session, consultation: Consultation, imprint: Imprint) -> tuple[Table, ...]:
    """Return only the tables by personal characteristic, language and victim status included."""
    return tuple(_Builder(session, consultation, imprint).protected())


class _Builder(Facts):
    """Puts the parts of the report together."""

    def __init__(self, session: Session, consultation: Consultation, imprint: Imprint) -> None:
        super().__init__(session, consultation)
        self.imprint = imprint
        lines = register.lines(session, self.id)
        self.channels = words_of_register.by_channel(lines)
        self.panels = Panels(session, self.id, self.translate)
        self.received_of_panels = {line.sample: words_of_register.together(
            words_of_register.by_channel(lines, line.sample).values()) for line in lines if line.sample}
        self.exclusions = response_counts.by_exclusion(session, self.id)

    def report(self) -> Report:
        """Return the whole."""
        imprint, consultation = self.imprint, self.consultation
        # A table without rows says nothing; what it is missing for is said in words.
        tables = tuple(table for table in self._tables() if table.rows)
        return Report(
            consultation_slug=consultation.slug, title=dict(consultation.title), edition=imprint.number,
            published_at=imprint.published_at.isoformat(), status=imprint.status,
            dataset_digest=reports.dataset_digest(self.session, self.id), is_example=consultation.is_example,
            counters=self._counters(), how_asked=self._how_asked(), people_and_machines=self._work(),
            summary={"en": imprint.summary} if imprint.summary else {},
            exclusions=tuple(Exclusion(reason, count) for reason, count in self.exclusions.items()),
            tables=tables, themes=tuple(report_sections.themes(self)), nodes=tuple(report_sections.node_sections(self)),
            nodes_nothing_said=tuple(
                PlanNodeName(node.key, node.label)
                for node in theme_counts.nodes_nothing_said(self.nodes, self.by_node)),
            themes_nowhere=tuple(report_sections.nowhere(self)), uncoded=tuple(self.readings),
            forums=self.forums, objectives=tuple(report_sections.objectives(self)), **self._beside(),
        )

    def _beside(self) -> dict[str, Any]:
        """Return what stands beside the counts: findings, scrutiny, what was done to reach people."""
        session, consultation, day = self.session, self.consultation, _day(self.imprint.published_at)
        return {
            "findings": report_findings.findings(self),
            "committees": report_scrutiny.committees(session, consultation, day),
            "timeline": report_scrutiny.timeline(session, consultation, day),
            "checklists": report_scrutiny.checklists(session, consultation, day),
            "actions": report_people.actions(session, consultation),
            "outside_figures": report_people.figures(session, consultation),
            "organisations": report_organisations.organisations(session, consultation),
            "scope": report_front.scope(session, consultation),
            "code_frame": report_front.code_frame(session, self.id),
        }

    @cached_property
    def forums(self) -> tuple[ForumVoice, ...]:
        """What forums asked about this plan, beside the replies of the day of the report."""
        return forum_voices.of_consultation(self.session, self.consultation, _day(self.imprint.published_at))

    @cached_property
    def events(self) -> event_counts.Totals:
        """How many events were held, and how many people were there: a count of its own."""
        return event_counts.totals(self.session, self.id)

    @cached_property
    def petitions(self) -> list[register.Petition]:
        """The petitions that were accepted."""
        return register.petitions(self.session, self.id)

    def _counters(self) -> Counters:
        every = words_of_register.together(self.channels.values())
        session = self.session
        return Counters(every.received, response_counts.people(session, self.id),
                        response_counts.organisations(session, self.id), self.events.participants)

    def _how_asked(self) -> HowAsked:
        consultation, at = self.consultation, self.imprint.published_at
        words: Text = {}
        if rules.state(consultation.opens_at, consultation.closes_at, at) == "open":
            words = self.translate(
                "On the day of this report, %(day)s, people could still answer. Later answers are not in it.",
                day=day_words(_day(at), consultation.offered_languages))
        faces = report_wordings.rules(self.session, self.id, self.closed, self.translate)
        words = joined([said for said in (words, faces, *self.panels.methods()) if said], "\n\n")
        return HowAsked(
            _day(consultation.opens_at).isoformat(), _day(consultation.closes_at).isoformat(),
            ways_used(channel for channel in CHANNELS
                      if channel in self.channels or (channel == PANEL and self.received_of_panels)),
            tuple(consultation.offered_languages), words)

    def _work(self) -> PeopleAndMachines:
        work, other = readings.work(self.session, self.id), self._in_other_languages()
        return PeopleAndMachines(
            answers=sum(q.answers for q in self.readings), read_by_people=sum(q.read for q in self.readings),
            codings=work.codings, codings_suggested=work.suggested, coders=work.coders,
            machine_tasks=readings.machine_tasks(self.session, self.id), in_other_languages=other.answers,
            translated=other.translated, translated_languages=other.languages, second_checked=other.second_checked,
            waiting=other.waiting)

    def _in_other_languages(self) -> answer_words.Translated:
        """Return how far the translating is as it may be printed: exact numbers would undo the tables that hide them.

        Where few people answered in another language, nothing is said.
        """
        found = answer_words.translated(self.session, self.id)
        if found.answers < THRESHOLD:
            return answer_words.Translated(0, 0, 0, 0, 0)
        return replace(found, answers=rounded(found.answers), translated=rounded(found.translated),
                       second_checked=rounded(found.second_checked), waiting=rounded(found.waiting))

    def _tables(self) -> list[Table]:
        translate, session = self.translate, self.session
        found = [report_received.channels(self.channels, translate)]
        found.append(self.panels.overview(self.received_of_panels))
        found.append(report_received.petitions(self.petitions, translate))
        found.append(self._events())
        if self.exclusions:
            found.append(report_tables.exclusions(self.exclusions, translate))
        found += self.protected()
        given = response_counts.closed_answers(session, self.id)
        answered = response_counts.by_survey_version(session, self.id).keys()
        found += [self.panels.beside(report_tables.answers(
            asked, given.get(asked.key), translate, was_reworded=bool(asked.reworded_ids & answered)), asked.key)
            for asked in self.closed]
        found += self._theme_tables()
        if self.forums:
            found.append(report_tables.forum_asks(self.forums, translate))
        return [*found, report_tables.reading(self.readings, translate)]

    def protected(self) -> list[Table]:
        """Return the tables by group of people, all of them secured together."""
        formats = report_received.formats(self.channels, self.translate)
        return [*([formats] if formats.rows else []), *report_groups.tables(self)]

    def _theme_tables(self) -> list[Table]:
        translate, found = self.translate, []
        everywhere = report_tables.theme_rows(self.themes, self.by_theme)
        found.append(report_tables.spoken(
            Frame("themes", translate("Themes in all answers")), everywhere, self.readers_reach, translate))
        found += self._campaign_tables()
        found.append(self.panels.themes(self.themes))
        found.append(report_received.raised_at_events(
            self.themes, event_counts.by_theme(self.session, self.id), self.events.read, translate))
        for reading in self.readings:
            here = {theme: spoken for (key, theme), spoken in self.by_question.items() if key == reading.question_key}
            title = translate("Themes in answer to: %(question)s", question=reading.label)
            frame = Frame(f"themes-{reading.question_key}", title)
            found.append(report_tables.spoken(
                frame, report_tables.theme_rows(self.themes, here), self.people_read(reading.question_key),
                translate))
        rows = [(Row(node.key, self.name_of(node)), self.by_node[node.id])
                for node in self.nodes if node.id in self.by_node]
        frame = Frame("themes-plan", translate("What people spoke of, by part of the plan"))
        return [*found, report_tables.spoken(frame, rows, self.readers_reach, translate)]

    def _events(self) -> Table:
        held = event_counts.listed(self.session, self.id)
        offered = self.consultation.offered_languages
        return report_received.events(held, [day_words(_day(one.starts_at), offered) for one in held], self.translate)

    def _campaign_tables(self) -> list[Table]:
        """Return the texts that many people sent, and the themes without them (practice C4)."""
        confirmed = [one for one in campaigns.listed(self.session, self.id) if one.state == "confirmed" and one.senders]
        own = theme_counts.by_theme(self.session, self.id, with_campaigns=False)
        reach = readings.respondents_read(self.session, self.id, with_campaigns=False)
        if not confirmed:
            return []
        title = self.translate("Themes in all answers, without letters that many people sent")
        without = report_tables.spoken(
            Frame("campaigns-without", title), report_tables.theme_rows(self.themes, own), reach, self.translate)
        return [report_tables.campaigns(confirmed, self.translate), without]


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
