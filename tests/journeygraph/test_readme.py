"""What the pages show is what happens."""

import re
from pathlib import Path

import pytest

from journeygraph.cli import app
from tests.journeygraph.command import ROOT, Command, new_home
from tests.journeygraph.reference import COMMANDS, commands_page
from tests.journeygraph.tour import PAGES, README, REAL, Tour, fits, usual

EXPLORER = ROOT / "docs" / "explorer.md"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.timeout(600)
def test_the_tour_goes_as_shown(tmp_path: Path):
    assert_goes_as_shown(README, Command(new_home(tmp_path)), tmp_path)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_goes_as_shown(page: Path, emptied: Command, tmp_path: Path):
    assert_goes_as_shown(page, emptied, tmp_path)


@pytest.mark.timeout(600)
def test_the_page_of_real_data_goes_as_shown(testdata: Path, emptied: Command, tmp_path: Path):
    assert testdata.is_dir()
    assert_goes_as_shown(REAL, emptied, tmp_path)


def assert_goes_as_shown(page: Path, command: Command, folder: Path) -> None:
    tour = Tour(folder, command)
    try:
        steps = 0
        for typed, shown, came in tour.follow(page.read_text("utf-8")):
            difference = f"{typed}\n--- shown:\n{usual(shown)}\n--- came:\n{came}\n"
            assert fits(usual(shown), came), f"{difference}`python -m tests.journeygraph.tour` writes it anew."
            steps += 1
        assert steps > 2
    finally:
        tour.command.close()


def test_the_page_of_commands_is_what_the_command_says():
    assert COMMANDS.read_text("utf-8") == commands_page(app), "python -m tests.journeygraph.reference writes it anew"


def test_links_lead_somewhere():
    for page in (README, ROOT / "CONTRIBUTING.md", ROOT / "docs" / "index.md", ROOT / "docs" / "glossary.md", EXPLORER):
        for target in LINK.findall(page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
