"""What is imported is declared, what is declared is used, and the lock file has it."""

import ast
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from books import ROOT

TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
EXTRAS = {"src": "experiments", "book": "book", "tests": "test"}
FROM = {
    module: {str(canonicalize_name(package)) for package in packages}
    for module, packages in packages_distributions().items()
}
# What others load where it is there.
UNSEEN = {
    "pystemmer": "Sphinx, for the search",
    "pytest-xdist": "pytest, for -n",
}


def declared(extra: str) -> dict[str, Requirement]:
    """Return the packages that an extra asks for, and those for which it always asks."""
    found: dict[str, Requirement] = {}
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"].get(extra, ())]:
        asked = Requirement(line)
        if asked.name == PROJECT["name"]:
            found |= {k: v for inner in asked.extras for k, v in declared(inner).items()}
        else:
            found[str(canonicalize_name(asked.name))] = asked
    return found


def imports(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the modules of others that a folder imports, or conf.py names, with the place."""
    own = {
        path.stem for place in (".", "_ext") for path in (ROOT / "book" / place).glob("*.py")
    }
    own |= {path.stem for place in ("src", "tests") for path in (ROOT / place).iterdir()}
    for path in sorted((ROOT / folder).rglob("*.py")):
        if {"_build", "node_modules", "bench"} & set(path.parts):  # bench fetches its peers
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.List | ast.Assign) and path.name == "conf.py":
                items = node.elts if isinstance(node, ast.List) else [node.value]
                said = [str(item.value) for item in items if isinstance(item, ast.Constant)]
                names = [name for name in said if name.partition(".")[0] in FROM]
            else:
                continue
            for name in names:
                module = name.partition(".")[0]
                if module not in {"", *own, *sys.stdlib_module_names}:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {name}", module


@pytest.mark.parametrize(("folder", "extra"), EXTRAS.items())
def test_what_is_imported_is_declared(folder: str, extra: str) -> None:
    asked = declared(extra).keys()
    missing = [at for at, module in imports(folder) if not asked & FROM.get(module, set())]
    assert not missing, f"pyproject.toml, {extra}, lacks what is imported:\n" + "\n".join(
        missing
    )


def place(name: str) -> str:
    """Return where a package is declared."""
    lines = TEXT.lower().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if re.search(rf'"{name}\b', line))
    return f"pyproject.toml:{number}: {name}"


def test_what_is_declared_is_used() -> None:
    files = [ROOT / "Makefile", ROOT / "book/conf.py", *(ROOT / "tests").glob("*.py")]
    words = set(re.findall(r"[\w-]+", "".join(path.read_text("utf-8") for path in files)))
    words |= {module for folder in EXTRAS for _, module in imports(folder)}
    used = {package for word in words for package in FROM.get(word, {word})}
    asked = declared("test").keys()
    unused = [
        place(name)
        for name in asked - used - UNSEEN.keys()
        if name.removeprefix("types-") not in asked - {name}
    ]
    assert unused == []


def test_the_lock_file_has_what_is_declared() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^([\w-]+)==(\S+)", lock, re.MULTILINE)
    missing = [
        f"{place(name)}: requirements.lock has {versions or 'none'}: make lock"
        for name, asked in declared("test").items()
        for versions in [[version for package, version in locked if package == name]]
        if not versions or not all(map(asked.specifier.contains, versions))
    ]
    assert missing == []


def test_each_python_gets_one_version_of_a_package() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions = defaultdict[str, list[tuple[str, str]]](list)
    marked_line = re.compile(r"^([\w-]+)==(\S+) ; (python.*?) \\$", re.M)
    for name, version, marker in marked_line.findall(lock):
        versions[name].append((version, marker))
    assert len(versions) > 3
    for name, marked in versions.items():
        for python in ("3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0"):
            full = {"python_full_version": python}
            fitting = [version for version, marker in marked if Marker(marker).evaluate(full)]
            assert len(fitting) == 1, f"requirements.lock: {name}, {python}: {fitting}"


@pytest.mark.parametrize("folder", ["", "tests/audit/"])
def test_the_lock_file_has_what_npm_is_asked_for(folder: str) -> None:
    names = (f"{folder}package.json", f"{folder}package-lock.json")
    asked, lock = (json.loads((ROOT / name).read_text(encoding="utf-8")) for name in names)
    for kind in ("dependencies", "devDependencies"):
        locked = lock["packages"][""].get(kind)
        assert asked.get(kind) == locked, f"{names[0]}: {kind}: {names[1]} has {locked}"


@pytest.mark.parametrize(
    ("name", "begins", "form"),
    [
        ("requirements.lock", "--hash=sha256:", r"[\da-f]{64}"),
        ("package-lock.json", '"integrity": "sha512-', r"[\w+/]{86}=="),
        ("tests/audit/package-lock.json", '"integrity": "sha512-', r"[\w+/]{86}=="),
    ],
)
def test_a_hash_in_a_lock_file_is_one(name: str, begins: str, form: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    hashes = [
        (f"{name}:{number}: {code}", code)
        for number, line in enumerate(text.splitlines(), 1)
        for code in re.findall(begins + r"([\w+/=]*)", line)
    ]
    assert [at for at, code in hashes if not re.fullmatch(form, code)] == []
    assert len(hashes) > 5


@pytest.mark.parametrize("folder", ["", "tests/audit/"])
def test_every_package_of_npm_has_a_hash(folder: str) -> None:
    name = f"{folder}package-lock.json"
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    bare = [at for at, package in packages.items() if at and "integrity" not in package]
    assert bare == [], f"{name}: {bare}"
    assert len(packages) > 3
