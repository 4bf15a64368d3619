"""What became of the parts of a plan, as pages of staff and of the public draw it: words of kinds, pieces of texts."""

from typing import Any

from flask_babel import lazy_gettext as _l

from consult.domain.plan_changes import CHANGED, DROPPED, KEPT, KINDS, NEW, UNSAID, Change
from consult.domain.translation_aids import Piece, changes
from consult.queries.plan_changes import Compared
from consult.queries.plans import NodeView

KIND_WORDS = {
    KEPT: _l("Kept as it was"), CHANGED: _l("Changed"), NEW: _l("New"), DROPPED: _l("Dropped"),
    UNSAID: _l("Nobody has said yet"),
}


def words_of(node: NodeView) -> str:
    """Return all that a part says in English, its name first."""
    name, text = node.title.get("en", ""), node.short_text.get("en", "") or (node.full_text or "")
    return f"{name}. {text}" if name and text else name or text


def pieces(compared: Compared, change: Change) -> tuple[Piece, ...]:
    """Return the words of a changed part, what was taken out and put in marked; empty for every other kind."""
    if change.old_id is None or change.new_id is None or change.kind != CHANGED:
        return ()
    return changes(words_of(compared.parts[change.old_id]), words_of(compared.parts[change.new_id]))


def names(compared: Compared) -> dict[str, Any]:
    """Return what the templates use."""
    return {"compared": compared, "tally": compared.tally, "kinds": KINDS, "kind_words": KIND_WORDS,
            "words_of": words_of, "pieces": lambda change: pieces(compared, change),
            "of_kind": {kind: [one for one in compared.changes if one.kind == kind] for kind in KINDS}}
