"""What goes wrong with the committee's asks, the timeline and the checklists, in plain words for staff."""

from consult.web.staff_sentences import N_

SCRUTINY_SENTENCES: dict[str, str] = {
    "committee-known": N_("A report with the key “%(key)s” is loaded already"),
    "ask-changed": N_("Somebody changed this ask while you wrote. The list below shows what they said. Your own words "
                      "are still in the form."),
    "status-reason-missing": N_("Choose why. Only a full yes needs no reason."),
    "status-body-missing": N_("Enter the name of the body that you passed it on to"),
    "reply-asks-missing": N_("Tick at least one ask that the reply answers"),
    "reply-text-missing": N_("Write what the reply says, in English at least"),
    "reply-day-future": N_("The reply cannot be from a day that is to come"),
    "report-day-future": N_("The report cannot be from a day that is to come"),
    "office-missing": N_("Enter the office that signed it"),
    "step-changed": N_("Somebody changed this step while you wrote. See how it stands now. What you typed is still in "
                       "the form."),
    "step-not-needed-done": N_("A step that was done cannot be one that is not needed. Take out the day or the "
                               "tick."),
    "step-is-needed": N_("The law always needs this step"),
    "papers-many": N_("A step can have up to %(limit)s papers"),
    "paper-title-missing": N_("Write what the paper is called"),
    "paper-long": N_("The name of a paper can have up to %(limit)s characters"),
    "paper-address": N_("The address of a paper begins with https:// or http:// and has no spaces"),
    "checklist-note-missing": N_("Say why, in one or two sentences"),
    "checklist-note-long": N_("A note can have up to %(limit)s characters"),
}
