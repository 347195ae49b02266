# SPDX-License-Identifier: MIT
"""The tables of docs/reference are those of the programs and of the data that ship. BIHUAN_WRITE_DOCS=1 renews them."""
import os
import pathlib

import pytest

import reference_pages

BIN = pathlib.Path(os.environ.get("BIHUAN_BUILD", reference_pages.ROOT / "build" / os.environ.get("BIHUAN_PRESET",
        "dev"))) / "bin"


@pytest.mark.parametrize("name", ("authority", "bihuanctl", "configuration", "errors", "events", "indicators",
                                  "metrics", "operations", "standards",
                                  "traceability"))
def test_a_reference_page_is_what_the_programs_say(name):
    made, page = reference_pages.pages(BIN)[name + ".md"], reference_pages.PAGES / (name + ".md")
    if os.environ.get("BIHUAN_WRITE_DOCS"):
        page.write_text(made, encoding="utf-8")
    assert page.exists() and page.read_text(encoding="utf-8") == made
