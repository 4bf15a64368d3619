"""Why there is no file of an edition, or not yet, in plain words for whoever asked for it."""

from consult.web.staff_sentences import N_

FILE_SENTENCES: dict[str, str] = {
    "file-waiting": N_("This file is being made. That can take some minutes. Come back then."),
    "file-no-program": N_("This site cannot make PDF files."),
    "file-not-printed": N_("We could not make this file."),
    "file-letters-lost": N_("We made this file, but letters were missing in it. So we do not hand it out."),
    "file-not-accessible": N_("We made this file, but it would not work with a screen reader. So we do not hand it "
                              "out."),
}
