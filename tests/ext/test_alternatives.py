"""A picture in the PDF comes with its alternative text."""

from books import SmallBook

PAGE = """```{image} none.png
:alt: 50 % of "ä" {and} \\more
```"""


def test_a_picture_follows_its_alternative_text(small_book: SmallBook) -> None:
    files = {"none.png": ""}
    app = small_book(PAGE, "citations", "alternatives", builder="latex", files=files)
    latex = (app.outdir / "small.tex").read_text("utf-8")
    before, text = latex.split(", Alt=")
    assert before.endswith(r"\BeginAccSupp{method=hex, unicode")
    text, _, picture = text.partition("}%\n")
    assert bytes.fromhex(text).decode("utf-16-be") == r'50 % of "ä" {and} \more'
    assert picture.partition(r"\EndAccSupp{}")[0].split() == [
        r"\noindent\sphinxincludegraphics{{none}.png}"
    ]
