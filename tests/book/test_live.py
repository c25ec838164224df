"""The examples that run in the pages of the published site, by book/_live/."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from books import Web
from publish import examples

Open = Callable[..., Page]
NAME = "scaling"  # some of its examples run, and others do not
RESULT = ".live-result"
LOOP = "while True: pass"
SCRIPT = "text/javascript"
LOOPS = f"""export const loadPyodide = async () => ({{
    unpackArchive() {{}},
    pyimport() {{ return this; }},
    run(codes) {{ while (codes.at(-1) === "{LOOP}"); return "7\\n"; }},
}});"""
expect.set_options(timeout=30_000)  # Python starts in two seconds, if nothing else runs


@pytest.fixture
def page(visited: Open, served: str) -> Page:
    return visited(f"{served}/{NAME}.html")


@pytest.fixture(scope="module")
def started(visited_once: Open, served: str) -> Page:
    """A page on which Python has been started."""
    page = visited_once(f"{served}/{NAME}.html")
    Example(page, 0).run()
    return page


@pytest.fixture
def running(started: Page) -> Iterator[Page]:
    """A page on which Python runs, and its examples are as they were printed."""
    yield started
    started.emulate_media(media="screen")
    started.set_viewport_size({"width": 1280, "height": 800})
    for reset in started.get_by_role("button", name="Reset").all():
        if reset.is_enabled():
            reset.click()


class Example:
    """An example of a page that runs there, by its place among them."""

    def __init__(self, page: Page, place: int) -> None:
        self.buttons = page.locator(".live-buttons").nth(place)
        self.result = page.locator(RESULT).nth(place)
        self.block = self.buttons.locator("xpath=preceding-sibling::*[1]")
        self.editor = self.block.locator("textarea")

    def button(self, name: str) -> Locator:
        return self.buttons.get_by_role("button", name=name, exact=True)

    def edit(self, code: str) -> None:
        self.button("Edit").click()
        self.editor.fill(code)

    def run(self) -> str:
        """Run it, and return what is said of it in the end."""
        self.button("Run").click()
        expect(self.button("Stop")).to_be_disabled()
        return self.result.inner_text()


def printed(page: Page, place: int) -> str:
    """Return what stands on the page as the output of an example."""
    runnable = page.locator("script[data-runnable]").get_attribute("data-runnable") or ""
    return examples(page.content())[int(runnable.split()[place])][1]


def is_focused(locator: Locator) -> bool:
    return bool(locator.evaluate("node => node === document.activeElement"))


def seconds(example: Example) -> float:
    """Run an example, and return how long it took from the click to what is said of it."""
    took = """async ([button, result]) => {
        const begun = performance.now();
        button.click();
        while (!/printed/.test(result.textContent)) await new Promise(requestAnimationFrame);
        return (performance.now() - begun) / 1000;
    }"""
    handles = [example.button("Run").element_handle(), example.result.element_handle()]
    return float(example.buttons.page.evaluate(took, handles))


def test_examples_give_what_is_printed_and_fetch_python_once(
    visited: Open, served: str
) -> None:
    """The first output takes six seconds at most, and the next none."""
    asked: list[str] = []
    for _ in range(5):  # what else the machine does is not at issue
        page = visited(f"{served}/{NAME}.html")
        page.on("request", lambda request: asked.append(request.url))
        page.locator(".live-buttons").nth(0).hover()
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if "/live/" in url] == []
        first, later = (seconds(Example(page, place)) for place in (0, 1))
        for place in (0, 1):
            said, _, output = Example(page, place).result.inner_text().partition("\n")
            assert said == "As printed:"
            assert output.split() == printed(page, place).split() != []
        names = [url.rpartition("/")[2] for url in asked if "/live/" in url]
        assert {"worker.js", "pyodide.asm.wasm", "chapter_code.zip"} <= set(names)
        assert len(names) == len(set(names))
        asked.clear()
        if first <= 6 and later <= 0.2:
            break
    assert first <= 6
    assert later <= 0.2


def test_every_example_that_should_run_gives_what_is_printed(
    page: Page, site: Path, served: str
) -> None:
    """Python in the browser is another than the one that chose them."""
    ask = """([address, examples]) => new Promise((resolve, reject) => {
        window.python ??= new Worker(address, {type: "module"});
        python.onerror = reject;
        python.onmessage = ({data}) => data.state === "done" && resolve(data.printed);
        python.postMessage(examples);
    })"""
    ran = 0
    for path in sorted(site.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        runnable = re.search(r'data-runnable="(.*?)"', text)
        shown = examples(text)
        assert (runnable is not None) == bool(shown)
        numbers = [int(number) for number in runnable[1].split()] if runnable else []
        for place, number in enumerate(numbers):
            codes = [shown[earlier][0] for earlier in numbers[: place + 1]]
            came = page.evaluate(ask, [f"{served}/_static/live/worker.js", codes])
            assert came == shown[number][1], codes[-1]
            ran += 1
    assert ran > 10


def test_a_change_is_compared_and_can_be_taken_back(running: Page) -> None:
    example = Example(running, 2)
    example.button("Edit").click()
    code = example.editor.input_value()
    assert not re.search(r"^(>>>|\.\.\.)", code, re.M)
    assert not example.block.locator("pre").is_visible()
    example.editor.fill(f"2 + 2\n{code}")
    said = example.run().split()
    expected = printed(running, 2).split()
    assert said == [
        "Not",
        "as",
        "printed.",
        "It",
        "gives:",
        "4",
        *expected,
        *["The", "page", "has:"],
        *expected,
    ]
    example.edit("1 / 0")
    assert "ZeroDivisionError: division by zero" in example.run()
    example.edit("x = 1")
    assert "(nothing)" in example.run()
    example.button("Reset").click()
    assert example.editor.count() == 0
    assert example.block.locator("pre").is_visible()
    assert example.result.inner_text() == ""
    assert example.button("Reset").is_disabled()
    assert example.run().startswith("As printed:")


def test_earlier_examples_run_first_as_they_stand_now(running: Page) -> None:
    earlier, later = Example(running, 0), Example(running, 2)
    later.edit("budget, HOFFMANN.floor, type(sentence)")
    assert "(5.76e+23, 1.69, <class 'str'>)" in later.run()
    earlier.edit("budget = 7")
    later.edit("budget")
    assert "\n7\n" in later.run()
    later.edit("sentence = HOFFMANN")
    assert "NameError" in later.run()
    earlier.edit("sentence")
    assert "NameError" in earlier.run()  # and nothing of those that follow


def test_a_phone_shows_it_all(running: Page) -> None:
    running.set_viewport_size({"width": 360, "height": 640})
    example = Example(running, 0)
    example.edit("print('long ' * 99)\nprint('l' + 'o' * 99 + 'ng')\nprint('line\\n' * 99)")
    assert "looo" in example.run()
    assert running.evaluate("document.documentElement.scrollWidth") <= 360
    output = example.result.locator("pre").first
    assert output.evaluate("output => output.clientHeight") < 640
    assert output.evaluate("output => (output.scrollTop = 99, output.scrollTop)") == 99
    for name in ("Run", "Edit", "Reset", "Stop"):
        box = example.button(name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_python_does_not_run_before_it_has_started(page: Page) -> None:
    waits = "export const loadPyodide = () => new Promise(() => {});"
    page.context.route("**/pyodide.mjs", lambda to: to.fulfill(body=waits, content_type=SCRIPT))
    example = Example(page, 0)
    with page.expect_worker(), page.expect_request("**/pyodide.mjs"):
        example.button("Run").click()
    page.wait_for_timeout(300)
    assert example.result.inner_text().startswith("Starting Python")


def test_an_endless_loop_is_stopped(page: Page) -> None:
    """Of what stands for Python here, and starts at once; Python's own, with the keyboard."""
    page.context.route("**/pyodide.mjs", lambda to: to.fulfill(body=LOOPS, content_type=SCRIPT))
    looping, other = Example(page, 1), Example(page, 0)
    page.clock.install(time=0)
    page.clock.pause_at(1)  # time passes only where the test says so

    def stopped_by(stop: Callable[[], None], said: str) -> None:
        looping.edit(LOOP)
        looping.button("Run").click()
        expect(looping.result).to_have_text("Running …")
        with page.workers[-1].expect_event("close"):
            stop()
        expect(looping.result).to_have_text(said)
        expect(looping.button("Stop")).to_be_disabled()
        expect(other.button("Stop")).to_be_disabled()

    def wait_a_minute() -> None:
        page.clock.fast_forward(59_999)
        expect(looping.result).to_have_text("Running …")
        page.clock.fast_forward(1)

    stopped_by(other.button("Run").click, "Stopped.")
    assert "\n7\n" in other.result.inner_text()
    stopped_by(looping.button("Reset").click, "")
    stopped_by(wait_a_minute, "Stopped after 60 seconds.")


def test_the_keyboard_is_enough(running: Page) -> None:
    example = Example(running, 0)
    example.button("Run").focus()
    running.keyboard.press("Tab")
    running.keyboard.press("Enter")
    assert is_focused(example.editor)
    running.keyboard.press("Control+A")
    running.keyboard.type("6 * 7")
    running.keyboard.press("Control+Enter")
    expect(example.result).to_contain_text("42")
    running.keyboard.press("Tab")
    assert is_focused(example.button("Run"))
    example.editor.focus()
    running.keyboard.type("\n" + LOOP)
    running.keyboard.press("Escape")
    assert is_focused(example.button("Run"))
    running.keyboard.press("Enter")
    for name in ("Edit", "Reset", "Stop"):
        running.keyboard.press("Tab")
        assert is_focused(example.button(name))
    running.keyboard.press("Enter")
    expect(example.result).to_have_text("Stopped.")
    assert is_focused(example.button("Run"))
    running.keyboard.press("Tab")
    running.keyboard.press("Tab")
    running.keyboard.press("Space")
    assert is_focused(example.button("Run"))
    assert example.block.locator("pre").is_visible()


def test_an_example_that_needs_numpy_says_how_to_run_it(running: Page) -> None:
    blocks = running.locator("div.highlight-pycon")
    notes = running.locator("div.highlight-pycon + .live-note")
    assert blocks.count() == notes.count() + running.locator(".live-buttons").count()
    assert notes.count() == 1
    assert "needs NumPy" in notes.inner_text()
    for command in ("make doctest", "PYTHONPATH=src .venv/bin/python"):
        assert command in notes.inner_text()


def test_python_that_fails_says_what_to_do(page: Page, missing: set[str]) -> None:
    example = Example(page, 0)
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "chapter_code.zip"):
        missing.add(name)
        assert example.run().startswith("Python has failed. Try again, or a newer browser")
        missing.clear()
    assert example.run().startswith("As printed:")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("file", "start python3 -m http.server in the folder of this page"),
        ("no WebAssembly", "This browser cannot run it, but a newer one can"),
    ],
)
def test_where_python_cannot_run_a_line_says_what_to_do(
    visited: Open, site: Path, served: str, how: str, said: str
) -> None:
    if how == "file":
        page = visited((site / f"{NAME}.html").as_uri())
    else:
        page = visited(f"{served}/index.html")
        page.add_init_script("delete window.WebAssembly")
        page.goto(f"{served}/{NAME}.html")
    notes = page.locator(".live-note").all_inner_texts()
    runnable = page.locator("script[data-runnable]").get_attribute("data-runnable") or ""
    assert len([note for note in notes if said in note]) == len(runnable.split()) > 3
    assert page.locator(".live-buttons").count() == 0


def test_without_scripts_the_page_is_that_of_the_book(
    visited: Open, opened: Open, served: str
) -> None:
    published = visited(f"{served}/{NAME}.html", java_script_enabled=False)
    built = opened(NAME, java_script_enabled=False)
    texts = [page.locator("article").inner_text() for page in (published, built)]
    assert texts[0] == texts[1]


def test_the_book_that_is_not_published_has_no_live_examples(web: Web, opened: Open) -> None:
    assert "live" not in "".join(str(tag) for tag in web.soup(NAME).select("script, link"))
    assert not (web.folder / "_static/live").exists()
    assert opened(NAME).locator(".live-buttons, .live-note").count() == 0


def test_on_paper_there_are_no_buttons(running: Page) -> None:
    example = Example(running, 0)
    example.button("Edit").click()
    running.emulate_media(media="print")
    assert not example.buttons.is_visible()
    assert not example.editor.is_visible()
    assert example.block.locator("pre").is_visible()
