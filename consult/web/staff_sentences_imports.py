"""What each refusal of a file of answers says to staff: code to sentence; sentences.py puts them with the rest."""


def N_(sentence: str) -> str:
    """Return the sentence unchanged; marks it for the catalogues."""
    return sentence


IMPORT_SENTENCES: dict[str, str] = {
    "table-no-text": N_("This is no table. Choose a CSV file or an Excel workbook (.xlsx)."),
    "import-row-cut": N_("The file ends in the middle of this row. Export it again, whole."),
    "import-weight-shape": N_("“%(name)s” is not a weight. A weight is a number above 0 and up to 1000."),
    "import-cell-unknown": N_("This cell is not an answer that can be read here. Change the cell, or say what it "
                              "means."),
    "import-cell-no-day": N_("This cell is not a date of the right form"),
    "import-cell-no-weight": N_("This cell is not a weight. A weight is a number above 0 and up to 1000."),
    "import-id-again": N_("Another row of the file has the same id"),
    "import-going": N_("The work on this file goes on just now. Look again in a moment."),
    "import-unchecked": N_("Check the file first. What it means was changed since."),
    "import-refused-left": N_("Tick the box to take in the other rows without those that have a mistake"),
    "import-file-gone": N_("The file is not kept any more. Choose it again."),
    "mapping-weight-alone": N_("Only a panel has weights. Say whose answers these are, or leave the weights out."),
    "mapping-channel-of-sample": N_("The answers of a panel have a way of their own. Leave “channel” out."),
    "sample-unknown": N_("There is no panel called “%(name)s” here"),
    "sample-name-long": N_("The name can have up to %(limit)s characters"),
    "sample-name-taken": N_("There is a panel called “%(name)s” already"),
    "sample-method-missing": N_("Say who asked whom, when, and how it was weighted"),
    "sample-method-long": N_("Use %(limit)s characters or fewer"),
    "source-name-missing": N_("Say where the file is from"),
    "source-name-long": N_("The name can have up to %(limit)s characters"),
}
