"""What goes wrong at the desk where things are taken in and decided on, in plain words for staff."""

from consult.web.staff_sentences import N_

DESK_SENTENCES: dict[str, str] = {
    "submission-format-missing": N_("Choose what it is"),
    "submission-person-or-body": N_("A person speaks for themselves. Choose “a group” or “an organisation”, or clear "
                                    "the name and the number."),
    "submission-number-odd": N_("Enter a whole number from 1 to %(most)s"),
    "submission-label-long": N_("Use %(limit)s characters or fewer"),
    "submission-note-long": N_("Use %(limit)s characters or fewer"),
    "submission-text-long": N_("These words are too long: they can have up to %(limit)s characters"),
    "submission-needs-typing": N_("Nobody has typed its words yet. Type them first, or say that nobody can read it."),
    "submission-no-words": N_("There are no words in it. Type them first, or leave it out as “Nothing in it”."),
    "submission-is-form": N_("This is a paper form. Type its answers on the page for paper forms."),
    "submission-decided": N_("Someone else decided this before you. The page shows how it stands now."),
    "submission-is-response": N_("This is a response now. Decide on the page of the response if it counts."),
    "submission-waits": N_("Nobody has decided on this yet, so there is nothing to check"),
    "submission-known": N_("This came in before. It was not taken in again."),
    "submission-withheld": N_("Someone is worried about a person in this. Decide when the worry is closed."),
    "submission-step-missing": N_("Choose what it is"),
    "own-submission": N_("Someone else must check this: you took it in or decided on it"),
    "signatures-missing": N_("Enter how many people signed, as a whole number from 1 to %(most)s"),
    "signatures-without-petition": N_("Only a petition has signatures. Clear the number, or choose “a petition”."),
    "received-in-future": N_("The day it came cannot be in the future"),
    "postmark-late": N_("The day on the postmark cannot be later than the day it came"),
    "duplicate-missing": N_("Say which one it is the same as"),
    "duplicate-unknown": N_("There is no response and nothing that came in by this name. Copy the whole name from its "
                            "page."),
    "duplicate-of-itself": N_("This is the same one, or a copy of this one. Choose another."),
}
