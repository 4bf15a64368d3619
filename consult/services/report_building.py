"""Builds the report of a consultation as it stands now, out of counts; it stores nothing and decides no disclosure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.domain import consultations as rules
from consult.domain.channels import CHANNELS
from consult.domain.disclosure import rounded
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.reports import (
    Counters,
    Exclusion,
    HowAsked,
    NodeSection,
    NodeTheme,
    NowhereTheme,
    PeopleAndMachines,
    PlanLink,
    PlanNodeName,
    QuestionReading,
    Quote,
    Report,
    Row,
    Table,
    Text,
    ThemeSection,
)
from consult.domain.surveys import STORES_ANSWERS, STORES_CHARACTERISTICS
from consult.models.consultations import Consultation
from consult.queries import (
    answer_words,
    campaigns,
    characteristics,
    findings,
    plans,
    readings,
    reports,
    response_counts,
    shares,
    survey_questions,
)
from consult.queries.findings import Link, Spoken, ThemeName
from consult.queries.plans import NodeView
from consult.queries.quotes import QuoteChoice, quotes
from consult.services import report_missing, report_tables, report_wordings
from consult.services.report_tables import Frame
from consult.services.report_words import day_words, in_each, joined

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Imprint:
    """What makes one edition this edition."""

    number: int
    published_at: datetime
    status: str
    summary: str = ""


def build(session: Session, consultation: Consultation, imprint: Imprint) -> Report:
    """Return the report of everything that is counted and coded at this instant.

    The number of statements does not grow with responses, codings, themes or questions.
    """
    return _Builder(session, consultation, imprint).report()


def build_protected(session: Session, consultation: Consultation, imprint: Imprint) -> tuple[Table, ...]:
    """Return only the tables by personal characteristic, language and victim status included."""
    return tuple(_Builder(session, consultation, imprint).protected())


class _Builder:
    """Holds the counts while the parts of the report are put together."""

    def __init__(self, session: Session, consultation: Consultation, imprint: Imprint) -> None:
        self.session, self.consultation, self.imprint = session, consultation, imprint
        self.id = consultation.id
        self.translate = in_each(consultation.offered_languages)
        self.asked = survey_questions.asked(session, self.id)
        self.texts = [asked for asked in self.asked if asked.is_text and asked.stores == STORES_ANSWERS]
        self.closed = [asked for asked in self.asked if asked.is_closed and asked.stores == STORES_ANSWERS]
        self.themes = findings.themes(session, self.id)
        self.channels = response_counts.by_channel(session, self.id)
        self.exclusions = response_counts.by_exclusion(session, self.id)
        self.links = findings.findings_for(session, self.id)
        version_id = consultation.plan_version_id
        self.nodes = plans.nodes(session, version_id) if version_id is not None else []
        self.nodes_by_id = {node.id: node for node in self.nodes}

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
            who_is_missing=report_missing.words(tables, self.translate),
            exclusions=tuple(Exclusion(reason, count) for reason, count in self.exclusions.items()),
            tables=tables, themes=tuple(self._themes()), nodes=tuple(self._node_sections()),
            nodes_nothing_said=tuple(
                PlanNodeName(node.key, node.label)
                for node in findings.nodes_nothing_said(self.nodes, self.by_node)),
            themes_nowhere=tuple(self._nowhere()), uncoded=tuple(self.readings),
        )

    @cached_property
    def by_theme(self) -> Mapping[int, Spoken]:
        return findings.by_theme(self.session, self.id)

    @cached_property
    def by_question(self) -> Mapping[tuple[str, int], Spoken]:
        return findings.by_question(self.session, self.id)

    @cached_property
    def shares(self) -> Mapping[str, shares.QuestionShares]:
        return {one.key: one for one in shares.by_question(self.session, self.id)}

    @cached_property
    def by_node(self) -> Mapping[int, Spoken]:
        version_id = self.consultation.plan_version_id
        return findings.by_node(self.session, self.id, version_id) if version_id is not None else {}

    @cached_property
    def readers_reach(self) -> int:
        """The base of every count over all questions: the people of whose words a person has read some."""
        return readings.respondents_read(self.session, self.id)

    @cached_property
    def printed_languages(self) -> frozenset[str]:
        """Languages in which a quote may stand: those offered, and those that enough people wrote in to be named."""
        return frozenset(self.consultation.offered_languages) | self.named_languages

    @cached_property
    def named_languages(self) -> frozenset[str]:
        """Languages that the table of languages shows: a translated quote says no other one that it came from."""
        return frozenset(row for (row, _column), cell in self._languages().cells.items() if cell.count)

    @cached_property
    def progress(self) -> Mapping[str, readings.Progress]:
        """How far the answers in own words to each question were read, by its key."""
        return readings.progress(self.session, self.id)

    def _people_read(self, question_key: str) -> int:
        return self.progress.get(question_key, readings.Progress()).people_read

    @cached_property
    def readings(self) -> Sequence[QuestionReading]:
        people = response_counts.by_survey_version(self.session, self.id)
        found = []
        for asked in self.texts:
            done = self.progress.get(asked.key, readings.Progress())
            reached = sum(people.get(version_id, 0) for version_id in asked.version_ids)
            found.append(QuestionReading(asked.key, dict(asked.question.text), done.answers, done.read, done.coded,
                                         max(0, reached - done.people)))
        return found

    def _counters(self) -> Counters:
        received = sum(received for received, _counted in self.channels.values())
        return Counters(received, sum(counted for _received, counted in self.channels.values()), 0, 0)

    def _how_asked(self) -> HowAsked:
        consultation, at = self.consultation, self.imprint.published_at
        words: Text = {}
        if rules.state(consultation.opens_at, consultation.closes_at, at) == "open":
            words = self.translate(
                "On the day of this report, %(day)s, people could still answer. Later answers are not in it.",
                day=day_words(_day(at), consultation.offered_languages))
        faces = report_wordings.rules(self.session, self.id, self.closed, self.translate)
        words = joined([said for said in (words, faces) if said], "\n\n")
        return HowAsked(
            _day(consultation.opens_at).isoformat(), _day(consultation.closes_at).isoformat(),
            tuple(channel for channel in CHANNELS if channel in self.channels),
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
        found = [report_tables.channels(self.channels, translate)]
        if self.exclusions:
            found.append(report_tables.exclusions(self.exclusions, translate))
        found += [self._languages(), *self._profiles()]
        given = response_counts.closed_answers(session, self.id)
        answered = response_counts.by_survey_version(session, self.id).keys()
        found += [report_tables.answers(asked, given.get(asked.key), translate,
                                        was_reworded=bool(asked.reworded_ids & answered)) for asked in self.closed]
        found += report_wordings.tables(session, self.id, self.closed, translate)
        found += self._victims()
        found += self._theme_tables()
        return [*found, report_tables.reading(self.readings, translate)]

    def protected(self) -> list[Table]:
        """Return the tables by language, by each characteristic, and of victims of crime."""
        return [self._languages(), *self._profiles(), *self._victims()]

    def _languages(self) -> Table:
        counts = characteristics.by_language(self.session, self.id)
        return report_tables.languages(counts, self.consultation.offered_languages, self.translate)

    def _profiles(self) -> list[Table]:
        groups = characteristics.by_question(self.session, self.id)
        return [report_tables.profile(asked, groups.get(asked.key), self.translate)
                for asked in self.asked if asked.stores == STORES_CHARACTERISTICS and asked.is_closed]

    def _victims(self) -> list[Table]:
        scales = [asked for asked in self.asked
                  if asked.question.kind == "agree-scale" and asked.stores == STORES_ANSWERS]
        protected = {asked.key for asked in self.asked if asked.stores == STORES_CHARACTERISTICS}
        if report_tables.VICTIM not in protected:
            return []
        crossed = characteristics.crossed(
            self.session, self.id, [asked.key for asked in scales], report_tables.VICTIM)
        return [report_tables.victims(asked, crossed.get(asked.key, {}), self.translate) for asked in scales]

    def _theme_tables(self) -> list[Table]:
        translate, found = self.translate, []
        everywhere = report_tables.theme_rows(self.themes, self.by_theme)
        found.append(report_tables.spoken(
            Frame("themes", translate("Themes in all answers")), everywhere, self.readers_reach, translate))
        found += self._campaign_tables()
        for reading in self.readings:
            here = {theme: spoken for (key, theme), spoken in self.by_question.items() if key == reading.question_key}
            title = translate("Themes in answer to: %(question)s", question=reading.label)
            frame = Frame(f"themes-{reading.question_key}", title)
            found.append(report_tables.spoken(
                frame, report_tables.theme_rows(self.themes, here), self._people_read(reading.question_key),
                translate))
        rows = [(Row(node.key, self._name_of(node)), self.by_node[node.id])
                for node in self.nodes if node.id in self.by_node]
        frame = Frame("themes-plan", translate("What people spoke of, by part of the plan"))
        return [*found, report_tables.spoken(frame, rows, self.readers_reach, translate)]

    def _campaign_tables(self) -> list[Table]:
        """Return the texts that many people sent, and the themes without them (practice C4)."""
        confirmed = [one for one in campaigns.listed(self.session, self.id) if one.state == "confirmed" and one.senders]
        own = findings.by_theme(self.session, self.id, with_campaigns=False)
        reach = readings.respondents_read(self.session, self.id, with_campaigns=False)
        if not confirmed:
            return []
        title = self.translate("Themes in all answers, without letters that many people sent")
        without = report_tables.spoken(
            Frame("campaigns-without", title), report_tables.theme_rows(self.themes, own), reach, self.translate)
        return [report_tables.campaigns(confirmed, self.translate), without]

    def _themes(self) -> list[ThemeSection]:
        by_place: dict[tuple[int, str], list[Quote]] = {}
        public_ids = {theme.id: theme.public_id for theme in self.themes}
        for choice in quotes(self.session, self.id):
            if not choice.is_translated and choice.language not in self.printed_languages:
                continue
            by_place.setdefault((choice.theme_id, choice.question_key), []).append(Quote(
                text=choice.words, language=choice.language, attribution="individual",
                theme_key=public_ids[choice.theme_id], plan_node_key=choice.node_key, passage_ref=choice.passage_ref,
                is_translated=choice.is_translated,
                translated_from=choice.written_in if self._is_named(choice) else ""))
        found = []
        for reading in self.readings:
            here = [theme for theme in self.themes if (reading.question_key, theme.id) in self.by_question]
            here.sort(key=lambda theme: (-self.by_question[reading.question_key, theme.id].respondents, theme.name))
            found += [self._theme(theme, reading, by_place) for theme in here]
        return found

    def _is_named(self, choice: QuoteChoice) -> bool:
        return choice.is_translated and choice.written_in in self.named_languages

    def _theme(self, theme: ThemeName, reading: QuestionReading,
               by_place: Mapping[tuple[int, str], Sequence[Quote]]) -> ThemeSection:
        spoken = self.by_question[reading.question_key, theme.id]
        low, high = self._interval(reading.question_key, theme.id)
        return ThemeSection(
            key=theme.public_id, name={"en": theme.name},
            definition={"en": theme.definition} if theme.definition else {}, question_key=reading.question_key,
            respondents=spoken.respondents, base=self._people_read(reading.question_key), stances=spoken.stances,
            links=self._links_of(theme.id),
            quotes=tuple(by_place.get((theme.id, reading.question_key), ())), low_percent=low, high_percent=high)

    def _interval(self, question_key: str, theme_id: int) -> tuple[int | None, int | None]:
        """Return the ends of the share of everyone who answered; of no use where every answer was read."""
        found = self.shares[question_key].share(theme_id) if question_key in self.shares else None
        return (found.percents if found is not None and not found.is_exact else None) or (None, None)

    def _links_of(self, theme_id: int) -> tuple[PlanLink, ...]:
        return tuple(
            PlanLink(node.key, self._name_of(node), link.reason) for link in self.links
            if link.theme_id == theme_id and (node := self.nodes_by_id.get(link.node_id or 0)) is not None)

    def _name_of(self, node: NodeView) -> Text:
        """Return the name of a part; a nameless one that only holds others is the rest of what it stands in."""
        above = node
        while not above.label and above.parent_id is not None:
            above = self.nodes_by_id[above.parent_id]
        return node.label or self.translate("%(part)s (in general)", part=above.label)

    def _node_sections(self) -> list[NodeSection]:
        version_id = self.consultation.plan_version_id
        if version_id is None:
            return []
        spoken = findings.by_node_and_theme(self.session, self.id, version_id)
        reasons = {(link.node_id, link.theme_id): link for link in self.links}
        found = []
        for node in self.nodes:
            if node.id in self.by_node:
                found.append(NodeSection(node.key, self._name_of(node), tuple(self._themes_at(node, spoken, reasons))))
        return found

    def _themes_at(self, node: NodeView, spoken: Mapping[tuple[int, int], Spoken],
                   reasons: Mapping[tuple[int | None, int], Link]) -> list[NodeTheme]:
        here = [(theme, spoken[node.id, theme.id]) for theme in self.themes if (node.id, theme.id) in spoken]
        here.sort(key=lambda pair: (-pair[1].respondents, pair[0].name))
        return [
            NodeTheme(theme.public_id, {"en": theme.name}, counted.respondents, self.readers_reach,
                      reasons[node.id, theme.id].reason if (node.id, theme.id) in reasons else "")
            for theme, counted in here
        ]

    def _nowhere(self) -> list[NowhereTheme]:
        nowhere = {link.theme_id: link for link in self.links if link.node_key is None}
        return [
            NowhereTheme(theme.public_id, {"en": theme.name}, self.by_theme[theme.id].respondents,
                         nowhere[theme.id].reason)
            for theme in self.themes if theme.id in nowhere and theme.id in self.by_theme
        ]


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
