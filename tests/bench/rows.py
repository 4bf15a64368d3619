"""Fills a consultation with many coded responses by plain inserts; the services would take hours for the largest."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.domain.codebooks import STANCES
from consult.models.base import new_public_id, utc_now
from consult.models.codebooks import Coding, Passage, Reading
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.queries import surveys
from consult.services import codebooks, theme_links
from consult.services.transaction import writing
from tests.bench.worlds import World

THEMES, CHUNK = 20, 5_000
CHANNELS = ("online", "online", "online", "email", "post", "workshop-card")
MATTERS = ("knives", "robbery", "officers", "women", "young", "trust", "victims", "roads")
SCALE = ("strongly-agree", "agree", "neither", "disagree", "strongly-disagree")
BOROUGHS = ("lambeth", "bromley", "barnet", "camden", "newham", "ealing", "sutton")
WORDS = (
    "More officers on foot in the evening would make the walk from the station feel safe.",
    "Nobody came when we reported it, and nobody wrote to say why.",
    "Give the youth club its money back, because the street is the only other place to go.",
    "The cameras on the bridge have not worked since spring.",
    "Phones are taken on the main road every week, by the same two mopeds.",
)


def fill(world: World, size: int) -> None:
    """Store `size` responses, each with choices, a text, one coding of it, and two answers about the person."""
    with writing() as session:
        material = _Material(session, world)
        for first in range(1, size + 1, CHUNK):
            for table, rows in material.chunk(range(first, min(first + CHUNK, size + 1))).items():
                session.execute(insert(table), rows)


class _Material:
    """Knows the ids that rows point at, and makes rows; row ids are counted from 1 in empty tables."""

    def __init__(self, session: Session, world: World) -> None:
        self._world, self._now = world, utc_now()
        version = surveys.current(session, world.consultation_id)
        assert version is not None
        self._version_id, self._questions = version.id, surveys.question_ids(session, version.id)
        self._themes = [
            codebooks.add_theme(consultation_id=world.consultation_id, name=f"Theme {number}", by_id=world.lead_id)
            for number in range(1, THEMES + 1)]
        self._link(session)

    def _link(self, session: Session) -> None:
        version_id = session.get_one(Consultation, self._world.consultation_id).plan_version_id
        nodes = session.scalars(select(PlanNode.key).where(
            PlanNode.plan_version_id == version_id, PlanNode.kind == "commitment").limit(THEMES))
        for theme, node in zip(self._themes, nodes, strict=True):
            theme_links.link(consultation_id=self._world.consultation_id, theme=theme.public_id, plan_node=node,
                             reason="People named it.", by_id=self._world.lead_id)

    def chunk(self, numbers: range) -> dict[type[Any], list[dict[str, Any]]]:
        """Return the rows of these responses by table, in the order in which they can be stored."""
        return {
            Response: [self._response(number) for number in numbers],
            Answer: [row for number in numbers for row in self._answers(number)],
            CharacteristicAnswer: [row for number in numbers for row in self._characteristics(number)],
            Passage: [self._passage(number) for number in numbers],
            Coding: [self._coding(number) for number in numbers],
            Reading: [{"answer_id": number, "person_id": self._world.lead_id, "at": self._now} for number in numbers],
        }

    def _response(self, number: int) -> dict[str, Any]:
        return {
            "id": number, "public_id": new_public_id(), "consultation_id": self._world.consultation_id,
            "survey_version_id": self._version_id, "channel": CHANNELS[number % len(CHANNELS)],
            "language": "ur" if number % 9 == 0 else "en",
            "received_at": self._now - timedelta(seconds=number % 800_000),
            "submission_hash": f"{number:064x}", "receipt_hash": f"{number:064x}", "has_quote_consent": number % 3 > 0,
        }

    def _answers(self, number: int) -> Iterator[dict[str, Any]]:
        """Give the text first: its row has the number of its response, so that passages can name it."""
        usual = {"response_id": number, "language": "en", "choice": None, "text": None, "public_id": None, "shuffle": 0}
        yield {**usual, "id": number, "question_id": self._questions["words"], "text": _text(number),
               "public_id": new_public_id(), "shuffle": number * 7919 % 2**31}
        chosen = (("matters", MATTERS[number % 8]), ("matters", MATTERS[(number + 3) % 8]),
                  ("first", SCALE[number % 5]), ("fourth", SCALE[number % 3]))
        for place, (key, choice) in enumerate(chosen, 1):
            yield {**usual, "id": place * 10_000_000 + number, "question_id": self._questions[key], "choice": choice}

    def _characteristics(self, number: int) -> Iterator[dict[str, Any]]:
        yield {"response_id": number, "question_id": self._questions["victim"],
               "choice": ("yes", "no", "no", "unsure")[number % 4]}
        yield {"response_id": number, "question_id": self._questions["borough"], "choice": BOROUGHS[number % 7]}

    def _passage(self, number: int) -> dict[str, Any]:
        return {"id": number, "public_id": new_public_id(), "answer_id": number, "response_id": number, "start": 0,
                "end": len(_text(number)), "created_at": self._now, "created_by_id": self._world.lead_id}

    def _coding(self, number: int) -> dict[str, Any]:
        return {
            "public_id": new_public_id(), "consultation_id": self._world.consultation_id, "passage_id": number,
            "theme_id": self._themes[number % THEMES].id, "stance": STANCES[number % len(STANCES)], "frame_version": 1,
            "was_suggested": number % 2 == 0, "confirmed_by_id": self._world.lead_id, "confirmed_at": self._now,
        }


def _text(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]} {WORDS[number // 5 % len(WORDS)]} ({number})"
