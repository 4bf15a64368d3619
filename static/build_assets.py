"""Builds static/built/ with Python alone: Node is a wheel, packages come by locked hashes, nothing is committed."""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import logical_css

HERE = Path(__file__).resolve().parent
BUILT, SOURCES, MODULES = HERE / "built", HERE / "src", HERE / "node_modules"
DIST = MODULES / "govuk-frontend" / "dist" / "govuk"
FONT = "var(--app-font,arial,sans-serif)"
STYLES = ("languages.css", "app.css", "report.css", "easy_read.css", "staff.css", "community.css")
# Styles of one kind of page: no other page waits for them.
APART = ("print_form.css", "large_print.css")
PICTURES = ("icon.svg", "film.svg")
# Urdu is read in Nastaliq, and few devices bring it; every other script has a font on every device.
_NASTALIQ = "@fontsource/noto-nastaliq-urdu/files/noto-nastaliq-urdu-arabic"
FONTS = {"nastaliq-400.woff2": f"{_NASTALIQ}-400-normal.woff2", "nastaliq-700.woff2": f"{_NASTALIQ}-700-normal.woff2"}
SCRIPTS = ("js-enabled.js", "coding.js", "coding_themes.js", "coding_keys.js", "ranking.js", "run.js", "leave.js",
           "recorder.js", "details.js", "quick_exit.js", "passkeys.js",
           "new_posts.js", "keying.js", "event_notes.js", "event_worker.js")
# What was replaced in govuk-frontend 6.6.0. Other numbers mean another stylesheet: look at every part of it again.
FONT_FACES, FONT_STACKS, LOGICAL_RULES = 2, 58, 239


def main() -> int:
    """Build what has changed and say so; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-checkers", action="store_true", help="install the accessibility checkers as well")
    with_checkers = parser.parse_args().with_checkers
    install(with_checkers)
    stamp = inputs()
    if (BUILT / "stamp").is_file() and (BUILT / "stamp").read_text() == stamp:
        return 0
    build()
    (BUILT / "stamp").write_text(stamp)
    print("Built the styles and scripts into static/built/.")
    return 0


def inputs() -> str:
    """Return one hash over everything that the result depends on."""
    digest = hashlib.sha256()
    sources = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    for path in [HERE / "package-lock.json", *sorted(HERE.glob("*.py")), *sources]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def install(with_checkers: bool) -> None:
    """Install the locked packages unless these very ones are there."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".consult-stamp"
    standing = stamp.read_text().split() if stamp.is_file() else []
    if standing[:1] == [lock] and (not with_checkers or standing[1:] == ["checkers"]):
        return
    bin_folder = Path(sys.executable).parent
    command = [str(bin_folder / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command + ([] if with_checkers else ["--omit=dev"]), cwd=HERE, check=True, env=environment)
    stamp.write_text(f"{lock} checkers" if with_checkers else lock)


def build() -> None:
    """Write every asset under a name that holds its hash, and the manifest of those names."""
    fresh = HERE / "built.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    manifest: dict[str, str] = {}

    def write(name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        stem, suffix = name.rsplit(".", 1)
        manifest[name] = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
        (fresh / manifest[name]).write_bytes(data)

    base, rules = logical_css.convert(rebrand((DIST / "govuk-frontend.min.css").read_text()))
    if rules != LOGICAL_RULES:
        sys.exit(f"govuk-frontend has changed: {rules} rules became logical, not {LOGICAL_RULES}")
    for name in FONTS:
        write(name, (MODULES / FONTS[name]).read_bytes())
    fonts = (SOURCES / "fonts.css").read_text()
    for name in FONTS:
        fonts = fonts.replace(f"./{name}", f"./{manifest[name]}")
    write("site.css", "".join([base, fonts, *((SOURCES / name).read_text() for name in STYLES)]))
    write("govuk.js", re.sub(r"//# sourceMappingURL.*", "", (DIST / "govuk-frontend.min.js").read_text()))
    for name in (*APART, *SCRIPTS, *PICTURES):
        write(name, (SOURCES / name).read_text())
    write("app.js", (SOURCES / "app.js").read_text().replace("./govuk.js", f"./{manifest['govuk.js']}"))
    # The pictures of Easy Read: a set of our own.
    for path in sorted((SOURCES / "pictures").glob("*.svg")):
        write(f"picture-{path.name}", path.read_text())
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1))
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def rebrand(css: str) -> str:
    """Take out the typeface that only gov.uk may use and make the font a property of each script.

    Raises SystemExit where the stylesheet is not the one that these rules were written for.
    """
    css = re.sub(r"/\*!.*?\*/", "", css, flags=re.S)
    css, faces = re.subn(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css, stacks = re.subn(r"GDS Transport,arial,sans-serif", FONT, css)
    if (faces, stacks) != (FONT_FACES, FONT_STACKS) or "GDS" in css:
        sys.exit(f"govuk-frontend has changed: {faces} font faces and {stacks} font stacks were replaced")
    return re.sub(r"/\*# sourceMappingURL.*?\*/", "", css)


if __name__ == "__main__":
    sys.exit(main())
