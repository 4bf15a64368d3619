"""The front page of a report: what it is, of which days and edition, who answers for it, its forms and languages."""

from consult.domain.languages import LANGUAGES
from consult.exports import report_words
from consult.exports.report_pieces import INSET, LEAD, Bullets, Facts, Folded, Paragraph, Piece, Scribe, Span, Spans
from consult.exports.waiting_words import waiting_lines

# What can be taken away of an edition: `file:<form>` leads there on a page.
FORMS = ("docx", "pdf", "large-print", "xlsx", "csv", "asks", "json", "data")


def front(scribe: Scribe) -> list[Piece]:
    """Return what stands before the first chapter."""
    report, translate = scribe.report, scribe.translate
    pieces: list[Piece] = []
    if report.is_example:
        pieces.append(scribe.say(translate("This is an example. The answers in it are made up."), INSET))
    pieces += [*standing(scribe), *scribe.paragraphs(report.summary, LEAD), Facts(tuple(_about(scribe)))]
    return pieces


def standing(scribe: Scribe) -> list[Piece]:
    """Return how finished an edition is, in a sentence; nothing for editions from before that was kept."""
    report, translate = scribe.report, scribe.translate
    if report.sign_off is not None:
        who = ", ".join(filter(None, (report.sign_off.name, report.sign_off.office)))
        said = translate("This is the whole report. It was signed off by %(who)s.", who=who)
        if report.sign_off.why:
            said += " " + translate("Some work was not done then. The last chapters say what, and why.")
        return [scribe.say(said)]
    if not report.waiting:
        return []
    title = scribe.fixed(translate("What is still to be done"))
    lines = scribe.bullets(waiting_lines(report.waiting, scribe.language, translate))
    said = translate("This edition is not the last word. The work goes on, and numbers can still change.")
    return [Paragraph((scribe.fixed(said),), INSET), Folded(title, (lines,))]


def files(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the files of an edition, and how every number in them can be found again."""
    report, translate = scribe.report, scribe.translate
    lines = [(scribe.fixed(form_words(form, scribe), target=f"file:{form}"),) for form in FORMS
             if form != "asks" or report.forums]
    return [
        Bullets(tuple(lines)),
        scribe.say(translate(
            "Every number in every file comes from one frozen set of tables. A table has the same name (its id) "
            "everywhere, so you can find each number again in the CSV file.")),
        Paragraph((scribe.fixed(translate("Data fingerprint:") + " "), Span(report.dataset_digest, "en"))),
    ]


def form_words(form: str, scribe: Scribe) -> str:
    """Return what a file of a report is called; raises KeyError for a form that is none."""
    translate = scribe.translate
    return {
        "docx": translate("Download this report to read, print or edit (Word, DOCX)"),
        "pdf": translate("Download this report to print (PDF)"),
        "large-print": translate("Read this report in large print"),
        "xlsx": translate("Download the tables as a workbook (Excel)"),
        "csv": translate("Download every number of the tables (CSV)"),
        "asks": translate("Download what the forums asked, with the replies (CSV)"),
        "json": translate("Download the whole edition for computer programs (JSON)"),
        "data": translate("All data with what they mean, the rules and the licence"),
    }[form]


def _about(scribe: Scribe) -> list[tuple[Spans, tuple[Spans, ...]]]:
    report, translate = scribe.report, scribe.translate
    day = report_words.date_words(report.published_at, scribe.language)
    opened, closed = (report_words.date_words(moment, scribe.language)
                      for moment in (report.how_asked.opened_on, report.how_asked.closed_on))
    facts = [
        (translate("Edition"), translate("Edition %(number)s, %(day)s", number=report.edition, day=day)),
        (translate("Status"), report_words.status_words(report.status, translate)),
        (translate("Written by"), translate("Mayor's Office for Policing and Crime")),
        (translate("When people could answer"), translate("%(opened)s to %(closed)s", opened=opened, closed=closed)),
        (translate("What others may do with it"), translate(
            "Anyone may use it again under the Open Government Licence, version 3.0, and must say where it is from.")),
    ]
    rows: list[tuple[Spans, tuple[Spans, ...]]] = [
        ((scribe.fixed(name),), ((scribe.fixed(said),),)) for name, said in facts]
    tags = [tag for tag in report.how_asked.languages if tag in LANGUAGES]
    if len(tags) > 1:
        spans: list[Span] = []
        for tag in tags:
            spans += [Span(" · ", scribe.language)] if spans else []
            spans.append(Span(LANGUAGES[tag].name, tag, f"language:{tag}"))
        rows.append(((scribe.fixed(translate("Languages")),), (tuple(spans),)))
    return rows
