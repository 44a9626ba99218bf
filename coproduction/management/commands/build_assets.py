"""Publish the style sheets, scripts and fonts of others that our pages use, as far as their licences allow.

GOV.UK Frontend is MIT, but its font (GDS Transport), crown and crest may only be used on GOV.UK: they are left out
here, and `make check` looks again.
"""

import io
import re
from pathlib import Path

import fontpkg_atkinson_hyperlegible
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import BaseCommand, CommandError, call_command
from fontTools.ttLib import TTFont

FAMILY = "Atkinson Hyperlegible"
FONTS = {"AtkinsonHyperlegible-Regular": 400, "AtkinsonHyperlegible-Bold": 700}
FONT_FACE = """@font-face {{
    font-family: "{family}";
    font-weight: {weight};
    font-display: swap;
    src: url("{name}.woff2") format("woff2");
}}
"""
MIT = """\
The MIT License (MIT)

Copyright (c) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
CALVERT = re.compile(r"/\*![^*]*Margaret Calvert.*?\*/", re.DOTALL)
GDS_FACE = re.compile(r"@font-face\{font-family:GDS Transport[^}]*\}")
CROWN_RULE = re.compile(r"[^{}]*(?:\{[^{}]*govuk-crest[^{}]*\}|crown\s*\{[^{}]*\})")
NOTICE = "/*! GOV.UK Frontend (MIT licence, see LICENSE.txt), changed: without the marks only GOV.UK may use. */\n"
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+(\s*\*/)?")


class Command(BaseCommand):
    help = "Publish GOV.UK Frontend (without its font, crown and crest) and our typeface under build/static."
    requires_system_checks = []

    def handle(self, **options):
        source = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"
        target = settings.BASE_DIR / "build" / "static"
        if not source.is_dir():
            raise CommandError("GOV.UK Frontend is not installed. Run: npm ci --ignore-scripts")
        publish_govuk(source, target / "govuk")
        publish_fonts(fontpkg_atkinson_hyperlegible.ROOT / "files", target / "fonts")
        if isinstance(staticfiles_storage, ManifestFilesMixin):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        self.stdout.write("Style sheets, scripts and fonts are published.")


def publish_govuk(source: Path, target: Path) -> None:
    """Copy GOV.UK Frontend's compiled style sheet and script to `target`, without what only GOV.UK may use."""
    target.mkdir(parents=True, exist_ok=True)
    style = clean_style((source / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    (target / "govuk-frontend.min.css").write_text(style.replace(";", ";" + NOTICE, 1), encoding="utf-8")
    script = SOURCE_MAP.sub("", (source / "govuk-frontend.min.js").read_text(encoding="utf-8"))
    (target / "govuk-frontend.min.js").write_text(NOTICE + script, encoding="utf-8")
    (target / "LICENSE.txt").write_text(MIT, encoding="utf-8")


def clean_style(style: str) -> str:
    """Return the style sheet set in our typeface, without GOV.UK's fonts, crown and crest. Fail if any is left."""
    for unwanted in (SOURCE_MAP, CALVERT, GDS_FACE, CROWN_RULE):
        style = unwanted.sub("", style)
    style = style.replace("GDS Transport", f'"{FAMILY}"')
    left = re.search(r"GDS Transport|Calvert|crest|crown|url\((?!data:)", style, re.IGNORECASE)
    if left:
        around = style[max(0, left.start() - 60) : left.end() + 60]
        raise CommandError(f"GOV.UK Frontend has changed; clean_style() must learn to leave this out: …{around}…")
    return style


def publish_fonts(source: Path, target: Path) -> None:
    """Write the regular and bold cut as WOFF2 for pages and as TTF for PDFs, and fonts.css that names them."""
    target.mkdir(parents=True, exist_ok=True)
    faces = []
    for name, weight in FONTS.items():
        truetype = (source / f"{name}.ttf").read_bytes()
        (target / f"{name}.ttf").write_bytes(truetype)
        font = TTFont(io.BytesIO(truetype), recalcTimestamp=False)
        font.flavor = "woff2"
        font.save(target / f"{name}.woff2")
        faces.append(FONT_FACE.format(family=FAMILY, weight=weight, name=name))
    (target / "LICENSE.txt").write_bytes((source.parent / "LICENSE").read_bytes())
    (target / "fonts.css").write_text("".join(faces), encoding="utf-8")
