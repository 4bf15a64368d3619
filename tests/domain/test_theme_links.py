"""The rules of a link to the plan."""

import pytest

from consult.domain import theme_links
from consult.domain.errors import Refused


def test_a_link_keeps_its_tidied_reason() -> None:
    assert theme_links.link(" they  name it ", node_id=1, node_ids_of_theme=set()) == "they name it"


@pytest.mark.parametrize(("reason", "node", "standing", "code"), [
    (" ", 1, set(), "reason-missing"), ("x" * 1001, 1, set(), "reason-long"), ("why", 1, {1}, "link-stands"),
    ("why", None, {1}, "link-contradicts"), ("why", 1, {None}, "link-contradicts"),
])
def test_a_link_without_reason_or_against_another_is_refused(reason: str, node: int, standing: set, code: str) -> None:
    with pytest.raises(Refused, match=code):
        theme_links.link(reason, node_id=node, node_ids_of_theme=standing)


def test_silent_nodes_keep_their_order() -> None:
    assert theme_links.silent(["a", "b", "c"], {"b"}) == ("a", "c")
