"""What a PDF costs: drawing and finishing as a share of WeasyPrint's own time, process start, and the last look."""

import io
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

import weasyprint  # noqa: E402
from pypdf import PdfReader  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from coproduction import pdf  # noqa: E402
from minutes import files, reread  # noqa: E402
from minutes.attribution import Person, Roster  # noqa: E402
from tests.minutes import documents  # noqa: E402

TIMES = 5
SHARE, SECONDS = 1.25, 3.0
"""What is promised for thirty pages: drawing with finishing, and process start with re-reading."""
PEOPLE = Roster(people=tuple(Person(name=f"Bronagh{n} Quillfeather{n}", role="member") for n in range(40)))


def seconds(work, times=TIMES):
    """Return the median of the processor seconds and of the wall seconds that `work` takes."""
    cpu, wall = [], []
    for _time in range(times):
        at, on_wall = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - at)
        wall.append(time.perf_counter() - on_wall)
    return statistics.median(cpu), statistics.median(wall)


def plainly(html, style):
    """Draw as WeasyPrint does it by itself, warm: the same page, style sheet, fonts and variant."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=style, font_config=fonts)
    weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", stylesheets=[sheet], font_config=fonts)


def main():
    """Prints the figures of a short and a long document; returns 1 when the long one costs more than promised."""
    style = pdf.STYLE.read_text(encoding="utf-8")
    too_much = False
    for name, document in (("short", documents.HOME), ("long", documents.LONG)):
        html = files.print_html(document)
        with pdf._own_fonts():
            plainly(html, style)  # warm
            plain, _wall = seconds(lambda html=html: plainly(html, style))
        ours, warm = seconds(lambda html=html: pdf.render(html))
        _cpu, apart = seconds(lambda html=html: pdf.render_apart(html), times=3)
        made = pdf.render(html)
        look, _wall = seconds(lambda made=made, document=document: reread.reread(made, PEOPLE, document=document))
        pages = len(PdfReader(io.BytesIO(made)).pages)
        start = max(apart - warm, 0)
        print(f"  {name}, {pages} pages: WeasyPrint alone {plain:.2f} s, ours {ours:.2f} s: {ours / plain:.2f} times")
        print(f"    process start {start:.2f} s, re-reading {look:.2f} s: {start + look:.2f} s together")
        if name == "long":
            too_much = ours > SHARE * plain or start + look > SECONDS
    print(f"  promised for thirty pages: {SHARE} times, {SECONDS} s together: {'missed' if too_much else 'kept'}")
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
