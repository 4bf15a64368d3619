"""What each refusal of a document says to staff: code to sentence; staff_sentences.py reads them with the others."""


def N_(sentence: str) -> str:
    """Return the sentence unchanged; marks it for the catalogues."""
    return sentence


DOCUMENT_SENTENCES: dict[str, str] = {
    "document-empty": N_("The file is empty. Choose another one."),
    "document-large": N_("The file is too big. It can have up to %(most)s MB. Ask for it in parts, or print it."),
    "document-kind": N_("We cannot read this kind of file. Paste its words, or ask for a Word or PDF file."),
    "document-old": N_("This is an old kind of Word file. Open it, save it as .docx, and choose that one."),
    "document-locked": N_("The file has a password. Ask for one without, or paste its words."),
    "document-broken": N_("The file is damaged. Ask for it again, or paste its words."),
    "document-bomb": N_("The file is built to grow without end when it is opened. It was not kept. Ask for another."),
    "document-long": N_("The file has more words or pages than we can take at once. Ask for it in parts."),
    "document-harmful": N_("The scanner found something harmful in the file. It was not kept. Ask for another."),
    "document-no-scan": N_("This is no scan. Choose a PDF or a picture."),
    "files-many": N_("Choose up to %(most)s files"),
    "copy-impossible": N_("We cannot make a copy of this file that is safe to hand out. Its words are on the page."),
    "source-reason-missing": N_("Say why you need the file as it came"),
    "source-reason-long": N_("Use %(most)s characters or fewer"),
}
