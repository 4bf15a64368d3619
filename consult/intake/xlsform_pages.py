"""The tree of rows as sections and pages: groups become sections, one idea a page, statements rated together."""

from collections.abc import Sequence
from dataclasses import replace

from consult.domain.conditions import Condition, questions_in
from consult.domain.surveys import (
    CHARACTERISTICS,
    STORES,
    STORES_ANSWERS,
    STORES_CHARACTERISTICS,
    TEXT_KINDS,
    Page,
    Question,
    Section,
    is_characteristic,
)
from consult.intake.xlsform_conditions import ALWAYS, both_of
from consult.intake.xlsform_expressions import refs_in
from consult.intake.xlsform_questions import Around, Form, read_condition, read_question
from consult.intake.xlsform_rows import Node, all_nodes, free_key, is_yes
from consult.intake.xlsform_sheets import OURS
from consult.intake.xlsform_texts import ABOUT_YOU, SAY_OTHER, in_languages
from consult.intake.xlsform_types import LEFT_OUT, QUESTION, ROW, SELECT, Type

_REASONS = {"repeat": "repeat-once", "score": "score-as-statements"}


class Pages:
    """Builds the sections of one form; what a person is goes to a section of its own at the end."""

    def __init__(self, form: Form, title: dict[str, str], referred: frozenset[str]) -> None:
        """`title` heads what stands outside groups; `referred` are the names that conditions look at."""
        self._form = form
        self._title = title
        self._referred = referred
        self._apart: list[Page] = []
        self._section_keys: set[str] = set()

    def sections(self, nodes: Sequence[Node]) -> tuple[Section, ...]:
        """Return the sections in the order of the file."""
        sections: list[Section | None] = []
        run: list[Node] = []
        has_groups = any(_is_section(node) for node in nodes)
        for node in nodes:
            if _is_section(node):
                sections += [self._loose(run, has_groups), self._section(node)]
                run = []
            else:
                run.append(node)
        sections.append(self._loose(run, has_groups))
        if self._apart:
            sections.append(Section(self._section_key("about-you"), in_languages(ABOUT_YOU, self._form.languages),
                                    stores=STORES_CHARACTERISTICS, pages=tuple(self._apart)))
        return tuple(section for section in sections if section is not None)

    def _section_key(self, name: str) -> str:
        key = free_key(name, self._section_keys)
        self._section_keys.add(key)
        return key

    def _loose(self, nodes: list[Node], has_groups: bool) -> Section | None:
        """Return the section of questions that stand outside groups."""
        pages = self._pages(nodes, Around())
        if not pages:
            return None
        for node in nodes if has_groups else ():
            if not self._form.report.is_dropped(node.line.sheet, node.line.number):
                self._form.report.carried(node.line.sheet, node.line.number, "outside-groups")
        return Section(self._section_key(pages[0].key), self._title, pages=tuple(pages))

    def _section(self, node: Node) -> Section | None:
        form, line = self._form, node.line
        is_own = node.get("part") == "section"
        stores = node.get("stores") if node.get("stores") in STORES else STORES_ANSWERS
        children, intro = self._intro(node)
        title = form.text(line, "label")
        pages = self._pages(children, self._around(node, Around(stores=stores)), table=_table(node, title))
        if not is_own and not pages:
            self._drop(node)
            return None
        if is_own and node.get("key") not in self._section_keys and (key := node.get("key") or node.name):
            self._section_keys.add(key)
        else:
            key = self._section_key(node.name or f"section-{line.number}")
            self._report_group(node, key, len(pages), has_title=bool(title))
        return Section(key, title if title or is_own else self._title, intro=intro,
                       plan_node=node.get("plan_node") or None, is_for_13_to_15=is_yes(node.get("for_13_to_15")),
                       stores=stores, pages=tuple(pages))

    def _report_group(self, node: Node, key: str, pages: int, *, has_title: bool) -> None:
        form, line = self._form, node.line
        if node.name and key != node.name:
            form.changed(line, "name-changed", before=node.name[:80], after=key)
        if not has_title:
            form.changed(line, "group-without-label")
        if node.type.kind in _REASONS:
            form.changed(line, _REASONS[node.type.kind])
        looks = line.get("appearance").casefold().split()
        if "field-list" in looks and pages > 1:
            form.changed(line, "one-a-page")
        for look in set(looks) - {"field-list", "table-list"}:
            form.changed(line, "appearance-not-carried", value=look)

    def _intro(self, node: Node) -> tuple[list[Node], dict[str, str] | None]:
        """Return what stands in a group without the note that our own files write for its first words, and those."""
        notes = [child for child in node.children if child.get("part") == "intro"]
        if not notes:
            return node.children, self._form.text(node.line, "hint") or None
        intro = self._form.text(notes[0].line, "label") or None
        return [child for child in node.children if child is not notes[0]], intro

    def _around(self, node: Node, around: Around) -> Around:
        """Add what the group's own condition says to what stands around it."""
        said = node.line.get("relevant")
        if not said:
            return around
        rule = read_condition(node.line, self._form, said)
        if rule is None:
            return replace(around, is_lost=True)
        return around if rule == ALWAYS else replace(around, rule=both_of(around.rule, rule))

    def _drop(self, node: Node, code: str = "group-empty") -> None:
        self._form.dropped(node.line, code)
        if node.end is not None:
            self._form.dropped(node.end, code)

    def _pages(self, nodes: Sequence[Node], around: Around, *, table: dict[str, str] | None = None) -> list[Page]:
        """Return the pages of rows that stand beside one another; `table` heads statements without a heading row."""
        pages: list[Page] = []
        at = 0
        while at < len(nodes):
            node, following = nodes[at], nodes[at + 1:]
            at += 1
            if node.type.what == LEFT_OUT:
                self._form.dropped(node.line, node.type.reason, type=node.line.get("type"))
            elif node.is_group:
                pages += self._group(node, around)
            elif statements := _statements(node, following):
                pages += self._headed(node, statements, around)
                at += len(statements)
            elif table is not None and (rest := _alike(node, following)):
                pages += self._rating(self._form.free(f"{node.name[:70]}-page"), table, [node, *rest], around)
                at += len(rest)
            else:
                found, taken = self._asked(node, following, around)
                pages += found
                at += taken
        return pages

    def _group(self, node: Node, around: Around) -> list[Page]:
        if node.get("part") == "page":
            return [self._own_page(node, around)]
        if node.type.kind == "matrix":
            for left_out in all_nodes([node]):
                self._drop(left_out, "kobo-matrix")
            return []
        if node.type.kind == "rank":
            return self._ranking(node, around)
        inner = self._around(node, around)
        label = self._form.text(node.line, "label")
        if node.type.kind == "score":
            pages = self._rating(self._form.free(node.name or "statements"), label or self._title, node.children, inner,
                                 list_name=node.line.get("kobo--score-choices"))
        else:
            pages = self._pages(node.children, inner, table=_table(node, label or self._title))
        if not pages:
            self._drop(node)
            return []
        if label and pages[0].title != label:
            pages[0] = replace(pages[0], intro=_joined(label, pages[0].intro))
        self._form.changed(node.line, _REASONS.get(node.type.kind, "group-flattened"))
        return pages

    def _own_page(self, node: Node, around: Around) -> Page:
        """Return a page that our own file wrote: everything in the group stands on it."""
        children, intro = self._intro(node)
        inner = self._around(node, around)
        questions = [question for page in self._pages(children, inner) for question in page.questions]
        return Page(node.get("key") or node.name, self._form.text(node.line, "label") or None, tuple(questions), intro)

    def _ranking(self, node: Node, around: Around) -> list[Page]:
        """Return the page of a ranking that KoboToolbox writes as a group."""
        self._form.keys[node.name] = self._form.free(node.name or "ranking")
        for child in node.children:
            self._form.dropped(child.line, child.type.reason or "type-rank-level")
        ranking = Node(node.line, Type(SELECT, "ranking", node.line.get("kobo--rank-items")), node.name)
        return self._asked(ranking, (), around)[0]

    def _asked(self, node: Node, following: Sequence[Node], around: Around) -> tuple[list[Page], int]:
        """Return the page of one question, with how many of the following rows stand beside its options."""
        question = read_question(node, self._form, around)
        if question is None:
            return [], 0
        question, taken = self._beside(question, node, following, around)
        page = Page(node.get("page") or question.key, None, (question,))
        if is_characteristic(question) and around.stores == STORES_ANSWERS and not node.get("kind"):
            self._form.changed(node.line, "kept-apart")
            self._apart.append(page)
            return [], taken
        if node.type.has_other and question.kind == "ranking":
            other = Question(self._form.free(f"{question.key[:70]}_other"), "short-text",
                             in_languages(SAY_OTHER, self._form.languages),
                             show_if=Condition(question.key, ("other",)))
            return [page, Page(other.key, None, (other,))], taken
        return [page], taken

    def _beside(self, question: Question, node: Node, following: Sequence[Node], around: Around
                ) -> tuple[Question, int]:
        taken = 0
        for child in following:
            code = self._option_of(question, node, child)
            if code is None:
                break
            companion = read_question(child, self._form, Around(stores=around.stores))
            taken += 1
            if companion is None:
                continue
            if not child.get("part"):
                self._form.changed(child.line, "shown-beside", name=node.name)
            options = tuple(replace(option, asks=replace(companion, show_if=None)) if option.code == code else option
                            for option in question.options)
            question = replace(question, options=options)
        return question, taken

    def _option_of(self, question: Question, node: Node, child: Node) -> str | None:
        """Return the code of the option that a following row asks about, None where it is a question of its own."""
        free = {option.code for option in question.options if option.asks is None}
        is_text = child.type.what == QUESTION and child.type.kind in TEXT_KINDS
        if is_text and child.get("part") == "other":
            return child.get("option") if child.get("option") in free else None
        if not is_text or is_characteristic(question) or question.kind not in ("one-choice", "several-choices"):
            return None
        key = self._form.keys.get(child.name, "")
        if child.name in self._referred or key in CHARACTERISTICS or child.get("kind"):
            return None
        said = child.line.get("relevant")
        if refs_in(said) != (node.name,):
            return None
        rule = read_condition(child.line, self._form, said)
        is_one = isinstance(rule, Condition) and len(rule.any_of) == 1 and rule.any_of[0] in free
        return rule.any_of[0] if is_one and isinstance(rule, Condition) else None

    def _headed(self, header: Node, statements: list[Node], around: Around) -> list[Page]:
        """Return the page of statements under a row that only shows the heading and the options."""
        form = self._form
        form.changed(header.line, "statement-heading")
        if header.line.get("relevant"):
            form.changed(header.line, "condition-lost", part=header.line.get("relevant")[:60])
        title = form.text(header.line, "label") or self._title
        return self._rating(form.keys[header.name], title, statements, around)

    def _rating(self, key: str, title: dict[str, str], nodes: Sequence[Node], around: Around, *, list_name: str = ""
                ) -> list[Page]:
        """Return one page of statements; single pages where they cannot stand together."""
        questions: list[Question] = []
        for node in nodes:
            question = read_question(node, self._form, around, list_name=list_name if node.type.what == ROW else "")
            if question is None:
                continue
            if is_characteristic(question) and around.stores == STORES_ANSWERS:
                self._form.changed(node.line, "kept-apart")
                self._apart.append(Page(question.key, None, (question,)))
            else:
                questions.append(question)
        together = {question.key for question in questions}
        waits = any(question.show_if and questions_in(question.show_if) & together for question in questions)
        if len(questions) < 2 or waits:
            return [Page(question.key, None, (question,)) for question in questions]
        return [Page(key, title, tuple(questions))]


def _is_section(node: Node) -> bool:
    return node.is_group and node.type.kind in ("group", "repeat") and node.get("part") != "page"


def _looks(node: Node) -> set[str]:
    return set(node.line.get("appearance").casefold().split())


def _table(node: Node, title: dict[str, str]) -> dict[str, str] | None:
    return title if title and "table-list" in _looks(node) and not node.line.get(f"{OURS}part") else None


def _statements(header: Node, following: Sequence[Node]) -> list[Node]:
    """Return the rows under a heading row whose options stand only there; none where it is no heading row."""
    if header.type.kind != "one-choice" or "label" not in _looks(header):
        return []
    found = _alike(header, following, look="list-nolabel")
    return found if len(found) > 1 else []


def _alike(first: Node, following: Sequence[Node], *, look: str = "") -> list[Node]:
    """Return the rows directly behind a choice of one that choose from the same list."""
    found: list[Node] = []
    for node in following if first.type.what == SELECT and first.type.kind == "one-choice" else ():
        same = node.type.what == SELECT and node.type == first.type and not node.type.has_other
        if not same or (look and look not in _looks(node)):
            break
        found.append(node)
    return found


def _joined(first: dict[str, str], then: "dict[str, str] | None | object") -> dict[str, str]:
    after = dict(then) if isinstance(then, dict) else {}
    return {tag: "\n\n".join(words for words in (first.get(tag, ""), after.get(tag, "")) if words)
            for tag in (*first, *(tag for tag in after if tag not in first))}
