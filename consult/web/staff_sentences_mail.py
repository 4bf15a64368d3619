"""What goes wrong with e-mails, the mailbox and who sent something, in plain words for staff."""

from consult.web.staff_sentences import N_

MAIL_SENTENCES: dict[str, str] = {
    "email-large": N_("This email is bigger than %(most)s MB. Save its files and bring them in one by one."),
    "email-outlook": N_("This is an Outlook file. Open it in Outlook, save it as .eml, and choose that one."),
    "email-other": N_("This is not an email that we can read"),
    "emails-file-other": N_("This is not a file of emails. Choose a file that ends in .eml or .mbox."),
    "mbox-other": N_("This is not a file of emails. Choose a file that ends in .eml or .mbox."),
    "mbox-many": N_("This file has more than %(most)s emails. Save it in parts and bring in each part."),
    "emails-files-many": N_("Choose up to %(most)s files at a time"),
    "emails-file-large": N_("A file can have up to %(most)s MB. Save the emails in parts and bring in each part."),
    "email-broken": N_("Something went wrong on our side with this email. It is still in the mailbox. Save it as a "
                       "file and tell the people who run this site."),
    "mailbox-none": N_("No mailbox is set up here"),
    "mailbox-away": N_("The mailbox did not answer. We try again."),
    "mailbox-refused": N_("The mailbox did not let us in. The people who run this site must check the name and the "
                          "password."),
    "mailbox-no-folder": N_("The mailbox has no such folder. The people who run this site must check its name."),
    "mailbox-odd": N_("The mailbox gave an answer that we do not understand. We try again."),
    "mailbox-of-another": N_("The mailbox of this site is that of the consultation “%(slug)s”"),
    "sender-reason-missing": N_("Say why you need to know who sent it, in %(least)s characters or more"),
    "sender-reason-long": N_("Use %(limit)s characters or fewer"),
}
