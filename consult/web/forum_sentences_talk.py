"""What goes wrong when members talk, report or take a step of their agreement, in plain words."""

from consult.web.staff_sentences import N_

TALK_SENTENCES: dict[str, str] = {
    "post-missing": N_("Write something, or add a voice note or a film"),
    "thread-title-missing": N_("Say what it is about"),
    "thread-closed": N_("Nobody can add to this now."),
    "post-held-back": N_("This message is held back. You can ask somebody independent to look."),
    "post-taken-back": N_("These words were taken back."),
    "post-not-shown": N_("This message was held back or taken back already"),
    "hold-back-reason": N_("Choose why you hold it back"),
    "appeal-asked": N_("You asked somebody to look already"),
    "appeal-decided": N_("Somebody has decided on this already"),
    "appeal-late": N_("The time to ask is over. You had %(days)s working days."),
    "outcome-missing": N_("Choose what you decide"),
    "step-order": N_("This step cannot come now. Load the page again to see how it stands."),
    "pause-past": N_("The last day must be today or later"),
    "pause-long": N_("A pause here can have up to %(most)s days"),
    "you-are-paused": N_("You are paused. You can read, and you can ask somebody independent to look."),
    "member-unknown": N_("Nobody in this group has that name"),
    "report-settled": N_("This report has an answer already"),
}
