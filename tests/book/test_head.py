"""The head of each page says what it is about, to machines and where a link to it is sent."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from PIL.ImageColor import getrgb

from books import BOOK, Web

ICONS = [("icon", "icon.png"), ("icon", "icon.svg"), ("apple-touch-icon", "icon.png")]


def heads(folder: Path) -> dict[str, BeautifulSoup]:
    """Return the heads of all pages, those of the source code among them."""
    return {
        str(path.relative_to(folder)): BeautifulSoup(
            path.read_text(encoding="utf-8").partition("</head>")[0], "html.parser"
        )
        for path in folder.rglob("*.html")
    }


def meta(soup: BeautifulSoup, name: str) -> str:
    """Return what a tag of a head says, of which there is one."""
    tags = soup.select(f'head > meta:is([name="{name}"], [property="{name}"])')
    assert len(tags) == 1, f"book/_templates/base.html: {len(tags)} times {name}"
    return str(tags[0]["content"])


def test_every_page_has_its_own_description(web: Web) -> None:
    said = {name: meta(soup, "description") for name, soup in heads(web.folder).items()}
    assert len(said) > 50
    assert {name: text for name, text in said.items() if not 50 <= len(text) <= 160} == {}
    assert {name: text for name, text in said.items() if text[-1] not in ".?"} == {}
    assert len(set(said.values())) == len(said)


def test_a_page_says_the_same_where_a_link_to_it_is_sent(web: Web) -> None:
    for name, soup in heads(web.folder).items():
        assert meta(soup, "og:description") == meta(soup, "description")
        title = soup.select_one("title")
        assert title
        assert title.get_text().startswith(meta(soup, "og:title")), name
        assert len(meta(soup, "og:title")) > 2, name
        assert meta(soup, "og:type") == ("book" if name == "index.html" else "article")
        assert soup.html
        assert soup.html["lang"] == "en"


def test_search_engines_may_show_every_page(web: Web) -> None:
    hidden = [name for name, soup in heads(web.folder).items() if soup.select("[name=robots]")]
    assert hidden == []


@pytest.mark.parametrize(("scheme", "place"), [("light", 0), ("dark", 1)])
def test_the_frame_of_a_window_has_the_color_of_the_page(
    web: Web, scheme: str, place: int
) -> None:
    sheet = (web.folder / "_static/styles/furo.css").read_text(encoding="utf-8")
    colors = list(dict.fromkeys(re.findall(r"--color-background-primary:([^;}]+)", sheet)))
    query = f'meta[name="theme-color"][media="(prefers-color-scheme: {scheme})"]'
    said = [getrgb(str(tag["content"])) for tag in web.soup("index").select(query)]
    at = f"book/_templates/base.html: theme-color, {scheme}: the pages have {colors[place]}"
    assert said == [getrgb(colors[place])], at


def test_the_icons_are_there_from_every_page(web: Web) -> None:
    for name, soup in heads(web.folder).items():
        links = soup.select('link[rel]:not([rel="stylesheet"])')
        icons = [(link["rel"][0], str(link["href"])) for link in links if "icon" in str(link)]
        named = [(kind, Path(icon).name) for kind, icon in icons]
        assert named == ICONS, "book/_templates/base.html: icons"
        assert all((web.folder / name).parent.joinpath(icon).exists() for _, icon in icons)


def test_the_size_of_the_picture_is_told(web: Web) -> None:
    template = (BOOK / "_templates/base.html").read_text(encoding="utf-8")
    told = re.findall(r'"og:image:(width|height)" content="(\d+)"', template)
    with Image.open(web.folder / "_static/preview.png") as picture:
        assert {name: int(size) for name, size in told} == {
            "width": picture.width,
            "height": picture.height,
        }, "book/_templates/base.html: og:image"


def test_the_pictures_are_small(web: Web) -> None:
    for name, size, limit in (
        ("icon.png", (180, 180), 4_000),
        ("preview.png", (1200, 630), 60_000),
    ):
        path = web.folder / "_static" / name
        with Image.open(path) as picture:
            assert picture.size == size
        assert path.stat().st_size < limit
    assert (web.folder / "_static/icon.svg").stat().st_size < 1_000


def test_what_needs_an_address_is_left_out_where_it_is_unknown(web: Web) -> None:
    for soup in heads(web.folder).values():
        assert (
            soup.select("link[rel=canonical], [property^='og:image'], [property='og:url']")
            == []
        )
        assert meta(soup, "twitter:card") == "summary"
