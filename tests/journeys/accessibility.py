"""The accessibility gate: what three checkers, html-validate and our own rules find wrong with a page that is open."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from consult.config import ROOT

MODULES = ROOT / "static" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
IBM = MODULES / "accessibility-checker-engine" / "ace.js"
SNIFFER = MODULES / "html_codesniffer" / "build" / "HTMLCS.js"
VALIDATOR = MODULES / "html-validate" / "bin" / "html-validate.mjs"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Names that are written in Latin letters in every language.
NAMES_IN_LATIN = ("MOPAC", "Consult", "CSV", "DOCX", "JSON", "PDF", "XLSX", "Word", "Excel", "JavaScript")
SHOWN = 120

RUN_AXE = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})).violations
  .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")} (${n.failureSummary.replace(/\\s+/g, " ")})`))"""
# Rules that can never tell of a failed violation are left out, unless another rule waits for them: they take as long
# as all others together. What they might say is filtered out below in any case.
RUN_IBM = """async silent => {
  const checker = new ace.Checker(), all = checker.rulesetRules["WCAG_2_2"];
  const told = all.filter(id => !silent.includes(id)
    && Object.values(checker.ruleReasonLevels[id]["WCAG_2_2"]).includes("VIOLATION"));
  for (const id of told) told.push(...(checker.engine.ruleMap[id].dependencies || []).filter(d => !told.includes(d)));
  checker.rulesetRules["WCAG_2_2"] = told;
  return (await checker.check(document, ["WCAG_2_2"])).results
    .filter(r => r.value[0] === "VIOLATION" && r.value[1] === "FAIL")
    .map(r => `${r.ruleId}: ${r.path.dom} (${r.message})`);
}"""
RUN_SNIFFER = """() => new Promise((resolve, reject) => HTMLCS.process("WCAG2AA", document,
  () => resolve(HTMLCS.getMessages().filter(m => m.type === HTMLCS.ERROR)
    .map(m => `${m.code}: ${m.element && m.element.outerHTML ? m.element.outerHTML.slice(0, 100) : ""} (${m.msg})`)),
  reject))"""

# Every run of text: its script against the language it is marked with, and its direction.
SCRIPTS_AND_LANGUAGES = r"""names => {
  const scripts = {ar: "Arabic", ur: "Arabic", fa: "Arabic", hi: "Devanagari", bn: "Bengali", gu: "Gujarati",
    pa: "Gurmukhi", zh: "Han", el: "Greek"};
  const letters = name => new RegExp(`\\p{Script=${name}}`, "u");
  const of = Object.fromEntries(Object.entries(scripts).map(([tag, name]) => [tag, letters(name)]));
  const foreign = new RegExp([...new Set(Object.values(scripts))].map(name => `\\p{Script=${name}}`).join("|"), "u");
  const out = [], told = new Set();
  const say = (what, text) => {
    const line = `${what}: ${text.slice(0, 60)}`;
    if (!told.has(line)) { told.add(line); out.push(line); }
  };
  const look = (element, text) => {
    const words = text.trim();
    if (!words || element.closest("script, style, bdi, code")) return;
    const tag = (element.closest("[lang]")?.lang ?? "").split("-")[0].toLowerCase();
    if (foreign.test(words) && !(of[tag] && of[tag].test(words))) say(`script does not match lang=${tag}`, words);
    const known = names.reduce((rest, name) => rest.split(name).join(""), words);
    if (of[tag] && /[A-Za-z]{3,}/.test(known)) say(`Latin words in lang=${tag}`, words);
    const way = getComputedStyle(element).direction;
    if (/\p{Script=Arabic}/u.test(words) && way !== "rtl") say("Arabic script runs left to right", words);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  // What someone typed carries no language, but its direction is worked out from its letters.
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.tagName !== "TEXTAREA" && !element.closest("[dir=auto]")) look(element, walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"]) {
    document.querySelectorAll(`[${name}]`).forEach(e => look(e, e.getAttribute(name)));
  }
  return out;
}"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth, out = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > room) out.push(`the page is ${wide} pixels wide in a window of ${room}`);
  const scrolls = e => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true;
    }
    return false;
  };
  document.querySelectorAll("body *").forEach(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || e.closest(".govuk-visually-hidden, .govuk-skip-link") || scrolls(e)) return;
    if (getComputedStyle(e).position === "absolute") return;
    if (box.right > room + 1 || box.left < -1) out.push(`outside of the window: ${e.outerHTML.slice(0, 100)}`);
  });
  return out.slice(0, 10);
}"""

MARKUP_RULES = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "rules": {
        # Style of writing, not errors: templates leave blanks at line ends, and long titles are the survey's words.
        "no-trailing-whitespace": "off", "void-style": "off", "attribute-boolean-style": "off", "long-title": "off",
        "prefer-native-element": "off", "no-inline-style": "error",
        # Boxes to tick share one name: that is how several answers are sent.
        "form-dup-name": ["error", {"allowArrayBrackets": True, "shared": ["radio", "checkbox", "button", "submit"]}],
    },
}


def problems(page: Page) -> list[str]:
    """Return what the three checkers find: axe WCAG 2.0 to 2.2 A and AA, IBM violations, HTML_CodeSniffer AA errors."""
    found = [f"axe {line}" for line in _run(page, AXE, "axe", RUN_AXE, list(AXE_TAGS))]
    found += [f"ibm {line}" for line in _run(page, IBM, "ace", RUN_IBM, ibm_rules_without_failure())]
    found += [f"htmlcs {line}" for line in _run(page, SNIFFER, "HTMLCS", RUN_SNIFFER)]
    return found


def reflow_problems(page: Page) -> list[str]:
    """Return what makes the page scroll sideways at this window's width (WCAG 1.4.10); a table may scroll by itself."""
    return list(page.evaluate(TOO_WIDE))


def script_language_problems(page: Page, names: Sequence[str] = NAMES_IN_LATIN) -> list[str]:
    """Return texts whose letters do not fit the language they are marked with, and Latin words in other languages.

    `names` may stand in Latin letters anywhere. What people typed (`dir="auto"`) and what stands in `bdi` is left out.
    """
    return list(page.evaluate(SCRIPTS_AND_LANGUAGES, list(names)))


def markup_problems(html_by_name: Mapping[str, str]) -> list[str]:
    """Return the errors that html-validate finds in saved pages, checked in one run; names are yours to recognise."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, html) in enumerate(html_by_name.items()):
            path = Path(folder) / f"{number:04}.html"
            path.write_text(html, encoding="utf-8")
            names[path.name] = name
        rules = Path(folder) / "rules.json"
        rules.write_text(json.dumps(MARKUP_RULES))
        report = Path(folder) / "report.json"
        # Into a file: the program ends before a pipe is read to its end.
        answer = subprocess.run(
            [str(Path(sys.executable).parent / "node"), str(VALIDATOR), "--config", str(rules),
             "--formatter", f"json={report}", *(str(Path(folder) / name) for name in names)],
            capture_output=True, text=True, check=False,
        )
        if not report.is_file():
            raise RuntimeError(f"html-validate did not run: {answer.stderr.strip()[-400:]}")
        results = json.loads(report.read_text())
    return [
        f"{names[Path(result['filePath']).name]}:{message['line']} {message['ruleId']}: {message['message'][:SHOWN]}"
        for result in results for message in result["messages"] if message["severity"] == 2
    ]


def missing_checkers() -> list[str]:
    """Return the checkers that are not installed; `static/build_assets.py --with-checkers` installs them."""
    return [path.name for path in (AXE, IBM, SNIFFER, VALIDATOR) if not path.is_file()]


def _run(page: Page, script: Path, name: str, call: str, *values: Any) -> list[str]:
    """Put a checker into the open page once, past its security policy, and return what it finds."""
    if not page.evaluate(f"typeof window.{name} !== 'undefined'"):
        page.evaluate(_source(script, name))
    return list(page.evaluate(call, *values))


@cache
def ibm_rules_without_failure() -> list[str]:
    """Return the rules of the IBM engine whose source makes no failure: they ask a person to look, or are content."""
    parts = re.split(r'^/\*{3}/ "\./src/', (IBM.parent / "ace-debug.js").read_text(encoding="utf-8"), flags=re.M)
    rules = {Path(part.partition('"')[0]).stem: part for part in parts if part.startswith("v4/rules/")}
    return [name for name, source in rules.items() if "RuleFail" not in source]


@cache
def _source(script: Path, name: str) -> str:
    """Return a checker as one expression that leaves its name on the window and returns nothing."""
    return f"() => {{ const module = undefined, exports = undefined, define = undefined;\n{script.read_text()}\n" \
           f"if (typeof {name} !== 'undefined') window.{name} = {name}; }}"
