"""The PDF: finished, the same for the same document, drawn apart, and never half."""

import pytest

from coproduction import pdf as printer
from minutes import files

from .documents import EVERY, HOME


def test_pdf_drawn_apart_is_the_same_file():
    assert files.pdf(HOME) == files.pdf(HOME, apart=False)
