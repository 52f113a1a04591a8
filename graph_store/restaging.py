"""Stages once more what a dataset says, under other aliases or matches: keys of facts follow from their parties."""

from collections.abc import Iterable, Iterator, Mapping

from graph_schema.keys import Ref
from graph_schema.kinds.records import Dataset
from graph_schema.model import Assertion
from graph_schema.problems import Place
from graph_store.codec import Properties, decode
from graph_store.staging import Staging, read_place

Description = tuple[Ref, Properties, int | None, Place]
"""A node, what is said of it, the run that wrote it (None: the run to come), and where it stands."""
Related = tuple[type[Assertion], tuple[Ref, Ref], Properties, int | None, Place]
"""The same of a relationship, with its ends."""


def stage_again(
    staging: Staging, dataset: Dataset, descriptions: Iterable[Description], related: Iterable[Related]
) -> None:
    """All that a dataset says."""
    staging.add_dataset(dataset, Place(dataset.key))
    facts: dict[Ref, Ref] = {}
    for ref, said, run, place in descriptions:
        now = staging.put_node(dataset.key, ref, said, place, run)
        if now != ref:
            # A fact's key follows from its parties, and what starts at it moves along.
            facts[ref] = now
    for relationship, (start, end), said, run, place in related:
        staging.put_link(dataset.key, relationship, (facts.get(start, start), end), said, place, run)
    staging.finish_dataset(dataset.key)


def restage(staging: Staging, matches: Mapping[str, Mapping[str, str]]) -> Staging:
    """All that is staged, under other matches. The caller closes both."""
    again = Staging(staging.registry, staging.aliases, matches)
    again.problems += staging.problems
    again.used |= staging.used
    for key, data in staging.db.execute("SELECT key, data FROM dataset").fetchall():
        dataset = Dataset.model_validate(decode(data, Dataset))
        stage_again(again, dataset, _described(staging, key), _related(staging, key))
    return again


def _described(staging: Staging, dataset: str) -> Iterator[Description]:
    query = "SELECT kind, key, data, run, place FROM node WHERE dataset = ?"
    for kind, key, data, run, place in staging.db.execute(query, (dataset,)):
        yield Ref(kind, key), decode(data, staging.registry.kind(kind)), run, read_place(place)


def _related(staging: Staging, dataset: str) -> Iterator[Related]:
    query = "SELECT type, start, finish, data, run, place FROM link WHERE dataset = ?"
    for rel_type, start, finish, data, run, place in staging.db.execute(query, (dataset,)):
        model = staging.registry.rel_types[rel_type][0]
        if issubclass(model, Assertion):
            yield model, (Ref.parse(start), Ref.parse(finish)), decode(data, model), run, read_place(place)
