"""Broken and hostile files, by the command a user types: a clear error in bounded time and memory, nothing loaded."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.pipeline import load
from tests.journeygraph.command import naming
from tests.loaders.writing import bundle, graph, ojf, staged_problems

SECONDS = 120
BYTES = 3 * 1024**3
DEEP = 200_000


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines)


def _in_bundle(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = bundle(folder / "bad", {})
        (path / name).write_bytes(data)
        return path

    return write


def _alone(data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "bad.ojf"
        path.write_bytes(data)
        return path

    return write


def _leading_out(folder: Path) -> Path:
    path = bundle(folder / "bad", {})
    (folder / "secret.csv").write_text("key,name\nweb,Web\n", encoding="utf-8")
    (path / "channels.csv").symlink_to(folder / "secret.csv")
    return path


def _manifest_leading_out(folder: Path) -> Path:
    path = bundle(folder / "bad", {})
    (path / "dataset.yaml").rename(folder / "secret.yaml")
    (path / "dataset.yaml").symlink_to(folder / "secret.yaml")
    return path


def _going_round(folder: Path) -> Path:
    path = bundle(folder / "bad", {})
    (path / "channels.csv").symlink_to(path / "channels.csv")
    return path


def _pipe(folder: Path) -> Path:
    path = bundle(folder / "bad", {})
    os.mkfifo(path / "channels.csv")
    return path


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "malformed YAML": (
        _in_bundle("x.yaml", b"personas:\n  - key: ada\n   name: Ada\n"),
        "bad/x.yaml:3: This is not",
    ),
    "an alias bomb": (
        _in_bundle("x.yaml", _bomb().encode()),
        "bad/x.yaml:1: Anchor or alias 'a0'. Write the value out",
    ),
    "a YAML object": (_in_bundle("x.yaml", b"a: !os.system [x]\n"), "bad/x.yaml:1: Tag '!os.system'. Leave it out"),
    "brackets nested deep": (_in_bundle("x.yaml", b"a: " + b"[" * DEEP), "bad/x.yaml:1: More than 30 levels"),
    "braces nested deep": (_in_bundle("x.yaml", b"a: " + b"{a: " * DEEP), "bad/x.yaml:1: More than 30 levels"),
    "lists nested deep": (_in_bundle("x.yaml", b"a:\n " + b"- " * DEEP), "bad/x.yaml:2: More than 30 levels"),
    "YAML with a NUL": (_in_bundle("x.yaml", b"personas:\n  - key: a\0b\n"), "bad/x.yaml:2: This is not YAML"),
    "YAML in Latin-1": (
        _in_bundle("x.yaml", "\npersonas: é".encode("latin-1")),
        "bad/x.yaml:2: Byte 0xe9 is not",
    ),
    "YAML of 20 MB": (_in_bundle("x.yaml", b"- {}\n" * 4_000_000), "The file has 20,000,000 bytes. Split it"),
    "CSV in Latin-1": (
        _in_bundle("personas.csv", "key,name\nada,Adé\n".encode("latin-1")),
        "bad/personas.csv:2: Byte 0xe9 is not UTF-8. Save the file as UTF-8.",
    ),
    "CSV in UTF-16": (
        _in_bundle("personas.csv", "key,name\n".encode("utf-16")),
        "personas.csv:1: Byte 0xff is not",
    ),
    "CSV with a NUL": (_in_bundle("personas.csv", b"key,name\nada,A\0\n"), "bad/personas.csv:2: A NUL character."),
    "a cell of 2 MB": (
        _in_bundle("personas.csv", b"key,name\nada," + b"x" * 2_000_000),
        "field larger than field",
    ),
    "a line of 400 MB": (_in_bundle("personas.csv", b"key,name\n" + b"x" * 400_000_000), "personas.csv:2: A line of"),
    "a million wrong rows": (_in_bundle("personas.csv", b"key\n" + b"a,b\n" * 1_000_000), "... and 950 more."),
    "20,000 columns": (_in_bundle("personas.csv", b"key," * 20_000 + b"name\n"), "20,001 columns."),
    "a link that leads out": (_leading_out, "bad/channels.csv: The file is a link that leads out of the bundle."),
    "a manifest that leads out": (_manifest_leading_out, "bad/dataset.yaml: The file is a link that leads out"),
    "a link to itself": (_going_round, "bad/channels.csv: The file is a link that leads out of the bundle."),
    "a pipe": (_pipe, "bad/channels.csv: This is not a file."),
    "a map that is not JSON": (_alone(b'{"persona": "Ada",\n  oops}'), "bad.ojf:2 (column 3): This is not JSON"),
    "an empty map": (_alone(b""), "bad.ojf:1 (column 1): This is not JSON"),
    "a map that is a list": (_alone(b"[]"), "bad.ojf: This is not a journey: the file holds no object."),
    "a map nested deep": (_alone(b'{"a":' * DEEP), "bad.ojf:1 (column 5122): This is not JSON: depth limit exceeded."),
    "a map of lists nested deep": (_alone(b"[" * DEEP + b"]" * DEEP), "This is not JSON: depth limit exceeded."),
    "a number of 10,000 digits": (
        _alone(b'{"version": ' + b"1" * 10_000 + b"}"),
        "not JSON: number is infinity",
    ),
    "half a character": (_alone(b'{"persona": "\\ud800"}'), "This is not JSON: no low surrogate in string"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_a_clear_error_and_nothing_is_loaded(database: Database, tmp_path: Path, case: str) -> None:
    write, expected = HOSTILE[case]
    done = journeygraph(database, "load", str(write(tmp_path)))
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert expected in " ".join(done.stderr.split())
    assert len(done.stderr) < 20_000
    assert graph(database) == {}


def test_a_sound_file_is_loaded_by_the_same_command_under_the_same_bounds(database: Database, tmp_path: Path) -> None:
    done = journeygraph(database, "load", str(bundle(tmp_path / "good", {})))
    assert (done.returncode, "Source:diary" in graph(database)) == (0, True), done.stderr


def journeygraph(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with bounds on time and memory."""
    environment: Mapping[str, str] = os.environ | naming(database.settings) | {"COLUMNS": "300"}
    return subprocess.run(
        [sys.executable, "-c", "from journeygraph.cli import main; main()", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
    )


def test_a_file_named_in_bytes_that_are_no_text_is_named_in_problems(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {})
    (path / os.fsdecode(b"caf\xe9.csv")).write_text("key\nx\n", encoding="utf-8")
    [problem] = staged_problems(path)
    assert str(problem.place) == "b/caf\\udce9.csv:2"
    (path / os.fsdecode(b"caf\xe9.csv")).rename(path / "channels.csv")
    (path / "channels.csv").write_text("key,name\nx,X\n", encoding="utf-8")
    load([path.rename(tmp_path / os.fsdecode(b"caf\xe9"))], database, REGISTRY)
    assert database.read("MATCH (r:LoadRun) RETURN r.command AS command") == [{"command": "load caf\\udce9"}]


def test_a_map_with_a_title_too_long_to_be_one_is_a_problem(tmp_path: Path) -> None:
    path = ojf(tmp_path, {"persona": "Ada", "pov": "x" * 5_000})
    assert "has 1 to 400 characters, this one has 5000" in str(staged_problems(path)[0])
    path = ojf(tmp_path, {"title": "x" * 5_000, "persona": "Ada", "pov": "lunch"})
    assert "at most 1000 characters" in str(staged_problems(path)[0])
