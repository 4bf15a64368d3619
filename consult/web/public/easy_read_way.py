"""The Easy Read way of the response that this browser writes: whether there is one, its screens, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from consult.domain import easy_read_screens
from consult.domain.easy_read_screens import Screen
from consult.domain.routing import Step
from consult.domain.variants import EASY_READ
from consult.extensions import db
from consult.queries import easy_read, surveys
from consult.queries.easy_read import EasyRead
from consult.web.public.drafting import Writing

if TYPE_CHECKING:
    from consult.models.consultations import Consultation


@dataclass(frozen=True)
class Way:
    """Everything that one person meets: before and among the questions, about themselves, before sending."""

    consultation: Consultation
    writing: Writing
    easy: EasyRead

    @property
    def main(self) -> list[Screen]:
        """Return what comes before the check: what it is about, then the parts that were chosen."""
        return easy_read_screens.opening(self.easy.contents) + self.of(self.writing.path)

    @property
    def about(self) -> list[Screen]:
        """Return the screens about the writer."""
        return self.of(self.writing.about)

    @property
    def before_sending(self) -> list[Screen]:
        """Return what is said about what happens with the answers."""
        return easy_read_screens.privacy(self.easy.contents, self.writing.draft.age_route)

    @property
    def to_check(self) -> list[Screen]:
        """Return the screens with questions that are looked over before sending."""
        return [screen for screen in self.of(self.writing.shown) if screen.asked]

    @property
    def asks_of_help(self) -> bool:
        """Say whether this person is asked who helps: nobody under 16, nobody who speaks for a body."""
        draft = self.writing.draft
        return draft.age_route != "13-15" and not draft.about.get("body")

    def of(self, steps: Sequence[Step]) -> list[Screen]:
        """Return the screens of these pages of the survey."""
        return easy_read_screens.asking(steps, self.easy.contents, self.writing.draft.answers)

    def screen(self, part: str, number: int) -> Screen | None:
        """Return a screen that this person can come to."""
        for screens in (self.main, self.about, self.before_sending, self.of(self.writing.shown)):
            if (found := easy_read_screens.at(screens, part, number)) is not None:
                return screens[found]
        return None

    def following(self, screen: Screen) -> str:
        """Return the address after a screen."""
        slug = self.consultation.slug
        ends = {"respond_easy_read.check": self.main, "respond_easy_read.send": self.before_sending}
        for end, screens in ends.items():
            if (at := easy_read_screens.at(screens, *screen.place)) is not None:
                return self.address(screens[at + 1]) if at + 1 < len(screens) else url_for(end, slug=slug)
        at = easy_read_screens.at(self.about, *screen.place)
        if at is not None and at + 1 < len(self.about):
            return self.address(self.about[at + 1])
        return self.sending() if at is not None else url_for("respond_easy_read.check", slug=slug)

    def preceding(self, screen: Screen) -> str:
        """Return the address before a screen."""
        slug = self.consultation.slug
        first = "respond_easy_read.helping" if self.asks_of_help else "respond_easy_read.age"
        starts = ((first, self.main), ("respond_easy_read.about_you", self.about),
                  ("respond_easy_read.check", self.before_sending))
        for start, screens in starts:
            if (at := easy_read_screens.at(screens, *screen.place)) is not None:
                return self.address(screens[at - 1]) if at else url_for(start, slug=slug)
        return url_for("respond_easy_read.check", slug=slug)

    def sending(self) -> str:
        """Return the address where sending begins: what happens with the answers comes first."""
        first = next(iter(self.before_sending), None)
        return self.address(first) if first else url_for("respond_easy_read.send", slug=self.consultation.slug)

    def going_on(self) -> str:
        """Return the address of the first question without an answer, else of the check."""
        answers = self.writing.draft.answers
        if not answers:
            return self.address(self.main[0]) if self.main else url_for(
                "respond_easy_read.check", slug=self.consultation.slug)
        for screen in self.main:
            if screen.asked and not any(answers.get(asked.key) for asked in screen.asked):
                return self.address(screen)
        return url_for("respond_easy_read.check", slug=self.consultation.slug)

    def address(self, screen: Screen, **values: str) -> str:
        """Return the address of a screen."""
        return url_for("respond_easy_read.screen", slug=self.consultation.slug, part=screen.part,
                       number=screen.number, **values)


def offered(consultation: Consultation, writing: Writing | None) -> EasyRead | None:
    """Return the Easy Read of the survey that this browser answers, or would answer; None where it is not ready."""
    session = db.session()
    if writing is not None:
        return easy_read.ready(session, consultation, writing.survey)
    version = surveys.current(session, consultation.id)
    return easy_read.ready(session, consultation, version.survey) if version is not None else None


def is_chosen(consultation: Consultation, writing: Writing) -> bool:
    """Say whether the writer chose Easy Read and can stay in it."""
    return writing.draft.about.get("answered_as") == EASY_READ and offered(consultation, writing) is not None
