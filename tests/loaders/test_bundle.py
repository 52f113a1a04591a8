"""What a bundle says, and what of it the graph then holds."""

from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.pipeline import load
from tests.conftest import EXAMPLES, wipe
from tests.loaders.writing import bundle, graph, keys, links, refusal

JOURNEY = """
personas:
  - {key: ada, name: Ada, goals: [eat, rest]}
journeys:
  - {key: lunch, name: I have lunch, for: persona:ada}
stages:
  - {key: lunch/order, name: Order, order: 1}
steps:
  - {key: lunch/order/queue, name: Queue, order: 1, via: counter, basis: inferred}
channels:
  - {key: counter, name: The counter}
"""


def as_it_is(database: Database, path: Path) -> dict[str, object]:
    wipe(database)
    load([path], database, REGISTRY)
    return graph(database)


def test_yaml_and_csv_give_the_same_graph(database: Database, tmp_path: Path) -> None:
    from_yaml = as_it_is(database, bundle(tmp_path / "yaml", {"all.yaml": JOURNEY}))
    tables = {
        "personas.csv": "key,name,goals\nada,Ada,eat; rest\n",
        "journeys.csv": "key,name,for\nlunch,I have lunch,persona:ada\n",
        "stages.csv": "key,name,order\nlunch/order,Order,1\n",
        "steps.csv": "\ufeffkey,name,order,via,basis\r\nlunch/order/queue,Queue,1,counter,inferred\r\n",
        "channels.csv": 'key,name\ncounter,"The counter"\n',
    }
    from_csv = as_it_is(database, bundle(tmp_path / "csv", tables))
    assert len(from_yaml) == 7
    assert from_csv == from_yaml


def test_contained_things_stand_inside_their_container_or_in_a_collection_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    flat = """
        journeys:
          - {key: lunch, name: I have lunch}
        stages:
          - {key: lunch/order, name: Order}
        steps:
          - {key: lunch/order/queue, name: Queue}
        micro_moments:
          - {key: lunch/order/queue/first, name: First in line}
        """
    nested = """
        journeys:
          - key: lunch
            name: I have lunch
            stages:
              - key: order
                name: Order
                steps:
                  - key: queue
                    name: Queue
                    micro_moments: [{key: first, name: First in line}]
        """
    first = as_it_is(database, bundle(tmp_path / "flat", {"all.yaml": flat}))
    second = as_it_is(database, bundle(tmp_path / "nested", {"all.yaml": nested}))
    assert links(database, "HAS_MOMENT") == [
        ("step:lunch/order/queue", "micro_moment:lunch/order/queue/first"),
    ]
    assert first == second


@pytest.mark.parametrize(
    "written", ["counter", "channel:counter", "{to: counter}", "[counter]", "[{to: channel:counter}]", '"counter;"']
)
def test_a_link_is_written_as_a_key_a_reference_a_mapping_or_a_list(
    database: Database, tmp_path: Path, written: str
) -> None:
    text = JOURNEY.replace("via: counter", f"via: {written}")
    load([bundle(tmp_path / "b", {"all.yaml": text})], database, REGISTRY)
    assert links(database, "VIA") == [("step:lunch/order/queue", "channel:counter")]


def test_a_relationship_can_be_a_collection_of_its_own(database: Database, tmp_path: Path) -> None:
    inside = as_it_is(database, bundle(tmp_path / "inside", {"all.yaml": JOURNEY.replace(", basis: inferred", "")}))
    apart = JOURNEY.replace(", via: counter, basis: inferred", "")
    tables = {"all.yaml": apart, "via.csv": "from,to\nlunch/order/queue,counter\n"}
    assert as_it_is(database, bundle(tmp_path / "apart", tables)) == inside


def test_the_nearest_default_holds(database: Database, tmp_path: Path) -> None:
    manifest = """
        dataset: cafe
        source: diary
        basis: measured
        files:
          for.csv: {source: guests}
        """
    files = {
        "sources.yaml": "sources:\n" + "".join(f"  - {{key: {key}, name: x}}\n" for key in ("diary", "chef", "guests")),
        "people.yaml": """
            source: chef
            basis: inferred
            segments:
              - {key: of-file, name: x}
              - {key: of-record, name: x, source: guests, basis: stated}
            personas:
              - key: ada
                name: Ada
                source: guests
                represents: [of-file, {to: of-record, source: diary, basis: stated}]
            """,
        "journeys.yaml": "journeys:\n  - {key: lunch, name: Lunch}\n",
        "for.csv": "from,to,basis\njourney:lunch,persona:ada,\njourney:lunch,segment:of-file,stated\n",
    }
    load([bundle(tmp_path / "b", files, manifest)], database, REGISTRY)
    rows = database.read(
        "MATCH ()-[r]->() WHERE r.source IS NOT NULL RETURN r.`to` AS e, type(r) AS t, r.source AS s, r.basis AS b"
    )
    claims = {(row["t"], row["e"]): (row["s"], row["b"]) for row in rows}
    assert claims[("DESCRIBES", "journey:lunch")] == ("diary", "measured")  # the manifest's
    assert claims[("DESCRIBES", "segment:of-file")] == ("chef", "inferred")  # the file's
    assert claims[("DESCRIBES", "segment:of-record")] == ("guests", "stated")  # the record's
    assert claims[("REPRESENTS", "segment:of-file")] == ("guests", "inferred")  # the record's, and the file's
    assert claims[("REPRESENTS", "segment:of-record")] == ("diary", "stated")  # the link's
    assert claims[("FOR", "persona:ada")] == ("guests", "measured")  # the manifest's for this file
    assert claims[("FOR", "segment:of-file")] == ("guests", "stated")  # the row's


def test_loading_twice_changes_nothing(database: Database) -> None:
    load([EXAMPLES], database, REGISTRY)
    before = database.read("MATCH (n) RETURN count(n) AS n, sum(COUNT { (n)-->() }) AS r")
    once = graph(database)
    again = load([EXAMPLES], database, REGISTRY)
    assert again.run is None
    assert again.counts | {"unchanged": 0} == {"added": 0, "changed": 0, "removed": 0, "unchanged": 0}
    assert graph(database) == once
    assert database.read("MATCH (n) RETURN count(n) AS n, sum(COUNT { (n)-->() }) AS r") == before


def test_the_examples_fit_the_schema_and_use_all_of_it(database: Database) -> None:
    load([EXAMPLES], database, REGISTRY)
    assert list(check(database, REGISTRY)) == []
    labels = {row["l"] for row in database.read("MATCH (n) RETURN DISTINCT labels(n)[0] AS l")}
    assert {kind.label() for kind in REGISTRY.written_kinds} <= labels
    types = {row["t"] for row in database.read("MATCH ()-[r]->() RETURN DISTINCT type(r) AS t")}
    assert types == set(REGISTRY.rel_types)


def test_a_row_less_is_removed_and_nothing_else(database: Database, tmp_path: Path) -> None:
    whole = "key,name\nweb,Web\nshop,Shop\nphone,Phone\n"
    path = bundle(tmp_path / "b", {"channels.csv": whole})
    load([path], database, REGISTRY)
    before = graph(database)
    (path / "channels.csv").write_text(whole.replace("shop,Shop\n", ""), encoding="utf-8")
    counts = load([path], database, REGISTRY).counts
    assert (counts["added"], counts["changed"], counts["removed"]) == (0, 0, 1)
    after = graph(database)
    assert before.keys() - after.keys() == {"Channel:shop"}
    assert after["Channel:web"] == before["Channel:web"]


def test_a_corrected_value_replaces_the_old_one(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {"channels.csv": "key,name,description\nweb,Wbe,Old\n"})
    load([path], database, REGISTRY)
    (path / "channels.csv").write_text("key,name\nweb,Web\n", encoding="utf-8")
    assert load([path], database, REGISTRY).counts["changed"] == 1
    assert graph(database)["Channel:web"][0] == {"key": "web", "name": "Web"}


def test_a_moved_folder_is_the_same_dataset(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {"all.yaml": JOURNEY})
    load([path], database, REGISTRY)
    assert load([path.rename(tmp_path / "renamed")], database, REGISTRY).run is None


def test_a_dataset_links_to_what_another_one_describes(database: Database, tmp_path: Path) -> None:
    load([bundle(tmp_path / "one", {"all.yaml": JOURNEY})], database, REGISTRY)
    more = {
        "sources.yaml": "sources:\n  - {key: survey, name: A survey}\n",
        "pains.yaml": "pain_points:\n  - {key: wait, name: The wait, occurs_at: step:lunch/order/queue, hurts: ada}\n",
    }
    other = bundle(tmp_path / "two", more, "dataset: pains\nsource: survey\n")
    load([other], database, REGISTRY)
    assert links(database, "OCCURS_AT") == [("pain_point:wait", "step:lunch/order/queue")]
    assert list(check(database, REGISTRY)) == []


def test_datasets_of_one_load_link_to_each_other_in_any_order(database: Database, tmp_path: Path) -> None:
    first = {"sources.yaml": "", "pains.yaml": "pain_points:\n  - {key: wait, name: The wait, hurts: ada}\n"}
    bundle(tmp_path / "all" / "a", first, "dataset: pains\nsource: diary\n")
    bundle(tmp_path / "all" / "b", {"all.yaml": JOURNEY})
    assert load([tmp_path / "all"], database, REGISTRY).datasets == ["cafe", "pains"]


def test_a_bundle_inside_a_bundle_is_a_dataset_of_its_own(database: Database, tmp_path: Path) -> None:
    outer = bundle(tmp_path / "b", {"channels.csv": "key,name\nweb,Web\n"})
    bundle(
        outer / "inner",
        {"sources.yaml": "", "channels.csv": "key,name\nshop,Shop\n"},
        "dataset: inner\nsource: diary\n",
    )
    load([outer], database, REGISTRY)
    assert links(database, "DESCRIBES") == [
        ("dataset:cafe", "channel:web"),
        ("dataset:cafe", "source:diary"),
        ("dataset:inner", "channel:shop"),
    ]


def test_a_refused_load_leaves_its_report_and_nothing_else(database: Database, tmp_path: Path) -> None:
    load([bundle(tmp_path / "good", {"all.yaml": JOURNEY})], database, REGISTRY)
    before = graph(database)
    bad = bundle(tmp_path / "bad", {"channels.csv": "key,nmae\nweb,Web\n"}, "dataset: other\nsource: diary\n")
    problems = refusal(database, bad)
    assert graph(database) == before
    run = database.read("MATCH (r:LoadRun {state: 'rejected'}) RETURN r.report AS report, r.command AS command")
    assert [row["command"] for row in run] == ["load bad"]
    assert all(str(problem.place) in run[0]["report"] for problem in problems)
    assert list(check(database, REGISTRY)) == []


def test_one_bad_dataset_stops_the_good_ones_of_the_same_load(database: Database, tmp_path: Path) -> None:
    bundle(tmp_path / "all" / "good", {"all.yaml": JOURNEY})
    bundle(tmp_path / "all" / "bad", {"channels.csv": "key\nweb\n"}, "dataset: other\nsource: diary\n")
    refusal(database, tmp_path / "all")
    assert graph(database) == {}


def test_a_dry_run_writes_nothing_and_says_what_it_would(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {"all.yaml": JOURNEY})
    loading = load([path], database, REGISTRY, dry_run=True)
    assert (loading.run, loading.counts["added"]) == (None, 8)
    assert {change["action"] for change in loading.changes} == {"added"}
    assert keys(database, "LoadRun") == []
    assert graph(database) == {}


def test_the_longest_keys_and_names_fit_the_indexes(database: Database, tmp_path: Path) -> None:
    long = "\U00010428"  # a letter of four bytes
    who, where = long * 400, f"j/s/{long * 396}"
    files = {
        "sources.yaml": f"sources:\n  - {{key: {who}, name: {long * 1000}}}\n",
        "all.yaml": f"""
            stakeholders:
              - key: {who}
                name: {long * 1000}
                performs: {{to: {where}, line: backstage, action: {long * 300}}}
            journeys:
              - {{key: j, name: J, stages: [{{key: s, name: S, steps: [{{key: {long * 396}, name: {long * 1000}}}]}}]}}
            """,
    }
    load([bundle(tmp_path / "b", files, f"dataset: {who}\nname: {long * 1000}\nsource: {who}\n")], database, REGISTRY)
    assert links(database, "PERFORMS") == [(f"stakeholder:{who}", f"step:{where}")]


def test_letters_of_any_script_make_keys(database: Database, tmp_path: Path) -> None:
    table = "key,name\n顧客,顧客\nпокупатель,Покупатель\nمشتری,مشتری\n"
    load([bundle(tmp_path / "b", {"personas.csv": table})], database, REGISTRY)
    assert set(keys(database, "Persona")) == {"顧客", "покупатель", "مشتری"}


def test_a_second_container_cannot_be_written(database: Database, tmp_path: Path) -> None:
    files = {"all.yaml": "journeys:\n  - {key: a, name: A, stages: [{key: b/c, name: C}]}\n"}
    [problem] = refusal(database, bundle(tmp_path / "b", files))
    assert str(problem) == "b/all.yaml:2 (key): 'a/b/c' has 3 parts. A stage's key has journey / stage."
