"""The command lists, runs and draws experiments, and says what it cannot do."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chapter_code import __main__ as command
from chapter_code import sample_efficiency
from chapter_code.__main__ import main
from chapter_code.experiments import EXPERIMENTS, Bar
from chapter_code.sample_efficiency import WIDTHS


def test_the_list_has_every_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for line, (number, tried) in zip(lines, EXPERIMENTS.items(), strict=True):
        assert line.split() == [number, str(tried.seconds), "s", *tried.question.split()]


def test_a_run_prints_and_writes_each_figure_beside_its_bar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    assert main(["run", "E4", "E2", "E4", "--seed", "3", "--json", str(report)]) == 0
    told = json.loads(report.read_text())
    assert told["seed"] == 3
    assert list(told["experiments"]) == ["E4", "E2"]
    out = capsys.readouterr().out
    for number, bars in told["experiments"].items():
        assert EXPERIMENTS[number].question in out
        for bar in bars:
            assert bar["met"]
            (line,) = [line for line in out.splitlines() if line.endswith(bar["figure"])]
            assert f"{bar['value']:.4g}" in line
            assert "met" in line
            for name, words in (("least", "at least"), ("most", "at most")):
                other = {"least": "most", "most": "least"}[name]
                assert (words in line) == (bar[name] is not None and bar[other] is None)
    assert list(tmp_path.iterdir()) == [report]


def test_the_seed_reaches_the_experiment(tmp_path: Path) -> None:
    told = []
    for seed in ("0", "1", "1"):
        main(["run", "E7", "--seed", seed, "--json", str(tmp_path / "report.json")])
        told.append(json.loads((tmp_path / "report.json").read_text())["experiments"])
    assert told[0] != told[1] == told[2]


def test_a_missed_bar_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = replace(EXPERIMENTS["E2"], bars=lambda found: [Bar("too small", 1.5, least=2)])
    monkeypatch.setitem(EXPERIMENTS, "E2", missed)
    assert main(["run", "E2", "E4"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "MISSED" in line]
    assert line.split() == ["1.5", "at", "least", "2", "MISSED", "too", "small"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["run", "E99"], "'E99' is none of E1, E2, E3"),
        (["run", "E2", "--seed", "-1"], "'-1' is no whole number from 0 on"),
        (["run", "E2", "--seed", "1.5"], "'1.5' is no whole number from 0 on"),
        (["run"], "name an experiment, such as E1, or give --all or --changed"),
        (["run", "E2", "--json", "no/such/folder/x"], "'no/such/folder/x' is no place"),
        (["run", "E2", "--json", "."], "'.' is no place for a file"),
        (["run", "E3", "--store", "--seed", "1"], "--store keeps the results of seed 0"),
        (["figure", "E2", "--out", "x.gif"], "'x.gif' does not end in svg, pdf, png"),
        (["figure", "E2"], "the following arguments are required: --out"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert complaint in said[-1]
    assert sum("error" in line for line in said) == 1


def test_an_interrupted_run_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(seed: int) -> None:
        raise KeyboardInterrupt

    stopped = replace(EXPERIMENTS["E4"], runs={"dyck": interrupted})
    monkeypatch.setitem(EXPERIMENTS, "E4", stopped)
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    assert main(["run", "E13", "E4", "--store", "--json", str(tmp_path / "report.json")]) == 130
    assert capsys.readouterr().err == "Interrupted. No file was written.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_run_stores_what_the_book_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    assert main(["run", "E13", "E4", "--store"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["sample_efficiency.json"]
    stored = json.loads((tmp_path / "sample_efficiency.json").read_text())
    assert stored["widths"] == list(WIDTHS)


def test_a_run_of_what_has_changed_leaves_out_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(command, "has_changed", lambda make: make is sample_efficiency.run)
    assert main(["run", "E4", "--changed", "--store"]) == 0
    assert re.findall(r"^E\d+", capsys.readouterr().out, re.MULTILINE) == ["E4", "E13"]
    assert [path.name for path in tmp_path.iterdir()] == ["sample_efficiency.json"]
    monkeypatch.setattr(command, "has_changed", lambda make: False)
    assert main(["run", "--changed"]) == 0
    assert capsys.readouterr().out == "No code of an experiment has changed.\n"


@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")]
)
def test_a_figure_is_drawn_in_each_format(tmp_path: Path, kind: str, begins: bytes) -> None:
    path = tmp_path / f"picture.{kind}"
    assert main(["figure", "E2", "--out", str(path)]) == 0
    assert path.read_bytes().startswith(begins)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    path.write_text("before")

    def full(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KeyboardInterrupt):
        command.replace(path, b"after")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
