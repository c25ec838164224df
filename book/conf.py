"""Sphinx's configuration of the book."""

import datetime
import gc
import os
import re
import shutil
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path

from docutils import nodes
from sphinx.util.i18n import format_date

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "book/_ext"), str(ROOT / "src")]


def last_commit() -> tuple[str, str]:
    """Return when the last commit was made, and its name; else when the sources were packed."""

    def git(*command: str) -> str:
        call = ["git", "-C", str(ROOT), *command]
        return subprocess.run(call, capture_output=True, text=True, check=False).stdout.strip()

    if (ROOT / ".git").exists() and shutil.which("git"):
        seconds = git("log", "-1", "--format=%ct")
        name = git("describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=, changed")
        if seconds and name:
            return seconds, name
    return str(int((ROOT / "pyproject.toml").stat().st_mtime)), "unknown"


# Pages are trees of many small objects that stay: to look for garbage among them takes a
# quarter of the time of a build.
gc.set_threshold(50_000, 20, 50)
# The experiments work on small arrays, for which threads only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Every date in the output is the commit's.
commit_time, receipt_commit = last_commit()
os.environ.setdefault("SOURCE_DATE_EPOCH", commit_time)
built = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.UTC)
date = format_date("%-d %B %Y", date=built, language="en")

package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
project = "Discussions on Large Language Models"
author = package["authors"][0]["name"]
release = version = package["version"]
TITLE = project.replace(" on ", r" on\\")
subtitle = "Whether the usual objections to language models hold, now and for later models"
LICENSE = "The text is under CC BY 4.0, the code under the MIT License."
copyright = f"{built.year}, {author}. Text: CC BY 4.0. Code: MIT"  # noqa: A001 (Sphinx's name)
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    # The book's own, in _ext/.
    "accessible",
    "alternatives",
    "bundles",
    "calc",
    "census",
    "charts",
    "citations",
    "cited_in",
    "claims",
    "cover",
    "departures",
    "doubled",
    "emblem",
    "epub",
    "facts",
    "fences",
    "lean_pages",
    "mathml",
    "named_files",
    "navigation",
    "no_inline_styles",
    "one_document",
    "reading_time",
    "receipt",
    "redirects",
    "stored_pages",
    "term_links",
    "utf8",
    "whole_index",
]
exclude_patterns = ["_build"]
nitpicky = True
# Types of other libraries: their documentation is not to be asked for when the book is built.
nitpick_ignore_regex = [("py:class", r"(numpy|matplotlib|collections)\..+|Array")]
numfig = True
numfig_format = {"figure": "Figure %s"}
numfig_secnum_depth = 1

myst_enable_extensions = ["dollarmath"]

bibtex_bibfiles = ["../refs.bib"]
bibtex_default_style = "author_year"
bibtex_reference_style = "label_author_year"
bibtex_tooltips_style = "title"
bibtex_cite_id = "cite-{key}"

add_module_names = False
autodoc_member_order = "bysource"
autodoc_type_aliases = {"Array": "Array"}
doctest_test_doctest_blocks = ""  # docstrings run on their own, see _ext/census.py
pygments_style = "a11y-light"  # in print as on the web
copybutton_exclude = ".linenos, .gp, .go"

# Addresses are asked one after the other, so that no server is asked twice at once.
linkcheck_workers = 1
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_allowed_redirects = {r"https://doi\.org/": ""}  # a DOI is there to redirect

# Where an address that others may link to has moved: {"old.html#place": "new.html#place"}.
redirects: dict[str, str] = {}

html_theme = "furo"
html_title = project
html_baseurl = os.environ.get("BOOK_URL", "")  # where the book will be, if that is known
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_js_files = [("cards.js", {"defer": "defer"})]
html_math_renderer = "mathml"
html_scaled_image_link = False
html_permalinks_icon = "§"
html_show_sphinx = False
html_last_updated_fmt = ""
html_domain_indices = False
html_show_sourcelink = False

epub_theme = "ebook"
epub_basename = "llm-discussions"
epub_description = subtitle
epub_contributor = author
epub_uid = "book"
epub_identifier = uuid.uuid5(uuid.NAMESPACE_URL, package["name"]).urn
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_tocdepth = 2
epub_tocdup = False
epub_show_urls = "no"

latex_engine = "lualatex"
latex_use_xindy = False
latex_documents = [("index", "llm-discussions.tex", project, author, "manual")]
latex_additional_files = ["_latex/book.sty"]
latex_domain_indices = False
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "11pt",
    "extraclassoptions": "openany,oneside",
    "babel": r"\usepackage[english]{babel}",
    "polyglossia": "",
    "fontpkg": "",
    "fvset": r"\fvset{fontsize=\footnotesize, samepage=true}",
    "fncychap": "",
    "figure_align": "!htb",
    "sphinxsetup": "hmargin=30mm, vmargin={23mm, 25mm}, TitleColor=black,"
    "InnerLinkColor={RGB}{0,90,140}, OuterLinkColor={RGB}{0,90,140},"
    "VerbatimColor={RGB}{245,247,249}, VerbatimBorderColor={RGB}{245,247,249},"
    "verbatimwithframe=false, verbatimhintsturnover=false",
    "preamble": r"\usepackage{book}",
    "maketitle": rf"\booktitlepage{{{TITLE}}}{{{subtitle}}}"
    rf"{{{author}. Version {release}, {date}.\\{LICENSE}}}",
    "printindex": r"\footnotesize\raggedright\printindex",
    "hyperref": r"""
\usepackage[pdfusetitle, pdflang=en, colorlinks, breaklinks, pdfdisplaydoctitle]{hyperref}
\hypersetup{pdfsubject={SUBJECT}, pdfkeywords={large language models, scaling laws}}
\usepackage{hypcap}
\pdfextension info{/CreationDate (DATE) /ModDate (DATE)}
\pdfvariable trailerid{DATE}
""".replace("SUBJECT", subtitle).replace("DATE", f"D:{built:%Y%m%d%H%M%S}Z"),
}


def name_aliases(_app, _what, _name, _object, _options, arguments, returned):  # type: ignore[no-untyped-def]
    """Print an alias by its name, where Sphinx prints one within a tuple by its repr."""
    alias = re.compile(r"TypeAliasForwardRef\('(\w+)'\)")
    return tuple(text and alias.sub(r"\1", text) for text in (arguments, returned))


def drop_tooltips(_app, document):  # type: ignore[no-untyped-def]
    """Leave a signature's "*" unexplained, which print would explain within the signature."""
    for sign in document.findall(nodes.abbreviation):
        sign.attributes.pop("explanation", None)


def setup(app):  # type: ignore[no-untyped-def]
    """Register what stands above."""
    app.connect("doctree-read", drop_tooltips)
    app.connect("autodoc-process-signature", name_aliases)
