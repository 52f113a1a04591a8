"""Presets know their tables by their heads; adding one is a YAML file."""

from pathlib import Path

from loaders.discovery import discover
from loaders.forms import recognise
from loaders.mapping.presets import FOLDER, presets, recognises_by
from loaders.pipeline import DEFAULTS
from loaders.sample import Sample
from tests.loaders.mapped import WISHES, mapping, plain
from tests.loaders.sheets import text_file, xlsx
from tests.loaders.writing import staged_problems

STEPS = """\
journey,Persona,STAGE,Step,Touchpoint,Channel,Emotion,Pain point,Quote
I buy a bike,Ada,Look,Read reviews,Review page,Web,curious,,
I buy a bike,Ada,Look,Visit the shop,Shop,In person,happy,Nobody has time; No parking,"I left"
I buy a bike,Ada,Buy,Pay,Till,In person,,,
"""
INVENTORY = [["Touchpoint", "Phase", "Owner"], ["Shop", "Purchase", "Retail"], ["Till", "Purchase", "Retail"]]


def test_presets_are_sound_and_have_names_of_their_own() -> None:
    named = [file.mapping.mapping for file in presets()]
    assert len(named) == len(set(named)) == len(list(FOLDER.glob("*.yaml"))) >= 2
    assert all(file.mapping.recognise and file.mapping.about for file in presets())


def test_a_journey_as_a_table_becomes_a_journey(tmp_path: Path) -> None:
    path = text_file(tmp_path, STEPS, "bike.csv")
    found = recognise(Sample(path, path.name))
    assert found
    assert (found.form.name, found.why) == ("journey-steps", "it has the columns Journey, Stage, Step")
    reading = found.form.read(found.sample, WISHES)
    made = [(entry.collection, plain(entry.fields)) for entry in reading.entries]
    assert [fields for name, fields in made if name == "stages"] == [
        {"key": "i-buy-a-bike/look", "name": "Look", "order": "1"},
        {"key": "i-buy-a-bike/buy", "name": "Buy", "order": "2"},
    ]
    assert [fields["order"] for name, fields in made if name == "steps"] == ["1", "2", "1"]
    assert [fields["name"] for name, fields in made if name == "pain_points"] == ["Nobody has time", "No parking"]
    assert staged_problems(path) == []


def test_a_sheet_is_known_by_its_head(tmp_path: Path) -> None:
    path = xlsx(tmp_path, INVENTORY, Notes=[["Whatever"], ["somebody wrote"]])
    found = discover([path], DEFAULTS).items
    assert [item.form.name for item in found] == ["touchpoint-inventory"]
    assert staged_problems(path) == []


def test_patterns_and_cells_tell_tables_apart(tmp_path: Path) -> None:
    text = """
        mapping: m
        recognise: {columns: ["Q*_GROUP", Id], cells: {2: '{"Import*'}}
        records: {touchpoints: {key: "{Id}", name: x}}
        """
    [file] = presets(mapping(tmp_path, text).parent)
    sound = 'Id,Q1_GROUP\n"{""ImportId"":1}",x\n'
    tables = {
        sound: True,
        sound.replace("Q1_GROUP", "Q1"): False,
        sound.replace("ImportId", "Id"): False,
        "Id,Q1_GROUP\n": False,
        "": False,
    }
    for number, (table, expected) in enumerate(tables.items()):
        path = text_file(tmp_path, table, f"t{number}.csv")
        assert bool(recognises_by(file, Sample(path, path.name))) is expected, table


def test_the_preset_that_asks_for_more_comes_first(tmp_path: Path) -> None:
    for name, columns in {"a": "[A]", "b": "[A, B, C]", "c": "[A, B]"}.items():
        text = f"mapping: {name}\nrecognise: {{columns: {columns}}}\nrecords: {{touchpoints: {{key: x, name: x}}}}\n"
        mapping(tmp_path, text, f"{name}.yaml")
    assert [file.mapping.mapping for file in presets(tmp_path)] == ["b", "c", "a"]
