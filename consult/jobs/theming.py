"""What theming runs do: read the answers, let the analysis propose, and have the proposals stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from flask import Flask

from consult.analysis import pipeline, plan_likeness
from consult.analysis.meanings import Vectors, theme_words
from consult.analysis.pipeline import Ranking, Rankings
from consult.analysis.plan_likeness import LikeNode, Node
from consult.analysis.precision import as_facts
from consult.analysis.proposals import Example, Passage, Theme, part_of
from consult.domain.runs import LEAST_TEXTS
from consult.extensions import db
from consult.jobs import answer_vectors
from consult.jobs.answer_vectors import Known
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries import theming as material
from consult.queries.runs import Work
from consult.queries.theming import Text
from consult.services import theming
from consult.services.theming import Group, Ranked, RankedNode

# The first places of a ranking are kept for each answer, and those further down that are likely themselves.
ALWAYS_KEPT = 3
# A code frame that people can hold in mind has 10 to 20 themes (theming.md, what users ask for).
THEMES_WANTED = 15
# Where each part of the progress of a run ends, in percent.
VECTORS_END, THEMES_END = 40, 90


def discover(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Group all counted answers and store the groups as proposals."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        known = answer_vectors.known(app, work, token, texts, part_of(beat, 0, VECTORS_END))
        found = pipeline.discover([_passage(text) for text in texts], THEMES_WANTED,
                                  on_progress=part_of(beat, VECTORS_END, 100), vectors=known.by_id)
    groups = [Group(group.language, group.terms, group.members, group.typical, group.edge) for group in found.groups]
    if not groups:
        raise CannotGoOn("not-enough-answers")
    theming.propose(work.id, token, groups, facts={"unplaced": len(found.unplaced), "vectors": known.state})


def suggest(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Rank the themes and the parts of the plan for each counted answer, the themes from what people coded."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        themes = [Theme(str(theme.id), theme.name, theme.definition)
                  for theme in material.themes(db.session(), work.consultation_id)]
        examples = _examples(work, texts)
        nodes = _nodes(work)
        db.session.rollback()
        if not themes:
            raise CannotGoOn("no-themes")
        known = answer_vectors.known(app, work, token, texts, part_of(beat, 0, VECTORS_END))
        passages = [_passage(text) for text in texts]
        ranked = pipeline.suggest(examples, themes, passages, on_progress=part_of(beat, VECTORS_END, THEMES_END),
                                  vectors=_vectors(known, themes))
        alike = plan_likeness.like_nodes(passages, nodes, part_of(beat, THEMES_END, 100), _of_nodes(known, nodes))
    theming.rank(work.id, token, _rows(ranked.rankings), nodes=_node_rows(passages, alike),
                 facts=_facts(ranked, known))


def _facts(ranked: Rankings, known: Known) -> Mapping[str, object]:
    return {"stage": ranked.stage, "vectors": known.state, "precision": as_facts(ranked.precision),
            "precision_by_language": as_facts(ranked.precision_by_language)}


def _vectors(known: Known, themes: Sequence[Theme]) -> Vectors | None:
    return None if known.encoder is None else Vectors(known.by_id, known.encoder.encode(theme_words(themes)))


def _nodes(work: Work) -> list[Node]:
    """Return the parts of the plan that have words; each holds those of what lies directly below it too."""
    found = material.plan_nodes(db.session(), work.consultation_id)
    below: dict[int, list[str]] = {}
    for node in found:
        if node.parent_id is not None and node.words:
            below.setdefault(node.parent_id, []).append(node.words)
    return [Node(node.id, node.words, " ".join(below.get(node.id, ()))) for node in found if node.words]


def _of_nodes(known: Known, nodes: Sequence[Node]) -> Vectors | None:
    if known.encoder is None or not nodes:
        return None
    return Vectors(known.by_id, known.encoder.encode([node.words for node in nodes]))


def _texts(work: Work) -> list[Text]:
    """Return all counted free-text answers; no read transaction stays open while they are worked on."""
    found = list(material.all_texts(db.session(), work.consultation_id))
    db.session.rollback()
    if len(found) < LEAST_TEXTS:
        raise CannotGoOn("not-enough-answers")
    return found


def _passage(text: Text) -> Passage:
    return Passage(text.id, text.text, text.language)


def _examples(work: Work, texts: Sequence[Text]) -> list[Example]:
    coded = material.coded_answers(db.session(), work.consultation_id)
    return [Example(text.text, frozenset(map(str, coded[text.id])), str(text.response_id), text.id, text.language)
            for text in texts if text.id in coded]


def _rows(rankings: Sequence[Ranking]) -> Iterator[Ranked]:
    for ranking in rankings:
        for position, item in enumerate(ranking.suggestions):
            if position < ALWAYS_KEPT or item.is_offered:
                yield Ranked(ranking.passage_id, int(item.theme), position, item.score, item.why, item.is_offered,
                             item.nearest)


def _node_rows(passages: Sequence[Passage], alike: Sequence[tuple[LikeNode, ...]]) -> Iterator[RankedNode]:
    for passage, nodes in zip(passages, alike, strict=True):
        for position, node in enumerate(nodes):
            yield RankedNode(passage.id, node.node_id, position, node.score)
