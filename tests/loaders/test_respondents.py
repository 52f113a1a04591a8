"""Who answered is known by a keyed hash only, and the key stays the same as long as the knowledge base does."""

import pickle
import re
import stat
from pathlib import Path

import pytest

from graph_schema.errors import RefusedError, UsageError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders import forms
from loaders.pipeline import load
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes
from tests.loaders.answers import FORM, HEAD

SECRET = "a key that is long enough"


def respondents(given: str = SECRET) -> Respondents:
    return Respondents(HashKey(given))


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(forms, "FORMS", (*forms.FORMS, FORM))
    path = tmp_path / "answers.csv"
    path.write_text(f"{HEAD}\nanna@example.org,4,Fine,Home page\n7,1,,Home page\n", "utf-8")
    return path


def test_a_pseudonym_depends_on_the_id_and_the_key_only():
    one = respondents().pseudonym("R_1x")
    assert re.fullmatch("[0-9a-f]{32}", one)
    assert one == respondents().pseudonym(" R_1x ")
    others = {respondents().pseudonym("R_1X"), respondents("another key, long enough").pseudonym("R_1x")}
    assert len({one, *others}) == 3
    assert respondents().pseudonym("Anna@Example.org") == respondents().pseudonym("anna@example.org")
    assert respondents().pseudonym("1", "spring") != respondents().pseudonym("1", "autumn")


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    file = tmp_path / "home" / "respondents.key"
    made = Respondents(HashKey(file=file))
    assert not file.exists()
    one = made.pseudonym("R_1x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert Respondents(HashKey(file=file)).pseudonym("R_1x") == one
    assert Respondents(HashKey(SECRET, file)).pseudonym("R_1x") == respondents().pseudonym("R_1x")


def test_a_key_that_is_no_secret_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="JOURNEYGRAPH_HASH_KEY has 5 characters"):
        HashKey("short")
    with pytest.raises(UsageError, match="no key to hash respondents with"):
        Respondents(HashKey()).pseudonym("1")
    damaged = tmp_path / "respondents.key"
    damaged.touch()
    with pytest.raises(RefusedError, match="is damaged"):
        Respondents(HashKey(file=damaged)).pseudonym("1")


def test_it_can_be_handed_to_another_process():
    assert pickle.loads(pickle.dumps(respondents())).pseudonym("1") == respondents().pseudonym("1")


def test_another_key_is_refused_and_the_first_one_is_kept(database: Database, answers: Path, tmp_path: Path):
    load([answers], database, REGISTRY, wishes=Wishes(respondents=respondents()))
    kept = database.read("MATCH (k:KnowledgeBase) RETURN k.hash_key AS key")[0]["key"]
    assert re.fullmatch("[0-9a-f]{16}", kept)
    found = database.read("MATCH (r:Response) RETURN collect(r.respondent) AS who")[0]["who"]
    assert set(found) == {respondents().pseudonym("anna@example.org"), respondents().pseudonym("7")}
    assert list(check(database, REGISTRY)) == []
    with pytest.raises(RefusedError, match="the one in JOURNEYGRAPH_HASH_KEY is another"):
        load([answers], database, REGISTRY, wishes=Wishes(respondents=respondents("another key, long enough")))
    fresh = tmp_path / "elsewhere" / "respondents.key"
    with pytest.raises(RefusedError, match="the key is missing from"):
        load([answers], database, REGISTRY, wishes=Wishes(respondents=Respondents(HashKey(file=fresh))))
    assert not fresh.exists()
    assert load([answers], database, REGISTRY, wishes=Wishes(respondents=respondents())).run is None


def test_a_load_without_respondents_asks_for_no_key(database: Database, tmp_path: Path):
    path = tmp_path / "a"
    path.mkdir()
    (path / "dataset.yaml").write_text("dataset: a\nsource: s\n")
    (path / "a.yaml").write_text("sources: [{key: s, name: S}]\n")
    file = tmp_path / "respondents.key"
    load([path], database, REGISTRY, wishes=Wishes(respondents=Respondents(HashKey(file=file))))
    assert not file.exists()
    assert database.read("MATCH (k:KnowledgeBase) RETURN k.hash_key AS key") == [{"key": None}]
