"""Gives some answers of the example their English, through the same services that people use; the rest waits."""

from collections.abc import Iterable, Mapping
from typing import Any

from consult.models.answer_words import AnswerWords
from consult.models.consultations import Consultation
from consult.models.responses import Answer
from consult.queries import codebooks
from consult.services import answer_words, codings
from consult.services.answer_words import Find
from consult.services.codings import Code
from consult.services.example_codings import span_of
from consult.services.transaction import writing


def load_words(
    consultation: Consultation, answers: Mapping[tuple[str, str], Answer], given: Iterable[Mapping[str, Any]],
    names: Mapping[str, str], *, writer_id: int, checker_id: int, coder_id: int,
) -> int:
    """Store the English of example answers, and what was coded in it; return how many answers have it.

    `names` are the names of themes by their keys in the example's files. Raises ValueError where the words of a
    coding do not stand in the English.
    """
    with writing() as session:
        themes = {theme.name: theme.public_id for theme in codebooks.themes(session, consultation.id)}
        count = 0
        for said in given:
            answer = answers[said["response"], said["question"]]
            answer_words.keep_found([Find(answer.id, None, answer.language)])
            words = session.query(AnswerWords).filter(AnswerWords.answer_id == answer.id).one()
            answer_words.write(consultation_id=consultation.id, public_id=words.public_id, english=said["english"],
                               note=said.get("note", ""), by_id=writer_id)
            if said["is_checked"]:
                answer_words.check(consultation_id=consultation.id, public_id=words.public_id, by_id=checker_id)
            for coded in said.get("coded", ()):
                _code(consultation.id, answer, said["english"], coded, themes[names[coded["theme"]]], coder_id)
            count += 1
        return count


def _code(consultation_id: int, answer: Answer, english: str, coded: Mapping[str, Any], theme: str,
          coder_id: int) -> None:
    codings.confirm(
        consultation_id=consultation_id, answer_id=answer.public_id or "", span=span_of(english, coded["passage"]),
        code=Code(theme, coded["stance"]), of_english=True, by_id=coder_id)
    codings.mark_read(consultation_id=consultation_id, answer_id=answer.public_id or "", by_id=coder_id)
