"""The counts that the parts of a report share, each asked for once; no part is put together here."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from sqlalchemy.orm import Session

from consult.domain.reports import QuestionReading, Table, Text
from consult.domain.surveys import STORES_ANSWERS
from consult.models.consultations import Consultation
from consult.queries import characteristics, plans, readings, response_counts, shares, survey_questions, theme_counts
from consult.queries.plans import NodeView
from consult.queries.theme_counts import Spoken
from consult.services import report_tables
from consult.services.report_words import in_each


class Facts:
    """Holds the counts while the parts of the report are put together."""

    def __init__(self, session: Session, consultation: Consultation) -> None:
        """`consultation` is the one reported on; what is asked for at once is what every part needs."""
        self.session, self.consultation, self.id = session, consultation, consultation.id
        self.translate = in_each(consultation.offered_languages)
        self.asked = survey_questions.asked(session, self.id)
        self.texts = [asked for asked in self.asked if asked.is_text and asked.stores == STORES_ANSWERS]
        self.closed = [asked for asked in self.asked if asked.is_closed and asked.stores == STORES_ANSWERS]
        self.themes = theme_counts.themes(session, self.id)
        self.links = theme_counts.links_for(session, self.id)
        version_id = consultation.plan_version_id
        self.nodes = plans.nodes(session, version_id) if version_id is not None else []
        self.nodes_by_id = {node.id: node for node in self.nodes}

    @cached_property
    def by_theme(self) -> Mapping[int, Spoken]:
        """Who spoke of each theme, by its id."""
        return theme_counts.by_theme(self.session, self.id)

    @cached_property
    def by_question(self) -> Mapping[tuple[str, int], Spoken]:
        """Who spoke of each theme in answer to each question, by question key and theme id."""
        return theme_counts.by_question(self.session, self.id)

    @cached_property
    def shares(self) -> Mapping[str, shares.QuestionShares]:
        """The share of everyone that each theme most likely has, by question key."""
        return {one.key: one for one in shares.by_question(self.session, self.id)}

    @cached_property
    def by_node(self) -> Mapping[int, Spoken]:
        """Who spoke of each part of the plan, by its id."""
        version_id = self.consultation.plan_version_id
        return theme_counts.by_node(self.session, self.id, version_id) if version_id is not None else {}

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
        return frozenset(row for (row, _column), cell in self.languages().cells.items() if cell.count)

    @cached_property
    def progress(self) -> Mapping[str, readings.Progress]:
        """How far the answers in own words to each question were read, by its key."""
        return readings.progress(self.session, self.id)

    @cached_property
    def _people_read(self) -> Mapping[str, int]:
        return readings.people_read(self.session, self.id)

    def people_read(self, question_key: str) -> int:
        """Return how many people's answers to a question a person has read, letters that speak to it among them."""
        return self._people_read.get(question_key, 0)

    @cached_property
    def readings(self) -> Sequence[QuestionReading]:
        """How far each question in own words was read, in the order asked."""
        people = response_counts.by_versions_answered(self.session, self.id)
        found = []
        for asked in self.texts:
            done = self.progress.get(asked.key, readings.Progress())
            reached = sum(count for versions, count in people.items() if versions & asked.version_ids)
            found.append(QuestionReading(asked.key, dict(asked.question.text), done.answers, done.read, done.coded,
                                         max(0, reached - done.people)))
        return found

    def languages(self) -> Table:
        """Return respondents by language, protected."""
        counts = characteristics.by_language(self.session, self.id)
        return report_tables.languages(counts, self.consultation.offered_languages, self.translate)

    def name_of(self, node: NodeView) -> Text:
        """Return the name of a part; a nameless one that only holds others is the rest of what it stands in."""
        above = node
        while not above.label and above.parent_id is not None:
            above = self.nodes_by_id[above.parent_id]
        return node.label or self.translate("%(part)s (in general)", part=above.label)
