"""Who is to read what: people by question and language; rules only, and no lock: anyone may still read anything."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.errors import Refused

# Stands for every question or every language.
ANY = ""

Place = tuple[str, str]
"""Question key and language tag (BCP 47)."""


@dataclass(frozen=True)
class Assignment:
    """A person is to read the answers to a question in a language; an empty one of these means any."""

    person_id: int
    question: str = ANY
    language: str = ANY

    def covers(self, place: Place) -> bool:
        """Say whether answers at a place are part of it."""
        question, language = place
        return self.question in (ANY, question) and self.language in (ANY, language)


@dataclass(frozen=True)
class Work:
    """Answers that wait at one place, and whether they are the person's to read first."""

    question: str
    language: str
    waiting: int
    is_own: bool


def assign(wanted: Assignment, standing: Collection[Assignment], questions: Collection[str],
           languages: Collection[str]) -> Assignment:
    """Return the new assignment; raises Refused where its question or language is not asked here, or it stands already.

    One that lies wholly within a wider one of the same person says nothing new and is refused too.
    """
    if wanted.question != ANY and wanted.question not in questions:
        raise Refused("question", "question-unknown")
    if wanted.language != ANY and wanted.language not in languages:
        raise Refused("language", "work-language-unknown")
    if any(one.person_id == wanted.person_id and one.covers((wanted.question, wanted.language)) for one in standing):
        raise Refused("person", "assignment-stands")
    return wanted


def work_of(person_id: int, assignments: Iterable[Assignment], waiting: Mapping[Place, int]) -> list[Work]:
    """Return where answers wait: what the person was given first, the longest queue first; then everything else."""
    own = [one for one in assignments if one.person_id == person_id]
    found = [Work(question, language, count, any(one.covers((question, language)) for one in own))
             for (question, language), count in waiting.items() if count]
    return sorted(found, key=lambda work: (not work.is_own, -work.waiting, work.question, work.language))


def nobodys(assignments: Sequence[Assignment], waiting: Mapping[Place, int]) -> list[Place]:
    """Return the places where answers wait that nobody was given, the longest queue first."""
    left = [place for place, count in waiting.items() if count and not any(one.covers(place) for one in assignments)]
    return sorted(left, key=lambda place: (-waiting[place], place))
