"""What each refusal says to a reader: code to sentence, in their language; which status it gets is errors.py's."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from consult.domain.errors import Conflict, Refused
from consult.web.file_sentences import FILE_SENTENCES
from consult.web.forum_sentences import FORUM_SENTENCES
from consult.web.sentences_people import CHECK_SENTENCES
from consult.web.staff_sentences import N_, NN_, STAFF_COUNTED, STAFF_SENTENCES
from consult.web.staff_sentences_checks import CHECK_STAFF_SENTENCES
from consult.web.staff_sentences_desk import DESK_SENTENCES
from consult.web.staff_sentences_documents import DOCUMENT_SENTENCES
from consult.web.staff_sentences_events import EVENT_SENTENCES
from consult.web.staff_sentences_findings import FINDING_SENTENCES
from consult.web.staff_sentences_imports import IMPORT_SENTENCES
from consult.web.staff_sentences_mail import MAIL_SENTENCES
from consult.web.staff_sentences_paper import PAPER_SENTENCES
from consult.web.staff_sentences_plan_changes import PLAN_CHANGE_SENTENCES
from consult.web.staff_sentences_register import REGISTER_SENTENCES
from consult.web.staff_sentences_releases import RELEASE_SENTENCES
from consult.web.staff_sentences_reports import REPORT_SENTENCES
from consult.web.staff_sentences_representation import REPRESENTATION_SENTENCES
from consult.web.staff_sentences_scrutiny import SCRUTINY_SENTENCES

SENTENCES: dict[str, str] = {
    **STAFF_SENTENCES,
    **FORUM_SENTENCES,
    **FILE_SENTENCES,
    **DESK_SENTENCES,
    **REPRESENTATION_SENTENCES,
    **DOCUMENT_SENTENCES,
    **EVENT_SENTENCES,
    **FINDING_SENTENCES,
    **IMPORT_SENTENCES,
    **MAIL_SENTENCES,
    **PAPER_SENTENCES,
    **PLAN_CHANGE_SENTENCES,
    **REGISTER_SENTENCES,
    **REPORT_SENTENCES,
    **CHECK_SENTENCES,
    **CHECK_STAFF_SENTENCES,
    **SCRUTINY_SENTENCES,
    **RELEASE_SENTENCES,
    # answering
    "age-missing": N_("Choose your age group"),
    "age-too-young": N_("People under 13 take part with a group"),
    "who-missing": N_("Choose who is answering"),
    "whose-words-missing": N_("Choose whose words these are"),
    "body-missing": N_("Enter the name of the group or organisation"),
    "return-unknown": N_("We do not know this code, or its time is over. Check each word or number."),
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
    "other-not-ticked": N_("You wrote something beside an answer that is not ticked. Tick that answer, "
                           "or clear what you wrote."),
    "media-missing": N_("Choose a file to send"),
    "media-empty": N_("This file is empty. Choose another one."),
    "media-kind": N_("We cannot take this kind of file. Choose one of these: %(kinds)s."),
    "media-large": N_("This file is too big. It can have up to %(most)s MB."),
    "film-long": N_("This film is too long. It can have up to %(most)s minutes."),
    "media-harmful": N_("Our safety check found something harmful in this file, so we did not keep it. "
                        "Choose another file."),
    "media-unchecked": N_("This file was not checked for harm yet. Try again in a few minutes."),
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
    "receipt-expired": N_("You entered your code more than 30 minutes ago. Enter it again."),
    "taken-back": N_("These answers were taken back or changed already. Look at your receipt to see how they stand."),
    "form-stale": N_("This page was open for a long time, so we did not save it yet. Your answers are still here: "
                     "choose the button again."),
    # signing in, people
    "email-shape": N_("Enter an email address, like name@example.org"),
    "name-missing": N_("Enter a name"),
    # consultations
    "date-missing": N_("Enter a day, a month and a year"),
    "date-invalid": N_("Enter a real date, like 27 3 2026"),
    "text-missing": N_("Enter some words here"),
    # closing, doubts
    "network-busy": N_("Many answers came from your network just now. Wait a few minutes and send again. "
                       "Your answers are kept."),
    # paper forms
    "contact-missing": N_("Say how we can answer you: an email address, a phone number or a postal address"),
    "request-long": N_("Use %(limit)s characters or fewer"),
    "forms-count": N_("Enter a whole number from 1 to %(most)s"),
    "forms-too-often": N_("Many forms were made from your network just now. Wait 15 minutes, or use a form without a "
                          "code."),
    # building a survey
    "form-incomplete": N_("Something was missing. Go back and try again."),
    # plan and survey files
    "file-missing": N_("Choose a file"),
    "language-unknown": N_("Choose languages from the list"),
    # findings and reports
    "reason-missing": N_("Say why in a few words"),
}

# Sentences that hold a number: code to both forms and the fact that decides between them.
COUNTED: dict[str, tuple[tuple[str, str], str]] = {
    **STAFF_COUNTED,
    "too-many-choices": (
        NN_("Choose no more than %(limit)s answer", "Choose no more than %(limit)s answers"), "limit"),
    "too-few-choices": (
        NN_("Choose at least %(least)s answer", "Choose at least %(least)s answers"), "least"),
    "text-long": (
        NN_("Your answer is too long: it can have up to %(limit)s character. Nothing is lost: make it shorter.",
            "Your answer is too long: it can have up to %(limit)s characters. Nothing is lost: make it shorter."),
        "limit"),
    "body-long": (
        NN_("The name can have up to %(limit)s character", "The name can have up to %(limit)s characters"), "limit"),
    "reason-long": (
        NN_("The reason can have up to %(limit)s character", "The reason can have up to %(limit)s characters"),
        "limit"),
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
