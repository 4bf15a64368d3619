"""The rules of a finding: a theme tied to a plan node, or to none, always with a reason."""

from collections.abc import Collection, Iterable

from consult.domain.errors import Refused

REASON_LENGTH = 1000


def link(reason: str, *, node_id: int | None, node_ids_of_theme: Collection[int | None]) -> str:
    """Return the tidied reason for a new link.

    Raises Refused where the reason is missing or too long, where the link stands already, and where a theme would
    both belong to a node and belong nowhere.
    """
    words = " ".join(reason.split())
    if not words:
        raise Refused("reason", "reason-missing")
    if len(words) > REASON_LENGTH:
        raise Refused("reason", "reason-long", {"limit": REASON_LENGTH})
    if node_id in node_ids_of_theme:
        raise Refused("plan_node", "link-stands")
    if node_ids_of_theme and (node_id is None or None in node_ids_of_theme):
        raise Refused("plan_node", "link-contradicts")
    return words


def silent(nodes: Iterable[str], spoken_of: Collection[str]) -> tuple[str, ...]:
    """Return the keys of the nodes that nothing was said about, in the order given."""
    return tuple(node for node in nodes if node not in spoken_of)
