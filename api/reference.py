"""The tables of settings in docs/operating.md: python -m api.reference."""

import sys

from api.limits import Limits
from api.settings import VARIABLES, variable


def settings_page() -> str:
    """All settings of the API, as the docs have them."""
    lines = ["| Variable | What it does |", "| --- | --- |"]
    lines += [f"| `{name}` | {about} |" for name, about in VARIABLES.items()]
    lines += ["", "| Limit | What it bounds | Default |", "| --- | --- | --- |"]
    for name, limit in Limits.model_fields.items():
        lines.append(f"| `{variable(name)}` | {limit.description} | {limit.default:,} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{settings_page()}\n")
