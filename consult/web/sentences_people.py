"""What goes wrong where people are told what became of their words, in plain words for everyone."""

from consult.web.staff_sentences import N_

CHECK_SENTENCES: dict[str, str] = {
    "news-address": N_("Enter an email address, like name@example.org"),
    "news-wishes": N_("Choose at least one thing that you want to hear about"),
    "news-no-letters": N_("This site cannot send letters"),
    "check-code-missing": N_("Enter the code from our letter"),
    "check-code-unknown": N_("We do not know this code. Check each letter and number. If a newer letter came, use the "
                             "code in that one."),
    "summary-changed": N_("The text was changed since you opened this page. Read the new one first."),
    "summary-moved-on": N_("This was answered already, so it cannot be changed in this way any more"),
    "host-days-over": N_("The %(days)s days to put something right are over"),
    "host-remarks-many": N_("There are %(most)s remarks already. Write to us if there is more."),
}
