"""A plan as a tree of nodes of any kind, and what changed between two versions; not how a plan is filed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

from consult.domain.errors import NotFound

# Where a node stands; an added neighbour moves it without changing it.
_PLACE = frozenset({"position", "depth"})


@dataclass(frozen=True)
class Actor:
    """A body that leads or shares what a node promises."""

    key: str
    name: str


@dataclass(frozen=True)
class Node:
    """One part of a plan.

    `position` counts from 0 through the whole plan in document order, `depth` from 0 at the top. `kind` is a plain
    word (objective, commitment …): another body's plan may be made of other parts. `leads` and `partners` are
    actor keys.
    """

    key: str
    parent_key: str | None
    position: int
    depth: int
    kind: str
    title: str | None = None
    short_title: str | None = None
    short_text: str | None = None
    full_text: str | None = None
    reference: str | None = None
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    measure: str | None = None
    source_document: str = ""
    source_heading: str = ""


@dataclass(frozen=True)
class PlanTree:
    """One version of a plan; `nodes` in document order, parents before their children; `facts` as JSON holds them."""

    key: str
    title: str
    status: str
    publisher: str
    vision: str
    facts: Mapping[str, object]
    actors: tuple[Actor, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class NodeChange:
    """A node in both versions whose `fields` differ."""

    old: Node
    new: Node
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """What became of every node between two versions, told apart by key; each node is in one of the four."""

    kept: tuple[Node, ...]
    changed: tuple[NodeChange, ...]
    new: tuple[Node, ...]
    dropped: tuple[Node, ...]


def children_of(tree: PlanTree, key: str | None) -> tuple[Node, ...]:
    """The nodes directly below `key` in document order; None gives the top of the plan."""
    return tuple(node for node in tree.nodes if node.parent_key == key)


def path_to(tree: PlanTree, key: str) -> tuple[Node, ...]:
    """The nodes from the top of the plan down to `key`, itself included. Raises NotFound."""
    by_key = {node.key: node for node in tree.nodes}
    path: list[Node] = []
    step: str | None = key
    while step is not None:
        if step not in by_key:
            raise NotFound
        path.append(by_key[step])
        step = by_key[step].parent_key
    return tuple(reversed(path))


def counts_by_kind(tree: PlanTree) -> dict[str, int]:
    """How many nodes there are of each kind, in the order in which the kinds first appear."""
    return dict(Counter(node.kind for node in tree.nodes))


def is_commentable(node: Node) -> bool:
    """Whether the node has words that someone can have a view on; a section without a title only groups others."""
    return any((node.title, node.short_title, node.short_text, node.full_text))


def changes(old: PlanTree, new: PlanTree) -> Changes:
    """Compare two versions by node key; a node moved to another parent is changed, a shifted position is not.

    Kept, changed and new stand in the order of `new`, dropped in the order of `old`.
    """
    before = {node.key: node for node in old.nodes}
    after = {node.key for node in new.nodes}
    pairs = [(before[node.key], node) for node in new.nodes if node.key in before]
    return Changes(
        kept=tuple(node for was, node in pairs if not _differing(was, node)),
        changed=tuple(NodeChange(was, node, _differing(was, node)) for was, node in pairs if _differing(was, node)),
        new=tuple(node for node in new.nodes if node.key not in before),
        dropped=tuple(node for node in old.nodes if node.key not in after),
    )


def _differing(old: Node, new: Node) -> tuple[str, ...]:
    names = (field.name for field in fields(Node) if field.name not in _PLACE)
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
