"""The chapters that a report has by itself, out of what it holds; what authors add and hide is not known here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from consult.domain import report_chapters as kinds
from consult.domain.report_chapters import BOTH, CHAPTERS, FULL, Block, Chapter
from consult.domain.reports import NodeSection, Report, Table, ThemeSection
from consult.domain.words_scale import PERCENT_BASE

# Where a table stands, by its id or by how its id begins; the longest that fits wins.
PLACES = (
    ("channels", "how-people-took-part"), ("panels", "how-people-took-part"), ("events", "how-people-took-part"),
    ("languages", "who-took-part"), ("profile-", "who-took-part"), ("people-", "who-took-part"),
    ("borough", "who-took-part"), ("answers-", "priorities"), ("priorities-", "priorities"),
    ("themes", "objectives"), ("panels-themes", "objectives"), ("themes-plan", "objectives"),
    ("victims-", "victims"), ("themes-victim", "victims"), ("young-", "young-people"), ("forum-asks", "forums"),
    ("organisations", "organisations"), ("petitions", "campaigns"), ("campaigns", "campaigns"),
    ("themes-by-", "equality"), ("groups-", "equality"), ("equality-", "equality"),
    ("wordings", "quality"), ("reading", "quality"), ("exclusions", "quality"), ("quality-", "quality"),
)
ELSEWHERE = "data"
OF_GROUPS, OF_AGES = "equality-", "-age"
# The kind of a topmost part that tells how the plan is carried out: it speaks of all objectives (consult/intake/plans).
DELIVERY = "delivery"
# Tables whose numbers are shares of one whole, or ranks of one kind, and so can be seen as bars.
DRAWN = ("channels", "languages", "profile-", "answers-", "priorities-", "themes", "victims-", "campaigns", "groups-")
# The summary for Londoners shows these tables too; the rest are in the full report.
SHORT = ("answers-", "themes")


def block(kind: str, ref: str = "", version: str = FULL) -> Block:
    """Return the block that the data give; its key is always the same."""
    return Block(f"{kind}:{ref}" if ref else kind, kind, ref, version)


def place_of(table_id: str) -> str:
    """Return the key of the chapter that a table stands in: every table has one, and only one.

    What the ages said stands with children and young people, what other groups said with equality.
    """
    if table_id.startswith(OF_GROUPS) and table_id.endswith(OF_AGES):
        return "young-people"
    fitting = [(start, chapter) for start, chapter in PLACES
               if table_id == start or (start.endswith("-") and table_id.startswith(start))
               or table_id.startswith(f"{start}-")]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else ELSEWHERE


def default_chapters(report: Report) -> tuple[Chapter, ...]:
    """Return the eighteen chapters with the blocks that the report's data fill, in order.

    No block stands for what the report does not hold; every table, part of the plan and forum of it stands once.
    """
    return tuple(Chapter(key, tuple(_blocks(report, key))) for key in CHAPTERS)


def chapters_of(report: Report) -> tuple[Chapter, ...]:
    """Return the report's own chapters; the default ones of an edition from before reports were trees."""
    return report.chapters or default_chapters(report)


def with_founded_words(report: Report, chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Return chapters without an author's word for a share where so few people stand behind it that no word is used
    (practice 2.1: below a base of 30 the report gives counts)."""
    bases = {theme.key: max(section.base for section in report.themes if section.key == theme.key)
             for theme in report.themes}
    bases |= {finding.key: finding.base for finding in report.findings}
    return tuple(replace(chapter, blocks=tuple(
        replace(found, scale_word="") if found.scale_word and bases.get(found.ref, 0) < PERCENT_BASE else found
        for found in chapter.blocks)) for chapter in chapters)


def _blocks(report: Report, chapter: str) -> Iterator[Block]:
    before, after = _AROUND.get(chapter, (_nothing, _nothing))
    yield from before(report)
    yield from (_of_table(table) for table in report.tables if place_of(table.table_id) == chapter)
    yield from after(report)


def _of_table(table: Table) -> Block:
    is_drawn = any(table.table_id.startswith(start) for start in DRAWN)
    is_short = any(table.table_id == start or (start.endswith("-") and table.table_id.startswith(start))
                   for start in SHORT)
    return block(kinds.CHART if is_drawn else kinds.TABLE, table.table_id, BOTH if is_short else FULL)


def _nothing(report: Report) -> Iterable[Block]:
    return ()


def _glance(report: Report) -> Iterator[Block]:
    yield block(kinds.FIGURES, version=BOTH)
    if report.findings:
        yield block(kinds.TOP_FINDINGS, version=BOTH)
    elif any(table.table_id == "themes" for table in report.tables):
        yield block(kinds.TOP_THEMES, version=BOTH)
    if report.findings:
        yield block(kinds.WILL_CHANGE, version=BOTH)
    if report.sign_off or report.waiting:
        yield block(kinds.SIGN_OFF, version=BOTH)


def _consulted_on(report: Report) -> Iterator[Block]:
    if report.scope is not None:
        yield block(kinds.SCOPE, version=BOTH)
    if report.scope is not None and report.scope.duties:
        yield block(kinds.DUTIES)
    if report.timeline:
        yield block(kinds.TIMELINE)


def _how_asked(report: Report) -> Iterator[Block]:
    yield block(kinds.HOW_ASKED, version=BOTH)


def _who(report: Report) -> Iterator[Block]:
    if report.who_is_missing:
        yield block(kinds.MISSING, version=BOTH)
    if report.groups:
        yield block(kinds.BESIDE)


def _reached(report: Report) -> Iterator[Block]:
    if report.actions:
        yield block(kinds.REACH)


def _how_to_read(report: Report) -> Iterator[Block]:
    yield block(kinds.CAVEATS, version=BOTH)
    yield block(kinds.SCALE, version=BOTH)
    yield block(kinds.DISCLOSURE)


def _outside(report: Report) -> Iterator[Block]:
    if report.outside_figures:
        yield block(kinds.OUTSIDE)


def _delivery(report: Report) -> frozenset[str]:
    return frozenset(part.key for part in report.objectives if part.kind == DELIVERY)


def _objectives(report: Report) -> Iterator[Block]:
    """Give what people said of each objective, then what fits nowhere, and the findings that name no part spoken of."""
    of_delivery = _delivery(report)
    yield from _parts(report, [node for node in report.nodes if node.objective not in of_delivery])
    yield block(kinds.NOTHING_SAID)
    if report.themes_nowhere:
        yield block(kinds.NOWHERE)
    spoken = {node.key for node in report.nodes}
    yield from (block(kinds.FINDING, finding.key) for finding in report.findings
                if not finding.node_keys or finding.node_keys[0] not in spoken)


def _parts(report: Report, nodes: Iterable[NodeSection]) -> Iterator[Block]:
    """Give each part of the plan under the topmost part that it belongs to, with the findings that name it first."""
    over = ""
    at_node: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.node_keys:
            at_node.setdefault(finding.node_keys[0], []).append(finding.key)
    for node in nodes:
        if node.objective and node.objective != over:
            over = node.objective
            yield block(kinds.HEADING, over)
        yield block(kinds.NODE, node.key)
        yield from (block(kinds.FINDING, key) for key in at_node.get(node.key, ()))


def _cross_cutting(report: Report) -> Iterator[Block]:
    """Give how the plan is carried out, then each theme that belongs to several objectives."""
    of_delivery = _delivery(report)
    yield from _parts(report, [node for node in report.nodes if node.objective in of_delivery])
    objective = {node.key: node.objective for node in report.nodes if node.objective}
    seen: set[str] = set()
    for theme in report.themes:
        if theme.key not in seen and len(_over(theme, objective)) > 1:
            seen.add(theme.key)
            yield block(kinds.THEME, theme.key)


def _over(theme: ThemeSection, objective: dict[str, str]) -> set[str]:
    return {objective[link.node_key] for link in theme.links if link.node_key in objective}


def _forums(report: Report) -> Iterator[Block]:
    yield from (block(kinds.FORUM, forum.slug, BOTH) for forum in report.forums)


def _organisations(report: Report) -> Iterator[Block]:
    if report.organisations:
        yield block(kinds.ORGANISATIONS)


def _scrutiny(report: Report) -> Iterator[Block]:
    if report.committees:
        yield block(kinds.RECOMMENDATIONS)


def _done(report: Report) -> Iterator[Block]:
    if report.findings:
        yield block(kinds.DECISIONS)


def _equality(report: Report) -> Iterator[Block]:
    if any(finding.groups for finding in report.findings):
        yield block(kinds.EQUALITY)


def _quality(report: Report) -> Iterator[Block]:
    if any(question.read < question.answers for question in report.uncoded):
        yield block(kinds.UNREAD, version=BOTH)
    if report.checklists:
        yield block(kinds.CHECKLISTS)


def _data(report: Report) -> Iterator[Block]:
    yield block(kinds.FILES)
    if report.code_frame:
        yield block(kinds.CODE_FRAME)
    if report.change_log:
        yield block(kinds.CHANGE_LOG)


Give = Callable[[Report], Iterable[Block]]
_AROUND: dict[str, tuple[Give, Give]] = {
    "at-a-glance": (_glance, _nothing),
    "what-we-consulted-on": (_consulted_on, _nothing),
    "how-people-took-part": (_how_asked, _nothing),
    "who-took-part": (_who, _reached),
    "how-to-read": (_how_to_read, _nothing),
    "priorities": (_nothing, _outside),
    "objectives": (_nothing, _objectives),
    "cross-cutting": (_nothing, _cross_cutting),
    "forums": (_forums, _nothing),
    "organisations": (_organisations, _nothing),
    "scrutiny": (_scrutiny, _nothing),
    "what-we-did": (_done, _nothing),
    "equality": (_equality, _nothing),
    "quality": (_nothing, _quality),
    "data": (_nothing, _data),
}
