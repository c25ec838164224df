"""The Makefile names what is there, and what it can do is told where it is looked for."""

import os
import re
import shutil
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path

from books import ROOT
from clones import BIN, ENVIRONMENT, recipe

TESTS = ROOT / "tests"
TEXT = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.* ## ", TEXT, re.MULTILINE)
EVERYTHING = (*TARGETS, "--always-make", "VENV=another")  # and how the environment is made
OTHERS = {"bench", "doctest", "linkcheck", "live", "range", "uv"}  # folders of one target alone


def lines(pattern: str) -> list[tuple[str, str]]:
    """Return what a pattern finds in the Makefile, with the place."""
    return [
        (f"Makefile:{number}: {found}", found)
        for number, line in enumerate(TEXT.splitlines(), 1)
        for found in re.findall(pattern, line)
    ]


def test_every_target_is_listed_told_and_no_file() -> None:
    """Where make lists targets, in .PHONY, and in a document."""
    (listed,) = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)", TEXT, re.MULTILINE)
    phony = set(listed.replace("\\", "").split())
    documents = [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    told = set(re.findall(r"\bmake ([a-z-]+)", "".join(documents))) | {"help"}
    faults = [
        f"Makefile:{number}: {name}: {fault}"
        for number, line in enumerate(TEXT.splitlines(), 1)
        for name in re.findall(r"^([a-z-]+):(?! [A-Z]+ )", line)
        for fault, is_so in {
            "has no line in make help, which is what stands after ##": name not in TARGETS,
            ".PHONY lacks it": name not in phony,
            "neither README.md nor CONTRIBUTING.md tells of it": name not in told,
        }.items()
        if is_so
    ]
    assert faults == []
    assert phony <= set(TARGETS), ".PHONY names what is no target"


def test_a_shell_can_read_every_recipe() -> None:
    read = subprocess.run(
        ["bash", "-n"],
        input=recipe(*EVERYTHING).stdout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.stderr == "", f"Makefile, as make -n prints it: {read.stderr}"


def test_every_variable_is_defined() -> None:
    said = recipe(*EVERYTHING, "--warn-undefined-variables").stderr
    assert "undefined variable" not in said, said


def test_every_module_is_there() -> None:
    named = lines(r"/python\)? -m ([a-z]\w*)")
    assert [place for place, name in named if not find_spec(name)] == []
    assert len(named) > 8


def test_every_folder_that_is_read_is_one_that_is_built() -> None:
    built = set(re.findall(r"\$\(call publish,(\w+)\)", TEXT))
    named = lines(r"\$\(BUILD\)/([a-z]\w*)")
    assert [place for place, name in named if name not in built | OTHERS] == []
    assert len(named) > 8


def test_what_tests_need_can_be_installed() -> None:
    """By `make pdf-deps`, `site-deps` and `test-deps`; all have git, who cloned the book."""
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    needed = set(re.findall(r'needs\("[\w-]+", "([\w-]+)"\)', tests)) - {"git"}
    lists = " ".join(re.findall(r"(?m)^\w+_PACKAGES +:= ((?:.*\\\n)*.*)", TEXT)).split()
    assert needed <= set(lists), "Makefile: *_PACKAGES"
    assert len(needed) > 3


def test_what_is_to_be_mended_is() -> None:
    first, second = recipe("format").stdout.splitlines()
    assert first.endswith("ruff check --fix"), "Makefile: format"
    assert second.endswith("ruff format"), "Makefile: format"


def test_live_watches_all_that_the_book_is_made_of() -> None:
    watched = re.findall(r"--watch (\S+)", recipe("live").stdout)
    assert watched == ["src", "refs.bib"], "Makefile: live"


def test_what_is_removed_is_what_was_built() -> None:
    assert recipe("clean").stdout == "rm -rf book/_build\n", "Makefile: clean"


def test_experiments_are_stored() -> None:
    first, *sums = recipe("experiments").stdout.splitlines()
    assert first.endswith("-m chapter_code run --changed --store")
    for command, folder in zip(sums, ("src/chapter_code/results", "."), strict=True):
        summed = command.rpartition(" > ")[0]
        now = subprocess.run(
            summed, shell=True, cwd=ROOT, capture_output=True, text=True, check=True
        )
        names, listed = (
            [line.split()[1] for line in text.splitlines()]
            for text in (now.stdout, ROOT.joinpath(folder, "SHA256SUMS").read_text("utf-8"))
        )
        differing = sorted({*names} ^ {*listed})
        assert names == listed, (
            f"Makefile: experiments, or {folder}/SHA256SUMS: {differing}: make experiments"
        )


def test_both_ends_of_the_supported_range_are_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = recipe("test-oldest").stdout
    (least,) = re.findall(r"--python (3[.][0-9]+) ", oldest)
    asked = project["requires-python"]
    assert f">={least}" == asked, f"pyproject.toml has {asked}, Makefile, test-oldest, {least}"
    assert "--resolution lowest-direct --extra test -r pyproject.toml" in oldest
    assert "-r requirements.lock" in recipe("test-newest").stdout
    workflow = (ROOT / ".github/workflows/range.yml").read_text("utf-8")
    versions = re.findall(r'"(3[.][0-9]+)"', workflow)
    at = f".github/workflows/range.yml has {versions}"
    assert least == versions[0], f"{at}, Makefile, test-oldest, {least}"
    assert "NEWEST: ${{ matrix.python }}\n" in workflow, f"{at}, and none is NEWEST"
    (newest,) = re.findall(r"^NEWEST +\?= (.+)", TEXT, re.MULTILINE)
    assert newest == versions[-1], f"{at}, Makefile, NEWEST, {newest}"


def test_every_lock_file_is_renewed() -> None:
    said = recipe("lock").stdout
    (folders,) = re.findall(r"for folder in (.+?);", said)
    locks = (*ROOT.glob("package-lock.json"), *ROOT.glob("tests/*/package-lock.json"))
    assert {ROOT / folder for folder in folders.split()} == {lock.parent for lock in locks}
    assert "-o requirements.lock" in said


def test_check_forgives_no_skipped_test_and_is_what_ci_runs() -> None:
    (tests,) = re.findall(r".* -m pytest .*", recipe("check").stdout)
    assert tests.startswith("REQUIRE_ALL=1 "), f"make check: {tests}"
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK), f"{script} is not executable"
    called = script.read_text(encoding="utf-8")
    assert re.search(r"^(CI=1 )?make check$", called, re.MULTILINE), f"{script}: no make check"


def test_an_environment_that_no_longer_works_is_made_again(tmp_path: Path) -> None:
    for file in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / file, tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/.ready").touch()

    def is_made(*where: str) -> bool:
        told = subprocess.run(
            ["make", "-n", "html", *where],
            cwd=tmp_path,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        )
        return "-m venv --clear .venv" in told.stdout

    assert not is_made(f"BIN={BIN}")
    assert is_made()
