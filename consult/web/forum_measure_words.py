"""What each measure of a forum is called, and what it counts; the numbers are queries/forum_measures.py's."""

from flask_babel import lazy_gettext as _l

NAMES = {
    "agenda-by-members": (_l("Agenda by members"), _l("Items on the agenda that a member brought, not a public body")),
    "access-met": (_l("Access"), _l("What people needed to take part that was there for them")),
    "papers-on-time": (_l("Papers"), _l("Papers that were out by the day, in every format")),
    "replies-on-time": (_l("Replies"), _l("Asks that got a reply by the day")),
    "replies-that-answer": (_l("Replies that answer"), _l("Replies that the group says answer what it asked")),
    "still-here": (_l("Who stays"), _l("Members who are still here, of all in this year and the last")),
}
HIDDEN = {
    "nothing-yet": _l("Nothing to count yet"),
    "small-number": _l("Too few people to show"),
    "secondary": _l("Too few people to show"),
    "small-base": _l("Too few people to show"),
}
