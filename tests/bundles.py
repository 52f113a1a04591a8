"""Writes bundles for tests."""

from pathlib import Path
from typing import Any

import yaml


def bundle(folder: Path, key: str, *, source: str = "study", **content: Any) -> Path:
    """A bundle with one YAML file; collections and settings (`rank`, `files`) by name."""
    path = folder / key
    path.mkdir(parents=True, exist_ok=True)
    settings = {name: content.pop(name) for name in ("rank", "name", "description", "files") if name in content}
    (path / "dataset.yaml").write_text(yaml.safe_dump({"dataset": key, "source": source, **settings}))
    (path / "content.yaml").write_text(yaml.safe_dump(content))
    return path


def study() -> dict[str, str]:
    """The source that bundles name unless told otherwise."""
    return {"key": "study", "name": "A study"}
