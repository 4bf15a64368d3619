"""What goes wrong about decisions, charters, rungs, reviews and settings of a group: a sentence for each code."""

from consult.web.staff_sentences import N_

DECISION_SENTENCES: dict[str, str] = {
    "forum-words-long": N_("Use %(most)s characters or fewer"),
    "decision-rule-missing": N_("Choose how the group decides"),
    "decision-rule-not-chosen": N_("The group has not chosen this way to decide. It can, under “Settings of the "
                                   "group”."),
    "decision-closes-early": N_("Give everybody at least %(least)s working days to answer"),
    "decision-closes-late": N_("Choose a last day within a year"),
    "decision-review-early": N_("Choose a day after the last day to answer"),
    "decision-review-late": N_("Choose a day within %(most)s years"),
    "decision-choices-wrong": N_("Write %(least)s to %(most)s different choices, one on each line"),
    "decision-by-another-rule": N_("Load the page again to see how it stands."),
    "stance-not-chosen": N_("Choose where you stand"),
    "ballot-cast": N_("You have voted already"),
    "decision-closed": N_("This question is closed"),
    "decision-still-open": N_("People can still answer. It is counted after the last day, or when everybody has "
                              "answered."),
    "decision-already-open": N_("The group is being asked this already"),
    "decision-subject-gone": N_("What this was about is not there any more"),
    "charter-not-a-draft": N_("This version was adopted and cannot change. Begin a new one."),
    "charter-not-ready": N_("Something is still missing. The page shows what."),
    "charter-film-day-past": N_("Choose today or a later day"),
    "charter-film-wrong": N_("Choose a film"),
    "being-decided": N_("The group is deciding about this. It cannot change until then."),
    "rung-missing": N_("Choose how much say the group has"),
    "co-production-refused": N_("This is not co-production yet. The list above says what has to be true first."),
    "rung-voted-down": N_("The group voted this down. It cannot go up again."),
    "rung-is-lowest": N_("This is the lowest rung"),
    "activity-ended": N_("This activity is over"),
    "review-published": N_("This review is published and cannot change"),
    "review-not-ready": N_("Something is still missing. The page shows what."),
    "life-elsewhere": N_("Load the page again to see how it stands."),
    "settings-the-same": N_("Nothing would change"),
    "forum-slug-wrong": N_("Use %(least)s to %(most)s small letters, numbers and hyphens"),
    "forum-slug-taken": N_("Another page has this address. Choose another one."),
}
