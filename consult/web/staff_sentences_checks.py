"""What goes wrong where hosts and organisations are shown what we wrote of them, in plain words for staff."""

from consult.web.staff_sentences import N_

CHECK_STAFF_SENTENCES: dict[str, str] = {
    "event-not-held": N_("This event was not held yet, so there are no notes to show"),
    "host-is-the-team": N_("The team ran this event itself. There is no host to ask."),
    "host-notes-none": N_("There are no notes of this event to show"),
    "host-notes-unread": N_("%(count)s notes of this event were not read yet. Read them first: the host sees how we "
                            "read them."),
    "host-remark-settled": N_("Somebody settled this remark already"),
}
