"""How many of the people who were read spoke of each theme, so that shares can be made of it: counts, no share.

A text that is word for word that of a campaign is read once for all who sent it, so its senders are counted apart:
everyone else's answers are read to the end, or by random sample. What an answer says beside a campaign's text is its
sender's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from consult.domain.shares import Part, Share, share
from consult.domain.surveys import STORES_ANSWERS, Text
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import Worry
from consult.models.codebooks import Coding, CodingQuestion, Passage, Reading
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.runs import Suggestion
from consult.models.surveys import Question
from consult.queries import coding_settings, counted, survey_questions
from consult.queries.readings import was_read
from consult.queries.shared_texts import is_own_words
from consult.queries.survey_questions import AskedQuestion
from consult.queries.theme_counts import stands

Channel = str


@dataclass(frozen=True)
class Reached:
    """People who answered a question by one way, each in one or both of two parts.

    `people` wrote something of their own; `drawn` of them are in the sample (all, where there is none), `read` of these
    were read. `copies` sent a campaign's text that was read; `copies_waiting` one that nobody has read. `letters` did
    not answer it, and in a letter of theirs a coder found words that speak to it (`own_letters`: in no
    campaign's text).
    """

    people: int = 0
    drawn: int = 0
    read: int = 0
    copies: int = 0
    copies_waiting: int = 0
    letters: int = 0
    own_letters: int = 0


@dataclass(frozen=True)
class Spoke:
    """People who spoke of a theme: among those read, of these in own words, in copies of a campaign's text, and in
    letters that speak to the question."""

    read: int = 0
    own: int = 0
    copies: int = 0
    letters: int = 0
    own_letters: int = 0


@dataclass(frozen=True)
class QuestionShares:
    """A question with whom reading reached and who spoke of what, by way of answering; themes are row ids.

    `is_sample`: only a random sample of it is coded. `withheld` answers wait for a worry about somebody to be handled.
    """

    key: str
    question: Text
    is_sample: bool
    reached: Mapping[Channel, Reached]
    spoke: Mapping[int, Mapping[Channel, Spoke]]
    withheld: int

    @property
    def total(self) -> Reached:
        """Whom reading reached by all ways together."""
        return _together(self.reached.values())

    @property
    def is_finished(self) -> bool:
        """Whether everything that is to be read of it was read."""
        return self.total.read == self.total.drawn and not self.total.copies_waiting

    def share(self, theme_id: int, channels: Iterable[Channel] | None = None, *, with_campaigns: bool = True
              ) -> Share | None:
        """Return the share of people who spoke of a theme, by all or some ways to answer; None if nobody was read.

        Senders of a text that nobody has read yet are not in its base.
        """
        chosen = self.reached.keys() if channels is None else set(channels) & self.reached.keys()
        reached = _together(self.reached[channel] for channel in chosen)
        by_channel = self.spoke.get(theme_id, {})
        spoke = [by_channel[channel] for channel in chosen if channel in by_channel]
        count = sum(one.read if with_campaigns else one.own for one in spoke)
        parts = [Part(reached.people, reached.read, count)] if reached.read else []
        letters = reached.letters if with_campaigns else reached.own_letters
        parts.append(Part(letters, letters, sum(one.letters if with_campaigns else one.own_letters for one in spoke)))
        if with_campaigns:
            parts.append(Part(reached.copies, reached.copies, sum(one.copies for one in spoke)))
        return share(parts)


def by_question(session: Session, consultation_id: int, only: str | None = None) -> list[QuestionShares]:
    """Return every question in own words in the order of the survey, or only the one of a key; seven statements."""
    samples = coding_settings.samples(session, consultation_id)
    which = () if only is None else (Question.key == only,)
    reached = _reached(session, consultation_id, samples, *which)
    spoke = _spoke(session, consultation_id, samples, *which)
    _add_letters(session, consultation_id, reached, spoke, *(() if only is None else (
        CodingQuestion.question_key == only,)))
    withheld = _withheld(session, consultation_id)
    return [QuestionShares(asked.key, asked.question.text, asked.key in samples, reached.get(asked.key, {}),
                           spoke.get(asked.key, {}), withheld.get(asked.key, 0))
            for asked in questions(session, consultation_id) if only in (None, asked.key)]


def questions(session: Session, consultation_id: int) -> list[AskedQuestion]:
    """Return the questions whose answers are coded, in the order of the survey; one statement."""
    return [asked for asked in survey_questions.asked(session, consultation_id)
            if asked.is_text and asked.stores == STORES_ANSWERS]


def machine_guesses(session: Session, consultation_id: int, question_key: str) -> dict[int, int]:
    """Return by theme (row id) the answers to a question that nobody has read and for which a machine offers it.

    Never a share and never for a report: a machine's counts miss by more than a small sample does. One statement.
    """
    rows = session.execute(
        select(Suggestion.theme_id, func.count()).select_from(Suggestion)
        .join(Answer, Answer.id == Suggestion.answer_id).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*_counted(consultation_id), Question.key == question_key, Suggestion.is_offered, ~was_read())
        .group_by(Suggestion.theme_id))
    return {theme_id: count for theme_id, count in rows}


def people_by_question(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many counted people wrote something of their own to each question, by its key; one statement."""
    rows = session.execute(with_campaigns(
        select(Question.key, func.count(counted.person().distinct())).select_from(Answer)
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id))
        .where(*_counted(consultation_id), ~func.coalesce(is_copy(), False)).group_by(Question.key))
    return {key: count for key, count in rows}


def shuffle_at(session: Session, consultation_id: int, question_key: str, size: int) -> int | None:
    """Return the number below which the first `size` answers to a question lie in their random order.

    Copies of a campaign's text are left out. None where no more than so many have come.
    """
    return session.scalar(with_campaigns(
        select(Answer.shuffle).select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id))
        .where(*_counted(consultation_id), Question.key == question_key, ~func.coalesce(is_copy(), False))
        .order_by(Answer.shuffle, Answer.id).offset(size).limit(1))


def by_group(session: Session, consultation_id: int, question_key: str, characteristic: str
             ) -> tuple[dict[str, int], dict[tuple[str, int], int]]:
    """Return people read by their answer to a protected question, and those who spoke of a theme (answer, row id).

    Exact: nothing of this is shown before `domain.disclosure.protect`. Two statements.
    """
    samples = coding_settings.samples(session, consultation_id)
    protected = aliased(Question)
    people = func.count(counted.person().distinct())

    def grouped(query: Select[Any]) -> Select[Any]:
        return (query.join(CharacteristicAnswer, CharacteristicAnswer.response_id == counted.person())
                .join(protected, protected.id == CharacteristicAnswer.question_id)
                .where(protected.key == characteristic, Question.key == question_key, *_counted(consultation_id),
                       in_sample(samples), was_read()))

    group = CharacteristicAnswer.choice
    read = grouped(
        select(group, people).select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)).group_by(group)
    spoke = grouped(_of_codings(select(group, Coding.theme_id, people))).where(*stands(consultation_id)).group_by(
        group, Coding.theme_id)
    return ({choice: count for choice, count in session.execute(read)},
            {(choice, theme): count for choice, theme, count in session.execute(spoke)})


def in_sample(samples: Mapping[str, int]) -> ColumnElement[bool]:
    """Say that an answer is to be read: its question is coded whole, or it is in the sample (`coding_settings`)."""
    if not samples:
        return true()
    drawn = [and_(Question.key == key, Answer.shuffle < below) for key, below in sorted(samples.items())]
    return or_(Question.key.not_in(sorted(samples)), *drawn)


def is_copy() -> ColumnElement[bool]:
    """Say that an answer is word for word the text of a confirmed campaign, for a statement with `with_campaigns`."""
    return and_(CampaignMember.is_identical, Campaign.state == "confirmed")


def with_campaigns(query: Select[Any]) -> Select[Any]:
    """Return the statement joined to the campaign that an answer is in by a person's word, where there is one."""
    return query.outerjoin(CampaignMember, and_(
        CampaignMember.answer_id == Answer.id, CampaignMember.state == "in")
    ).outerjoin(Campaign, Campaign.id == CampaignMember.campaign_id)


def _reached(session: Session, consultation_id: int, samples: Mapping[str, int], *which: ColumnElement[bool]
             ) -> dict[str, dict[str, Reached]]:
    copy, is_finished = func.coalesce(is_copy(), False), Reading.id.is_not(None)
    drawn = and_(~copy, in_sample(samples))
    parts = [~copy, and_(drawn, or_(is_finished, was_read())), and_(copy, is_finished), and_(copy, ~is_finished)]
    if samples:
        # Without a sample everyone is drawn: counting them a second time would take a third of the whole.
        parts.append(drawn)
    channel = counted.channel_of_person().label("channel")
    rows = session.execute(with_campaigns(
        select(Question.key, channel, *(_people(part) for part in parts))
        .select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id).outerjoin(Reading, Reading.answer_id == Answer.id))
        .where(*_counted(consultation_id), *which).group_by(Question.key, channel))
    found: dict[str, dict[str, Reached]] = {}
    for key, channel, people, read, copies, copies_waiting, *in_it in rows:
        found.setdefault(key, {})[channel] = Reached(people, in_it[0] if in_it else people, read, copies,
                                                     copies_waiting)
    return found


def _spoke(session: Session, consultation_id: int, samples: Mapping[str, int], *which: ColumnElement[bool]
           ) -> dict[str, dict[int, dict[str, Spoke]]]:
    copy, is_finished = func.coalesce(is_copy(), False), Reading.id.is_not(None)
    read = and_(~copy, in_sample(samples), or_(is_finished, was_read()))
    channel = counted.channel_of_person().label("channel")
    rows = session.execute(with_campaigns(_of_codings(
        select(Question.key, channel, Coding.theme_id, *(_people(part) for part in (
            read, and_(read, Coding.campaign_id.is_(None)), and_(copy, is_finished)))))
        .outerjoin(Reading, Reading.answer_id == Answer.id))
        .where(*stands(consultation_id), Answer.text.is_not(None), *which)
        .group_by(Question.key, channel, Coding.theme_id))
    found: dict[str, dict[int, dict[str, Spoke]]] = {}
    for key, channel, theme_id, *counts in rows:
        found.setdefault(key, {}).setdefault(theme_id, {})[channel] = Spoke(*counts)
    return found


def _add_letters(session: Session, consultation_id: int, reached: dict[str, dict[str, Reached]],
                 spoke: dict[str, dict[int, dict[str, Spoke]]], *which: ColumnElement[bool]) -> None:
    """Count in who answered a question in a letter alone: they were all read, and are not among those who answered."""
    given, asked, theirs = aliased(Answer), aliased(Question), aliased(Response)
    answered = exists(
        select(given.id).join(asked, asked.id == given.question_id).join(theirs, theirs.id == given.response_id)
        .where(asked.key == CodingQuestion.question_key, given.text.is_not(None), theirs.excluded_reason.is_(None),
               or_(theirs.id == counted.person(), theirs.counts_with_id == counted.person()))
        .correlate(CodingQuestion, Response))
    channel = counted.channel_of_person().label("channel")
    # Of a subquery: PostgreSQL groups by no statement within a statement.
    said = (select(CodingQuestion.question_key.label("key"), channel, Coding.theme_id, counted.person().label("person"),
                   is_own_words().label("is_own"))
            .select_from(CodingQuestion).join(Coding, Coding.id == CodingQuestion.coding_id)
            .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
            .where(*stands(consultation_id), ~answered, *which).subquery())
    numbers = (func.count(said.c.person.distinct()), func.count(case((said.c.is_own, said.c.person)).distinct()))
    for key, way, letters, own in session.execute(
            select(said.c.key, said.c.channel, *numbers).group_by(said.c.key, said.c.channel)):
        ways = reached.setdefault(key, {})
        ways[way] = replace(ways.get(way, Reached()), letters=letters, own_letters=own)
    for key, theme_id, way, letters, own in session.execute(
            select(said.c.key, said.c.theme_id, said.c.channel, *numbers)
            .group_by(said.c.key, said.c.theme_id, said.c.channel)):
        by_way = spoke.setdefault(key, {}).setdefault(theme_id, {})
        by_way[way] = replace(by_way.get(way, Spoke()), letters=letters, own_letters=own)


def _withheld(session: Session, consultation_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Question.key, func.count(Answer.id.distinct())).select_from(Worry)
        .join(Answer, Answer.id == Worry.answer_id).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Worry.consultation_id == consultation_id, Worry.closed_at.is_(None), *counted.words(consultation_id))
        .group_by(Question.key))
    return {key: count for key, count in rows}


def _people(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, counted.person())).distinct())


def _of_codings(query: Select[Any]) -> Select[Any]:
    return (query.select_from(Coding).join(Passage, Passage.id == Coding.passage_id)
            .join(Answer, Answer.id == Passage.answer_id).join(Question, Question.id == Answer.question_id)
            .join(Response, Response.id == Answer.response_id))


def _counted(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (*counted.words(consultation_id), Answer.text.is_not(None))


def _together(found: Iterable[Reached]) -> Reached:
    held = list(found)
    return Reached(sum(one.people for one in held), sum(one.drawn for one in held), sum(one.read for one in held),
                   sum(one.copies for one in held), sum(one.copies_waiting for one in held),
                   sum(one.letters for one in held), sum(one.own_letters for one in held))
