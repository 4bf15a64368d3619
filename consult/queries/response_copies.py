"""What one person sent, read back for that person alone; answers about the person are in another store, not opened."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.copies import CopiedAnswer, CopiedFilm, CopiedSection, Copy
from consult.domain.signed_answers import read_proof
from consult.domain.surveys import MEDIA_KINDS, STORES_ANSWERS, Page, Question, Text, is_rating, options_of
from consult.domain.surveys import placed_questions as placed
from consult.domain.variants import SIGNED
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Attachment, RespondingBody, Response
from consult.models.surveys import Question as StoredQuestion
from consult.queries import plans, redactions, signed_answers, surveys


def values_of(session: Session, response: Response) -> dict[str, list[str]]:
    """Return the stored answers by question key, each as it is kept: what a draft of the same answers holds.

    Choices stand in the order of the options, ranked ones by place; a comment on a part of the plan is kept under
    `<question key>@<node key>`. What was signed is not among them, nor its English.
    """
    version = surveys.by_id(session, response.survey_version_id)
    assert version is not None
    order = {question.key: {option.code: at for at, option in enumerate(options_of(question))}
             for _section, _page, question in placed(version.survey)}
    own = redactions.originals(session, response.id)
    return {
        key: [value for row in sorted(rows, key=lambda row: (row.place or 0, order.get(key, {}).get(row.choice, 0)))
              if (value := _given(row, own))]
        for key, rows in _rows(session, response.id).items()
    }


def copy_of(session: Session, response: Response) -> Copy:
    """Return the copy of a response: only questions that were answered, in the words of the version answered."""
    consultation = session.get_one(Consultation, response.consultation_id)
    body = session.get(RespondingBody, response.id)
    return Copy(
        slug=consultation.slug, title=dict(consultation.title), received_at=response.received_at,
        is_correction=response.corrects_id is not None, on_behalf_of=response.on_behalf_of,
        body=body.name if body else "", speaks_for=body.speaks_for if body else None,
        has_quote_consent=response.has_quote_consent,
        sections=tuple(_Reader(session, response, consultation).sections()), films=tuple(_films(session, response)),
    )


def _films(session: Session, response: Response) -> Iterator[CopiedFilm]:
    for film in signed_answers.of_response(session, response):
        yield CopiedFilm(film.question, film.part, tuple((part.question, part.english) for part in film.words),
                         film.delete_on, read_proof(film.deletion_proof) if film.deletion_proof else None)


def _given(row: Answer, own: Mapping[tuple[int, bool], str]) -> str | None:
    """Return what stands in an answer, for the person who gave it: nothing that staff took out is missing."""
    return row.choice or own.get((row.id, False), row.text) or row.value


def _rows(session: Session, response_id: int) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer, key in session.execute(
        select(Answer, StoredQuestion.key).join(StoredQuestion, StoredQuestion.id == Answer.question_id)
        .where(Answer.response_id == response_id, Answer.language != SIGNED).order_by(Answer.id)
    ):
        found.setdefault(f"{key}@{answer.plan_node_key}" if answer.plan_node_key else key, []).append(answer)
    return found


class _Reader:
    """Puts the stored answers of one response beside the questions that they answer."""

    def __init__(self, session: Session, response: Response, consultation: Consultation) -> None:
        self.session, self.response, self.consultation = session, response, consultation
        self.given = values_of(session, response)
        self.languages = {key: rows[0].language for key, rows in _rows(session, response.id).items()}
        version = surveys.by_id(session, response.survey_version_id)
        assert version is not None
        self.survey = version.survey
        self.nodes, self.files = self._nodes(), self._files()

    def sections(self) -> list[CopiedSection]:
        """Return the sections in which anything was answered."""
        found: dict[str, list[CopiedAnswer]] = {}
        for section, page, question in placed(self.survey):
            if section.stores == STORES_ANSWERS:
                found.setdefault(section.key, []).extend(self._answers(page, question))
        return [CopiedSection(section.title, tuple(found[section.key]))
                for section in self.survey.sections if found.get(section.key)]

    def _answers(self, page: Page, question: Question) -> list[CopiedAnswer]:
        start = f"{question.key}@"
        keys = [key for key in self.given if key == question.key or key.startswith(start)]
        return [self._answer(page, question, key) for key in keys if self.given[key]]

    def _answer(self, page: Page, question: Question, key: str) -> CopiedAnswer:
        values, node_key = self.given[key], key.partition("@")[2]
        labels = {option.code: option.label for option in options_of(question)}
        stem = page.title if page.title and is_rating(page) else None
        about = self.nodes.get(node_key) if node_key else None
        language = self.languages[key]
        if labels:
            return CopiedAnswer(question.text, question.kind, language, choices=_labels(labels, values), stem=stem)
        if question.kind in MEDIA_KINDS:
            return CopiedAnswer(question.text, question.kind, language, value=self.files.get(question.key, ""))
        is_text = question.kind in ("short-text", "long-text", "plan-comment")
        return CopiedAnswer(question.text, question.kind, language, text=values[0] if is_text else None,
                            value=None if is_text else values[0], about=about)

    def _nodes(self) -> dict[str, Text]:
        version_id = self.consultation.plan_version_id
        if version_id is None or not any("@" in key for key in self.given):
            return {}
        return {node.key: node.label for node in plans.nodes(self.session, version_id)}

    def _files(self) -> dict[str, str]:
        rows = self.session.execute(
            select(Attachment.question_key, Attachment.name).where(Attachment.response_id == self.response.id))
        return {key: name for key, name in rows}


def _labels(labels: Mapping[str, Text], values: Sequence[str]) -> tuple[Text, ...]:
    return tuple(labels.get(value, {"en": value}) for value in values)
