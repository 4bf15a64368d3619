"""What goes wrong when staff write, sign off or recall a report, in plain words."""

from consult.web.staff_sentences import N_

REPORT_SENTENCES: dict[str, str] = {
    "report-changed-meanwhile": N_("Someone else changed this after you opened it. Nothing of theirs was overwritten, "
                                   "and your words are still here. Read both, then save what should stand."),
    "report-english-missing": N_("Write it in English first. Other languages are made from the English."),
    "version-unknown": N_("Choose where it stands: in the full report, or in the summary too"),
    "chapter-unknown": N_("Choose a chapter"),
    "scale-word-unknown": N_("Choose a word from the list"),
    "note-missing-word": N_("Write why another word fits better. Your note is printed beside it."),
    "note-missing-hidden": N_("Write why it is left out. Your note is printed in its place."),
    "film-address": N_("Enter the address of the film. It begins with https:// and has no spaces."),
    "block-kind-unknown": N_("Choose what to add"),
    "block-added-already": N_("This was added to the report before. Move it, in place of adding it again."),
    "block-of-the-data": N_("This comes from the data, so it cannot be taken out. You can hide it."),
    "quote-unknown": N_("One of these quotes may not be printed any more. Read the list again."),
    "quote-telling": N_("Two rare things would stand beside one quote. Together they could show who somebody is."),
    "changes-missing": N_("Write what changed since the last edition"),
    "sign-off-waiting": N_("Some things are not done yet. Finish them, or write why the report is signed off before."),
    "sign-off-name-missing": N_("Enter the name of the person who signs it off"),
    "sign-off-office-missing": N_("Enter the office of the person who signs it off"),
    "recall-reason-missing": N_("Write why this edition is taken back. Everyone can read the reason."),
    "edition-recalled": N_("This edition was taken back before"),
}
