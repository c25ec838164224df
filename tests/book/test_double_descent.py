"""The figure that book/_static/double_descent.js moves shows what was stored."""

import gzip
import re
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

from books import Web
from chapter_code import superposition
from chapter_code.figures._drawing import DARK_PALETTE, PALETTE

Open = Callable[..., Page]
NAME = "understanding"
FIGURE = "#fig-double-descent"
LIVE = f"{FIGURE} .live"
STYLED = "book/_static/book.css: .live .c0 to .c2"
FOUND = superposition.result()
SIZES = FOUND.sizes.tolist()


def parts(page: Page) -> tuple[Locator, Locator]:
    """Return the slider, and the line of text."""
    return page.locator(f"{LIVE} input"), page.locator(f"{LIVE} p")


def places(path: Locator, letters: str) -> NDArray[np.float64]:
    """Return the places to which a path moves (M) or draws a line (L)."""
    pairs = re.findall(rf"[{letters}](-?[\d.]+) (-?[\d.]+)", path.get_attribute("d") or "")
    return np.array(pairs, float)


def is_drawn(drawn: NDArray[np.float64], plane: superposition.Plane) -> bool:
    """Return whether these places of the plane are drawn, and no others."""
    scale = 100 / (1.1 * np.linalg.norm(plane, axis=1).max())
    apart = np.abs((plane * (scale, -scale))[:, None] - drawn).max(axis=2)
    return bool(apart.min(axis=0).max() <= 0.501 and apart.min(axis=1).max() <= 0.501)


def colors(page: Page) -> list[str]:
    """Return the colors of the headings, as hexadecimal numbers."""
    found = page.locator(f"{LIVE} > div").evaluate_all(
        "parts => parts.map(part => getComputedStyle(part).color.match(/\\d+/g))"
    )
    return ["#" + "".join(f"{int(part):02x}" for part in color) for color in found]


def test_the_keyboard_moves_it_and_the_text_follows(opened: Open) -> None:
    """In the format of the book, whatever the reader's own is."""
    page = opened(NAME, locale="de-DE")
    slider, text = parts(page)
    page.get_by_label("Move T, the number of training examples").focus()
    for place, size in enumerate(SIZES):
        said = text.inner_text()
        assert slider.get_attribute("aria-valuetext") == said
        points = FOUND.effective_points[place]
        features = FOUND.effective_features[place]
        assert re.sub(r"(?<=\d),(?=\d{3})", "", said) == (
            f"T = {size}. Loss on new examples: {FOUND.test_loss[place]:#.3g}. "
            f"Participation ratio: {points:.0f} of {size} examples, "
            f"{features:.0f} of {FOUND.present[place]} features."
        )
        page.keyboard.press("ArrowRight")
    assert text.inner_text() == said
    page.keyboard.press("Home")
    assert text.inner_text().startswith("T = 3. ")
    page.keyboard.press("End")
    assert text.inner_text().startswith("T = 2,000. ")
    page.keyboard.press("ArrowLeft")
    assert text.inner_text().startswith("T = 1,000. ")


def test_the_pictures_show_what_was_stored(opened: Open) -> None:
    page = opened(NAME)
    slider, _ = parts(page)
    for place, size in enumerate(SIZES):
        slider.fill(str(place))
        points, columns = FOUND.plane(size)
        assert is_drawn(places(page.locator(f"{LIVE} .points"), "M"), points)
        lines = page.locator(f"{LIVE} .columns")
        assert is_drawn(places(lines, "L"), columns)
        assert not places(lines, "M").any()


def test_the_mark_moves_along_the_curve_and_both_are_to_scale(opened: Open) -> None:
    page = opened(NAME)
    slider, _ = parts(page)
    curve = places(page.locator(f"{LIVE} .c2 path[fill=none]"), "ML")
    mark = page.locator(f"{LIVE} circle")
    for place in range(len(SIZES)):
        slider.fill(str(place))
        at = [float(mark.get_attribute(name) or "nan") for name in ("cx", "cy")]
        assert at == curve[place].tolist()
    for row, values in enumerate((FOUND.sizes, FOUND.test_loss)):
        slope, start = np.polyfit(np.log10(values), curve[:, row], 1)
        assert np.abs(slope * np.log10(values) + start - curve[:, row]).max() < 0.2
        labels = page.locator(f"{LIVE} svg text").evaluate_all(
            """(labels, axis) => labels.map(label =>
                [label.textContent.replace(",", ""), label.getAttribute(axis)])""",
            "xy"[row],
        )
        ticks = [(float(label), float(at)) for label, at in labels if label.isdigit()]
        ticks = ticks[:4] if row == 0 else ticks[4:]
        assert len(ticks) == 4 - row
        off = [at - slope * np.log10(value) - start for value, at in ticks]
        assert np.abs(np.array(off) - 4 * row).max() < 0.5  # a letter hangs by half its height


@pytest.mark.parametrize("is_touched", [False, True])
def test_a_mouse_or_a_finger_moves_it(opened: Open, is_touched: bool) -> None:
    page = opened(NAME, 360, 640, has_touch=is_touched)
    slider, text = parts(page)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    assert box["height"] >= 24
    x, y = box["x"] + 0.73 * box["width"], box["y"] + box["height"] / 2
    (page.touchscreen.tap if is_touched else page.mouse.click)(x, y)
    assert text.inner_text().startswith("T = 300. ")


@pytest.mark.parametrize("width", [360, 420, 1280])
def test_nothing_moves_out_of_place(opened: Open, width: int) -> None:
    page = opened(NAME, width)
    if width == 1280:  # a font may be so narrow that some texts fit on a line
        page.add_style_tag(content=".live p { letter-spacing: -0.8px }")
    slider, _ = parts(page)
    heights = set()
    for place in range(len(SIZES)):
        slider.fill(str(place))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        heights.add(page.locator(LIVE).evaluate("box => box.offsetHeight"))
    assert len(heights) == 1, f"book/_static/book.css: .live > p: {sorted(heights)} at {width}"
    sides = page.locator(f"{LIVE}, {LIVE} *").evaluate_all("""parts => parts.map(part => {
        const { left, right } = part.getBoundingClientRect();
        return [left, right];
    })""")
    assert len(sides) > 20
    assert all(0 <= left <= right <= width for left, right in sides)


def test_its_colors_are_those_of_the_drawing_on_light_and_on_dark(opened: Open) -> None:
    light, dark = list(PALETTE[:3]), list(DARK_PALETTE[:3])
    page = opened(NAME)
    for system, expected in (("light", light), ("dark", dark)):
        page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
        assert colors(page) == expected, f"{STYLED}, {system}"
    for theme, expected in (("light", light), ("dark", dark)):
        page.evaluate("theme => document.body.dataset.theme = theme", theme)
        assert colors(page) == expected, f"{STYLED}, {theme}"
    page.emulate_media(color_scheme="light")
    assert colors(page) == dark, f"{STYLED}, dark on a light system"


def test_in_print_the_drawing_stands_alone(opened: Open) -> None:
    page = opened(NAME)
    page.emulate_media(media="print")
    assert page.locator(f"{FIGURE} img.only-light").is_visible()
    assert not page.locator(LIVE).is_visible()


def test_without_scripts_the_drawing_stands_alone(opened: Open, web: Web) -> None:
    page = opened(NAME, java_script_enabled=False)
    assert page.locator(f"{FIGURE} img:visible").count() == 1
    assert page.locator(LIVE).count() == 0
    (figure,) = web.soup(NAME).select(FIGURE)
    assert not figure.select("input, svg, script, [style]")


def test_a_browser_that_lacks_its_colors_shows_the_drawing(opened: Open) -> None:
    page = opened(NAME)
    page.add_init_script("CSS.supports = () => false")
    page.reload()
    assert page.locator(f"{FIGURE} img:visible").count() == 1
    assert page.locator(LIVE).count() == 0


def test_it_is_light_and_on_no_other_page(web: Web) -> None:
    loaded = {
        page: "".join(
            (web.folder / str(script["src"]).partition("?")[0]).read_text(encoding="utf-8")
            for script in web.soup(page).select("script[src]")
        )
        for page in web.pages
    }
    for name, limit in (("double_descent", 3000), ("fig-double-descent", 15_000)):
        script = (web.folder / f"_static/{name}.js").read_text(encoding="utf-8")
        assert len(gzip.compress(script.encode())) < limit
        assert [page for page, scripts in loaded.items() if script in scripts] == [NAME]
