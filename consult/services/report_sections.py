"""The parts of a report that are about themes and the plan, put together out of its counts; no table, no count."""

from collections.abc import Mapping, Sequence

from consult.domain.reports import (
    NodeSection,
    NodeTheme,
    NowhereTheme,
    PlanLink,
    PlanNodeName,
    QuestionReading,
    Quote,
    ThemeSection,
)
from consult.queries import report_blocks, theme_counts
from consult.queries.plans import NodeView
from consult.queries.quotes import QuoteChoice, by_rule, to_choose_from
from consult.queries.theme_counts import Link, Spoken, ThemeName
from consult.services.report_facts import Facts


def themes(facts: Facts) -> list[ThemeSection]:
    """Return what was said on each theme in answer to each question, the most spoken of first, with quotes."""
    by_place: dict[tuple[int, str], list[Quote]] = {}
    public_ids = {theme.id: theme.public_id for theme in facts.themes}
    for choice in _quotes(facts, public_ids):
        if not choice.is_translated and choice.language not in facts.printed_languages:
            continue
        by_place.setdefault((choice.theme_id, choice.question_key), []).append(Quote(
            text=choice.words, language=choice.language, attribution="individual",
            theme_key=public_ids[choice.theme_id], plan_node_key=choice.node_key, passage_ref=choice.passage_ref,
            is_translated=choice.is_translated,
            translated_from=choice.written_in if _is_named(facts, choice) else "", stance=choice.stance))
    found = []
    for reading in facts.readings:
        here = [theme for theme in facts.themes if (reading.question_key, theme.id) in facts.by_question]
        here.sort(key=lambda theme: (-facts.by_question[reading.question_key, theme.id].respondents, theme.name))
        found += [_theme(facts, theme, reading, by_place) for theme in here]
    return found


def _quotes(facts: Facts, public_ids: Mapping[int, str]) -> list[QuoteChoice]:
    """Return those that a person let through, in their order, and the rule's choice for themes that nobody looked at.

    What a person let through is left out again where it may be printed no more. No passage stands twice.
    """
    able = to_choose_from(facts.session, facts.id)
    decided = report_blocks.choices(facts.session, facts.id)
    by_theme_and_ref = {(public_ids.get(choice.theme_id, ""), choice.passage_ref): choice for choice in able}
    picked = {ref: by_theme_and_ref[theme, ref] for theme, choices in decided.items() for ref in choices.picks
              if (theme, ref) in by_theme_and_ref}
    rest = by_rule(choice for choice in able
                   if public_ids.get(choice.theme_id) not in decided and choice.passage_ref not in picked)
    return [*picked.values(), *rest]


def _is_named(facts: Facts, choice: QuoteChoice) -> bool:
    return choice.is_translated and choice.written_in in facts.named_languages


def _theme(facts: Facts, theme: ThemeName, reading: QuestionReading,
           by_place: Mapping[tuple[int, str], Sequence[Quote]]) -> ThemeSection:
    spoken = facts.by_question[reading.question_key, theme.id]
    low, high = _interval(facts, reading.question_key, theme.id)
    return ThemeSection(
        key=theme.public_id, name={"en": theme.name},
        definition={"en": theme.definition} if theme.definition else {}, question_key=reading.question_key,
        respondents=spoken.respondents, base=facts.people_read(reading.question_key), stances=spoken.stances,
        links=_links_of(facts, theme.id),
        quotes=tuple(by_place.get((theme.id, reading.question_key), ())), low_percent=low, high_percent=high)


def _interval(facts: Facts, question_key: str, theme_id: int) -> tuple[int | None, int | None]:
    """Return the ends of the share of everyone who answered; of no use where every answer was read."""
    found = facts.shares[question_key].share(theme_id) if question_key in facts.shares else None
    return (found.percents if found is not None and not found.is_exact else None) or (None, None)


def _links_of(facts: Facts, theme_id: int) -> tuple[PlanLink, ...]:
    return tuple(
        PlanLink(node.key, facts.name_of(node), link.reason) for link in facts.links
        if link.theme_id == theme_id and (node := facts.nodes_by_id.get(link.node_id or 0)) is not None)


def node_sections(facts: Facts) -> list[NodeSection]:
    """Return the parts of the plan that people spoke of, in its order, each with its themes."""
    version_id = facts.consultation.plan_version_id
    if version_id is None:
        return []
    spoken = theme_counts.by_node_and_theme(facts.session, facts.id, version_id)
    reasons = {(link.node_id, link.theme_id): link for link in facts.links}
    found = []
    for node in facts.nodes:
        if node.id in facts.by_node:
            found.append(NodeSection(node.key, facts.name_of(node), tuple(_themes_at(facts, node, spoken, reasons)),
                                     _topmost(facts, node).key))
    return found


def objectives(facts: Facts) -> list[PlanNodeName]:
    """Return the topmost parts of the plan in or under which anything was said."""
    keys = {_topmost(facts, node).key for node in facts.nodes if node.id in facts.by_node}
    return [PlanNodeName(node.key, facts.name_of(node), node.kind) for node in facts.nodes if node.key in keys]


def _topmost(facts: Facts, node: NodeView) -> NodeView:
    while node.parent_id is not None:
        node = facts.nodes_by_id[node.parent_id]
    return node


def _themes_at(facts: Facts, node: NodeView, spoken: Mapping[tuple[int, int], Spoken],
               reasons: Mapping[tuple[int | None, int], Link]) -> list[NodeTheme]:
    here = [(theme, spoken[node.id, theme.id]) for theme in facts.themes if (node.id, theme.id) in spoken]
    here.sort(key=lambda pair: (-pair[1].respondents, pair[0].name))
    return [
        NodeTheme(theme.public_id, {"en": theme.name}, counted.respondents, facts.readers_reach,
                  reasons[node.id, theme.id].reason if (node.id, theme.id) in reasons else "")
        for theme, counted in here
    ]


def nowhere(facts: Facts) -> list[NowhereTheme]:
    """Return the themes that a person found to belong to no part of the plan."""
    without = {link.theme_id: link for link in facts.links if link.node_key is None}
    return [
        NowhereTheme(theme.public_id, {"en": theme.name}, facts.by_theme[theme.id].respondents,
                     without[theme.id].reason)
        for theme in facts.themes if theme.id in without and theme.id in facts.by_theme
    ]
