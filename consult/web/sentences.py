"""What each refusal says to a reader: code to sentence, in their language; which status it gets is errors.py's."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from consult.domain.errors import Conflict, Refused


# Marks a sentence for the catalogues; it is translated where it is shown.
def N_(sentence: str) -> str:
    """Return the sentence unchanged."""
    return sentence


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Return both forms of a counted sentence unchanged."""
    return singular, plural


SENTENCES: dict[str, str] = {
    # answering
    "age-missing": N_("Choose your age group"),
    "age-too-young": N_("People under 13 take part with a group"),
    "answer-missing": N_("Answer this question to go on"),
    "option-unknown": N_("Choose one of the answers in the list"),
    "exclusive-with-others": N_("You chose an answer that stands alone together with others. Choose one or the other."),
    "number-shape": N_("Enter a number in digits, like 12"),
    "number-whole": N_("Enter a whole number, like 12"),
    "number-low": N_("Enter a number that is %(least)s or more"),
    "number-high": N_("Enter a number that is %(most)s or less"),
    "date-early": N_("The date must be %(least)s or later"),
    "date-late": N_("The date must be %(most)s or earlier"),
    "postcode-shape": N_("Enter a London postcode, or its first half, like SE1"),
    "rank-twice": N_("You gave the same place twice. Give each place once."),
    "rank-gap": N_("You left out a place. Start with 1, then 2, and so on."),
    "rank-shape": N_("Choose a place from the list"),
    "pattern-broken": N_("Your answer does not have the form that this question asks for"),
    "question-not-asked": N_("One of the answers belongs to a question that is not part of your survey. "
                             "Check your answers and send them again."),
    "nothing-answered": N_("Answer at least one question before you send"),
    "consent-missing": N_("Tick the box to show that you have read what happens with your answers"),
    "consultation-upcoming": N_("This consultation has not opened yet"),
    "consultation-closed": N_("This consultation has closed. Your answers were not sent."),
    "topics-missing": N_("Choose at least one part, or choose the whole survey"),
    "topic-unknown": N_("Choose parts from the list"),
    "receipt-unknown": N_("We do not know this receipt code. Check each letter and number."),
    "receipt-missing": N_("Enter your receipt code"),
    "form-stale": N_("This page was open for a long time, so we did not save it yet. Your answers are still here: "
                     "choose the button again."),
    # signing in, people
    "sign-in-wrong": N_("The email address or the password is not right"),
    "sign-in-too-often": N_("Too many tries. Wait 15 minutes and try again."),
    "email-shape": N_("Enter an email address, like name@example.org"),
    "email-taken": N_("Someone with this email address is on the staff already"),
    "name-missing": N_("Enter a name"),
    "role-unknown": N_("Choose a role from the list"),
    "consultation-missing": N_("Choose a consultation"),
    "last-administrator": N_("At least one active administrator must remain"),
    # consultations
    "slug-shape": N_("Use small letters, numbers and hyphens, like police-plan-2025"),
    "slug-taken": N_("Another consultation has this address"),
    "date-missing": N_("Enter a day, a month and a year"),
    "date-invalid": N_("Enter a real date, like 27 3 2026"),
    "closes-before-it-opens": N_("The closing date must be after the opening date"),
    "retention-too-short": N_("Answers must be kept until after the consultation closes"),
    "title-missing": N_("Enter a title"),
    "text-missing": N_("Enter some words here"),
    "not-ready": N_("This consultation is not ready to be shown"),
    "dates-fixed": N_("People have answered, so the opening date cannot change"),
    # surveys being written
    "survey-changed-meanwhile": N_("Someone else changed this survey after you opened this page. Nothing of theirs was "
                                   "overwritten. Look at it as it stands now, then make your change again."),
    "survey-not-ready": N_("This survey cannot be used yet. Look at the list of what is wrong."),
    # plan and survey files
    "file-missing": N_("Choose a file"),
    "question-moved": N_("The question “%(name)s” was kept elsewhere in an earlier version. Give it a new key."),
    "plan-known": N_("This plan file was loaded before"),
    "plan-unknown": N_("Choose a plan from the list"),
    "language-unknown": N_("Choose languages from the list"),
    # coding
    "passage-empty": N_("Choose some words of the answer"),
    "passage-missing": N_("Choose the whole answer or some of its words"),
    "stance-unknown": N_("Choose a stance"),
    "theme-missing": N_("Choose a theme"),
    "theme-twice": N_("Choose a theme or name a new one, not both"),
    "theme-name-missing": N_("Enter a name for the theme"),
    "theme-name-taken": N_("Another theme has this name"),
    "theme-not-active": N_("This theme was merged or retired. Choose one that is in use."),
    "merge-with-itself": N_("A theme cannot be merged with itself"),
    "split-nothing": N_("Choose at least one passage to move, and leave at least one"),
    "already-coded": N_("This passage has this theme already"),
    "already-decided": N_("This proposal was decided before"),
    "run-standing": N_("This is already running"),
    "run-ended": N_("This has ended already"),
    "nothing-to-read": N_("There are not enough answers to look for themes yet"),
    # findings and reports
    "reason-missing": N_("Say why in a few words"),
    "link-stands": N_("This link stands already"),
    "link-contradicts": N_("A theme cannot belong to a part of the plan and belong nowhere. "
                           "Remove the other link first."),
    "node-unknown": N_("Choose a part of the plan"),
    "nothing-coded": N_("Nothing is coded yet, so there is nothing to report"),
    "summary-missing": N_("Write a summary for the front of the report"),
    "published-meanwhile": N_("Someone else published an edition just now. Read it before you publish another."),
    "reason-unknown": N_("Choose a reason"),
    # tables
    "borough-crossed": N_("A table by borough cannot be crossed with anything else: people could be recognised"),
    "too-many-characteristics": N_("A table can be about two groups at most: people could be recognised"),
    "characteristic-needs-protection": N_("A table about groups of people must be protected before anyone sees it"),
}

# Sentences that hold a number: code to both forms and the fact that decides between them.
COUNTED: dict[str, tuple[tuple[str, str], str]] = {
    "too-many-choices": (
        NN_("Choose no more than %(limit)s answer", "Choose no more than %(limit)s answers"), "limit"),
    "too-few-choices": (
        NN_("Choose at least %(least)s answer", "Choose at least %(least)s answers"), "least"),
    "text-long": (
        NN_("Your answer is too long: it can have up to %(limit)s character. Nothing is lost: make it shorter.",
            "Your answer is too long: it can have up to %(limit)s characters. Nothing is lost: make it shorter."),
        "limit"),
    "theme-name-long": (
        NN_("The name can have up to %(limit)s character", "The name can have up to %(limit)s characters"), "limit"),
    "reason-long": (
        NN_("The reason can have up to %(limit)s character", "The reason can have up to %(limit)s characters"),
        "limit"),
    "too-few-coded": (
        NN_("Code at least %(least)s passage first, so that there is something to learn from",
            "Code at least %(least)s passages first, so that there is something to learn from"), "least"),
    "summary-long": (
        NN_("The summary can have up to %(limit)s character", "The summary can have up to %(limit)s characters"),
        "limit"),
    "password-length": (
        NN_("A password has at least %(least)s character", "A password has at least %(least)s characters"), "least"),
}


def sentence(error: Refused | Conflict) -> str:
    """Return what to tell the reader about a refusal, in the language of the page.

    A code without a sentence says that something was not right; a test keeps that from happening.
    """
    return words_for(error.code, error.facts)


def words_for(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of a code with its facts put in."""
    if code in COUNTED:
        (singular, plural), fact = COUNTED[code]
        values = {key: str(value) for key, value in facts.items()}
        number = facts.get(fact)
        return ngettext(singular, plural, number if isinstance(number, int) else 2, **values)
    values = {key: str(value) for key, value in facts.items()}
    return gettext(SENTENCES.get(code, N_("Something here was not right. Check it and try again.")), **values)
