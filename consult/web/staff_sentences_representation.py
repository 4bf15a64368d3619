"""What goes wrong around who answered and figures from outside, in plain words for staff."""

from consult.web.staff_sentences import N_

REPRESENTATION_SENTENCES: dict[str, str] = {
    "not-a-share": N_("Enter a number from 0 to 100"),
    "benchmark-choice-missing": N_("Choose at least one group of this question"),
    "benchmark-ages-wrong": N_("Say whom the source counts: all, an age and over like 16+, or ages like 15-64"),
    "benchmark-words-missing": N_("Fill this in: a number says nothing without it"),
    "benchmark-words-long": N_("Use %(limit)s characters or fewer"),
    "action-missing": N_("Write what was done"),
    "action-long": N_("Use %(limit)s characters or fewer"),
    "action-day-missing": N_("Enter the day on which it was done"),
    "action-day-ahead": N_("Enter a day that has come: write down what was done, not what is planned"),
    "action-cost-wrong": N_("Enter the cost in pounds, like 250 or 99.50"),
    "action-changed": N_("Somebody else changed this meanwhile. Read what it says now, then change it."),
    "crossing-of-two-or-three": N_("Choose two or three different questions"),
    "crossing-reason-short": N_("Say what the numbers are for, in a sentence of %(fewest)s characters or more"),
    "crossing-reason-long": N_("Use %(most)s characters or fewer"),
    "figure-words-missing": N_("Fill this in: a figure says nothing without it"),
    "figure-words-long": N_("Use %(limit)s characters or fewer"),
    "figure-value-missing": N_("Enter the number, or the words that the source has in its place"),
    "figure-value-wrong": N_("Enter a number, like 46 or 12.5"),
    "figure-reason-missing": N_("Say why it is corrected. The old number stays to be read with this."),
    "figure-replaced": N_("Somebody else corrected this figure since you opened the page. Look at the new one first."),
}
