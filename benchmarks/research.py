"""Bundles of any size, shaped as research is: journeys of stages and steps over shared touchpoints and channels."""

import csv
from collections.abc import Iterable
from pathlib import Path

PER_JOURNEY = 156
"""So many nodes and relationships a journey brings, what describes each of them included."""
STAGES, STEPS, PAINS, TOUCHPOINTS = 5, 20, 4, 10
CHANNELS, PERSONAS = 20, 10


def write_bundle(folder: Path, elements: int) -> Path:
    """Write a bundle that becomes about so many nodes and relationships; returns its folder."""
    journeys = max(1, elements // PER_JOURNEY)
    folder.mkdir(parents=True)
    (folder / "dataset.yaml").write_text("dataset: benchmark\nsource: study\n")
    table(folder, "sources", "key,name", [("study", "A study")])
    table(folder, "channels", "key,name", ((f"c{i}", f"Channel {i}") for i in range(CHANNELS)))
    table(folder, "personas", "key,name", ((f"p{i}", f"Persona {i}") for i in range(PERSONAS)))
    table(
        folder,
        "touchpoints",
        "key,name,description,value",
        (
            (
                f"t{i}",
                f"Touchpoint {i}",
                f"What the customer meets there, as study {i % 97} saw it",
                f"It saves time {i}",
            )
            for i in range(journeys * TOUCHPOINTS)
        ),
    )
    table(
        folder,
        "journeys",
        "key,name,description,for",
        (
            (f"j{i}", f"I get thing {i} done", f"From the need to its end, told {i}", f"persona:p{i % PERSONAS}")
            for i in range(journeys)
        ),
    )
    table(
        folder,
        "stages",
        "key,name,order",
        ((f"j{i}/s{s}", f"Stage {s}", s) for i in range(journeys) for s in range(1, STAGES + 1)),
    )
    table(folder, "steps", "key,name,description,order,at,via", _steps(journeys))
    table(
        folder,
        "pain_points",
        "key,name,severity,occurs_at,hurts",
        (
            (f"j{i}-pain-{n}", f"Waiting for {n}", "low", f"step:j{i}/s{n}/e{n}", f"p{i % PERSONAS}")
            for i in range(journeys)
            for n in range(1, PAINS + 1)
        ),
    )
    return folder


def _steps(journeys: int) -> Iterable[tuple[object, ...]]:
    touchpoints = journeys * TOUCHPOINTS
    for i in range(journeys):
        for n in range(STEPS):
            stage, order = n % STAGES + 1, n // STAGES + 1
            name = "e" if order == 1 else f"e{order}-"
            key = f"j{i}/s{stage}/{name}{stage}"
            at = f"t{(i * 7 + n * 13) % touchpoints}"
            yield key, f"Do step {n}", f"What happens in step {n} of journey {i}", order, at, f"c{(i + n) % CHANNELS}"


def table(folder: Path, name: str, head: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Write one file of a bundle; `head` names its fields."""
    with (folder / f"{name}.csv").open("w", newline="") as file:
        file.write(f"{head}\n")
        csv.writer(file, lineterminator="\n").writerows(rows)
