"""What goes wrong where paper forms are typed and calls are taken down, in plain words for staff."""

from consult.web.staff_sentences import N_

PAPER_SENTENCES: dict[str, str] = {
    "form-code-of-sheet": N_("This is the code of a sheet with questions about the person. A form has another code."),
    "scans-many": N_("Send %(most)s files or fewer at once"),
    "form-blank": N_("Nothing is typed. If nothing is written on the form, go back and leave it out as “Nothing in "
                     "it”."),
    "keying-taken": N_("Someone else types this form now. What you just typed was not kept."),
    "keying-changed": N_("This form was saved in another window since you opened this page, so nothing was kept just "
                         "now. What you typed still stands here: copy what you need, then open the form again."),
    "keying-done": N_("This was done before. The page shows how it stands now."),
    "keying-not-ready": N_("This form has to be typed by two people first"),
    "keying-not-begun": N_("Nobody has begun to type this form yet"),
    "keying-undecided": N_("Choose what stands on the paper"),
    "sheet-code-of-form": N_("This is the code of a form. The sheet with questions about the person has another code."),
    "sheet-known": N_("A sheet with this code was typed before. If another person filled in a copy of it, type it "
                      "without a code."),
    "sheet-blank": N_("Nothing is typed. A sheet with nothing on it is not counted: put it away."),
    "call-ended": N_("This call has ended. Nothing was changed."),
    "call-taken": N_("Someone else takes this call. Nothing was changed."),
}
