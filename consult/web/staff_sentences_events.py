"""What goes wrong with events and their notes, in plain words for staff; and what is wrong in a file of notes."""

from flask_babel import lazy_gettext as _l

from consult.web.staff_sentences import N_

EVENT_SENTENCES: dict[str, str] = {
    "event-ends-first": N_("Choose an end that comes after the start, and at most %(most)s days later"),
    "event-place-missing": N_("Say where people meet"),
    "event-contact-missing": N_("Say whom people ask about access. Nobody can book before that is there."),
    "event-not-planned": N_("This event was held or called off. The page shows how it stands now."),
    "event-changed": N_("Someone else changed this event while you wrote. Look at how it stands, then change it."),
    "event-reason-missing": N_("Say why, in a few words"),
    "event-not-yet": N_("This event has not begun. Write it down once it has."),
    "event-people-missing": N_("Enter how many people came. Enter 0 if nobody came."),
    "event-quote-consent": N_("Keep somebody's own words only if they agreed. If they did not, choose another kind."),
    "event-notes-many": N_("One event can have up to %(most)s notes"),
    "event-money-odd": N_("Enter an amount in pounds, like 250 or 249.50"),
    "event-number-odd": N_("Enter a whole number"),
    "note-theme-gone": N_("This theme was taken back already"),
    "note-withheld": N_("Someone is worried about a person in this note. Nothing that you did just now was saved."),
}

# What is wrong in a file of notes: code to sentence, with %(name)s for what stands there.
NOTE_FILE_PROBLEMS = {
    "notes-file-other": _l("This is no Excel file (.xlsx) and no Word file (.docx)"),
    "notes-no-table": _l("No row names the columns “kind” and “note”. Use the file that you get on this page."),
    "notes-none": _l("The file holds no notes"),
    "notes-many": _l("The file holds too many notes for one event"),
    "note-kind-unknown": _l("“%(name)s” is no kind of note. Use statement, question, agreement, disagreement or "
                            "quote."),
    "note-question-unknown": _l("The survey has no question “%(name)s”"),
    "note-node-unknown": _l("The plan has no part “%(name)s”"),
    "note-consent-unknown": _l("“%(name)s” is neither yes nor no"),
    "note-quote-consent": _l("Somebody's own words can be kept only where “may be printed” says yes"),
    "note-text-missing": _l("The note has no words"),
    "note-text-long": _l("The note is too long"),
    "note-table-long": _l("The name of the table is too long"),
}
