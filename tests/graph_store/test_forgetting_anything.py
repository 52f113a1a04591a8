"""Random loads, drops, undos and forgettings: of who is forgotten nothing is found again, whatever comes after.

JOURNEYGRAPH_EXAMPLES says how many sequences are tried.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import NotFoundError, RefusedError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.forgetting import forget
from graph_store.operations import drop, undo
from loaders import forms
from loaders.pipeline import load
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes
from tests.conftest import wipe
from tests.graph_store.test_forgetting import held
from tests.loaders.answers import FORM, HEAD

EXAMPLES = int(os.environ.get("JOURNEYGRAPH_EXAMPLES", "12"))
RESPONDENTS = Respondents(HashKey("a key that is long enough"))
WISHES = Wishes(respondents=RESPONDENTS)
PEOPLE = ("anna", "ben", "cy")
SHARED = "We all say this"
people = st.sampled_from(PEOPLE)
rows = st.lists(st.tuples(people, st.integers(0, 2)), max_size=4, unique=True)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.sampled_from(("a", "b")), rows),
        st.tuples(st.just("drop"), st.sampled_from(("a", "b"))),
        st.tuples(st.just("undo"), st.integers(1, 6)),
        st.tuples(st.just("forget"), people),
    ),
    min_size=3,
    max_size=8,
)


def words(who: str, number: int) -> str:
    return SHARED if number == 2 else f"What {who} had to say, {number}"


def file(folder: Path, name: str, said: list[tuple[str, int]]) -> Path:
    path = folder / f"{name}.csv"
    lines = (f"{who},5,{words(who, number)!r},Delivery" for who, number in said)
    path.write_text("\n".join((HEAD, *(line.replace("'", '"') for line in lines), "")), "utf-8")
    return path


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
@pytest.mark.timeout(3000)
def test_nothing_is_found_again_of_who_is_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch, done: list[tuple[object, ...]]
):
    monkeypatch.setattr(forms, "FORMS", (*forms.FORMS[:1], FORM))
    wipe(database)
    forgotten: set[str] = set()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for step in done:
            try:
                match step:
                    case "load", str(dataset), list(said):
                        load([file(folder, dataset, said or [("nobody", 0)])], database, REGISTRY, wishes=WISHES)
                    case "drop", str(dataset):
                        drop(dataset, database, REGISTRY)
                    case "undo", int(run):
                        undo(run, database, REGISTRY)
                    case "forget", str(who):
                        forget(RESPONDENTS.pseudonym(who), database, REGISTRY, told=who)
                        forgotten.add(who)
                    case _:
                        raise AssertionError(step)
            except (NotFoundError, RefusedError):
                continue
            everything = held(database)
            for who in forgotten:
                assert RESPONDENTS.pseudonym(who)[:16] not in everything
                assert f"What {who} had to say" not in everything
            assert list(check(database, REGISTRY)) == []
        everybody = [(who, number) for who in PEOPLE for number in (0, 2)]
        load([file(folder, "a", everybody)], database, REGISTRY, wishes=WISHES)
    kept = {words(who, number) for who, number in everybody if who not in forgotten}
    found = database.read("MATCH (:Dataset {key: 'a'})-[:DESCRIBES]->(q:Quote) RETURN q.text AS text")
    assert {row["text"] for row in found} == kept
