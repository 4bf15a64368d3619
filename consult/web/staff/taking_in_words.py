"""What staff are told of a document that was read: what of it is not among its words; codes are intake's."""

from flask_babel import lazy_gettext as _l

_NOTES = {
    "macros": _l("The file has a small program in it. It was not run, and it is not in any copy."),
    "embedded": _l("The file has other files inside it. We did not read them."),
    "comments": _l("The file has comments at its edge. They are not part of what it says."),
    "deleted": _l("The file still has words that its writer had deleted. We left them out."),
    "hidden": _l("The file has hidden words. We left them out."),
    "headers": _l("Lines that stand on every page are left out."),
    "letters": _l("Some letters may be wrong: the file does not say which they are. Read it beside its source."),
}


def note_words(code: str) -> str:
    """Return what a note of a document (intake/document_parts.py, NOTES) says."""
    return str(_NOTES[code])
