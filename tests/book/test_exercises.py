"""Each exercise leads to its solution, which answers each of its questions, and back."""

import ast
import builtins
import re
from doctest import DocTestParser

from books import BOOK, Web

KINDS = {"Reading", "Computing", "Reasoning", "Coding"}


def at(address: str) -> str:
    """Return where the anchor of an address stands."""
    page, _, anchor = address.partition(".html#")
    lines = (BOOK / f"{page}.md").read_text(encoding="utf-8").splitlines()
    return f"book/{page}.md:{lines.index(f'({anchor})=') + 1}"


def test_each_exercise_and_its_solution_lead_to_one_another(web: Web) -> None:
    exercises = {
        str(section["id"]): (
            section.h2.get_text().removesuffix("§"),  # type: ignore[union-attr]
            [str(a["href"]) for a in section.select('a[href^="solutions.html#"]')],
        )
        for section in web.soup("exercises").select("article > section > section")
    }
    solutions = {}
    for solution in web.soup("solutions").select("details"):
        title = solution.select_one(".sd-summary-text")
        (back,) = solution.select('a[href^="exercises.html#"]')
        place = solution.select_one("[id^=solution-]")
        assert title
        assert place
        name = str(back["href"]).partition("#")[2]
        solutions[name] = (title.get_text(), [f"solutions.html#{place['id']}"])
    assert len(exercises) >= 12
    for name in exercises | solutions:
        asked, answered = exercises.get(name), solutions.get(name)
        _, links = answered or asked or ("", [])
        places = " and ".join(at(address) for address in (f"exercises.html#{name}", *links))
        assert answered == asked, f"{places} do not match"


def test_each_question_of_an_exercise_has_an_answer(web: Web) -> None:
    asked = web.soup("exercises")
    for solution in web.soup("solutions").select("details"):
        (back,) = solution.select('a[href^="exercises.html#"]')
        exercise = asked.select_one(str(back["href"]).removeprefix("exercises.html"))
        assert exercise
        questions, answers = (len(part.select("ol > li")) for part in (exercise, solution))
        place = at(str(back["href"]))
        assert questions == answers, f"{place}: {answers} answers to {questions} questions"
    assert len(asked.select("ol > li")) > 24


def test_each_exercise_names_its_kind_and_the_question_that_it_belongs_to(web: Web) -> None:
    for section in web.soup("exercises").select("article > section > section"):
        kind = section.p.get_text().partition(",")[0]  # type: ignore[union-attr]
        place = at(f"exercises.html#{section['id']}")
        assert kind in KINDS, f"{place}: {kind} is none of {', '.join(sorted(KINDS))}"
        (link,) = section.p.select("a")  # type: ignore[union-attr]
        page, _, question = str(link["href"]).partition("#")
        soup = web.soup(page.removesuffix(".html"))
        assert soup.select_one(f"article > section section[id='{question}']"), place


def test_a_solution_can_be_typed_in_by_itself() -> None:
    text = (BOOK / "solutions.md").read_text(encoding="utf-8")
    lacking = []
    for solution in re.findall(
        r"^`{5}\{dropdown\} .*\n\((.+)\)=\n((?:(?!`{5}).*\n)*)", text, re.M
    ):
        name, answer = solution
        code = "".join(example.source for example in DocTestParser().get_examples(answer))
        known, used = set(dir(builtins)), set()
        for node in ast.walk(ast.parse(code)):
            match node:
                case ast.Name(id=word, ctx=ast.Load()):
                    used.add(word)
                case ast.Name(id=word) | ast.arg(arg=word) | ast.FunctionDef(name=word):
                    known.add(word)
                case ast.alias(name=word, asname=other):
                    known.add(other or word)
        lacking += [f"{at(f'solutions.html#{name}')} lacks {word}" for word in used - known]
    assert lacking == []
    assert text.count("{dropdown}") == text.count("(solution-") > 12
