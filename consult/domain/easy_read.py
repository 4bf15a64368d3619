"""What an Easy Read part holds and when it is right: short sentences, pictures, and a written rule for its answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from consult.domain.errors import Refused
from consult.domain.surveys import CHOICE_KINDS, NOTE, TEXT_KINDS, Option, Question, options_of

# Long sentences are what Easy Read is not (Department of Health, Making written information easier, 2010).
WARNED_WORDS, MOST_WORDS = 15, 25
MOST_PAGES, MOST_SENTENCES, MOST_HARD_WORDS = 12, 6, 6

# The pictures of our own set, by the name of their file; each has words of its own (web/easy_read_pictures.py).
PICTURES = (
    "person", "people", "group", "house", "street", "police", "talk", "listen", "write", "read", "help", "phone",
    "stop", "clock", "calendar", "victim", "court", "young-people", "shop", "no-knife", "heart", "envelope", "lock",
    "plan", "question", "choose", "yes", "no",
)
FACES = ("happy", "middle", "sad")

# How a question is answered: a face, the same options in easier words, a text, its own field, or nothing at all.
BY_FACES, BY_CHOICES, BY_WORDS, BY_FIELD, UNANSWERED = "faces", "choices", "words", "field", "none"
ANSWERS = (BY_FACES, BY_CHOICES, BY_WORDS, BY_FIELD, UNANSWERED)
# Kinds of which one answer is taken, so that a face can stand for it.
_ONE_ANSWER = frozenset({"agree-scale", "yes-no-unsure", "one-choice"})
# Kinds whose options are names and need no easier words.
_NAMES_STAY = frozenset({"borough"})
# The code that each face stands for unless its writer says otherwise: the middle of what a face can mean, not its ends.
USUAL_FACES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "agree-scale": {"happy": "agree", "middle": "neither", "sad": "disagree"},
    "yes-no-unsure": {"happy": "yes", "middle": "not-sure", "sad": "no"},
})
# What of a consultation's own words the Easy Read way shows: before the questions, before sending, to the youngest.
OPENING = ("consultation/summary", "consultation/what_can_change", "consultation/what_cannot_change",
           "consultation/before_free_text")
PRIVACY, PRIVACY_OF_CHILDREN = "consultation/privacy_notice", "consultation/privacy_for_children"
UNDER_13 = "consultation/under_13"
_SHOWN = frozenset({*OPENING, PRIVACY, PRIVACY_OF_CHILDREN, UNDER_13})
_SHOWN_NOUNS = frozenset({"section", "page", "question"})


@dataclass(frozen=True)
class HardWord:
    """A word that cannot be left out, and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class EasyPage:
    """One idea: a picture, a few short sentences, and the hard words among them."""

    picture: str
    sentences: tuple[str, ...]
    hard_words: tuple[HardWord, ...] = ()


@dataclass(frozen=True)
class Face:
    """What a face says in words, and the code of the same question that it counts as: the written rule."""

    code: str
    words: str


@dataclass(frozen=True)
class EasyAnswer:
    """How a question is answered; `words` are easier words by option code, `voice` the key of an audio question."""

    kind: str = UNANSWERED
    faces: Mapping[str, Face] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    voice: str = ""


@dataclass(frozen=True)
class Content:
    """One part of a survey (or of the words around it) in Easy Read."""

    pages: tuple[EasyPage, ...]
    answer: EasyAnswer = EasyAnswer()


@dataclass(frozen=True)
class LongSentence:
    """A sentence that is allowed and long; `page` is counted from 1."""

    page: int
    sentence: str
    count: int


def is_shown(part: str) -> bool:
    """Say whether the Easy Read way shows this part; duties, steps and the headings of the plan are not in it."""
    return part in _SHOWN or part.split("/")[0] in _SHOWN_NOUNS


def shown_parts(parts: Mapping[str, str]) -> dict[str, str]:
    """Return those of the parts (key to English) that the Easy Read way shows: it is ready when these are."""
    return {part: english for part, english in parts.items() if is_shown(part)}


def answers_for(question: Question | None) -> tuple[str, ...]:
    """Return how a question of that kind can be answered in Easy Read, the usual way first."""
    if question is None or question.kind == NOTE:
        return (UNANSWERED,)
    if question.kind in TEXT_KINDS:
        return (BY_WORDS,)
    if question.kind in _ONE_ANSWER:
        fits = len(options_of(question)) >= len(FACES)
        return ((BY_FACES, BY_CHOICES) if question.kind in USUAL_FACES else (BY_CHOICES, BY_FACES)) if fits else (
            BY_CHOICES,)
    return (BY_CHOICES,) if question.kind in CHOICE_KINDS else (BY_FIELD,)


def check_content(content: Content, question: Question | None, voices: Sequence[str] = ()) -> None:
    """Raise Refused where the content of a part is not right.

    `voices` are the keys of the survey's audio questions. Codes: `easy-no-pages`, `easy-pages-many`, `easy-picture`,
    `easy-no-sentence`, `easy-sentences-many`, `easy-sentence-long`, `easy-hard-word`, `easy-answer-kind`,
    `easy-face-code`, `easy-face-twice`, `easy-face-words`, `easy-choice-words`, `easy-voice`. The field of a page is
    `page-<n>`.
    """
    if not content.pages:
        raise Refused("page-1", "easy-no-pages")
    if len(content.pages) > MOST_PAGES:
        raise Refused(f"page-{MOST_PAGES}", "easy-pages-many", {"limit": MOST_PAGES})
    for number, page in enumerate(content.pages, 1):
        _check_page(f"page-{number}", page)
    _check_answer(content.answer, question, voices)


def _check_page(name: str, page: EasyPage) -> None:
    if page.picture not in PICTURES:
        raise Refused(name, "easy-picture")
    if not page.sentences:
        raise Refused(name, "easy-no-sentence")
    if len(page.sentences) > MOST_SENTENCES:
        raise Refused(name, "easy-sentences-many", {"limit": MOST_SENTENCES})
    for sentence in page.sentences:
        if (count := word_count(sentence)) > MOST_WORDS:
            raise Refused(name, "easy-sentence-long", {"count": count, "limit": MOST_WORDS})
    if len(page.hard_words) > MOST_HARD_WORDS or any(
            not hard.word or not hard.meaning or word_count(hard.meaning) > MOST_WORDS for hard in page.hard_words):
        raise Refused(name, "easy-hard-word", {"limit": MOST_HARD_WORDS, "words": MOST_WORDS})


def _check_answer(answer: EasyAnswer, question: Question | None, voices: Sequence[str]) -> None:
    if answer.kind not in answers_for(question):
        raise Refused("kind", "easy-answer-kind")
    assert question is not None or answer.kind == UNANSWERED
    if answer.kind == BY_FACES and question is not None:
        _check_faces(answer.faces, [option.code for option in options_of(question)])
    elif answer.kind == BY_CHOICES and question is not None and question.kind not in _NAMES_STAY:
        for option in options_of(question):
            if not answer.words.get(option.code):
                raise Refused(f"choice-{option.code}", "easy-choice-words")
    if answer.voice and (answer.kind != BY_WORDS or answer.voice not in voices):
        raise Refused("voice", "easy-voice")


def _check_faces(faces: Mapping[str, Face], codes: Sequence[str]) -> None:
    """Every face stands for one known code, and no two for the same: else the rule would not say what was meant."""
    seen: set[str] = set()
    for name in FACES:
        face = faces.get(name, Face("", ""))
        if face.code not in codes:
            raise Refused(f"face-{name}-code", "easy-face-code")
        if face.code in seen:
            raise Refused(f"face-{name}-code", "easy-face-twice")
        if not face.words:
            raise Refused(f"face-{name}-words", "easy-face-words")
        seen.add(face.code)


def fits(content: Content, question: Question | None, voices: Sequence[str] = ()) -> bool:
    """Say whether the content still fits the question of today: its codes can change where its words did not."""
    try:
        check_content(content, question, voices)
    except Refused:
        return False
    return True


def long_sentences(content: Content) -> Iterator[LongSentence]:
    """Give the sentences that may stand and would be better shorter."""
    for number, page in enumerate(content.pages, 1):
        for sentence in page.sentences:
            if (count := word_count(sentence)) > WARNED_WORDS:
                yield LongSentence(number, sentence, count)


def word_count(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(sentence.split())


def code_of(answer: EasyAnswer, face: str) -> str | None:
    """Return the code that a face counts as by the written rule; None for what is no face."""
    return answer.faces[face].code if face in answer.faces else None


def face_of(answer: EasyAnswer, code: str) -> str | None:
    """Return the face that counts as this code; None where none does, as for an answer from the usual pages."""
    return next((name for name in FACES if name in answer.faces and answer.faces[name].code == code), None)


def in_easy_words(question: Question, content: Content) -> Question:
    """Return the same question with the same codes in the easier words; its last sentence asks.

    Words beside an option are asked for on a screen of their own.
    """
    easier = dict(content.answer.words)
    if content.answer.kind == BY_FACES:
        easier |= {face.code: face.words for face in content.answer.faces.values()}
    options = tuple(_easier(option, easier) for option in options_of(question)) if question.kind in CHOICE_KINDS else (
        question.options)
    return replace(question, text={"en": content.pages[-1].sentences[-1]}, hint=None, options=options)


def _easier(option: Option, words: Mapping[str, str]) -> Option:
    if option.code not in words:
        return replace(option, asks=None)
    return replace(option, label={"en": words[option.code]}, hint=None, asks=None)


def transcript(content: Content) -> str:
    """Return the words of a part, a line for each sentence and an empty line between pages."""
    return "\n\n".join("\n".join(page.sentences) for page in content.pages)


def to_json(content: Content) -> dict[str, Any]:
    """Return the content as it is stored."""
    answer = content.answer
    return {
        "pages": [{"picture": page.picture, "sentences": list(page.sentences),
                   "hard_words": [{"word": hard.word, "meaning": hard.meaning} for hard in page.hard_words]}
                  for page in content.pages],
        "answer": {"kind": answer.kind, "words": dict(answer.words), "voice": answer.voice,
                   "faces": {name: {"code": face.code, "words": face.words} for name, face in answer.faces.items()}},
    }


def from_json(stored: Mapping[str, Any]) -> Content:
    """Return stored content; what is missing from it is empty."""
    answer = stored.get("answer", {})
    return Content(
        tuple(EasyPage(page.get("picture", ""), tuple(page.get("sentences", ())),
                       tuple(HardWord(hard["word"], hard["meaning"]) for hard in page.get("hard_words", ())))
              for page in stored.get("pages", ())),
        EasyAnswer(answer.get("kind", UNANSWERED),
                   {name: Face(face["code"], face["words"]) for name, face in answer.get("faces", {}).items()},
                   dict(answer.get("words", {})), answer.get("voice", "")))
