"""Small changes by a person: each is a run that changes what a dataset of theirs says, and nothing else.

So history, undo and disagreement work as for files. Only the claims concerned are read, however much the person has
said before.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from graph_schema.errors import ConflictError, NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref
from graph_schema.kinds.evidence import Source
from graph_schema.kinds.records import Dataset
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, properties
from graph_schema.problems import Place
from graph_schema.registry import Registry
from graph_schema.stored import GAVE
from graph_store.codec import Properties, digest, encode
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.planning import complete_staged, data_version
from graph_store.reading import GraphReader, identity_text, link_identity
from graph_store.resolve import resolve
from graph_store.staging import Staging
from graph_store.writing import Applied, apply_plan

Values = Mapping[str, Any]
"""Properties by name; None takes a value back."""
TRIES = 5
"""How often an edit is planned again where somebody else has written meanwhile."""
_HERE = Place("this edit")

T = TypeVar("T")


@dataclass(frozen=True)
class Author:
    """Who edits: the key of their dataset, and of the source that stands for them, and what people call them."""

    key: str
    name: str


class Edits:
    """What one person can change in a knowledge base."""

    def __init__(self, author: Author, database: Database, registry: Registry) -> None:
        self._author = author
        self.dataset = author.key
        self._database = database
        self._registry = registry

    def describe(self, ref: Ref, values: Values, claim: Values) -> Applied:
        """Give a node other values; what others give is kept, and shows again where the person takes theirs back.

        Raises NotFoundError where there is no such node, UsageError where a value can't be taken.
        """
        kind = self._registry.kind(ref.kind)
        if issubclass(kind, Fact):
            raise UsageError(f"A {ref.kind} is a claim as a whole.", "Record one of your own.")

        def edit(edit: _Edit) -> None:
            edit.describe(kind, ref.key, values, claim)

        return self._run(f"edit {ref}", edit)

    def relate(self, relationship: type[Assertion], start: Ref, end: Ref, values: Values, claim: Values) -> Applied:
        """Claim that two nodes are related, or say it in other words.

        Raises NotFoundError where one of them is not there, UsageError where a value can't be taken, RefusedError
        where the person has named another end and there can be one only.
        """

        def edit(edit: _Edit) -> None:
            edit.relate(relationship, start, end, values, claim)

        return self._run(f"add {start} {relationship.forward} {end}", edit)

    def withdraw(self, relationship: type[Assertion], start: Ref, end: Ref, identity: Values) -> Applied:
        """Take back what the person claimed; `identity` has what else tells the claim apart, such as its source.

        Raises NotFoundError where the person claims no such thing.
        """

        def edit(edit: _Edit) -> None:
            edit.withdraw(relationship, start, end, identity)

        return self._run(f"remove {start} {relationship.forward} {end}", edit)

    def record(
        self, kind: type[Fact], values: Values, parties: Mapping[type[Party], Ref], claim: Values
    ) -> tuple[Ref, Applied]:
        """Record a fact, or other values of the same one; returns what refers to it.

        Raises NotFoundError where a party is not there, UsageError where a value can't be taken.
        """
        made: list[Ref] = []

        def edit(edit: _Edit) -> None:
            made.append(edit.record(kind, values, parties, claim))

        applied = self._run(f"record {kind.token()}", edit)
        return made[-1], applied

    def _run(self, command: str, edit: "Callable[[_Edit], None]") -> Applied:
        self._again(self._begin)
        return self._again(lambda: self._apply(command, edit))

    def _begin(self) -> None:
        """The person's dataset, in a run of its own, so that each edit can be undone for itself."""
        with self._database.session(read=True) as session:
            known = GraphReader(session, self._registry).existing("dataset", [self._author.key])
        if not known:
            self._apply(f"begin {self._author.key}", lambda edit: edit.introduce(self._author))

    def _apply(self, command: str, change: "Callable[[_Edit], None]") -> Applied:
        with self._open() as edit:
            change(edit)
            return apply_plan(edit.plan(), self._database, command, by=self._author.name)

    @contextmanager
    def _open(self) -> "Generator[_Edit]":
        with self._database.session(read=True) as session:
            reader = GraphReader(session, self._registry)
            with Staging(self._registry, reader.aliases()) as staging:
                yield _Edit(self._author.key, staging, reader)

    def _again(self, work: Callable[[], T]) -> T:
        for _ in range(TRIES - 1):
            try:
                return work()
            except ConflictError:
                continue
        return work()


class _Edit:
    """The claims that one edit is about: as they are, and as they shall be."""

    def __init__(self, dataset: str, staging: Staging, reader: GraphReader) -> None:
        self._dataset = dataset
        self._staging = staging
        self._reader = reader
        self._version = data_version(reader)
        self._had_nodes: list[tuple[str, ...]] = []
        self._had_links: list[tuple[str, ...]] = []
        self._record: Properties = reader.node("dataset", dataset) or {}

    def introduce(self, author: Author) -> None:
        """The person's dataset, and the source that they are."""
        name = f"What {author.name} changed by hand"
        self._record = properties(Dataset(key=author.key, name=name))
        source = Source(key=author.key, name=author.name, method="Changed by hand.")
        self._staging.add_node(self._dataset, source, Claim(source=author.key), _HERE)

    def describe(self, kind: type[Kind], key: str, values: Values, claim: Values) -> None:
        """What the person will say of a node."""
        key = self._staging.current(Ref(kind.token(), key)).key
        found = self._reader.nodes(kind, [key]).get(key)
        if found is None:
            raise NotFoundError(f"There is no {kind.token()} {key!r}.", "Look for its key.")
        said = dict(found[1])
        mine = said.pop(self._dataset, None)
        others = resolve(key, said.values()) if said else {}
        given: dict[str, Any] = {}
        if mine is not None:
            self._had_nodes.append((self._dataset, kind.token(), key, digest(encode(mine.said))))
            given = {n.removeprefix(GAVE): value for n, value in mine.said.items() if n.startswith(GAVE)}
        given = _some({**given, **values})
        for name, info in kind.model_fields.items():
            # A default would else be given against what others say.
            if name not in given and name in others and info.get_default(call_default_factory=True) not in (None, []):
                given[name] = others[name]
        node = _model(kind, {"key": key, **given})
        if not said or any(others.get(name) != value for name, value in properties(node).items()):
            self._staging.add_node(self._dataset, node, self._claim(claim), _HERE)

    def relate(self, relationship: type[Assertion], start: Ref, end: Ref, values: Values, claim: Values) -> None:
        """What the person will say of a relationship."""
        start, end = self._staging.current(start), self._staging.current(end)
        said = {**self._claim(claim).model_dump(), **_some(values)}
        link = _model(relationship, {**said, "from_ref": start, "to_ref": end})
        if relationship.single:
            others = {to for to in self._reader.ends(relationship, self._dataset, start, link.source) if to != str(end)}
            if others:
                observed = f"{start} {relationship.forward} {', '.join(sorted(others))} already, as {link.source} says."
                raise RefusedError(observed, "One source names one; remove that first.")
        self._had(relationship, start, end, identity_text(relationship, properties(link)))
        self._staging.add_link(self._dataset, link, _HERE)

    def withdraw(self, relationship: type[Assertion], start: Ref, end: Ref, identity: Values) -> None:
        """The person will no longer say it."""
        start, end = self._staging.current(start), self._staging.current(end)
        known = {"source": self._dataset, **_some(identity)}
        if not self._had(relationship, start, end, identity_text(relationship, known)):
            raise NotFoundError(
                f"{self._dataset!r} doesn't say that {start} {relationship.forward} {end}, with this source.",
                "What comes from a file goes with the file, or with its dataset.",
            )

    def record(self, kind: type[Fact], values: Values, parties: Mapping[type[Party], Ref], claim: Values) -> Ref:
        """What the person will say as a fact."""
        said = self._claim(claim)
        fact = _model(kind, {**said.model_dump(), **_some(values), "key": "unknown"})
        made = [party(from_ref=fact.ref, to_ref=self._staging.current(to)) for party, to in parties.items()]
        ref = self._staging.add_node(self._dataset, fact, said, _HERE, made)
        found = self._reader.nodes(kind, [ref.key]).get(ref.key)
        if found is not None and self._dataset in found[1]:
            self._had_nodes.append((self._dataset, *ref, digest(encode(found[1][self._dataset].said))))
        return ref

    def _claim(self, given: Values) -> Claim:
        """Who says it: the person, where nobody else is named."""
        return _model(Claim, {"source": self._dataset, **_some(given)})

    def _had(self, relationship: type[Assertion], start: Ref, end: Ref, identity: str) -> bool:
        """Note that the person says it already, if so."""
        row = link_identity(str(start), str(end), self._dataset, identity)
        found = self._reader.links(relationship, [row])
        for _, said, _run in found:
            ends = (self._dataset, relationship.rel_type, str(start), str(end), identity)
            self._had_links.append((*ends, digest(encode(said))))
        return bool(found)

    def plan(self) -> Plan:
        """The plan, of which nothing but these claims is a part. Raises NotFoundError for what is not there."""
        plan = Plan(self._staging, self._version)
        plan.datasets = [self._dataset]
        plan.db.executemany("INSERT INTO had_node VALUES (?, ?, ?, ?)", self._had_nodes)
        plan.db.executemany("INSERT INTO had_link VALUES (?, ?, ?, ?, ?, ?)", self._had_links)
        # What is in the file that it came from, if any, is no longer all that the dataset says.
        after = {name: value for name, value in self._record.items() if name != "content"}
        before = self._reader.node("dataset", self._dataset)
        plan.record("dataset", self._dataset, encode(before) if before else None, encode(after))
        complete_staged(plan, self._reader)
        if plan.problems:
            raise NotFoundError(" ".join(problem.found for problem in plan.problems), "Name what is there.")
        return plan


def _some(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


M = TypeVar("M", bound=BaseModel)


def _model(model: type[M], values: Values) -> M:
    try:
        return model(**values)
    except ValidationError as error:
        wrong = "; ".join(f"`{'.'.join(map(str, e['loc'])) or model.__name__}`: {e['msg']}" for e in error.errors())
        raise UsageError(f"{wrong}.", "Correct it.") from error
