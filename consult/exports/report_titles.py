"""The names of a report's chapters and of the kinds of its blocks, the same on pages and in files; nothing is drawn."""

from consult.exports.cells import Translate


def chapter_title(key: str, translate: Translate) -> str:
    """Return the heading of a chapter; raises KeyError for a key that is none."""
    return {
        "at-a-glance": translate("At a glance"),
        "what-we-consulted-on": translate("What we asked about, and why"),
        "how-people-took-part": translate("How people could take part"),
        "who-took-part": translate("Who took part"),
        "how-to-read": translate("How to read this report"),
        "priorities": translate("What people think of the priorities"),
        "objectives": translate("What people said about each part of the plan"),
        "cross-cutting": translate("What people said about the plan as a whole"),
        "victims": translate("What victims of crime said"),
        "young-people": translate("What children and young people said"),
        "forums": translate("What the forums said"),
        "organisations": translate("What organisations said"),
        "campaigns": translate("Letters that many people sent, and petitions"),
        "scrutiny": translate("What the Police and Crime Committee asked for"),
        "what-we-did": translate("What we did with what you said"),
        "equality": translate("What different groups of people said"),
        "quality": translate("How well we did this work"),
        "data": translate("The numbers behind this report"),
    }[key]


def kind_title(kind: str, translate: Translate) -> str:
    """Return what a kind of block is called; raises KeyError for a kind that is none."""
    return {**_of_many(translate), **_of_one(translate)}[kind]


def _of_many(translate: Translate) -> dict[str, str]:
    return {
        "text": translate("Your own words"),
        "table": translate("Table"),
        "chart": translate("Chart with its table"),
        "heading": translate("Heading"),
        "node": translate("Part of the plan"),
        "theme": translate("Theme"),
        "quotes": translate("Quotes"),
        "finding": translate("Finding"),
        "forum": translate("Forum"),
    }


def _of_one(translate: Translate) -> dict[str, str]:
    return {
        "figures": translate("The main numbers"),
        "top-findings": translate("Five things that people said"),
        "top-themes": translate("What people spoke of most"),
        "will-change": translate("What will change, and what will not"),
        "scope": translate("What could change, and what could not"),
        "duties": translate("What the law asks of us"),
        "timeline": translate("Steps and dates"),
        "how-asked": translate("When and how people could answer"),
        "missing": translate("Who took part little, or not at all"),
        "beside-london": translate("Who took part, beside who lives in London"),
        "reach-actions": translate("What we did to reach people"),
        "outside-figures": translate("Figures from other sources"),
        "caveats": translate("What to keep in mind"),
        "words-scale": translate("What words like “most” and “some” mean here"),
        "disclosure": translate("How we keep people safe in the numbers"),
        "nothing-said": translate("Parts of the plan that nobody spoke of"),
        "nowhere": translate("Themes that belong nowhere in the plan"),
        "unread": translate("What was not read yet"),
        "organisations": translate("The organisations, and what each one said"),
        "recommendations": translate("What the Committee asked for, and our replies"),
        "checklists": translate("Rules for a fair consultation"),
        "decisions": translate("What was decided, and why"),
        "equality": translate("What each group said, and what we answered"),
        "sign-off": translate("Why the report was signed off before all was done"),
        "files": translate("Files to download"),
        "code-frame": translate("The themes and what they mean"),
        "change-log": translate("What changed since the last edition"),
    }
