"""Stores what the authors of the example's report wrote and which quotes they let through, as people do it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.domain.report_chapters import TEXT, Chapter
from consult.domain.report_editing import EASY, PLAIN, SOURCE_LANGUAGE, key_of_chapter
from consult.models.consultations import Consultation
from consult.services import report_blocks, report_quotes, report_texts

Told = Mapping[str, Any]


def load_report(session: Session, consultation: Consultation, told: Told, *, lead_id: int, translator_id: int) -> None:
    """Store the words that a file tells, and let through the quotes that the rule chose for each theme.

    Words in other languages are stored as a machine's drafts that nobody has checked.
    """
    for key, words in told["chapters"].items():
        report_blocks.write_chapter(
            consultation_id=consultation.id, revision=0, by_id=lead_id,
            chapter=Chapter(key, (), _english(words), {SOURCE_LANGUAGE: words.get(EASY, "")}))
        _translate(consultation.id, key_of_chapter(key), words, {}, translator_id)
    for one in told["blocks"]:
        title = one.get("title", {})
        key = report_blocks.add_block(
            consultation_id=consultation.id, chapter=one["chapter"], kind=TEXT, ref="", order=(), by_id=lead_id,
            title=title.get(SOURCE_LANGUAGE, ""), words=one[SOURCE_LANGUAGE])
        _translate(consultation.id, key, one, title, translator_id)
    _let_through(session, consultation, lead_id)


def _english(words: Told) -> dict[str, str]:
    return {SOURCE_LANGUAGE: words[SOURCE_LANGUAGE]}


def _translate(consultation_id: int, key: str, words: Told, title: Told, by_id: int) -> None:
    for language in sorted(set(words) - {SOURCE_LANGUAGE, EASY, "chapter", "title"}):
        report_texts.translate(
            consultation_id=consultation_id, key=key, language=language, words=words[language], before="",
            form=PLAIN, title=title.get(language, ""), is_machine_draft=True, by_id=by_id)


def _let_through(session: Session, consultation: Consultation, by_id: int) -> None:
    choosing = report_quotes.choosing(session, consultation)
    for theme_id in dict.fromkeys(choice.theme_id for choice in choosing.by_rule):
        report_quotes.choose(
            consultation_id=consultation.id, theme=choosing.public_ids[theme_id], revision=0, by_id=by_id,
            picks=[choice.passage_ref for choice in choosing.by_rule if choice.theme_id == theme_id],
            seen=[choice.passage_ref for choice in choosing.able_of(theme_id)])
