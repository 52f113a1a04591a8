"""Writes docs/commands.md from the command's own help: python -m tests.journeygraph.reference."""

from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from journeygraph.cli import app
from tests.journeygraph.command import ROOT

COMMANDS = ROOT / "docs" / "commands.md"
_HEAD = """# Commands

Generated from the command's own help: `python -m tests.journeygraph.reference` writes it anew.
"""


def commands_page(of: typer.Typer) -> str:
    """The help of every command."""
    parts = (f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(get_command(of), "journeygraph"))
    return _HEAD + "".join(parts)


def _helps(command: object, name: str) -> Iterator[tuple[str, str]]:
    assert isinstance(command, TyperCommand | TyperGroup)
    context = command.context_class(command, info_name=name, terminal_width=100, max_content_width=100)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, TyperGroup):
        for key, inner in command.commands.items():
            yield from _helps(inner, f"{name} {key}")


if __name__ == "__main__":
    COMMANDS.write_text(commands_page(app), "utf-8")
