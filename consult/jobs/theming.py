"""What theming runs do: read the answers, let the analysis propose, and have the proposals stored."""

from collections.abc import Callable, Iterator, Sequence

from flask import Flask

from consult.analysis import pipeline
from consult.analysis.pipeline import Ranking
from consult.analysis.proposals import Example, Passage, Theme
from consult.domain.runs import LEAST_TEXTS
from consult.extensions import db
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries import theming as material
from consult.queries.runs import Work
from consult.queries.theming import Text
from consult.services import theming
from consult.services.theming import Group, Ranked

# The first places of a ranking are kept for each answer, and those further down that are likely themselves.
ALWAYS_KEPT = 3
# A code frame that people can hold in mind has 10 to 20 themes (theming.md, what users ask for).
THEMES_WANTED = 15

def discover(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Group all counted answers and store the groups as proposals."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        found = pipeline.discover([_passage(text) for text in texts], THEMES_WANTED, on_progress=beat)
    groups = [Group(group.language, group.terms, group.members, group.typical, group.edge) for group in found.groups]
    if not groups:
        raise CannotGoOn("not-enough-answers")
    theming.propose(work.id, token, groups, facts={"unplaced": len(found.unplaced)})


def suggest(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Rank the themes for each counted answer from what people coded."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        themes = [Theme(str(theme.id), theme.name, theme.definition)
                  for theme in material.themes(db.session(), work.consultation_id)]
        examples = _examples(work, texts)
        db.session.rollback()
        if not themes:
            raise CannotGoOn("no-themes")
        ranked = pipeline.suggest(examples, themes, [_passage(text) for text in texts], on_progress=beat)
    theming.rank(work.id, token, _rows(ranked.rankings), facts={"stage": ranked.stage})


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
    return [Example(text.text, frozenset(map(str, coded[text.id])), str(text.response_id))
            for text in texts if text.id in coded]


def _rows(rankings: Sequence[Ranking]) -> Iterator[Ranked]:
    for ranking in rankings:
        for position, item in enumerate(ranking.suggestions):
            if position < ALWAYS_KEPT or item.is_offered:
                yield Ranked(ranking.passage_id, int(item.theme), position, item.score, item.why)
