"""What each refusal says to staff alone: code to sentence; sentences.py reads them with those for everyone."""


def N_(sentence: str) -> str:
    """Return the sentence unchanged; marks it for the catalogues."""
    return sentence


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Return both forms of a counted sentence unchanged."""
    return singular, plural


STAFF_SENTENCES: dict[str, str] = {
    # signing in, people
    "sign-in-wrong": N_("The email address or the password is not right"),
    "sign-in-too-often": N_("Too many tries. Wait 15 minutes and try again."),
    "email-taken": N_("Someone with this email address is on the staff already"),
    "role-unknown": N_("Choose a role from the list"),
    "consultation-missing": N_("Choose a consultation"),
    "last-administrator": N_("At least one active administrator must remain"),
    # consultations
    "slug-shape": N_("Use small letters, numbers and hyphens, like police-plan-2025"),
    "slug-taken": N_("Another consultation has this address"),
    "closes-before-it-opens": N_("The closing date must be after the opening date"),
    "retention-too-short": N_("Answers must be kept until after the consultation closes"),
    "title-missing": N_("Enter a title"),
    "not-ready": N_("This consultation is not ready to be shown"),
    "dates-fixed": N_("People have answered, so the opening date cannot change"),
    # closing, doubts
    "late-fixed": N_("People can answer already, so this cannot change any more"),
    "closing-needs-reason": N_("People can answer already. Move the last day on the page of the closing date, "
                               "with a reason that everyone can read."),
    "closing-not-later": N_("The new last day must be later than the one that stands, and not in the past"),
    "closing-reported": N_("An edition of the report is published, so the closing date cannot move any more"),
    "grace-range": N_("Enter a whole number of minutes from 0 to %(most)s"),
    "decision-missing": N_("Choose whether it counts"),
    # languages and formats
    "texts-not-ready": N_("People can answer already, and a language or format would no longer be whole. Finish the texts "
                          "that are listed, or take the language out of the consultation first."),
    "own-words": N_("Someone else must check words that you wrote"),
    "variant-stale": N_("The English has changed since this was written. Bring it up to date first."),
    "variant-unchecked": N_("A second person must check this first"),
    "variant-doubted": N_("Somebody has a doubt about this. Settle it first."),
    "easy-read-group": N_("Name the group of people with learning disabilities that has checked this, and the day"),
    "changed-meanwhile": N_("Someone else changed this after you opened it. Nothing of theirs was overwritten. Look at both, "
                            "then save again."),
    "words-long": N_("These words are too long: up to %(limit)s characters are possible"),
    # surveys being written
    "survey-changed-meanwhile": N_("Someone else changed this survey after you opened this page. Nothing of theirs was "
                                   "overwritten. Look at it as it stands now, then make your change again."),
    "survey-cell-long": N_("The words of “%(name)s” are too long for a cell of a workbook. Make them shorter."),
    "survey-not-ready": N_("This survey cannot be used yet. Look at the list of what is wrong."),
    # paper forms
    "form-code-unknown": N_("We printed no form of this consultation with this code. Check each letter and number."),
    # building a survey
    "key-fixed": N_("People have answered this question, so its key cannot change"),
    "key-shape": N_("Use letters, numbers, hyphens and dots, and begin with a letter"),
    "key-taken": N_("Another question has this key"),
    "option-code-taken": N_("Another answer has this code"),
    "option-code-shape": N_("Leave out spaces"),
    "lines-uneven": N_("Write as many lines here as in the other languages"),
    "lines-many": N_("There are too many lines: %(limit)s is the most"),
    "statements-few": N_("Write at least two statements, one in each line"),
    "too-few-options": N_("Write at least two answers, one in each line"),
    "questions-missing": N_("Choose at least one question"),
    "number-between": N_("Enter a number from %(least)s to %(most)s"),
    "pattern-shape": N_("This pattern cannot be read"),
    "not-sure": N_("Tick the box if you are sure"),
    "condition-lines-missing": N_("Choose a question for the first line, or choose that it always shows"),
    "condition-question-unknown": N_("Choose a question on an earlier page"),
    "condition-test-unknown": N_("This cannot be said of an answer to that question"),
    "condition-answer-missing": N_("Choose or write the answer"),
    # plan and survey files
    "question-moved": N_("The question “%(name)s” was kept elsewhere in an earlier version. Give it a new key."),
    "plan-known": N_("This plan file was loaded before"),
    "plan-unknown": N_("Choose a plan from the list"),
    # responses as files
    "too-many-columns": N_("There are %(columns)s columns, and a workbook can hold %(most)s. Use the CSV file."),
    "table-too-large": N_("The file is larger than %(most)s MB"),
    "table-not-utf-8": N_("Row %(row)s is not text in UTF-8. Save the file as CSV UTF-8 and try again."),
    "table-quotes": N_("Row %(row)s has a quotation mark that is not closed or stands in the wrong place"),
    "table-cell-long": N_("A cell in row %(row)s is too long to be read. Check its quotation marks."),
    "table-empty": N_("There are no column names in row %(row)s of the file"),
    "table-too-many-columns": N_("The file has more than %(most)s columns"),
    "table-too-many-rows": N_("The file has more than %(most)s rows with something in them"),
    "table-locked": N_("This workbook is locked or too old. Save it as .xlsx without a password."),
    "table-unreadable": N_("This workbook cannot be read. Save it as .xlsx or CSV UTF-8 and try again."),
    "table-sheet-unknown": N_("The file has no sheet “%(name)s”"),
    "mapping-too-large": N_("The mapping is larger than 1 MB"),
    "mapping-not-json": N_("The mapping is not JSON. Check line %(line)s of it."),
    "mapping-name-twice": N_("“%(name)s” stands twice in the same part of the mapping"),
    "mapping-wrong": N_("The mapping does not fit the file or the survey. Nothing was stored."),
    "mapping-unknown-name": N_("A mapping has no place for “%(name)s”"),
    "mapping-missing": N_("The mapping does not say “%(name)s”"),
    "mapping-value-wrong": N_("“%(name)s” in the mapping holds something that it cannot hold"),
    "mapping-unknown-column": N_("The file has no column “%(name)s”"),
    "mapping-column-twice": N_("The file has the column “%(name)s” more than once"),
    "mapping-unknown-question": N_("The survey has no question “%(name)s” that a file can answer"),
    "mapping-unknown-option": N_("The question “%(question)s” has no answer “%(name)s”"),
    "mapping-not-for-kind": N_("“%(name)s” in the mapping does not belong to a question like “%(question)s”"),
    "mapping-question-twice": N_("Two columns answer the question “%(name)s”, and one of them would not be read"),
    "import-no-survey": N_("The consultation has no survey yet"),
    "import-row-long": N_("The row has more cells than there are columns. Put text with commas in quotation marks."),
    "import-id-missing": N_("The row has no id"),
    "import-id-twice": N_("Another row of the file has the id “%(name)s”"),
    "import-value-unknown": N_("“%(name)s” is not an answer that can be read here. Change the cell, or say in the "
                               "mapping what it means."),
    "import-rank-unknown": N_("The row names an answer that the question does not have, or one answer twice"),
    "import-date-shape": N_("“%(name)s” is not a date of the right form"),
    "import-too-early": N_("The answers came before the consultation opened"),
    "import-in-future": N_("The answers came at a time that is still ahead"),
    "import-not-asked": N_("The question “%(question)s” is not asked of someone who gave the other answers in this "
                           "row"),
    "import-body-alone": N_("The row names an organisation or group, and says that one person answers for themselves"),
    "import-body-long": N_("The name of the organisation or group can have up to %(limit)s characters"),
    "import-no-consent": N_("The person did not agree that we use the answers"),
    "import-nothing-answered": N_("The row answers no question"),
    "import-answer-missing": N_("The question “%(question)s” has to be answered in this part of the survey"),
    "imported-meanwhile": N_("Someone else took in the same rows just now. Load the file again to see what is left."),
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
STAFF_COUNTED: dict[str, tuple[tuple[str, str], str]] = {
    "theme-name-long": (
        NN_("The name can have up to %(limit)s character", "The name can have up to %(limit)s characters"), "limit"),
    "too-few-coded": (
        NN_("Code at least %(least)s passage first, so that there is something to learn from",
            "Code at least %(least)s passages first, so that there is something to learn from"), "least"),
    "summary-long": (
        NN_("The summary can have up to %(limit)s character", "The summary can have up to %(limit)s characters"),
        "limit"),
    "password-length": (
        NN_("A password has at least %(least)s character", "A password has at least %(least)s characters"), "least"),
}
