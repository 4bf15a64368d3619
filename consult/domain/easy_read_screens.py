"""The Easy Read way screen by screen: which parts a person sees, in what order; what a part holds is easy_read.py's."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.conditions import Answers
from consult.domain.easy_read import OPENING, PRIVACY, PRIVACY_OF_CHILDREN, Content, EasyPage, in_easy_words
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS, NOTE, Question


@dataclass(frozen=True)
class Screen:
    """One idea on one page. `number` counts the pages of a part from 1.

    `asked` are the questions that are answered here, in easier words: none before the last page of a question; a text
    and the recording beside it are two. `step` is the page of the survey that their answers belong to.
    """

    part: str
    number: int
    page: EasyPage
    content: Content
    step: Step | None = None
    asked: tuple[Question, ...] = ()

    @property
    def place(self) -> tuple[str, int]:
        """Return what names the screen."""
        return self.part, self.number


def opening(contents: Mapping[str, Content]) -> list[Screen]:
    """Return what is said before the first question."""
    return [screen for part in OPENING for screen in _told(part, contents)]


def privacy(contents: Mapping[str, Content], age_route: str) -> list[Screen]:
    """Return what is said before sending: to children in their own words where there are some."""
    part = PRIVACY_OF_CHILDREN if age_route == "13-15" and PRIVACY_OF_CHILDREN in contents else PRIVACY
    return list(_told(part, contents))


def asking(steps: Sequence[Step], contents: Mapping[str, Content], answers: Answers) -> list[Screen]:
    """Return the screens of these pages of the survey; what the person's answers hide is not among the steps.

    The words that an option asks for come on a screen of their own after it. A comment on a part of the plan has no
    Easy Read: it stays in the usual pages.
    """
    found: list[Screen] = []
    section = None
    for step in steps:
        if "@" in step.page.key:
            continue
        if step.section.key != section:
            section = step.section.key
            found += _told(f"section/{section}", contents)
        found += _told(f"page/{step.page.key}", contents)
        beside = _voices(step.questions, contents)
        for question in step.questions:
            if question.key not in beside:
                found += _asked(question, step, contents, answers)
    return found


def _told(part: str, contents: Mapping[str, Content], step: Step | None = None) -> Iterator[Screen]:
    content = contents.get(part)
    if content is not None:
        yield from (Screen(part, number, page, content, step) for number, page in enumerate(content.pages, 1))


def _asked(question: Question, step: Step, contents: Mapping[str, Content], answers: Answers) -> Iterator[Screen]:
    part = f"question/{question.key}"
    content = contents.get(part)
    if content is None:
        return
    screens = list(_told(part, contents, step))
    yield from screens[:-1]
    last = screens[-1]
    asked = () if question.kind == NOTE else (in_easy_words(question, content), *_recording(content, step, contents))
    yield Screen(part, last.number, last.page, content, step, asked)
    for option in question.options:
        if option.asks is not None and option.code in answers.get(question.key, ()):
            yield from _asked(option.asks, step, contents, answers)


def _recording(content: Content, step: Step, contents: Mapping[str, Content]) -> tuple[Question, ...]:
    """Return the recording that can be given beside a text, where this person may be asked for one."""
    part = f"question/{content.answer.voice}"
    return tuple(in_easy_words(question, contents[part]) for question in step.questions
                 if question.key == content.answer.voice and question.kind in MEDIA_KINDS and part in contents)


def _voices(questions: Sequence[Question], contents: Mapping[str, Content]) -> Collection[str]:
    """Return the keys of recordings that stand beside a text of the same page and have no screen of their own."""
    return {contents[part].answer.voice for question in questions
            if (part := f"question/{question.key}") in contents and contents[part].answer.voice}


def at(screens: Sequence[Screen], part: str, number: int) -> int | None:
    """Return where a screen stands among the others; None where it is not one of them."""
    return next((i for i, screen in enumerate(screens) if screen.place == (part, number)), None)
