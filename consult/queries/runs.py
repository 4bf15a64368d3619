"""Background runs as pages show them: their state, their history, and what they proposed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Theme
from consult.models.responses import Answer, Response
from consult.models.runs import ProposedMember, ProposedTheme, Run
from consult.queries import telling_words
from consult.queries.coded_words import with_words, words, words_language

PAGE = 50


@dataclass(frozen=True)
class Example:
    """An answer that shows what a proposed theme is about."""

    text: str
    language: str


@dataclass(frozen=True)
class Proposal:
    """A proposed theme: telling words, how many answers it holds, typical answers first, then those at its edge.

    What was merged into it belongs to it: `parts` are the places of those groups. `merged_into` is the place of the
    group that it became part of. `may_return` says that its decision can be undone: no theme of it holds codings.
    """

    public_id: str
    position: int
    language: str
    terms: tuple[str, ...]
    size: int
    state: str
    theme_name: str | None
    typical: tuple[Example, ...]
    edge: tuple[Example, ...]
    machine_name: str = ""
    machine_definition: str = ""
    parts: tuple[int, ...] = ()
    merged_into: int | None = None
    may_return: bool = False


@dataclass(frozen=True)
class Past:
    """An earlier run with what became of its proposals."""

    run: Run
    proposed: int
    accepted: int
    dropped: int
    merged: int


def by_public_id(session: Session, consultation_id: int, public_id: str) -> Run | None:
    """Return a run of the consultation, or None."""
    return session.scalar(select(Run).where(Run.consultation_id == consultation_id, Run.public_id == public_id))


def latest(session: Session, consultation_id: int) -> dict[str, Run]:
    """Return the newest run of each kind that ever ran."""
    newest = select(func.max(Run.id)).where(Run.consultation_id == consultation_id).group_by(Run.kind)
    return {run.kind: run for run in session.scalars(select(Run).where(Run.id.in_(newest)))}


def latest_done(session: Session, consultation_id: int, kind: str) -> Run | None:
    """Return the newest run of the kind that came to its end, or None."""
    return session.scalar(
        select(Run).where(Run.consultation_id == consultation_id, Run.kind == kind, Run.state == "done")
        .order_by(Run.id.desc()).limit(1))


def history(session: Session, consultation_id: int, kind: str, *, before: Run | None = None) -> list[Past]:
    """Return up to PAGE runs of the kind, the newest first, before one of them where it is given; two statements."""
    query = select(Run).where(Run.consultation_id == consultation_id, Run.kind == kind)
    if before is not None:
        query = query.where(Run.id < before.id)
    found = session.scalars(query.order_by(Run.id.desc()).limit(PAGE)).all()
    rows = session.execute(
        select(ProposedTheme.run_id, ProposedTheme.state, func.count())
        .where(ProposedTheme.run_id.in_([run.id for run in found]))
        .group_by(ProposedTheme.run_id, ProposedTheme.state))
    counts = {(run_id, state): number for run_id, state, number in rows}
    return [Past(run, *(counts.get((run.id, state), 0) for state in ("proposed", "accepted", "dropped", "merged")))
            for run in found]


def proposals_of(session: Session, run_id: int) -> list[Proposal]:
    """Return a run's proposals in order, each with its examples; as many statements for many as for few.

    Words that were taken out of an answer tell nothing of a group any more.
    An answer whose response was left out of the count since is not shown.
    """
    examples = _examples(session, run_id)
    rows = session.execute(
        select(ProposedTheme, Theme.name).outerjoin(Theme, Theme.id == ProposedTheme.theme_id)
        .where(ProposedTheme.run_id == run_id).order_by(ProposedTheme.position)).all()
    held = set(session.scalars(select(Coding.theme_id).distinct().where(
        Coding.theme_id.in_([row.theme_id for row, _name in rows if row.theme_id]), Coding.withdrawn_at.is_(None))))
    by_id = {row.id: row for row, _name in rows}
    parts: dict[int, list[ProposedTheme]] = {row.id: [] for row, _name in rows}
    for row, _name in rows:
        if (root := _root(row, by_id)) is not row:
            parts[root.id].append(row)
    told = telling_words.to_show(session, session.get_one(Run, run_id).consultation_id)
    return [replace(_proposal(row, name, parts[row.id], examples, (by_id, held)),
                    terms=telling_words.without(row.terms, told)) for row, name in rows]


def _root(row: ProposedTheme, by_id: Mapping[int, ProposedTheme]) -> ProposedTheme:
    """Return the proposal that one became part of in the end, itself where it stands alone."""
    while row.merged_into_id is not None:
        row = by_id[row.merged_into_id]
    return row


def _proposal(row: ProposedTheme, theme_name: str | None, parts: Sequence[ProposedTheme],
              examples: Mapping[tuple[int, bool], Sequence[Example]],
              known: tuple[Mapping[int, ProposedTheme], Collection[int]]) -> Proposal:
    by_id, held = known
    whole = (row, *parts)
    return Proposal(
        public_id=row.public_id, position=row.position, language=row.language, terms=tuple(row.terms),
        size=sum(one.size for one in whole), state=row.state, theme_name=theme_name,
        typical=tuple(example for one in whole for example in examples.get((one.id, False), ())),
        edge=tuple(example for one in whole for example in examples.get((one.id, True), ())),
        machine_name=row.machine_name, machine_definition=row.machine_definition,
        parts=tuple(part.position for part in parts),
        merged_into=by_id[row.merged_into_id].position if row.merged_into_id is not None else None,
        may_return=row.state != "proposed" and row.theme_id not in held)


def _examples(session: Session, run_id: int) -> dict[tuple[int, bool], Sequence[Example]]:
    rows = session.execute(
        with_words(
            select(ProposedMember.proposed_theme_id, ProposedMember.is_edge, words(), words_language())
            .join(ProposedTheme, ProposedTheme.id == ProposedMember.proposed_theme_id)
            .join(Answer, Answer.id == ProposedMember.answer_id))
        .join(Response, Response.id == Answer.response_id)
        .where(ProposedTheme.run_id == run_id, Response.excluded_reason.is_(None))
        .order_by(ProposedMember.proposed_theme_id, ProposedMember.position))
    found: dict[tuple[int, bool], list[Example]] = {}
    for theme_id, is_edge, text, language in rows:
        found.setdefault((theme_id, is_edge), []).append(Example(text, language))
    return {key: tuple(examples) for key, examples in found.items()}


@dataclass(frozen=True)
class Work:
    """What a worker needs to know of a run that it took."""

    id: int
    consultation_id: int
    kind: str


def work_of(session: Session, run_id: int) -> Work:
    """Return what a run is to do; raises NoResultFound where there is no such run."""
    row = session.execute(select(Run.id, Run.consultation_id, Run.kind).where(Run.id == run_id)).one()
    return Work(*row)
