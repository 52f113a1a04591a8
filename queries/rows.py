"""What rows are made of: nodes, the claims behind what a row says, and the count of what an answer rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from graph_schema.model import Basis, snake


def _none_is_empty(value: object) -> object:
    return [] if value is None else value


def _token(value: object) -> object:
    return snake(value) if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_none_is_empty)]
"""A list that is not stored where it is empty."""
Token = Annotated[str, BeforeValidator(_token)]
"""A kind, which Cypher gives as a label."""


class Part(BaseModel):
    """A part of a row."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Row(Part):
    """A row of an answer."""


class Node(Part):
    """A node that a row speaks of."""

    kind: Token = Field(description="Its kind, as references name it.")
    key: str = Field(description="Its key, unique within the kind.")
    name: str | None = Field(description="What people call it.")


class Evidence(Part):
    """One claim behind what a row says: a relationship as one source gives it, or a fact."""

    claim: str = Field(description="The type of the relationship, or the kind of the fact.")
    start: str = Field(description="What the claim is about, as `kind:key`.")
    end: str | None = Field(description="What it is related to, as `kind:key`; null for a fact.")
    source: str | None = Field(description="The key of the source that says so.")
    dataset: str | None = Field(description="The key of the dataset that holds the claim; null: not recorded.")
    basis: Basis = Field(description="Stated by the source, inferred from it, or measured.")
    strength: int | None = Field(None, description="How much it contributes, 1 to 3; null: not recorded.")
    locator: str | None = Field(description="Where in the source; null: not recorded.")
    quotes: Texts = Field(description="The keys of the quotes that show it.")
    note: str | None = Field(description="A remark on the claim.")
    run: int | None = Field(description="The number of the load run that wrote it.")


class Link(Part):
    """A relationship between two nodes, with every claim that asserts it."""

    start: Node = Field(description="Where the relationship starts.")
    relationship: str = Field(description="The type of the relationship.")
    end: Node = Field(description="Where it ends.")
    strength: int | None = Field(
        description="The strength that counts: of the claims that give one, that of the highest-ranked dataset, "
        "then of the newest run. Null: not recorded, or a relationship that has none."
    )
    evidence: list[Evidence] = Field(description="Who claims it, the highest-ranked dataset first.")


class Neighbour(Part):
    """A node, with the claims that lead to it."""

    node: Node = Field(description="The node.")
    evidence: list[Evidence] = Field(description="Who claims that it belongs here.")


class Count(Part):
    """How many claims come from one source or dataset."""

    key: str = Field(description="The key of the source or dataset.")
    claims: int = Field(description="How many different claims of it the answer uses.")


class RestsOn(Part):
    """What an answer rests on; a claim that several rows use counts once."""

    claims: int = Field(description="How many different claims the answer uses.")
    stated: int = Field(description="How many of them a source states.")
    inferred: int = Field(description="How many of them are inferred.")
    measured: int = Field(description="How many of them are measured.")
    sources: list[Count] = Field(description="The sources, the one used most first.")
    datasets: list[Count] = Field(description="The datasets, the one used most first.")


def parts_of(value: object) -> Iterator[Part]:
    """All parts in rows, at any depth."""
    if isinstance(value, Part):
        yield value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in cast("Iterable[object]", value):
            yield from parts_of(item)


def rests_on(rows: Iterable[Row]) -> RestsOn:
    """Count the claims in rows."""
    found = (part for part in parts_of(tuple(rows)) if isinstance(part, Evidence))
    claims = {(e.claim, e.start, e.end, e.source, e.dataset, e.basis, e.locator, e.note): e for e in found}.values()
    bases = Counter(claim.basis for claim in claims)
    return RestsOn(
        claims=len(claims),
        stated=bases[Basis.STATED],
        inferred=bases[Basis.INFERRED],
        measured=bases[Basis.MEASURED],
        sources=_counted(claim.source for claim in claims),
        datasets=_counted(claim.dataset for claim in claims),
    )


def _counted(keys: Iterable[str | None]) -> list[Count]:
    counts = Counter(key for key in keys if key)
    return [Count(key=key, claims=count) for key, count in sorted(counts.items(), key=lambda kc: (-kc[1], kc[0]))]
