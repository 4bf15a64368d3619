"""The 60 submissions: by which route each comes, whom it is from, what it is in the register at the end; no test."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.intake60 import emails, files, voices

ROUTES = ("web", "survey-file", "imap", "eml", "mbox", "upload", "paste", "paper", "call", "card", "panel", "petition")


@dataclass(frozen=True)
class Entry:
    """One submission: `becomes` is its status in the register when all is decided, with the `reason` of an exclusion.

    `same_as` is the number of the submission of the same person; `closed` their answer to the one closed question.
    """

    number: int
    route: str
    channel: str
    becomes: str = "accepted"
    reason: str = ""
    language: str = "en"
    name: str = ""
    address: str = ""
    body: str = ""
    speaks_for: int | None = None
    same_as: int | None = None
    closed: str = ""
    weight: float | None = None
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What it says."""
        return voices.words(self.number)

    @property
    def is_of_the_family(self) -> bool:
        """Whether it is the letter of the campaign, changed or not."""
        return self.number in voices.CHANGED


ENTRIES = (
    *(Entry(number, "web", "online", closed="agree") for number in (1, 2, 3, 4, 5, 6)),
    *(Entry(number, "survey-file", "online", closed="disagree") for number in (7, 8, 9)),
    Entry(10, "web", "online"), Entry(11, "web", "online", "withdrawn"), Entry(12, "web", "online", language="ur"),
    Entry(13, "paper", "easy-read"), Entry(14, "paper", "easy-read"), Entry(15, "paper", "large-print"),
    Entry(16, "paste", "bsl-video"), Entry(17, "web", "online", facts={"late": "counted"}),
    Entry(18, "web", "online", facts={"corrected": "once"}), Entry(19, "web", "online", "excluded", "test"),
    Entry(20, "web", "online", language="ur"),
    Entry(21, "imap", "email", name="Anwen Pryce", address="anwen.pryce@mail.example"),
    Entry(22, "imap", "email", name="T. Okafor", address="t.okafor@mail.example"),
    Entry(23, "eml", "email", name="Leila Haddad", address="leila@haddad.example"),
    Entry(24, "mbox", "email", name="Bram de Wit", address="bram@dewit.example"),
    Entry(25, "imap", "email", name="Zofia Lis", address="zofia.lis@mail.example"),
    Entry(26, "imap", "email", name="Idris Vane", address="idris@vane.example", facts={"shape": "reply"}),
    Entry(27, "imap", "email", name="Maud Ferrar", address="maud@ferrar.example", facts={"shape": "html"}),
    Entry(28, "eml", "email", name="Rosa Brandt", address="rosa@brandt.example", facts={"shape": "mislabelled"}),
    Entry(29, "imap", "email", name="Col Adeyemi", address="chair@larchmews.example", body="Larch Mews Residents",
          speaks_for=43, facts={"attached": "answer.pdf"}),
    Entry(30, "imap", "email", name="Priya Nair", address="priya@temple.example", body="Women of the Hill Temple",
          facts={"attached": "answer.docx"}),
    Entry(31, "imap", "email", "excluded", "blank", name="Jon Mabey", address="jon@mabey.example",
          facts={"shape": "auto-reply"}),
    Entry(32, "mbox", "email", "excluded", "spam", name="Prize Desk", address="winner@prize.example",
          facts={"shape": "spam"}),
    Entry(33, "imap", "email", "late", "out-of-time", name="Hester Moon", address="hester@moon.example",
          facts={"late": "kept"}),
    Entry(34, "mbox", "email", "duplicate", name="Zofia Lis", address="Zofia.Lis@mail.example", same_as=25),
    Entry(35, "upload", "post", facts={"file": "letter.docx"}),
    Entry(36, "upload", "post", body="Corve Homes", speaks_for=2100, facts={"file": "answer.odt"}),
    Entry(37, "upload", "post", body="Harlesden Chamber of Trade", facts={"file": "chamber.pdf"}),
    Entry(38, "upload", "post", body="Doorways", facts={"file": "doorways.rtf"}),
    Entry(39, "upload", "post", body="Tennis Lane Allotments", facts={"file": "scan.pdf"}),
    Entry(40, "upload", "post", facts={"file": "typed.txt"}), Entry(41, "upload", "post", facts={"file": "saved.html"}),
    Entry(42, "paste", "post"), Entry(43, "paste", "post"),
    Entry(44, "paper", "post", closed="agree"), Entry(45, "paper", "post", closed="agree"),
    Entry(46, "paper", "post", "duplicate", same_as=10), Entry(47, "paper", "post", closed="disagree"),
    Entry(48, "paste", "post", "unreadable"), Entry(49, "paper", "post", "duplicate", same_as=45),
    Entry(50, "call", "phone", closed="agree"), Entry(51, "call", "phone", facts={"helped": "own"}),
    Entry(52, "call", "phone"), Entry(53, "card", "workshop-card"), Entry(54, "card", "workshop-card"),
    *(Entry(number, "panel", "panel", closed=closed, weight=weight)
      for number, closed, weight in ((55, "agree", 1.4), (56, "agree", 0.7), (57, "disagree", 1.1),
                                     (58, "agree", 0.5), (59, "disagree", 1.3))),
    Entry(60, "petition", "post", body="Friends of Tennis Lane", facts={"signatures": "812"}),
)
BY_NUMBER = {entry.number: entry for entry in ENTRIES}


def by_route(route: str) -> list[Entry]:
    """Return the submissions that come by one route, by their numbers."""
    return [entry for entry in ENTRIES if entry.route == route]


def family() -> list[Entry]:
    """Return the submissions that are the letter of the campaign."""
    return [entry for entry in ENTRIES if entry.is_of_the_family]


def email_of(number: int, sent_at: datetime) -> bytes:
    """Return the e-mail of a submission as its sender's program wrote it."""
    entry = BY_NUMBER[number]
    shape, attached = entry.facts.get("shape", ""), entry.facts.get("attached", "")
    body = f"Dear all,\n\n{entry.words}\n\nKind regards,\n{entry.name}\n07700 900{number:03}\n"
    html, headers, files_in = "", [], []
    if shape == "reply":
        body = (f"{entry.words}\n\n{entry.name}\n\nOn Mon, 5 Jan 2026 at 09:12, City Hall <answers@consult.example> "
                "wrote:\n> Tell us what you think of the draft plan.\n> You can answer by e-mail.\n")
        headers = [("In-Reply-To", "<the-call@consult.example>"), ("References", "<the-call@consult.example>")]
    elif shape == "html":
        html, body = f"<div><p>{entry.words}</p><p>Yours,<br>{entry.name}</p></div>", ""
    elif shape == "auto-reply":
        headers, body = [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")], f"{entry.words}\n"
    elif shape == "spam":
        headers, body = [("X-Spam-Flag", "YES")], f"{entry.words} http://prize.example/claim\n"
    elif attached:
        body = f"Our answer is attached.\n\n{entry.name}\n"
        files_in = [attachment(number)]
    made = emails.email(sender=f"{entry.name} <{entry.address}>", subject="The draft plan", body=body, html=html,
                        sent_at=sent_at, number=number, attachments=files_in, headers=headers,
                        charset="cp1252" if shape == "mislabelled" else "utf-8")
    return emails.relabelled(made, "cp1252", "iso-8859-1") if shape == "mislabelled" else made


def attachment(number: int) -> emails.Attachment:
    """Return the file in an e-mail."""
    entry = BY_NUMBER[number]
    paragraphs = [f"From {entry.body}", entry.words]
    if entry.facts["attached"].endswith(".pdf"):
        return "answer.pdf", "application/pdf", files.pdf([paragraphs])
    return ("answer.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            files.docx(paragraphs, picture=files.jpeg("The hall")))


def file_of(number: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a submission's document."""
    entry = BY_NUMBER[number]
    name, heading = entry.facts["file"], "Answer to the draft plan"
    table = [["Question", "Our view"], ["Police office", "Keep it"]]
    paragraphs = [f"From {entry.body or 'a resident'}", entry.words]
    built = {"letter.docx": lambda: files.docx(paragraphs, heading=heading, picture=files.jpeg("At the stop")),
             "answer.odt": lambda: files.odt(paragraphs, heading=heading, table=table),
             "chamber.pdf": lambda: files.pdf([[heading], paragraphs]),
             "doorways.rtf": lambda: files.rtf(paragraphs),
             "scan.pdf": lambda: files.scanned_pdf([files.jpeg(entry.words)]),
             "typed.txt": lambda: "\r\n\r\n".join(paragraphs).encode("cp1252"),
             "saved.html": lambda: files.html(paragraphs, heading=heading)}
    return name, built[name]()


def mbox_of(sent_at: datetime) -> bytes:
    """Return the mailbox file: its own e-mails, and number 25 once more, which the mailbox was fetched with already."""
    numbers = [entry.number for entry in by_route("mbox")]
    return emails.mbox([email_of(number, sent_at) for number in (25, *numbers)])


def panel_file() -> bytes:
    """Return the workbook of the panel: an id, a weight, one closed answer and one comment in each row."""
    rows = [(f"P{entry.number:03}", entry.weight, entry.closed.capitalize(), entry.words)
            for entry in by_route("panel")]
    return files.xlsx([("ID", "Weight", "Fewer knives is the right aim", "What would you change?"), *rows])


def forum_file() -> bytes:
    """Return the CSV of the city's own survey site: UTF-16 with semicolons, as its export tool writes it."""
    rows = [(f"T{entry.number:03}", entry.closed.capitalize(), entry.words) for entry in by_route("survey-file")]
    return files.csv_file([("Response ID", "Fewer knives is the right aim", "What would you change?"), *rows],
                          encoding="utf-16", delimiter=";")
