"""What goes wrong with data releases, their checks and packs, in plain words for staff."""

from consult.web.staff_sentences import N_

RELEASE_SENTENCES: dict[str, str] = {
    "release-title-missing": N_("Enter what comes out, for example “Data of the first edition”"),
    "release-title-long": N_("Use %(limit)s characters or fewer"),
    "release-note-missing": N_("Enter the reason. The public reads it."),
    "release-note-long": N_("Use %(limit)s characters or fewer"),
    "release-day-missing": N_("Enter the day on which it comes out"),
    "release-day-past": N_("The day cannot be in the past"),
    "release-not-out": N_("Only data that are out can be corrected"),
    "release-over": N_("This is out already, or was called off. The page shows how it stands now."),
    "release-too-early": N_("The day that the public was told has not come. Move the day first, with a reason."),
    "release-not-checked": N_("Two people must have looked at this edition and found nothing that shows somebody"),
    "release-of-recalled": N_("This edition was recalled. Its data cannot come out."),
    "release-twice": N_("The data of this edition are out already"),
    "release-edition-missing": N_("Choose an edition"),
    "check-line-missing": N_("Choose an answer"),
    "pack-empty": N_("Choose one or more"),
    "check-note-missing": N_("Say what you found"),
}
