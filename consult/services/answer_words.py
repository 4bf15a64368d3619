"""What becomes of answers in other languages: the language kept or set right, English written, a second person's word.

The answer itself is never touched. Who may do what is asked again here; the steps are the domain's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.analysis.languages import TAGS
from consult.domain import answer_words as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.base import new_public_id, utc_now
from consult.models.responses import Answer
from consult.queries import answer_words as stored
from consult.queries import people
from consult.services import audit, redactions, rights
from consult.services.codings import text_answer
from consult.services.transaction import writing

MAY_SET_LANGUAGE = (Permission.TRANSLATE_ANSWERS, Permission.CHECK_ANSWER_WORDS, Permission.CODE)
MAY_WRITE = (Permission.TRANSLATE_ANSWERS, Permission.CHECK_ANSWER_WORDS)


@dataclass(frozen=True)
class Find:
    """The language that a machine found for an answer (row id): `found` None where it was not sure enough."""

    answer_id: int
    found: str | None
    language: str
    has_letters: bool = True


def keep_found(finds: Sequence[Find]) -> None:
    """Store the languages that were found; an answer that has one already, or was erased meanwhile, is left alone."""
    by_id = {find.answer_id: find for find in finds}
    with writing() as session:
        standing = session.scalars(
            select(Answer.id).where(Answer.id.in_(by_id), Answer.text != "").order_by(Answer.id)
            .with_for_update(read=True, key_share=True)).all()
        rows = [_row(by_id[answer_id]) for answer_id in standing]
        if rows:
            insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
            # Two workers may have looked at the same answers: the first one's word stands.
            session.execute(insert(AnswerWords).values(rows).on_conflict_do_nothing(index_elements=["answer_id"]))


def _row(find: Find) -> dict[str, object]:
    return {"public_id": new_public_id(), "answer_id": find.answer_id, "found": find.found, "found_at": utc_now(),
            "language": find.language, "state": rules.state_for(find.language, has_letters=find.has_letters),
            "note": "", "machine_name": "", "revision": 1}


def languages_to_choose() -> list[str]:
    """Return the languages (BCP 47) that a person can say an answer is in, English first, in no other order."""
    return list(dict.fromkeys((*LANGUAGES, *TAGS.values(), *rules.ALSO_WRITTEN)))


def set_language(*, consultation_id: int, answer_id: str, language: str, by_id: int) -> None:
    """Say which language an answer (public id) is in; English needs no translation any more.

    Raises NotAllowed, NotFound, Refused("language", "answer-language-unknown"), Conflict("words-coded") where English
    that people coded would go, Conflict("english-not-needed") for a signed answer.
    """
    if language not in languages_to_choose():
        raise Refused("language", "answer-language-unknown")
    with writing() as session:
        _require(session, by_id, MAY_SET_LANGUAGE, consultation_id)
        answer = text_answer(session, consultation_id, answer_id)
        if answer.language == SIGNED:
            raise Conflict("english-not-needed")
        words = _held(session, answer.id)
        if words is None:
            words = AnswerWords(answer_id=answer.id, language=language, state=rules.state_for(language))
            session.add(words)
        elif rules.is_english(language) and stored.is_coded(session, answer.id):
            raise Conflict("words-coded")
        else:
            words.state = rules.state_in(language, words.state, has_english=bool(words.english))
            words.revision += 1
        if words.state == rules.NOT_NEEDED:
            words.checked_by_id = words.checked_at = None
        words.language, words.settled_by_id = language, by_id
        session.flush()
        _record(session, Act.ANSWER_LANGUAGE_SET, consultation_id, words, by_id, language=language)


def write(*, consultation_id: int, public_id: str, english: str, note: str = "", revision: int | None = None,
          by_id: int) -> None:
    """Keep the English that a person made of an answer; whoever writes it, another person has to check it.

    `public_id` is of the words, `revision` what the writer had before them. Raises NotAllowed, NotFound,
    Refused("english", …), Refused("note", …), Conflict("words-coded"), Conflict("changed-meanwhile"),
    Conflict("english-not-needed").
    """
    english, note = _english(english), clean(note).strip()
    if len(note) > rules.MOST_NOTE:
        raise Refused("note", "words-long", {"limit": rules.MOST_NOTE})
    with writing() as session:
        _require(session, by_id, MAY_WRITE, consultation_id)
        words = _words(session, consultation_id, public_id, revision)
        if words.state == rules.NOT_NEEDED:
            raise Conflict("english-not-needed")
        if stored.is_coded(session, words.answer_id):
            raise Conflict("words-coded")
        if english != words.english:
            redactions.forget_english(session, words.answer_id)
        words.english, words.note, words.state = english, note, rules.WRITTEN
        words.written_by_id, words.written_at = by_id, utc_now()
        words.checked_by_id = words.checked_at = None
        words.revision += 1
        _record(session, Act.ANSWER_WORDS_WRITTEN, consultation_id, words, by_id)


def check(*, consultation_id: int, public_id: str, revision: int | None = None, by_id: int) -> None:
    """Say as a second person that the English says what the answer says; coders can code it from then on.

    Raises NotAllowed, NotFound, Conflict("english-not-written"), Conflict("own-words"), Conflict("changed-meanwhile").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CHECK_ANSWER_WORDS, consultation_id)
        words = _words(session, consultation_id, public_id, revision)
        if words.state != rules.WRITTEN:
            raise Conflict("english-not-written")
        rules.check_second_person(words.written_by_id, by_id)
        words.state, words.checked_by_id, words.checked_at = rules.CHECKED, by_id, utc_now()
        words.revision += 1
        _record(session, Act.ANSWER_WORDS_CHECKED, consultation_id, words, by_id)


def _english(words: str) -> str:
    english = clean(words).strip()
    if not english:
        raise Refused("english", "english-missing")
    if len(english) > rules.MOST_ENGLISH:
        raise Refused("english", "words-long", {"limit": rules.MOST_ENGLISH})
    return english


def _require(session: Session, by_id: int, any_of: Sequence[Permission], consultation_id: int) -> None:
    held = people.permissions_of(session, by_id, consultation_id)
    chosen = next((permission for permission in any_of if permission in held), None)
    if chosen is None:
        raise NotAllowed()
    rights.require(session, by_id, chosen, consultation_id)


def _held(session: Session, answer_id: int) -> AnswerWords | None:
    return session.scalar(select(AnswerWords).where(AnswerWords.answer_id == answer_id).with_for_update()
                          .execution_options(populate_existing=True))


def _words(session: Session, consultation_id: int, public_id: str, revision: int | None) -> AnswerWords:
    """Return the row, its answer kept from being erased; raises NotFound, Conflict("changed-meanwhile")."""
    answer_id = session.scalar(select(Answer.public_id).join(AnswerWords, AnswerWords.answer_id == Answer.id)
                               .where(AnswerWords.public_id == public_id))
    found = _held(session, text_answer(session, consultation_id, answer_id or "").id)
    if found is None:
        raise NotFound()
    if revision not in (None, found.revision):
        raise Conflict("changed-meanwhile")
    return found


def _record(session: Session, act: Act, consultation_id: int, words: AnswerWords, by_id: int, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="answer-words", object_id=words.public_id,
                 consultation_id=consultation_id, **facts)
