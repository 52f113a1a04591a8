"""`forget`, as somebody runs it who is asked to take a person out."""

import stat
from pathlib import Path

from tests.journeygraph.command import Command

NOT_FOUND, REFUSED = 3, 4
MAPPING = """
mapping: nps
survey:
  about: touchpoint:delivery
  respondent: Customer
  questions: [{column: Score, answer: nps}, {column: Why, answer: text}]
records:
  touchpoints: {key: delivery, name: Delivery}
"""


def survey(folder: Path, name: str, *rows: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join(("Customer,Score,Why", *rows, "")), "utf-8")
    (folder / f"{name}.mapping.yaml").write_text(MAPPING, "utf-8")
    return path


def test_a_person_is_found_by_id_or_hash_and_several_are_told_apart(emptied: Command, tmp_path: Path):
    command = emptied
    spring = survey(tmp_path, "spring", "7,2,The parcel came broken", "anna@example.org,9,Quick and friendly")
    autumn = survey(tmp_path, "autumn", "7,3,Nobody answered me", "8,9,")
    assert command("load", spring, autumn).code == 0
    assert stat.S_IMODE((command.home / "respondents.key").stat().st_mode) == 0o600
    uploaded = command.home / "uploads" / "files" / "one" / "spring.csv"
    uploaded.parent.mkdir(parents=True)
    uploaded.write_bytes(spring.read_bytes())

    several = command("forget", "7")
    assert (several.code, "'7' may be 2 people: autumn/7 (" in several.err) == (REFUSED, True)
    nobody = command("forget", "nobody@example.org")
    assert (nobody.code, "Nothing here came from this respondent." in nobody.err) == (NOT_FOUND, True)

    planned = command("forget", "spring/7", "--dry-run", "--json").json
    assert (planned["state"], planned["run"], planned["responses"], planned["quotes"]) == ("planned", None, 1, 1)
    assert uploaded.exists()
    done = command("forget", planned["respondent"], "--json").json
    assert (done["state"], done["run"], done["responses"], done["quotes"]) == ("applied", 2, 1, 1)
    assert not uploaded.exists()
    assert "was forgotten before" in command("forget", "spring/7").out

    told = command("forget", " Anna@Example.org")
    assert told.out.startswith("Run 3 forgot 1 response and 1 quote, with ")
    assert "What was worked out from all answers stays, as counts and means: " in told.err
    assert command("ask", "search", "--text", "quick friendly parcel broken", "--json").json["rows"] == []
    assert command("ask", "search", "--text", "nobody answered", "--json").json["rows"] != []
    again = command("load", spring, autumn)
    assert "claims of respondents who are forgotten are left out" in again.err
    assert command("check").code == 0
    other = command("load", survey(tmp_path, "winter", "9,9,"), JOURNEYGRAPH_HASH_KEY="another key, long enough")
    assert (other.code, "hashed with a key of their own" in other.err) == (REFUSED, True)
