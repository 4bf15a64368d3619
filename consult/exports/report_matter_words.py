"""The blocks of a report that are people's words: themes, parts of the plan, quotes, forums; and what must be said."""

from collections.abc import Iterable, Sequence

from consult.domain.disclosure import NOTE_PROTECTED
from consult.domain.forum_voices import ForumVoice, VoicedAsk
from consult.domain.report_chapters import THEME, Block
from consult.domain.report_outline import chapters_of
from consult.domain.reports import NodeSection, Quote, Text, ThemeSection, pick
from consult.exports import forum_words, report_words
from consult.exports import report_matter_findings as findings
from consult.exports.report_pieces import (
    SMALL,
    Beside,
    Bullets,
    Facts,
    Folded,
    Heading,
    Paragraph,
    Piece,
    Quoted,
    RowOf,
    Scribe,
    Span,
    Spans,
)

# The language of replies and of marks; an ask says its own.
WRITTEN_IN = "en"


def node_heading(scribe: Scribe, key: str) -> list[Piece]:
    """Return the heading of an objective."""
    return [Heading((scribe.authored(node.title, target=f"node:{key}"),), 3, f"objective-{key}")
            for node in scribe.report.objectives if node.key == key]


def node(scribe: Scribe, key: str) -> list[Piece]:
    """Return a part of the plan with its themes and what people said in their own words there."""
    objectives = {objective.key for objective in scribe.report.objectives}
    found: list[Piece] = []
    for section in scribe.report.nodes:
        if section.key == key:
            name = scribe.authored(section.title, target=f"node:{key}")
            found.append(Heading((name,), 4 if section.objective in objectives else 3, f"part-{key}"))
            found += node_matter(scribe, section)
    return found


def node_matter(scribe: Scribe, section: NodeSection) -> list[Piece]:
    """Return the themes of a part of the plan, why they belong there, and the quotes that name it."""
    rows = []
    for found in section.themes:
        share = scribe.fixed(report_words.share_words(found.respondents, found.base, scribe.translate))
        named = scribe.fixed(scribe.translate("People named this part of the plan in their answers."))
        why = scribe.english(found.reason) if found.reason else named
        rows.append(((scribe.authored(found.name, target=f"theme:{found.theme_key}"),), ((share,), (why,))))
    pieces: list[Piece] = [Facts(tuple(rows))] if rows else []
    return [*pieces, *quotes_at(scribe, section.key), *found_and_decided(scribe, findings.at_node(scribe, section.key))]


def found_and_decided(scribe: Scribe, listed: list[Piece]) -> list[Piece]:
    """Return a list of findings under the words that say what it is; nothing for none."""
    name = scribe.fixed(scribe.translate("What was found, and what was decided:"), is_strong=True)
    return [Paragraph((name,)), *listed] if listed else []


def quotes_at(scribe: Scribe, node_key: str) -> list[Piece]:
    """Return the quotes that stand with a part of the plan, each once.

    Those in which people named the part; and those that name none, of themes whose first part this is and that have no
    place of their own in the report.
    """
    report = scribe.report
    apart = {block.ref for chapter in chapters_of(report) for block in chapter.blocks
             if block.kind == THEME and not block.is_hidden}
    first: dict[str, str] = {}
    for section in report.nodes:
        for found in section.themes:
            first.setdefault(found.theme_key, section.key)
    quotes = {quote.passage_ref: quote for spoken in report.themes for quote in spoken.quotes
              if (quote.plan_node_key or first.get(spoken.key)) == node_key
              and (quote.plan_node_key or spoken.key not in apart)}
    return [quoted(scribe, quote) for quote in quotes.values()]


def theme(scribe: Scribe, key: str, *, level: int = 3) -> list[Piece]:
    """Return a theme: what it means, how many spoke of it in answer to each question, quotes, its place in the plan."""
    sections = [section for section in scribe.report.themes if section.key == key]
    if not sections:
        return []
    pieces: list[Piece] = [Heading((scribe.authored(sections[0].name, target=f"theme:{key}"),), level)]
    pieces += scribe.paragraphs(sections[0].definition)
    for section in sections:
        pieces += theme_matter(scribe, section)
    return [*pieces, *links_of(scribe, sections[0]), *found_and_decided(scribe, findings.at_theme(scribe, key))]


def theme_matter(scribe: Scribe, section: ThemeSection) -> list[Piece]:
    """Return how many spoke of a theme in answer to one question, for it and against it, and their words."""
    translate, pieces = scribe.translate, list[Piece]()
    question = next((q.label for q in scribe.report.uncoded if q.question_key == section.question_key), None)
    if question is not None:
        pieces.append(Paragraph((scribe.fixed(translate("In answer to:") + " "), scribe.authored(question))))
    share = report_words.theme_words(section, translate)
    pieces.append(scribe.say(translate("People who spoke of it: %(share)s", share=share)))
    table = scribe.tables.get(f"themes-{section.question_key}")
    if table is not None and any(row.key == section.key for row in table.rows):
        pieces.append(RowOf(table, section.key))
    return [*pieces, *(quoted(scribe, quote) for quote in section.quotes)]


def links_of(scribe: Scribe, section: ThemeSection) -> list[Piece]:
    """Return where a theme belongs in the plan, and why."""
    if not section.links:
        return []
    lines: list[Spans] = [(scribe.authored(link.title, target=f"node:{link.node_key}"),
                           *([scribe.fixed(" – "), scribe.english(link.reason)] if link.reason else []))
                          for link in section.links]
    return [scribe.say(scribe.translate("Where it belongs in the plan:")), Bullets(tuple(lines))]


def quotes(scribe: Scribe, block: Block) -> list[Piece]:
    """Return the quotes that an author picked, in that order; a quote that was taken back since is not there."""
    found = {quote.passage_ref: quote for section in scribe.report.themes for quote in section.quotes
             if block.ref in ("", section.key)}
    return [quoted(scribe, found[ref]) for ref in block.picks if ref in found]


def quoted(scribe: Scribe, quote: Quote) -> Quoted:
    """Return somebody's words with who said them, by broad type."""
    who = report_words.attribution_words(quote, scribe.translate, scribe.language)
    return Quoted(quote.text, quote.language, scribe.fixed(scribe.translate("Said by %(who)s", who=who)))


def override(scribe: Scribe, block: Block, given: str) -> list[Piece]:
    """Return that an author chose another word of the scale than the data's, and why; `given` is the data's code."""
    if not block.scale_word or block.scale_word == given:
        return []
    chosen = report_words.scale_words(block.scale_word, scribe.translate)
    data = report_words.scale_words(given, scribe.translate)
    said = scribe.translate("The people who wrote this report chose the word “%(chosen)s” here.", chosen=chosen)
    if data:
        said += " " + scribe.translate("By the numbers alone it would be “%(data)s”.", data=data)
    why = [Span(" ", scribe.language), scribe.english(block.note)] if block.note else []
    return [Paragraph((scribe.fixed(said), *why))]


def caveats(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the sentences that must stand in every report."""
    return [scribe.bullets(report_words.statements(scribe.report.people_and_machines, scribe.translate))]


def scale(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return what the words for numbers mean."""
    return [scribe.say(scribe.translate("We use these words where 30 people or more answered:")),
            scribe.bullets(report_words.scale_lines(scribe.translate))]


def disclosure(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return how numbers about groups of people are kept from showing who somebody is."""
    translate = scribe.translate
    return [scribe.say(translate(
        "These questions were free to skip. Each table counts only the people who answered that question. Numbers here "
        "are hidden or made round, so that nobody can be recognised.")),
        scribe.bullets([report_words.note_words(code, translate) for code in NOTE_PROTECTED])]


def nothing_said(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the parts of the plan that nobody spoke of."""
    translate, nodes = scribe.translate, scribe.report.nodes_nothing_said
    if not nodes:
        return [scribe.say(translate("Somebody spoke of every part of the plan."))]
    return [scribe.say(translate("In the answers that were read so far, nobody wrote about these parts. Silence does "
                                 "not mean that people agree.")),
            Bullets(tuple((scribe.authored(node.title, target=f"node:{node.key}"),) for node in nodes))]


def nowhere(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the themes for which the plan has no place, and why."""
    translate = scribe.translate
    if not scribe.report.themes_nowhere:
        return [scribe.say(translate("No theme was found to belong nowhere."))]
    rows = tuple(
        ((scribe.authored(found.name, target=f"theme:{found.theme_key}"),),
         ((scribe.fixed(translate("people who spoke of it: %(count)s", count=found.respondents)),),
          (scribe.english(found.reason),)))
        for found in scribe.report.themes_nowhere)
    keys = {found.theme_key for found in scribe.report.themes_nowhere}
    said = {quote.passage_ref: quote for section in scribe.report.themes if section.key in keys
            for quote in section.quotes if not quote.plan_node_key}
    return [scribe.say(translate("People spoke of these things, and the plan has no place for them. They may be what "
                                 "the plan lacks.")), Facts(rows), *(quoted(scribe, quote) for quote in said.values())]


def code_frame(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return every theme with what it means, what belongs in it and what does not."""
    translate, rows = scribe.translate, []
    for code in scribe.report.code_frame:
        said: list[Spans] = [(scribe.english(code.definition),)] if code.definition else []
        for label, words in ((translate("Belongs here:"), code.include), (translate("Does not:"), code.exclude)):
            said += [(scribe.fixed(label + " "), scribe.english(words))] if words else []
        rows.append(((scribe.english(code.name, target=f"theme:{code.key}"),), tuple(said) or ((scribe.fixed("–"),),)))
    return [Facts(tuple(rows))] if rows else _themes_only(scribe)


def _themes_only(scribe: Scribe) -> list[Piece]:
    """Return the themes by name, of an edition that did not keep the code frame."""
    by_key = {section.key: section for section in scribe.report.themes}
    named = sorted(by_key.values(), key=lambda section: pick(section.name, scribe.language)[0].casefold())
    rows = tuple(((scribe.authored(section.name, target=f"theme:{section.key}"),),
                  scribe.lines(section.definition) or ((scribe.fixed("–"),),)) for section in named)
    return [Facts(rows)] if rows else []


def forum(scribe: Scribe, slug: str) -> list[Piece]:
    """Return what a forum asked, beside the replies and what the group thinks of them."""
    return [piece for voice in scribe.report.forums if voice.slug == slug for piece in _forum(scribe, voice)]


def _forum(scribe: Scribe, voice: ForumVoice) -> Iterable[Piece]:
    yield Heading((scribe.english(voice.name),), 3, f"forum-{voice.slug}")
    for ask in voice.asks:
        yield from ask_matter(scribe, ask)


def ask_matter(scribe: Scribe, ask: VoicedAsk, level: int = 4) -> list[Piece]:
    """Return one ask: the group's words, the replies, the group's marks, and the plan before and after."""
    translate = scribe.translate
    columns = (
        (translate("What the forum asked"), _asked(scribe, ask)),
        (translate("What they replied"), _replied(scribe, ask)),
        (translate("What the forum says to that"), _marked(scribe, ask)))
    title = Span(ask.title, ask.language)
    pieces: list[Piece] = [Heading((title,), level, f"ask-{ask.ask_id}"),
                           Beside(tuple((scribe.fixed(name), tuple(found)) for name, found in columns))]
    if ask.node_key and ask.before:
        name = scribe.fixed(translate("What we did: the words of the plan before and after"))
        pieces.append(Folded(name, tuple(_plan(scribe, ask.before, ask.after)), title))
    return pieces


def _asked(scribe: Scribe, ask: VoicedAsk) -> list[Piece]:
    pieces: list[Piece] = [*_said(ask.text, ask.language), *_easy(scribe, ask.easy, ask.language)]
    pieces += [scribe.say(line, SMALL) for line in forum_words.asked_lines(ask, scribe.language, scribe.translate)]
    if ask.node_key:
        label = scribe.fixed(scribe.translate("Part of the plan:") + " ")
        pieces.append(Paragraph((label, scribe.authored(ask.node_title, target=f"node:{ask.node_key}")), SMALL))
    return pieces


def _replied(scribe: Scribe, ask: VoicedAsk) -> list[Piece]:
    pieces: list[Piece] = []
    for reply in ask.replies:
        lines = forum_words.replied_lines(reply, scribe.language, scribe.translate)
        pieces += [scribe.say(line, SMALL) for line in lines]
        pieces += [*_said(reply.reason, WRITTEN_IN), *_easy(scribe, reply.easy, WRITTEN_IN)]
    waiting = forum_words.timeliness_words(ask.timeliness, ask.days_late, scribe.translate)
    return pieces or [scribe.say(waiting)]


def _marked(scribe: Scribe, ask: VoicedAsk) -> list[Piece]:
    pieces: list[Piece] = []
    for reply in ask.replies:
        pieces.append(scribe.say(forum_words.mark_words(reply.mark, scribe.translate)))
        pieces += _said(reply.mark_words, WRITTEN_IN)
    return pieces or [scribe.say(scribe.translate("Nothing to say yet"))]


def _plan(scribe: Scribe, before: Text, after: Text) -> Sequence[Piece]:
    translate = scribe.translate
    label = (scribe.fixed(translate("What it said when the forum asked:"), is_strong=True),)
    pieces: list[Piece] = [Paragraph(label), *scribe.paragraphs(before)]
    if not after:
        return [*pieces, scribe.say(translate("The words of this part have not changed since."))]
    now = (scribe.fixed(translate("What it says now:"), is_strong=True),)
    return [*pieces, Paragraph(now), *scribe.paragraphs(after)]


def _easy(scribe: Scribe, words: str, language: str) -> list[Piece]:
    return [Folded(scribe.fixed(scribe.translate("In simple words")), tuple(_said(words, language)))] if words else []


def _said(words: str, language: str) -> list[Piece]:
    return [Paragraph((Span(part, language),)) for part in words.split("\n") if part.strip()]
