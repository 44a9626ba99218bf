"""The square code that the camera of a phone reads."""

import io

import segno


def svg(address):
    """Return an SVG (bytes) that shows `address` as a QR code: black on white, with the quiet edge that it needs.

    Without styles of its own, because pages take none that stand inside a file (CSP).
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", scale=8, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, nl=False
    )
    return drawing.getvalue()


def inline(address, *, label):
    """Return the same code as an SVG element (str) to stand inside a page that is printed. label: what it is."""
    code = segno.make(address, error="m", micro=False)
    look = {"scale": 8, "border": 2, "dark": "#000", "light": "#fff", "svgclass": None, "lineclass": None}
    return code.svg_inline(title=label, omitsize=True, **look)
