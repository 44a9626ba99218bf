"""What build_assets publishes is ours to publish."""

import re

import pytest
from django.core.management import CommandError

from coproduction.management.commands.build_assets import clean_style, publish_fonts, publish_govuk
from tests.services import ROOT

FONTS = ["AtkinsonHyperlegible-Bold", "AtkinsonHyperlegible-Regular"]


def test_style_sheet_keeps_everything_but_the_marks_of_govuk():
    style = (
        "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */"
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial}"
        "@supports (mask:none){.logo:before{background-image:url(/assets/images/govuk-crest.svg)}.b{color:red}}"
        ".govuk-footer__crown{margin:0}.c{background:url(data:image/png;base64,AA)}"
        "/*# sourceMappingURL=govuk-frontend.min.css.map */"
    )
    assert clean_style(style) == (
        '.a{font-family:"Atkinson Hyperlegible",arial}'
        "@supports (mask:none){.b{color:red}}"
        ".c{background:url(data:image/png;base64,AA)}"
    )


@pytest.mark.parametrize("unknown", [".x{src:url(/new.svg)}", ".royal-crown .x{color:red}", "/* by Calvert */"])
def test_style_sheet_with_an_unknown_mark_is_refused(unknown):
    with pytest.raises(CommandError, match="has changed"):
        clean_style(f".a{{color:red}}{unknown}")


def test_govuk_frontend_is_published_with_its_licence_and_without_maps(tmp_path):
    publish_govuk(ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk", tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "LICENSE.txt",
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
    ]
    style = (tmp_path / "govuk-frontend.min.css").read_text()
    assert style.startswith('@charset "UTF-8";')
    assert style.count("{") == style.count("}") > 1000
    assert ".govuk-error-summary{" in style
    assert "sourceMappingURL" not in (tmp_path / "govuk-frontend.min.js").read_text()


def test_fonts_are_published_for_pages_and_for_pdfs(tmp_path):
    import fontpkg_atkinson_hyperlegible

    publish_fonts(fontpkg_atkinson_hyperlegible.ROOT / "files", tmp_path)

    expected = [f"{name}.{kind}" for name in FONTS for kind in ("ttf", "woff2")]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["LICENSE.txt", "fonts.css", *expected])
    assert all((tmp_path / f"{name}.woff2").read_bytes()[:4] == b"wOF2" for name in FONTS)
    assert (tmp_path / "fonts.css").read_text().count("@font-face") == 2


def test_a_published_script_asks_for_others_by_names_that_change_with_them(assets):
    """A page that was open while a newer version came never mixes the scripts of both."""
    scripts = [path for path in (assets / "collected" / "js").rglob("*.*.js")]
    found = [part for path in scripts for part in re.findall(r"from [\"'](\.[^\"']+)", path.read_text())]
    assert found and all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in found), found
