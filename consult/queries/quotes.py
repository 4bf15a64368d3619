"""Words that people agreed to see in print, a few for each theme; chosen by rule, the same each time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.codebooks import STANCES
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import counted, redactions
from consult.queries.coded_nodes import first_node_key
from consult.queries.coded_words import passage_language, passage_text, with_words, written_in
from consult.queries.kept_back import is_withheld
from consult.queries.theme_counts import stands

A_THEME = 3
A_RESPONDENT = 2
# In code points: shorter says nothing by itself, longer is not a quote any more.
SHORTEST, LONGEST = 20, 600
# An e-mail address, a telephone number or a postcode shows who or where somebody is; such a passage is not printed.
SHOWS_WHO = re.compile(r"@|(?:\d[\s()-]?){7,}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
# More of each stance than can be printed, so that someone who was quoted twice already can be passed over.
CANDIDATES = 10


@dataclass(frozen=True)
class QuoteChoice:
    """A passage that may be printed; `respondent` is the row id of whom it is counted with, and is never shown.

    `language` is that of the words, `written_in` the one that the person used: they differ where it was translated.
    """

    theme_id: int
    stance: str
    question_key: str
    node_key: str | None
    words: str
    language: str
    written_in: str
    passage_ref: str
    respondent: int

    @property
    def is_translated(self) -> bool:
        """Whether these are another person's English words for what was written or signed."""
        return self.language != self.written_in


def to_choose_from(session: Session, consultation_id: int) -> list[QuoteChoice]:
    """Return every quote that an author may choose, by theme: at most 10 a stance, only of people who agreed, and none
    that shows who somebody is."""
    return [choice for choice in _candidates(session, consultation_id) if not SHOWS_WHO.search(choice.words)]


def quotes(session: Session, consultation_id: int) -> list[QuoteChoice]:
    """Return at most 3 quotes a theme and 2 a respondent, the stances in turn, only from people who agreed.

    The order within a stance is the shuffle that each answer was given when it came, so no channel and no hour is
    preferred. A passage is printed once, under one theme.
    """
    return by_rule(to_choose_from(session, consultation_id))


def by_rule(able: Iterable[QuoteChoice]) -> list[QuoteChoice]:
    """Return those that are printed where no person chose, as `quotes` says, of those that may be."""
    by_theme: dict[int, list[QuoteChoice]] = {}
    for choice in able:
        by_theme.setdefault(choice.theme_id, []).append(choice)
    of_respondent: Counter[int] = Counter()
    printed: set[str] = set()
    chosen: list[QuoteChoice] = []
    for theme_id in sorted(by_theme):
        fitting: list[QuoteChoice] = []
        for choice in _stances_in_turn(by_theme[theme_id]):
            is_spent = choice.passage_ref in printed or of_respondent[choice.respondent] >= A_RESPONDENT
            if len(fitting) < A_THEME and not is_spent:
                fitting.append(choice)
                of_respondent[choice.respondent] += 1
                printed.add(choice.passage_ref)
        chosen += fitting
    return chosen


def _stances_in_turn(choices: Iterable[QuoteChoice]) -> Iterator[QuoteChoice]:
    rows: dict[str, list[QuoteChoice]] = {stance: [] for stance in STANCES}
    for choice in choices:
        rows[choice.stance].append(choice)
    for turn in zip_longest(*rows.values()):
        yield from (choice for choice in turn if choice is not None)


def _candidates(session: Session, consultation_id: int) -> list[QuoteChoice]:
    place = func.row_number().over(
        partition_by=(Coding.theme_id, Coding.stance), order_by=(Answer.shuffle, Answer.id, Passage.start))
    length = Passage.end - Passage.start
    ranked = (
        select(Coding.id.label("coding_id"), place.label("place"))
        .join(Passage, Passage.id == Coding.passage_id).join(Answer, Answer.id == Passage.answer_id)
        .join(Response, Response.id == Passage.response_id)
        .where(*stands(consultation_id), Coding.campaign_id.is_(None), Response.has_quote_consent, ~is_withheld(),
               length.between(SHORTEST, LONGEST)).subquery()
    )
    rows = session.execute(
        with_words(
            select(Coding, Passage, Question.key, first_node_key(), passage_text(), passage_language(), written_in(),
                   counted.person())
            .join(ranked, ranked.c.coding_id == Coding.id).join(Passage, Passage.id == Coding.passage_id)
            .join(Answer, Answer.id == Passage.answer_id).join(Question, Question.id == Answer.question_id)
            .join(Response, Response.id == Passage.response_id))
        .where(ranked.c.place <= CANDIDATES).order_by(Coding.theme_id, Coding.stance, ranked.c.place)
    ).all()
    outside = redactions.outside(session, {(row[1].answer_id, row[1].of_english): row[4] for row in rows})
    return [
        QuoteChoice(coding.theme_id, coding.stance, question_key, node_key,
                    text[passage.start:passage.end].strip(), language, written, passage.public_id,
                    person)
        for coding, passage, question_key, node_key, text, language, written, person in rows
        # What may tell who somebody is, is not printed before a person has decided about it.
        if (outside[passage.answer_id, passage.of_english][passage.start:passage.end]
            == text[passage.start:passage.end])
    ]
