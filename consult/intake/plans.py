"""Reads a plan file (schema pcp-plan/1) into a plan tree; two generations of plans go through one table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from consult.domain.plans import Actor, Node, PlanTree
from consult.intake.yaml_lines import Fields, Problems, read_yaml
from consult.intake.yaml_records import Record, is_slug, plain

SCHEMA = "pcp-plan/1"
MAX_KEY = 120
MAX_WORD = 80
MAX_REFERENCE = 40
MAX_ORDER = 10_000
# The words about the whole plan, each with its limit in characters.
LONGEST: Mapping[str, int] = MappingProxyType({"title": 300, "status": 100, "publisher": 300, "vision": 5_000})


@dataclass(frozen=True)
class Shape:
    """What stands in a list: the kind of its nodes, the lists that may stand below them, the words they must have."""

    kind: str
    children: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "objectives": Shape("objective", ("priority_aims", "intro_commitments", "mayor_will"), ("title",)),
        "priority_aims": Shape("aim", (), ("title", "text")),
        "intro_commitments": Shape("commitment", (), ("text",)),
        "mayor_will": Shape("heading", ("subsections", "commitments"), ("title",)),
        "priority_areas": Shape("priority-area", ("focus", "measures", "subsections"), ("title",)),
        "focus": Shape("focus", (), ("text",)),
        "measures": Shape("measure", (), ("text",)),
        "subsections": Shape("section", ("outcomes_wanted", "commitments")),
        "outcomes_wanted": Shape("aim", (), ("text",)),
        "commitments": Shape("commitment", (), ("text",)),
        "delivery": Shape("delivery", ("commitments",), ("title",)),
    }
)
TOP_LISTS = ("objectives", "priority_areas", "delivery")
# Kept as they stand: they say something about the plan and are no part of its tree.
FACT_FIELDS = ("commitment_types", "low_trust_groups", "figures", "topics")


@dataclass(frozen=True)
class _Known:
    """The words that nodes may use; None where the file does not list them."""

    actors: frozenset[str]
    types: frozenset[str] | None
    topics: frozenset[str] | None


def read_plan(data: bytes) -> PlanTree:
    """Return the plan in a UTF-8 YAML file.

    Raises Refused("file", code, {"line", "reason", "name", "problems": [{"line", "code", "name"}], "is_cut"}) with the
    highest problem first and up to 50 in all.
    """
    problems = Problems()
    root = Record(read_yaml(data, problems), problems, "file")
    if root.reference("schema", MAX_WORD) != SCHEMA:
        raise problems.stop(root.line_of("schema"), "wrong-schema", SCHEMA)
    tree = _head(root)
    reader = _NodeReader(problems, _known(root, tree.actors))
    for name in root.names():
        if name in TOP_LISTS:
            reader.read_list(root, name, None, 0)
    if not reader.nodes:
        problems.add(root.line, "no-nodes")
    facts = {**tree.facts, **_facts(root), "notes": reader.notes}
    root.refuse_others()
    problems.settle()
    return replace(tree, facts=facts, nodes=tuple(reader.nodes))


def _head(root: Record) -> PlanTree:
    """The plan without its nodes, and with the facts of its first part only."""
    plan = Record(root.take("plan") or Fields(root.line, {}, {}), root.problems, "plan")
    words = {name: plan.text(name, name == "title") or "" for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(words[name]) > longest:
            plan.wrong(name, "too-long")
    rest = {name: plan.take(name) for name in plan.names() if name != "id" and name not in LONGEST}
    facts = {name: plain(place) for name, place in rest.items() if place is not None}
    key = plan.slug("id", MAX_WORD, is_required=True)
    return PlanTree(key=key or "", facts=facts, actors=_actors(root), nodes=(), **words)


def _actors(root: Record) -> tuple[Actor, ...]:
    place = root.take("actors")
    if place is None:
        return ()
    record = Record(place, root.problems, "actors")
    for key in record.names():
        if not is_slug(key, MAX_WORD):
            record.wrong(key, "not-a-key")
    return tuple(Actor(key, record.text(key, is_required=True) or "") for key in record.names())


def _known(root: Record, actors: tuple[Actor, ...]) -> _Known:
    types = root.take("commitment_types")
    topics = root.slugs("topics", MAX_WORD)
    return _Known(
        frozenset(actor.key for actor in actors),
        frozenset(types.values) if isinstance(types, Fields) else None,
        frozenset(topics) if root.has("topics") else None,
    )


def _facts(root: Record) -> dict[str, object]:
    places = {name: root.take(name) for name in FACT_FIELDS}
    return {name: plain(place) for name, place in places.items() if place is not None}


class _NodeReader:
    """Walks the lists of SHAPES in the order of the file and gathers their nodes."""

    def __init__(self, problems: Problems, known: _Known) -> None:
        self.nodes: list[Node] = []
        self.notes: dict[str, str] = {}
        self._problems = problems
        self._known = known
        self._keys: set[str] = set()

    def read_list(self, owner: Record, name: str, parent_key: str | None, depth: int) -> None:
        """Read the nodes of one list and, after each, those below it."""
        shape = SHAPES[name]
        for place in owner.rows(name):
            record = Record(place, self._problems, name)
            node = self._node(record, shape, parent_key, depth)
            self.nodes.append(node)
            for below in record.names():
                if below in shape.children:
                    self.read_list(record, below, node.key, depth + 1)
            record.refuse_others()

    def _node(self, record: Record, shape: Shape, parent_key: str | None, depth: int) -> Node:
        key = self._key(record)
        document, heading = _source(record)
        note = record.text("note")
        if note:
            self.notes[key] = note
        record.whole("order", 0, MAX_ORDER)
        return Node(
            key=key,
            parent_key=parent_key,
            position=len(self.nodes),
            depth=depth,
            kind=shape.kind,
            title=record.text("title", "title" in shape.needs),
            short_title=record.text("short_title"),
            short_text=_one_of(record, "text", "ambition", is_required="text" in shape.needs),
            full_text=record.text("full_text"),
            reference=record.reference("ref", MAX_REFERENCE),
            leads=self._listed(record, "lead", self._known.actors, "unknown-actor"),
            partners=self._listed(record, "partners", self._known.actors, "unknown-actor"),
            types=self._listed(record, "type", self._known.types, "unknown-type"),
            topics=self._listed(record, "topics", self._known.topics, "unknown-topic"),
            measure=_one_of(record, "measure", "data_source"),
            source_document=document,
            source_heading=heading,
        )

    def _key(self, record: Record) -> str:
        key = record.slug("id", MAX_KEY, is_required=True) or ""
        if key in self._keys:
            record.wrong("id", "duplicate-id", key)
        elif key:
            self._keys.add(key)
        return key

    def _listed(self, record: Record, name: str, known: Collection[str] | None, code: str) -> tuple[str, ...]:
        if known is None:
            return record.slugs(name, MAX_WORD)
        return record.known_slugs(name, MAX_WORD, known, code)


def _one_of(record: Record, name: str, other: str, is_required: bool = False) -> str | None:
    """The field that is there, of two that say the same thing in two generations of plans."""
    if not record.has(other):
        return record.text(name, is_required)
    if record.has(name):
        record.take(name)
        record.wrong(other, "said-twice")
    return record.text(other)


def _source(record: Record) -> tuple[str, str]:
    place = record.take("source")
    if place is None:
        return "", ""
    source = Record(place, record.problems, "source")
    found = source.text("document", is_required=True), source.text("heading", is_required=True)
    source.refuse_others()
    return found[0] or "", found[1] or ""
