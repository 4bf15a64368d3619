"""Code books of other programs come in with a report; broken and hostile files are refused by name."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from consult.domain.errors import Refused
from consult.intake.codebook_rows import ReadFrame
from consult.intake.codebooks import MAX_BYTES, read_codebook

QDC = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Another program">{}</CodeBook>"""


def test_another_programs_codebook_comes_in_without_descriptions() -> None:
    read = qdc('<Codes><Code guid="{2a08bddf-4c35-4250-bf77-7de37b50c930}" name="Trust" isCodable="true">'
               '<Code guid="x1" name="Respect" isCodable="false" color="#f00"/></Code></Codes>')
    assert [(theme.name, theme.parent is None, theme.definition) for theme in read.frame.themes] == [
        ("Trust", True, ""), ("Respect", False, "")]
    assert [note.code for note in read.notes] == ["frame-headings-codable"] and read.frame.title == "Another program"


@pytest.mark.parametrize("space", ['xmlns="urn:QDA-XML:codebook:1:0"', 'xmlns="urn:QDA-XML:codebook:0:4"', ""])
def test_every_way_to_name_the_schema_is_read(space: str) -> None:
    data = QDC.format('<Codes><Code guid="a" name="Trust" isCodable="true"/></Codes>').replace(
        'xmlns="urn:QDA-XML:codebook:1.0"', space)
    assert names(read_codebook(data.encode())) == ["Trust"]


def test_a_project_file_gives_its_codes() -> None:
    data = ('<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="a" name="Trust"/></Codes></CodeBook>'
            '</Project>')
    assert names(read_codebook(data.encode())) == ["Trust"]


def test_codes_deeper_than_two_levels_come_up_and_are_said() -> None:
    read = qdc('<Codes><Code guid="a" name="A"><Code guid="b" name="B"><Code guid="c" name="C"/></Code></Code></Codes>')
    assert [theme.parent for theme in read.frame.themes] == [None, "a", "a"]
    assert (read.report[2].outcome, read.report[2].reasons[0].code) == ("changed", "frame-level")
    assert read.report[2].reasons[0].facts == {"path": "A > B > C", "name": "A"}


def test_names_that_stand_twice_get_their_parents_behind_them() -> None:
    read = qdc('<Codes><Code guid="a" name="Met"><Code guid="b" name="Cost"/></Code>'
               '<Code guid="c" name="Bus"><Code guid="d" name="cost"/></Code><Code guid="e" name="COST"/></Codes>')
    assert names(read) == ["Met", "Cost", "Bus", "cost (Bus)", "COST (2)"]
    assert [row.outcome for row in read.report] == ["carried", "carried", "carried", "changed", "changed"]


def test_a_name_that_is_too_long_is_cut_and_kept_whole_in_the_definition() -> None:
    whole = "police officers " * 10
    read = qdc(f'<Codes><Code guid="a" name="{whole}"><Description>More</Description></Code></Codes>')
    [theme] = read.frame.themes
    assert len(theme.name) <= 120 and theme.name.endswith("…")
    assert theme.definition == f"{whole.strip()}\nMore"


def test_a_code_without_a_name_is_not_carried_and_its_children_are() -> None:
    read = qdc('<Codes><Code guid="a" name=" "><Code guid="b" name="B"/></Code></Codes>')
    assert names(read) == ["B"] and read.frame.themes[0].parent is None
    assert [row.outcome for row in read.report] == ["not-carried", "carried"]


def test_long_notes_and_sets_are_said() -> None:
    read = qdc(f'<Codes><Code guid="a" name="A"><Description>{"x" * 2500}</Description></Code></Codes>'
               '<Sets><Set guid="s" name="S"/></Sets>')
    assert len(read.frame.themes[0].definition) == 2000
    assert read.report[0].reasons[0].code == "frame-note-shortened"
    assert [(note.code, note.facts) for note in read.notes] == [("frame-sets-left", {"count": "1"})]


def test_five_hundred_themes_come_in() -> None:
    codes = "".join(f'<Code guid="g{number}" name="Theme {number}"/>' for number in range(500))
    assert len(qdc(f"<Codes>{codes}</Codes>").frame.themes) == 500


@pytest.mark.parametrize(("data", "code"), [
    (b" \n", "frame-empty"), (b"x" * (MAX_BYTES + 1), "frame-large"), (b"<html/>", "frame-other-xml"),
    (b"<CodeBook><Codes></CodeBook>", "frame-broken"), (b"<CodeBook/>", "frame-empty"),
    (b'<CodeBook xmlns="urn:oasis"/>', "frame-other-xml"), (b"a,b\n1,2\n", "frame-no-names"),
    (b"name\n\n", "frame-empty"), (b"name\n\xff\xfe\n", "table-not-utf-8"), (b'name\n"open\n', "table-quotes"),
    (b'<?xml version="1.0" encoding="klingon"?><CodeBook/>', "frame-broken"),
    (b"\xd0\xcf\x11\xe0old", "table-locked"), (b"PK\x03\x04broken", "table-unreadable"),
    (b"<CodeBook><Codes>" + b"<Code name='a'>" * 200, "frame-deep"),
])
def test_a_file_that_is_no_code_book_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code) as refused:
        read_codebook(data)
    assert refused.value.field == "file"


@pytest.mark.parametrize("trick", [
    '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;">]><CodeBook origin="&c;"/>',
    '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook>&a;</CodeBook>',
    '<!DOCTYPE b SYSTEM "http://127.0.0.1/x.dtd"><CodeBook/>',
])
def test_entities_and_document_types_are_not_followed(trick: str) -> None:
    with pytest.raises(Refused, match="frame-unsafe"):
        read_codebook(trick.encode())


def test_too_many_codes_are_refused() -> None:
    with pytest.raises(Refused, match="frame-too-many"):
        qdc("<Codes>" + "<Code name='a'/>" * 2001 + "</Codes>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_excel(encoding: str) -> None:
    assert names(read_codebook("Code\tDescription\nAccès à pied\tx\n".encode(encoding))) == ["Accès à pied"]


def test_a_codebook_in_another_encoding_says_so_itself() -> None:
    data = QDC.format('<Codes><Code guid="a" name="Zugänge"/></Codes>').replace("utf-8", "iso-8859-1")
    assert names(read_codebook(data.encode("latin-1"))) == ["Zugänge"]
    assert names(read_codebook(data.replace("iso-8859-1", "utf-16").encode("utf-16"))) == ["Zugänge"]


def test_other_headers_and_the_separator_line_of_excel_are_known() -> None:
    read = read_codebook(b"sep=;\r\nTag;Memo;Group;Colour\r\nBuses;About buses;Transport;red\r\n")
    assert [(theme.name, theme.definition) for theme in read.frame.themes] == [
        ("Buses", "About buses"), ("Transport", "")]
    assert read.frame.themes[0].parent == read.frame.themes[1].key
    assert [(note.code, note.facts["name"]) for note in read.notes] == [
        ("frame-column-left", "Colour"), ("frame-parent-made", "Transport")]


def test_a_table_that_says_nothing_of_levels_says_so() -> None:
    assert not read_codebook(b"name,description\nA,b\n").says_parents


def test_a_path_of_a_hundred_thousand_spaces_is_read() -> None:
    read = read_codebook(f"path\n\"Trust > Respect\"\n\"a{' ' * 100_000}b\"\n".encode())
    assert {"Trust", "Respect"} <= set(names(read))


def test_paths_make_levels() -> None:
    read = read_codebook(b"Hierarchical name,Description\nCodes\\\\Met\\\\Conduct,c\nCodes\\\\Met,m\nBus > Stop,\n")
    themes = {theme.name: theme for theme in read.frame.themes}
    assert themes["Conduct"].parent == themes["Met"].key and themes["Stop"].parent == themes["Bus"].key
    assert themes["Met"].definition == "m" and [note.facts for note in read.notes] == [{"name": "Bus"}]


def test_themes_that_are_each_others_parents_stand_at_the_top() -> None:
    read = read_codebook(b"name,parent\nA,B\nB,A\nC,C\n")
    assert {theme.parent for theme in read.frame.themes} == {None}
    assert {row.reasons[0].code for row in read.report} == {"frame-parent-loop"}


def test_examples_come_from_every_column_of_them_up_to_ten() -> None:
    headers = ",".join(f"example {number}" for number in range(1, 13))
    read = read_codebook(f"name,{headers}\nA,{','.join(f'e{number}' for number in range(12))}\n".encode())
    assert len(read.frame.themes[0].examples) == 10 and read.report[0].reasons[0].code == "frame-examples-left"


def test_rows_out_of_use_are_read_and_said() -> None:
    read = read_codebook(b"name,state\nA,retired\nA,active\nB,unheard\n")
    assert [theme.state for theme in read.frame.themes] == ["retired", "active", "active"]
    assert [row.outcome for row in read.report] == ["not-carried", "carried", "changed"]


def test_a_workbook_of_excel_is_read() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Theme", "Parent theme", "Examples"])
    book.active.append(["Buses", None, "one\ntwo"])
    book.active.append([2025, "Buses", None])
    book.save(file)
    read = read_codebook(file.getvalue())
    assert names(read) == ["Buses", "2025"] and read.frame.themes[0].examples == ("one", "two")


def test_a_whole_project_is_told_apart_from_a_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("project.qde", "<Project/>")
    with pytest.raises(Refused, match="frame-project"):
        read_codebook(file.getvalue())


def qdc(inside: str) -> ReadFrame:
    return read_codebook(QDC.format(inside).encode())


def names(read: ReadFrame) -> list[str]:
    return [theme.name for theme in read.frame.themes]
