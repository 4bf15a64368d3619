"""What goes wrong where the answers of one person are linked, in plain words for staff."""

from consult.web.staff_sentences import N_

REGISTER_SENTENCES: dict[str, str] = {
    "not-counted": N_("These two cannot be linked. Both must count, none can be of a panel, and both must speak as a "
                      "person, a group or an organisation alike."),
}
