"""A world in which a machine ranked themes: rankings, settings and readings made directly; no test."""

from typing import Any

from sqlalchemy import delete, select

from consult.domain.control_share import is_control
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.coding_settings import CodingSettings
from consult.models.responses import Answer
from consult.models.runs import Run, Suggestion
from consult.services import codings
from consult.services.transaction import writing
from tests.worlds import World


def rank(world: World, ranked: dict[int, list[tuple[Theme, float]]], *, offered_from: float = 0.5,
         precision: list[dict[str, Any]] | None = None) -> Run:
    """Store a ranking in the place of any other: by answer (row id) themes with scores, and what was measured."""
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done", facts={
            "stage": "classifiers", "coded": 100, "vectors": "used",
            "precision": precision if precision is not None else [cut()]})
        session.add(run)
        session.flush()
        session.execute(delete(Suggestion))
        for answer_id, themes in ranked.items():
            session.add_all(
                Suggestion(run_id=run.id, answer_id=answer_id, theme_id=theme.id, position=place, score=score,
                           words=[], is_offered=score >= offered_from)
                for place, (theme, score) in enumerate(themes))
        return run


def cut(at: float = 0.8, theme: Theme | None = None) -> dict[str, Any]:
    """Return a measured cut as a ranking keeps it."""
    return {"theme": theme.id if theme else None, "cut": at, "precision": 0.9, "low": 0.82, "n": 60}


def settings(world: World, **chosen: Any) -> None:
    """Choose settings for the coding of the world."""
    with writing() as session:
        session.merge(CodingSettings(consultation_id=world.consultation.id, **chosen))


def mark_read(world: World, answer: Answer) -> None:
    """Let the coder read an answer to the end."""
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                      by_id=world.staff["coder"].id)


def in_order(answers: list[Answer], *, control: list[int] | None = None) -> list[Answer]:
    """Give answers shuffle numbers in their order; those at the places of `control` are read without suggestions."""
    with writing() as session:
        for at, answer in enumerate(answers):
            shuffle = 1_000_000 + at * 10_000 + (100 if at in (control or ()) else 9900)
            assert is_control(shuffle, 10) is (at in (control or ()))
            session.get_one(Answer, answer.id).shuffle = shuffle
    return list(db.session.scalars(select(Answer).where(Answer.id.in_([a.id for a in answers])).order_by(Answer.id)))
