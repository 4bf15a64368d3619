"""The words of the intruder checklist, of the states of releases and files, for staff."""

from flask_babel import lazy_gettext as _l

ITEM_WORDS = {
    "small-numbers": (_l("Small numbers"), _l("Look at every table by group. Is a number under 10 printed anywhere?")),
    "subtraction": (_l("Taking one number from another"), _l(
        "Take rows and columns away from totals, in one table and between tables. Does a hidden number come out?")),
    "earlier-editions": (_l("Earlier editions"), _l(
        "Set this edition beside the one before, and the summary beside the full report. Does a difference point at a "
        "few people?")),
    "other-sources": (_l("What others publish"), _l(
        "Search news, social media and public records for an hour. Can a group in a table be given a name?")),
    "somebody-close": (_l("Somebody close"), _l(
        "Read as a partner, a neighbour, a colleague or a police officer would. Would they know who it is?")),
    "quotes": (_l("Quotes"), _l("Read every quote. Does it hold two rare things about one person, or a place and a "
                                "day?")),
    "own-words": (_l("Words in own words"), _l("Is there any text that a person wrote, besides the quotes?")),
    "organisations": (_l("Organisations"), _l("Is an organisation named that did not agree to be named?")),
    "file-properties": (_l("Properties of files"), _l("Open the properties of each file. Is a name or a path there?")),
    "taken-back": (_l("Words taken back"), _l("Are words printed that somebody took back?")),
}
ANSWER_WORDS = {"safe": _l("I looked and found nothing"), "not-safe": _l("I found something"),
                "not-there": _l("There is nothing of this kind in it")}
STATE_WORDS = {"planned": _l("Planned"), "released": _l("Out"), "called-off": _l("Called off")}
FILE_WORDS = {"pdf": _l("PDF"), "pdf-large": _l("PDF in large print")}
FILE_STATE_WORDS = {"waiting": _l("Is being made"), "made": _l("Made"), "failed": _l("Not made"),
                    "absent": _l("This site has no program for it")}
