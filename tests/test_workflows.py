"""The files that GitHub and Read the Docs obey are in order, and call what is there."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from books import ROOT

TOOLS = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SCHEMAS = {
    "github-workflows": ".github/workflows/*.yml",
    "dependabot": ".github/dependabot.yml",
    "readthedocs": ".readthedocs.yaml",
    "citation-file-format": "CITATION.cff",
    "github-issue-forms": ".github/ISSUE_TEMPLATE/[a-z]*-*.yml",
    "github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
}
PUSHED = "github.event_name == 'push'"
# What README.md says of the nights and the weeks.
DONE = {
    "mutants.yml": {"mutants": "mutants", "reproducible": "reproducible"},
    "range.yml": {"oldest": "test-oldest", "locked": "test-newest"},
    "upkeep.yml": {"links": "linkcheck", "reviews": "stale"},
}
SCHEDULED = {"mutants.yml": "night", "range.yml": "week", "upkeep.yml": "week"}
# What a job may do beside reading the repository.
MAY = {
    "check.yml: publish": {"pages: write", "id-token: write"},
    "upkeep.yml: reviews": {"issues: write"},
}
# What a job names, and where that is defined.
DEFINED = {
    r"\bneeds: (.+)": r"^  ([\w-]+):$",
    r"\bsteps\.([\w-]+)": r"\bid: ([\w-]+)$",
    r"\bmatrix\.([\w-]+)": r"^ +([\w-]+): \[",
}
CALLERS = (
    ".ci/run",
    ".pre-commit-config.yaml",
    ".readthedocs.yaml",
    "CONTRIBUTING.md",
    "README.md",
    ".github/pull_request_template.md",
)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment in the project."""
    return subprocess.run(
        [TOOLS / command[0], *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def jobs(name: str) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    text = (ROOT / ".github/workflows" / name).read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["jobs"]
    return found


@pytest.mark.parametrize(("schema", "files"), SCHEMAS.items())
def test_a_file_fits_its_schema(schema: str, files: str) -> None:
    paths = sorted(ROOT.glob(files))
    assert paths
    found = run("check-jsonschema", f"--builtin-schema=vendor.{schema}", *paths)
    assert found.returncode == 0, found.stdout


def test_a_workflow_asks_for_no_more_than_it_needs() -> None:
    """Actions are pinned by hash, permissions are least, and no text of others is run."""
    found = run("zizmor", "--offline", "--pedantic", "--quiet", "--color=never", ".")
    assert found.returncode == 0, found.stdout
    timeout = "--builtin-schema=custom.github-workflows-require-timeout"
    found = run("check-jsonschema", timeout, *WORKFLOWS)
    assert found.returncode == 0, found.stdout


def test_an_action_is_the_same_wherever_it_is_used() -> None:
    used = defaultdict[str, dict[str, str]](dict)
    for path in WORKFLOWS:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if action := re.search(r"uses: (\S+)@(.+)", line):
                used[action[1]][action[2]] = f".github/workflows/{path.name}:{number}"
    assert len(used) > 2
    assert [versions for versions in used.values() if len(versions) > 1] == []


def granted(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what a workflow grants: the place, the job, and the permission."""
    job = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if head := re.match(r"  ([\w-]+):$", line):
            job = head[1]
        for found in re.findall(r"^ *(?:permissions: {)?([\w-]+: write)\b", line):
            yield (
                f".github/workflows/{path.name}:{number}: {found}",
                f"{path.name}: {job}",
                found,
            )


def test_only_what_publishes_or_writes_issues_may_write() -> None:
    found = [grant for path in WORKFLOWS for grant in granted(path)]
    assert [at for at, job, what in found if what not in MAY.get(job, ())] == []
    assert len(found) == sum(map(len, MAY.values()))


def test_what_a_job_asks_for_is_there() -> None:
    faults = [
        f".github/workflows/{path.name}:{number}: {name} is not there"
        for path in WORKFLOWS
        for text in [path.read_text("utf-8")]
        for number, line in enumerate(text.splitlines(), 1)
        for use, definition in DEFINED.items()
        for names in re.findall(use, line)
        for name in re.findall(r"[\w-]+", names)
        if name not in re.findall(definition, text, re.M)
    ]
    assert faults == []


def test_what_is_awaited_happens_on_the_branch_that_is_published() -> None:
    named = [
        (f".github/workflows/{path.name}:{number}: {line.strip()}", line)
        for path in WORKFLOWS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "branches" in line or "refs/heads/" in line
    ]
    assert [at for at, line in named if not re.search(r"\bmain\b", line)] == []
    assert named


def test_only_what_has_passed_on_main_is_published() -> None:
    done = jobs("check.yml")
    *_, checked, kept = done["check"]["steps"]
    assert checked["run"] == ".ci/run"
    at = ".github/workflows/check.yml"
    assert (kept.get("if"), kept["with"]["path"]) == (PUSHED, "book/_build/site"), at
    published = [done["publish"].get(key) for key in ("if", "needs")]
    assert published == [PUSHED, "check"], f"{at}: publish: {published}"


def test_what_asks_for_the_history_has_it() -> None:
    """Both `.ci/run` and `make mutants` ask what has changed."""
    shallow = [
        f".github/workflows/{path.name}: {name}: fetch-depth"
        for path in WORKFLOWS
        for name, job in jobs(path.name).items()
        for steps in [job["steps"]]
        if re.search(r"\.ci/run|make mutants", " ".join(step.get("run", "") for step in steps))
        and steps[0].get("with", {}).get("fetch-depth") != 0
    ]
    assert shallow == []


@pytest.mark.parametrize(("name", "when"), SCHEDULED.items())
def test_a_job_is_done_as_often_as_it_says(name: str, when: str) -> None:
    text = (ROOT / ".github/workflows" / name).read_text("utf-8")
    assert text.startswith(f"# Each {when}")
    (cron,) = re.findall(r'^    - cron: "(.+)"$', text, re.MULTILINE)
    day = {"night": r"\*", "week": r"\d"}[when]
    assert re.fullmatch(rf"\d+ \d+ \* \* {day}", cron), f".github/workflows/{name}: {cron}"


@pytest.mark.parametrize("name", DONE)
def test_a_job_does_what_it_is_for(name: str) -> None:
    done = jobs(name)
    assert done.keys() == DONE[name].keys(), f".github/workflows/{name}"
    for job, target in DONE[name].items():
        steps = " ".join(step.get("run", "") for step in done[job]["steps"])
        assert re.search(rf"make (-s )?{target}\b", steps), f".github/workflows/{name}: {job}"


@pytest.mark.parametrize(
    ("due", "number", "called"),
    [
        ("", "", ""),
        ("2026-01-02  a.html  Old", "", "create --title Reviews that are due --label review"),
        ("2026-01-02  a.html  Old", "7", "edit 7"),
    ],
)
def test_reviews_that_are_due_become_an_issue(
    tmp_path: Path, due: str, number: str, called: str
) -> None:
    script = jobs("upkeep.yml")["reviews"]["steps"][-1]["run"]
    stubs = {
        "make": f"echo 'Setting up'; echo '{due}'",
        "gh": f'[ "$2" != list ] || echo {number}; [ "$1" != issue ] || echo "$@" >> called',
    }
    for name, text in stubs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True, env={"PATH": path})
    lines = (tmp_path / "due.md").read_text("utf-8").splitlines()
    assert lines == ([f"- {due}"] if due else [])
    done = tmp_path / "called"
    last = done.read_text("utf-8").splitlines()[-1] if done.exists() else ""
    assert last == (f"issue {called} --body-file due.md" if called else "")


def test_read_the_docs_has_what_the_site_needs(tmp_path: Path) -> None:
    """And puts the site where Read the Docs looks for it."""
    build = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text("utf-8"))["build"]
    assert build["commands"][0] == "make site"
    assert build["tools"].keys() == {"python", "nodejs"}, ".readthedocs.yaml: tools"
    (tmp_path / "book/_build/site").mkdir(parents=True)
    (tmp_path / "book/_build/site/index.html").touch()
    environment = {**os.environ, "READTHEDOCS_OUTPUT": "out"}
    for command in build["commands"][1:]:
        subprocess.run(command, shell=True, cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "out/html/index.html").exists(), ".readthedocs.yaml: commands"


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*-*.yml")), ids=lambda path: path.name
)
def test_no_two_fields_of_a_form_have_one_name(path: Path) -> None:
    fields = yaml.safe_load(path.read_text("utf-8"))["body"]
    for names in (
        [field["id"] for field in fields if "id" in field],
        [field["attributes"]["label"] for field in fields if "label" in field["attributes"]],
    ):
        assert len(set(names)) == len(names) > 1, f"{path.relative_to(ROOT)}: {names}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_a_shell_can_read_the_steps_of_a_job(path: Path) -> None:
    done = jobs(path.name).values()
    steps = [step["run"] for job in done for step in job["steps"] if "run" in step]
    read = run("/bin/bash", "-n", "-c", "\n".join(steps))
    assert read.stderr == "", f".github/workflows/{path.name}: {read.stderr}"


def test_a_target_that_is_called_is_there() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    call = re.compile(r"(?:^ *|`|(?:run|entry): |[1-] )make (?:-s )?([a-z][a-z-]*)", re.M)
    called = [
        (f"{path.name}:{number}: make {name}", name)
        for path in [*WORKFLOWS, *(ROOT / name for name in CALLERS)]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for name in call.findall(line)
    ]
    assert [place for place, name in called if name not in targets] == []
    assert len(called) > 40
