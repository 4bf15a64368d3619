"""A code frame goes out as CSV, XLSX and REFI-QDA, and comes back through the import as it was."""

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from consult.domain.code_frames import CodeFrame, FrameTheme, example_lines, guid_of, stable_key
from consult.domain.texts import clean
from consult.exports.codebook_qdc import NAMESPACE, colour_of, description, to_qdc
from consult.exports.codebook_tables import HEADER, to_csv, to_xlsx
from consult.intake.codebook_qdc import described
from consult.intake.codebooks import read_codebook

FRAME = CodeFrame("ours", (
    FrameTheme("a", "Officers", None, "Who & what <b>\nis seen", "On foot\nExample:\nnot a heading", "Conduct",
               ("=1+1", "Nobody walks here"), 0),
    FrameTheme("b", "Night duty", "a", "", "Include:\n\\Exclude:", "", (), 1),
    FrameTheme("c", "“Buses”, trams; other\u200bs", None, "@home", "'=quoted", "''-twice", ("- dash",), 2),
))
# The rules of the schema, in words of our own: what stands in what, which attributes a code must have and of what form.
RULES = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"
 elementFormDefault="qualified">
 <xs:element name="CodeBook"><xs:complexType><xs:sequence>
  <xs:element name="Codes"><xs:complexType><xs:sequence>
   <xs:element name="Code" type="Code" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="origin" type="xs:string"/></xs:complexType></xs:element>
 <xs:complexType name="Code"><xs:sequence>
   <xs:element name="Description" type="xs:string" minOccurs="0"/>
   <xs:element name="Code" type="Code" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="guid" type="Guid" use="required"/><xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="isCodable" type="xs:boolean" use="required"/><xs:attribute name="color" type="Colour"/>
 </xs:complexType>
 <xs:simpleType name="Guid"><xs:restriction base="xs:token"><xs:pattern
  value="[0-9a-fA-F]{{8}}-([0-9a-fA-F]{{4}}-){{3}}[0-9a-fA-F]{{12}}"/></xs:restriction></xs:simpleType>
 <xs:simpleType name="Colour"><xs:restriction base="xs:token"><xs:pattern value="#[0-9a-fA-F]{{6}}"/>
 </xs:restriction></xs:simpleType>
</xs:schema>"""
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=30).map(
    lambda words: clean(words).strip())
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20).map(
    lambda words: " ".join(clean(words).split()))
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_a_table_comes_back_as_it_went_out(write) -> None:
    gone = FrameTheme("d", "Officers", None, "Old", position=3, state="retired")
    frame = replace(FRAME, themes=(*FRAME.themes, gone))
    read = read_codebook(write(frame))
    assert read.frame.themes == frame.themes
    assert [row.outcome for row in read.report] == ["carried"] * 3 + ["not-carried"]


def test_a_codebook_comes_back_as_it_went_out() -> None:
    read = read_codebook(to_qdc(FRAME))
    assert read.frame.themes == with_stable_keys(FRAME.themes)
    assert {row.outcome for row in read.report} == {"carried"} and read.notes == ()


@SLOW
@given(st.lists(st.tuples(NAMES, WORDS, WORDS, WORDS, st.lists(WORDS, max_size=3)), min_size=1, max_size=4))
def test_any_words_come_back_from_every_file(rows: list[tuple[str, str, str, str, list[str]]]) -> None:
    themes = tuple(
        FrameTheme(f"k{place}", f"{name} {place}".strip(), "k0" if place else None, definition, include, exclude,
                   example_lines("\n".join(examples)), place)
        for place, (name, definition, include, exclude, examples) in enumerate(rows))
    frame = CodeFrame("any", themes)
    assert read_codebook(to_csv(frame)).frame.themes == themes
    assert read_codebook(to_qdc(frame)).frame.themes == with_stable_keys(themes)


def test_a_codebook_keeps_the_rules_of_its_schema() -> None:
    rules = etree.XMLSchema(etree.fromstring(RULES))
    rules.assertValid(etree.fromstring(to_qdc(FRAME)))
    broken = to_qdc(FRAME).replace(b"isCodable", b"isCoded")
    assert not rules.validate(etree.fromstring(broken))


def test_codes_are_nested_and_keep_their_guids() -> None:
    root = ElementTree.fromstring(to_qdc(FRAME))
    tops = root.findall(f"{{{NAMESPACE}}}Codes/{{{NAMESPACE}}}Code")
    assert [code.get("name") for code in tops] == [FRAME.themes[0].name, FRAME.themes[2].name]
    [child] = tops[0].findall(f"{{{NAMESPACE}}}Code")
    assert child.get("guid") == guid_of("b") and child.get("isCodable") == "true"
    assert to_qdc(FRAME) == to_qdc(FRAME)


def test_a_theme_out_of_use_is_not_in_a_codebook() -> None:
    assert b"Old" not in to_qdc(CodeFrame("f", (*FRAME.themes, FrameTheme("d", "Old", state="retired"))))


def test_a_description_is_read_by_people_too() -> None:
    theme = FrameTheme("a", "A", None, "What it is", "This", "Not that", ("One",))
    assert description(theme) == "What it is\n\nInclude:\nThis\n\nExclude:\nNot that\n\nExample:\nOne"


def test_a_description_without_headings_is_a_definition() -> None:
    assert described("Just words:\nand more")[0] == "Just words:\nand more"


def test_no_cell_of_a_table_can_start_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(FRAME).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    assert rows[1][6].startswith("'=1+1")


def test_a_colour_is_dark_and_stays() -> None:
    for key in map(str, range(200)):
        red, green, blue = (int(colour_of(key)[place:place + 2], 16) for place in (1, 3, 5))
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 150
    assert colour_of("a") == colour_of("a")


def with_stable_keys(themes: tuple[FrameTheme, ...]) -> tuple[FrameTheme, ...]:
    """Return the themes as a file that knows GUIDs only gives them back, in its order."""
    return tuple(replace(theme, key=stable_key(theme.key), position=place,
                         parent=None if theme.parent is None else stable_key(theme.parent))
                 for place, theme in enumerate(themes))
