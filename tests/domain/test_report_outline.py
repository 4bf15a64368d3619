"""A report has eighteen chapters out of its data; every table stands in one of them, and once."""

import dataclasses

from consult.domain.report_chapters import BOTH, CHAPTERS, FULL, Block, Chapter, in_version
from consult.domain.report_findings import ReportedFinding
from consult.domain.report_json import from_json, to_json
from consult.domain.report_outline import chapters_of, default_chapters, place_of, with_founded_words
from consult.domain.reports import (
    Counters,
    HowAsked,
    NodeSection,
    PeopleAndMachines,
    PlanLink,
    PlanNodeName,
    QuestionReading,
    Report,
    Row,
    Table,
    ThemeSection,
)


def test_a_report_has_its_eighteen_chapters_in_order_even_where_it_holds_nothing():
    found = default_chapters(report())
    assert [chapter.key for chapter in found] == list(CHAPTERS)
    assert [chapter.number for chapter in found] == list(range(1, 19))


def test_every_table_stands_once_whatever_it_is_called():
    ids = ("channels", "profile-age", "answers-q1", "themes", "themes-q2", "themes-plan", "panels-themes", "victims-q1",
           "forum-asks", "campaigns-without", "wordings-q1", "reading", "exclusions", "made-up-tomorrow")
    found = default_chapters(report(tables=tuple(table(one) for one in ids)))
    refs = [block.ref for chapter in found for block in chapter.blocks if block.kind in ("table", "chart")]
    assert sorted(refs) == sorted(ids)


def test_a_table_that_nobody_gave_a_place_stands_with_the_data():
    assert place_of("made-up-tomorrow") == "data"
    assert place_of("themes-plan") == "objectives"
    assert place_of("panels") == "how-people-took-part"
    assert place_of("panels-themes") == "objectives"


def test_no_key_of_a_block_stands_twice():
    found = default_chapters(report(tables=(table("themes"), table("reading")), nodes=(node("a"), node("b"))))
    keys = [block.key for chapter in found for block in chapter.blocks]
    assert len(keys) == len(set(keys))


def test_parts_of_the_plan_stand_under_the_part_that_they_belong_to():
    nodes = (node("obj-a", "obj-a"), node("a1", "obj-a"), node("b1", "obj-b"))
    blocks = chapter_of(default_chapters(report(nodes=nodes)), "objectives").blocks
    assert [block.key for block in blocks][:5] == [
        "heading:obj-a", "node:obj-a", "node:a1", "heading:obj-b", "node:b1"]


def test_a_theme_of_two_objectives_is_cross_cutting_and_one_of_one_is_not():
    nodes = (node("a1", "obj-a"), node("a2", "obj-a"), node("b1", "obj-b"))
    themes = (theme("wide", "a1", "b1"), theme("narrow", "a1", "a2"))
    blocks = chapter_of(default_chapters(report(nodes=nodes, themes=themes)), "cross-cutting").blocks
    assert [block.ref for block in blocks] == ["wide"]


def test_how_the_plan_is_carried_out_stands_with_what_crosses_it():
    nodes, tops = (node("a1", "obj-a"), node("d1", "del-d")), (PlanNodeName("obj-a", {"en": "A"}, "objective"),
                                                             PlanNodeName("del-d", {"en": "D"}, "delivery"))
    found = default_chapters(report(nodes=nodes, objectives=tops))
    assert [block.key for block in chapter_of(found, "cross-cutting").blocks] == ["heading:del-d", "node:d1"]
    assert "node:d1" not in [block.key for block in chapter_of(found, "objectives").blocks]


def test_every_finding_stands_once_with_the_part_that_it_names_first():
    findings = (finding("f1", "a1", "d1"), finding("f2", "d1"), finding("f3"), finding("f4", "not-spoken-of"))
    tops = (PlanNodeName("del-d", {"en": "D"}, "delivery"),)
    found = default_chapters(report(nodes=(node("a1"), node("d1", "del-d")), findings=findings, objectives=tops))
    places = {block.ref: chapter.key for chapter in found for block in chapter.blocks if block.kind == "finding"}
    assert places == {"f1": "objectives", "f2": "cross-cutting", "f3": "objectives", "f4": "objectives"}


def test_what_the_ages_said_stands_with_young_people():
    assert place_of("equality-themes-age") == "young-people"
    assert place_of("equality-themes-ethnicity") == "equality"


def test_what_was_not_read_is_said_only_where_something_was_not_read():
    def kinds(read):
        found = default_chapters(report(uncoded=(QuestionReading("q", {"en": "Q"}, 10, read, 3),)))
        return [block.kind for block in chapter_of(found, "quality").blocks]

    assert kinds(9) == ["unread"] and kinds(10) == []


def test_an_edition_from_before_reports_were_trees_gets_the_chapters_of_its_data():
    old = report(tables=(table("channels"),))
    assert chapters_of(old) == default_chapters(old)
    own = dataclasses.replace(old, chapters=(Chapter("data"),))
    assert chapters_of(own) == (Chapter("data"),)


def test_the_summary_holds_only_what_stands_in_both_versions_and_nothing_hidden():
    chapters = (Chapter("at-a-glance", (Block("a", "text", version=BOTH), Block("b", "text"),
                                        Block("c", "text", version=BOTH, is_hidden=True))),
                Chapter("data", (Block("d", "text"),)), Chapter("quality", is_hidden=True))
    assert [[b.key for b in chapter.blocks] for chapter in in_version(chapters, BOTH)] == [["a"]]
    assert [[b.key for b in chapter.blocks] for chapter in in_version(chapters, FULL)] == [["a", "b"], ["d"]]


def test_a_tree_comes_back_from_its_file_as_it_went_in():
    block = Block("quotes:t", "quotes", "t", BOTH, {"en": "T"}, {"en": "W", "ur": "و"}, ("ur",), ("p1", "p2"), "", True,
                  "why")
    tree = dataclasses.replace(report(), chapters=(
        Chapter("data", (block, Block("text:a", "text")), {"en": "W"}, {"en": "E"}, "https://a.example/f"),))
    assert from_json(to_json(tree)) == tree


def test_a_word_for_a_share_stands_only_where_thirty_people_or_more_were_read():
    themes = (dataclasses.replace(theme("few"), base=29), dataclasses.replace(theme("many"), base=30))
    blocks = tuple(Block(key, "theme", key, scale_word="most", note="Why") for key in ("few", "many", "gone"))
    [chapter] = with_founded_words(report(themes=themes), (Chapter("data", blocks),))
    assert [block.scale_word for block in chapter.blocks] == ["", "most", ""]


def report(**parts):
    return Report("plan", {"en": "Plan"}, 1, "2026-01-02T10:00:00+00:00", "0" * 64, True, Counters(0, 0, 0, 0),
                  HowAsked("2025-10-01", "2026-01-01", (), ()), PeopleAndMachines(0, 0, 0, 0, 0), **parts)


def table(table_id):
    return Table(table_id, {"en": table_id}, "respondents", (Row("r", {"en": "R"}),), (), {})


def node(key, objective=""):
    return NodeSection(key, {"en": key}, (), objective)


def finding(key, *nodes):
    return ReportedFinding(key, 1, {"en": key}, "fair", node_keys=nodes)


def theme(key, *nodes):
    return ThemeSection(key, {"en": key}, {}, "q", 3, 5, {},
                        tuple(PlanLink(found, {"en": found}, "because") for found in nodes))


def chapter_of(chapters, key):
    return next(chapter for chapter in chapters if chapter.key == key)
