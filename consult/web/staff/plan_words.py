"""The kinds of plan nodes in plain words with their number; a kind that another body's plan brings stays as it is."""

from flask_babel import ngettext


def kind_words(kind: str, count: int) -> str:
    """Return how many nodes of a kind there are, as words: 9 aims."""
    known = {
        "objective": lambda: ngettext("%(num)s objective", "%(num)s objectives", count),
        "aim": lambda: ngettext("%(num)s aim", "%(num)s aims", count),
        "commitment": lambda: ngettext("%(num)s commitment", "%(num)s commitments", count),
        "heading": lambda: ngettext("%(num)s heading", "%(num)s headings", count),
        "section": lambda: ngettext("%(num)s section", "%(num)s sections", count),
        "delivery": lambda: ngettext("%(num)s part on delivery", "%(num)s parts on delivery", count),
        "priority-area": lambda: ngettext("%(num)s priority area", "%(num)s priority areas", count),
        "focus": lambda: ngettext("%(num)s focus", "%(num)s focuses", count),
        "measure": lambda: ngettext("%(num)s measure", "%(num)s measures", count),
    }
    return known[kind]() if kind in known else f"{count} {kind}"
