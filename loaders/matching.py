"""Which known node a name in a file means: by its key, by an alias, by a name that it has; what is softer is proposed.

Nothing soft is applied by itself. What somebody decided about it is read from a list, and kept with the dataset.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from graph_schema.keys import Ref, slug
from graph_schema.kinds.records import Dataset
from graph_schema.model import Fact, Kind
from graph_schema.registry import Registry
from graph_schema.stored import GAVE
from graph_store.database import Database
from graph_store.likeness import Proposal
from graph_store.reading import BATCH, GraphReader, batches, read_aliases, read_matches
from graph_store.staging import Staging
from loaders.decisions import Decision, read_decisions

BY_NAME, BY_ALIAS, BY_DECISION = "name", "alias", "decision"


class Match(NamedTuple):
    """A name in a dataset, the reference made of it, and what it is taken for: by an alias, a name, or a decision."""

    dataset: str
    name: str
    ref: str
    means: str
    by: str


@dataclass
class Matching:
    """What is known about the names in a load: decisions `kept` with datasets, and those `accepted` for all of it."""

    kept: dict[str, list[Decision]] = field(default_factory=dict[str, list[Decision]])
    accepted: Sequence[Decision] = ()
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    learned: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """By dataset, what references made of names were found to mean."""
    meant: dict[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """By dataset, all that its references stand for: put together once, for it is asked for each row."""

    @classmethod
    def of(cls, accepted: Path | None, database: Database, registry: Registry) -> "Matching":
        """What datasets keep, and what a list says. Raises ProblemsError where that is wrong."""
        decided = read_decisions(accepted, registry) if accepted else []
        kept = {dataset: [*map(Decision.parse, texts)] for dataset, texts in read_matches(database).items()}
        return cls(kept, decided, read_aliases(database, registry))

    def begin(self, dataset: Dataset) -> Mapping[str, str]:
        """What references in a dataset stand for: as decided, by it or about it, and as found out."""
        declared = [Decision.parse(text) for text in dataset.matches]
        self.kept[dataset.key] = [*self.kept.get(dataset.key, ()), *declared]
        self.meant.pop(dataset.key, None)
        return self._means(dataset.key)

    def current(self, ref: str, dataset: str) -> str:
        """What a reference in a dataset stands for."""
        meant = self._means(dataset).get(ref, ref)
        return self.aliases.get(meant, meant)

    def learn(self, matches: Iterable[Match]) -> bool:
        """Take over what names were found to mean; whether that is more than before."""
        new = [match for match in matches if match.by == BY_NAME]
        for match in new:
            self.learned.setdefault(match.dataset, {})[match.ref] = match.means
            self.meant.pop(match.dataset, None)
        return bool(new)

    def _means(self, dataset: str) -> Mapping[str, str]:
        if dataset not in self.meant:
            decided = {decision.ref: decision.other for decision in self.decisions(dataset) if decision.same}
            self.meant[dataset] = self.learned.get(dataset, {}) | decided
        return self.meant[dataset]

    def decisions(self, dataset: str) -> list[Decision]:
        """What goes for one dataset, the newest decision on each pair."""
        apart = {(decision.ref, decision.other): decision for decision in self.kept.get(dataset, ())}
        apart |= {(decision.ref, decision.other): decision for decision in self.accepted}
        return list(apart.values())

    def refused(self, dataset: str) -> set[tuple[str, str]]:
        """The pairs of which somebody said that they are two."""
        return {(decision.ref, decision.other) for decision in self.decisions(dataset) if not decision.same}

    def apart(self, proposal: Proposal) -> bool:
        """Whether somebody said that these are two."""
        pair = (f"{proposal.kind}:{proposal.key}", f"{proposal.kind}:{proposal.like}", False)
        return pair in self.accepted or any(pair in kept for kept in self.kept.values())

    def keep(self, staging: Staging) -> list[Decision]:
        """Note with each staged dataset what was decided, as far as it is about that dataset.

        Returns the decisions that are about none.
        """
        unused = set(self.accepted)
        for dataset in staging.datasets:
            kept = set(self.kept.get(dataset, ()))
            about = [d for d in self.decisions(dataset) if d in kept or _is_about(staging, dataset, d)]
            unused -= set(about)
            if about:
                staging.decide(dataset, [str(decision) for decision in sorted(about)])
        return sorted(unused)


def _is_about(staging: Staging, dataset: str, decision: Decision) -> bool:
    if decision.same:
        return (dataset, decision.ref) in staging.used
    query = "SELECT 1 FROM node WHERE dataset = ? AND kind = ? AND key = ?"
    return staging.db.execute(query, (dataset, *Ref.parse(decision.ref))).fetchone() is not None


def find(staging: Staging, matching: Matching, database: Database) -> list[Match]:
    """What the names in a load are taken for, where that is not the key that is made of them.

    A key that is known, here or in the knowledge base, is taken as it is; then an alias; then the one node that any
    dataset calls so, capitals, spaces and signs apart: the dataset's own node, where there are several.
    """
    found: list[Match] = []
    with database.session(read=True) as session:
        reader = GraphReader(session, staging.registry)
        for kind in staging.registry.written_kinds:
            if kind.display == "name" and not issubclass(kind, Fact):
                found += _matches(staging, matching, reader, kind)
    return found


def _matches(staging: Staging, matching: Matching, reader: GraphReader, kind: type[Kind]) -> Iterator[Match]:
    sought: dict[str, list[tuple[str, str]]] = {}
    query = "SELECT key, dataset, name FROM named WHERE kind = ? ORDER BY key, dataset"
    for key, dataset, name in staging.db.execute(query, (kind.token(),)):
        ref = f"{kind.token()}:{key}"
        if (dataset, ref) in staging.used:
            yield Match(dataset, name, ref, staging.matches[dataset][ref], BY_DECISION)
        elif ref in staging.aliases:
            yield Match(dataset, name, ref, staging.aliases[ref], BY_ALIAS)
        else:
            sought.setdefault(key, []).append((dataset, name))
    known = sought.keys() & {key for key, _, _ in _declared(staging, kind)}
    for batch in batches(list(sought), BATCH):
        known |= reader.existing(kind.token(), batch)
    for key in known:
        del sought[key]
    candidates = _candidates(staging, reader, kind, sought) if sought else {}
    for key, named in sought.items():
        for dataset, name in named:
            others = candidates.get(key, {})
            refused = {other.partition(":")[2] for ref, other in matching.refused(dataset) if ref.endswith(f":{key}")}
            fitting = [other for other in others if other not in refused]
            own = [other for other in fitting if dataset in others[other]]
            if len(own or fitting) == 1:
                means = f"{kind.token()}:{(own or fitting)[0]}"
                yield Match(dataset, name, f"{kind.token()}:{key}", means, BY_NAME)


def _candidates(
    staging: Staging, reader: GraphReader, kind: type[Kind], sought: Collection[str]
) -> dict[str, dict[str, set[str]]]:
    """By the slug of a name, the keys of the nodes that are called so, each with the datasets that call it so."""
    found: dict[str, dict[str, set[str]]] = {}
    for key, dataset, name in chain(reader.names(kind), _declared(staging, kind)):
        if (plain := slug(name)) in sought:
            found.setdefault(plain, {}).setdefault(key, set()).add(dataset)
    return found


def _declared(staging: Staging, kind: type[Kind]) -> Iterator[tuple[str, str, str]]:
    """The nodes of a load whose keys were given, not made of names: key, dataset, and the name it gives."""
    query = """SELECT key, dataset, data ->> ? FROM node n WHERE kind = ? AND NOT EXISTS (
                 SELECT 1 FROM named WHERE dataset = n.dataset AND kind = n.kind AND key = n.key)"""
    for key, dataset, name in staging.db.execute(query, (f"$.{GAVE}name", kind.token())):
        yield key, dataset, name or ""
