"""Files of answers as the survey tools around us write them, made up word for word; no tool's own file is in here."""

import io
from collections.abc import Sequence

import openpyxl

AGREE, WHY, MATTERS = "Is the aim right?", "Why do you think so?", "Which of these matter to you?"
ROWS = (
    ("R1", "Strongly agree", "Safer streets matter", ("Knives", "Buses")),
    ("R2", "Disagree", "More lights, please", ()),
    ("R3", "Agree", "", ("Knives",)),
)


def qualtrics() -> bytes:
    """Codes, then the words of the questions, then what the tool calls them inside; commas, quotation marks."""
    lines = [
        "StartDate,EndDate,ResponseId,RecipientEmail,Q1,Q2,Q3_1,Q3_2,UserLanguage",
        f'Start Date,End Date,Response ID,Recipient Email,"{AGREE}","{WHY}","{MATTERS} - Knives","{MATTERS} - Buses",'
        "User Language",
        ",".join(f'"{{""ImportId"":""QID{number}""}}"' for number in range(9)),
    ]
    lines += [f'2026-03-0{at} 10:00:00,2026-03-0{at} 10:05:00,{name},someone@example.org,{agree},"{why}",'
              f'{"Knives" if "Knives" in chosen else ""},{"Buses" if "Buses" in chosen else ""},EN'
              for at, (name, agree, why, chosen) in enumerate(ROWS, 1)]
    return "\n".join([*lines, ""]).encode()


def panel() -> bytes:
    """A polling company's workbook: codes for names, weights with many places, answers as labels."""
    return _workbook([["identity", "W8", "Q1", "Q2"], ["", "", AGREE, WHY],
                      *([name, 0.75 + at / 4, agree, why] for at, (name, agree, why, _chosen) in enumerate(ROWS))])


def citizen_space() -> bytes:
    """A consultation tool's CSV in UTF-16 with tabs: one column for each answer that can be ticked."""
    lines = [["Response ID", "Date Submitted", f"1 {AGREE} - Agreement", f"2 {MATTERS} - Knives",
              f"2 {MATTERS} - Buses", f"3 {WHY} - Why"]]
    lines += [[name, f"0{at}/03/2026 10:05", agree, "Knives" if "Knives" in chosen else "",
               "Buses" if "Buses" in chosen else "", why] for at, (name, agree, why, chosen) in enumerate(ROWS, 1)]
    return "\r\n".join("\t".join(line) for line in [*lines, []]).encode("utf-16")


def community() -> bytes:
    """A city's online community: semicolons and Windows letters, several answers in one cell, names of people."""
    lines = ["Respondent ID;Your name;Date;" + ";".join((AGREE, MATTERS, WHY))]
    lines += [f"{name};Ann O’Neil;0{at} Mar 2026;{agree};{'|'.join(chosen)};{why}"
              for at, (name, agree, why, chosen) in enumerate(ROWS, 1)]
    return "\r\n".join([*lines, ""]).encode("cp1252")


def template() -> bytes:
    """A workbook whose other sheets say by letter what each column of its sheet of answers is."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Guide"
    sheets = {
        "Responses": [["respondent_id", "age", "a", "w"], *([name, "25-34", agree, why]
                                                           for name, agree, why, _chosen in ROWS)],
        "Demographics": [["Column letter (in Responses sheet)", "Demographics label"], ["B", "Age band"]],
        "Open Questions": [["Column letter", "Question number", "Question text"]],
        "Multiple Choice Questions": [["Column letter", "Question number", "Question text"]],
        "Hybrid Questions": [["Free-text column letter", "Question number", "Question text", "Multiple-choice letter"],
                             ["D", "1", AGREE, "C"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
