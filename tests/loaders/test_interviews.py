"""What an interview becomes: a source with quotes by speaker and place, by the rules in docs/interviews.md."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.forms import recognise
from loaders.pipeline import load
from loaders.sample import Sample
from tests.conftest import ROOT
from tests.loaders.writing import KEYED, MANIFEST, bundle, graph, keys, links, staged_problems

SPOKEN = """\
    Date: 12 January
    Place: Lisbon

    Ines: How do you get your coffee?
    Ana Silva: I order it on the train. If I have to look for it,
    I leave it and run.

    [00:01:10] Ines: And when it is not there?
    [00:01:14] Ana Silva: Then I am angry, Ines! Tom says the same.
    Tom: Yes.
    """
NAMED = "---\ntitle: Coffee\ninterviewers: [Ines]\nspeakers: {Ana Silva: commuter}\n---\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The quotes of a file as they are read, each with its line."""
    found = recognise(Sample(path, path.name))
    assert found is not None
    reading = found.form.read(found.sample, KEYED)
    entries = list(reading.entries)
    assert reading.problems == []
    return [{**entry.fields, "line": entry.place.line} for entry in entries if entry.collection == "quotes"]


def told(path: Path, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(quote.get(field) for field in fields) for quote in read(path)]


def test_a_transcript_becomes_quotes_by_speaker_line_and_time_and_names_stay_out(tmp_path: Path) -> None:
    path = write(tmp_path, "coffee.txt", NAMED + dedent(SPOKEN))
    assert told(path, "text", "locator", "note", "said_by", "wording") == [
        (
            "I order it on the train. If I have to look for it, I leave it and run.",
            "line 10, speaker 1",
            "Asked: How do you get your coffee?",
            "commuter",
            "verbatim",
        ),
        (
            "Then I am angry, [interviewer]! [speaker 2] says the same.",
            "line 14, 00:01:14, speaker 1",
            "Asked: And when it is not there?",
            "commuter",
            "verbatim",
        ),
        ("Yes.", "line 15, speaker 2", None, None, "verbatim"),
    ]


def test_a_transcript_is_in_the_graph_as_a_source_with_quotes(database: Database, tmp_path: Path) -> None:
    personas = "personas:\n  - {key: commuter, name: Commuter}\n"
    path = write(tmp_path, "coffee.txt", NAMED + dedent(SPOKEN))
    done = load([bundle(tmp_path / "who", {"who.yaml": personas}), path], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    held = graph(database)
    assert held["Source:coffee"][0]["method"] == "interview"
    assert len(keys(database, "Quote")) == 3
    assert [end for _, end in links(database, "FROM")] == ["source:coffee"] * 3
    assert [end for _, end in links(database, "SAID_BY")] == ["persona:commuter"] * 2
    assert not {word for word in ("Ana", "Silva", "Ines", "Tom") if word in str(held)}
    assert done.notes == ["coffee.txt: names of 3 speakers left out; the quotes say which speaker it was."]
    assert load([path], database, REGISTRY, wishes=KEYED).run is None


def test_a_declared_persona_that_is_nowhere_is_a_problem_at_its_quote(tmp_path: Path, database: Database) -> None:
    path = write(tmp_path, "coffee.txt", NAMED + dedent(SPOKEN))
    with pytest.raises(Exception, match=r"coffee.txt:10 .*persona:commuter"):
        load([path], database, REGISTRY, wishes=KEYED)


TURNS = {
    "a name and a colon": "Ana: One.\nBob: Two.\nAna: Three.\nBob: Four.",
    "names in bold": "**Ana:** One.\n\n**Bob:** Two.\n\n**Ana**: Three.\n\n**Bob**: Four.",
    "times before": "[0:01] Ana: One.\n[0:02] Bob: Two.\n[0:03] Ana: Three.\n[0:04] Bob: Four.",
    "times after": "Ana (0:01): One.\nBob (0:02): Two.\nAna (0:03): Three.\nBob (0:04): Four.",
    "a line with name and time": "Ana  0:01\nOne.\n\nBob  0:02\nTwo.\n\nAna  0:03\nThree.\n\nBob  0:04\nFour.",
    "a line with time and name": "0:01 Ana\nOne.\n\n0:02 Bob\nTwo.\n\n0:03 Ana\nThree.\n\n0:04 Bob\nFour.",
    "a name on a line of its own": "Ana:\nOne.\n\nBob:\nTwo.\n\nAna:\nThree.\n\nBob:\nFour.",
}


@pytest.mark.parametrize("style", TURNS)
def test_the_styles_in_which_people_write_turns_read_alike(tmp_path: Path, style: str) -> None:
    path = write(tmp_path, "talk.md", TURNS[style])
    said = [(text, locator.rpartition(", ")[2]) for text, locator in told(path, "text", "locator")]
    assert said == [("One.", "speaker 1"), ("Two.", "speaker 2"), ("Three.", "speaker 1"), ("Four.", "speaker 2")]


def test_an_older_encoding_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "interview.txt"
    words = "Die Bestätigung kam nie an, und über die Lieferung hörte ich nichts, obwohl ich täglich nachgefragt habe. "
    text = f"Interviewer: Wie war es für Sie?\r\nP3: {words * 3}\r\n" * 4
    path.write_bytes(text.encode("cp1252"))
    found = recognise(Sample(path, path.name))
    assert found
    reading = found.form.read(found.sample, KEYED)
    quotes = [entry.fields["text"] for entry in reading.entries if entry.collection == "quotes"]
    assert quotes == [(words * 3).strip()] * 4
    assert reading.notes[0].startswith("interview.txt is read as cp125")


def test_addresses_and_numbers_in_what_was_said_are_masked(tmp_path: Path) -> None:
    path = write(tmp_path, "talk.txt", "Q: Where?\nP1: At ada@example.com.\nQ: Or?\nP1: On +49 30 1234567.")
    assert told(path, "text") == [("At [e-mail address].",), ("On [phone number].",)]


def test_speakers_that_are_declared_need_not_come_again(tmp_path: Path) -> None:
    path = write(tmp_path, "coffee.txt", f"{NAMED}Ines: How?\nAna Silva: I run.\n")
    assert told(path, "text", "note") == [("I run.", "Asked: How?")]


@pytest.mark.parametrize("label", ["P3", "Participant 3", "Speaker 2", "Respondent"])
def test_a_label_that_names_nobody_is_kept(tmp_path: Path, label: str) -> None:
    path = write(tmp_path, "talk.txt", f"Interviewer: Well?\n{label}: One.\nInterviewer: And?\n{label}: Two.")
    assert told(path, "text", "locator", "note") == [
        ("One.", f"line 2, {label}", "Asked: Well?"),
        ("Two.", f"line 4, {label}", "Asked: And?"),
    ]


def test_notes_are_paraphrases_but_for_what_stands_in_quotation_marks(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "session.md",
        """
        # Interview notes

        - Looks for the **price** first
        - "I never read the small print"

        ## What she needs

        - A [person](https://example.org) to call
        """,
    )
    assert told(path, "text", "wording", "locator") == [
        ("Looks for the price first", "paraphrase", "line 4"),
        ("I never read the small print", "verbatim", "line 5"),
        ("A person to call", "paraphrase", "line 9, under 'What she needs'"),
    ]


TEXTS = {
    "000_b94823c7cba7d9f5.txt": ("from-lifecycle-to-micro-moments", "'I orientate'", "I look for options"),
    "001_1f228056dc42453d.txt": ("customer-lifecycle-journey", "", "The Customer Lifecycle Journey can be"),
    "002_40b2a2bdbe9d3183.txt": ("customer-journey-and-customer-lifecycle", "", "The realm of marketing often"),
    "003_2cf40002a9474f6e.txt": ("customer-lifecycle-management", "", "When a buyer first encounters your brand"),
    "004_37d8bcea91b342aa.txt": ("customer-lifecycle-what-do-amazon-do", "", "Predictive analytics engine"),
}
NOISE = ("Skip Nav", "storing of cookies", "Signup to our Newsletter", "Save my name", "Cookie Info")


@pytest.mark.parametrize("name", TEXTS)
def test_a_scraped_text_is_a_source_with_its_paragraphs_and_without_the_noise(testdata: Path, name: str) -> None:
    path = testdata.parent / "sources" / name
    key, under, beginning = TEXTS[name]
    quotes = read(path)
    assert {quote["from"] for quote in quotes} == {key}
    assert any(quote["text"].startswith(beginning) and under in quote["locator"] for quote in quotes)
    assert not [quote["text"] for quote in quotes if quote["text"].startswith(NOISE)]
    lines = path.read_text(encoding="utf-8").splitlines()
    first = [(quote["text"].split()[0], lines[quote["line"] - 1]) for quote in quotes]
    assert all(word in line for word, line in first if word != "[…]")


def test_a_sentence_that_is_cut_off_is_said_to_be(tmp_path: Path) -> None:
    words = " ".join(["word"] * 30)
    path = write(tmp_path, "text.txt", f"{words}.\n\n{words}.\n\n{words} and loyalty to")
    assert told(path, "note") == [(None,), (None,), ("The text breaks off here.",)]


def test_a_cookie_text_inside_a_paragraph_leaves_a_mark(tmp_path: Path) -> None:
    words = " ".join(["word"] * 30)
    noise = "Save my name, email, and website in this browser for the next time I comment."
    path = write(tmp_path, "text.txt", f"{words}.\n\n{words}.\n\n{words}. {noise} {words}.\n\n{noise}")
    assert told(path, "text")[2] == (f"{words}. […] {words}.",)
    assert len(told(path, "text")) == 3
    found = recognise(Sample(path, "text.txt"))
    assert found
    assert found.form.read(found.sample, KEYED).notes == [
        "text.txt: menus, cookie texts and forms left out: line 5, 7."
    ]


CALL = """\
    WEBVTT

    NOTE
    title: A call about a parcel
    interviewers: [Host Person]

    1
    00:00:01.000 --> 00:00:03.000
    <v Host Person>Where did you look?</v>

    2
    00:00:03.500 --> 00:00:06.000
    <v Bea>I looked in the app,

    3
    00:00:06.100 --> 00:00:08.000
    <v Bea>but there was &amp; nothing.

    00:01:08.000 --> 00:01:10.000
    <v Bea>Then I called.
    """


def test_captions_that_go_on_are_one_quote_with_its_time(tmp_path: Path) -> None:
    path = write(tmp_path, "call.vtt", CALL)
    assert told(path, "text", "locator", "note", "line", "from") == [
        (
            "I looked in the app, but there was & nothing.",
            "00:00:03, speaker 1",
            "Asked: Where did you look?",
            12,
            "a-call-about-a-parcel",
        ),
        ("Then I called.", "00:01:08, speaker 1", None, 19, "a-call-about-a-parcel"),
    ]


def test_subrip_reads_like_webvtt(tmp_path: Path) -> None:
    said = [
        ("00:00:01,000 --> 00:00:03,000", "Ana: I could not find"),
        ("00:00:03,100 --> 00:00:05,000", "the number."),
        ("00:00:15,000 --> 00:00:16,000", "Bob: So?"),
        ("00:00:17,000 --> 00:00:19,000", "Ana: I called."),
        ("00:00:19,100 --> 00:00:20,000", ""),
        ("00:00:21,000 --> 00:00:22,000", "Bob: Oh."),
    ]
    text = "\n".join(f"{number}\n{times}\n{words}\n" for number, (times, words) in enumerate(said, 1))
    path = write(tmp_path, "call.srt", text)
    assert told(path, "text", "locator") == [
        ("I could not find the number.", "00:00:01, speaker 1"),
        ("So?", "00:00:15, speaker 2"),
        ("I called.", "00:00:17, speaker 1"),
        ("Oh.", "00:00:21, speaker 2"),
    ]


def test_captions_that_roll_up_are_not_said_twice(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nI looked\n\n00:02.000 --> 00:03.000\nI looked\nin the app.\n"
    assert told(write(tmp_path, "roll.vtt", text), "text") == [("I looked in the app.",)]


def test_times_that_are_none_are_a_problem_with_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, "call.vtt", CALL.replace("00:00:06.100", "0x:06.100"))
    [problem] = staged_problems(path)
    assert str(problem.place) == "call.vtt:16"
    assert problem.found == "The times '0x:06.100 --> 00:00:08.000' can't be read."


def paragraph(text: str, style: str = "") -> str:
    lines = "</w:t><w:br/><w:t>".join(text.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{lines}</w:t></w:r></w:p>'


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


TYPES = "http://schemas.openxmlformats.org"
RELATIONS = f"{TYPES}/officeDocument/2006/relationships"
# As a German Word writes it: ids of styles are German, their names are not.
STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
)
TALK = (
    paragraph("A talk about parcels", "berschrift1"),
    paragraph("Ines: Where did you look?"),
    paragraph("Ana: In the\napp."),
    paragraph("Ines: And then?"),
    (
        "<w:p><w:r><w:t>Ana: I </w:t></w:r><w:del><w:r><w:delText>cried</w:delText><w:t>x</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>called.</w:t></w:r></w:ins></w:p>"
    ),
    paragraph("The end", "berschrift1"),
    f"<w:tbl><w:tr>{cell('0:59')}{cell('Ana')}{cell('Goodbye!')}</w:tr></w:tbl>",
    (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Ines: Bye.</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>Ines: Bye.</w:t></w:r></w:p></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    ),
)
SPACES = 'xmlns:w="w" xmlns:mc="mc"'


def word(folder: Path, blocks: tuple[str, ...] = TALK, name: str = "talk.docx") -> Path:
    """A Word document: a package with a text, its styles, and what relates them."""
    to_text = f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    to_styles = f'<Relationship Id="r1" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    space = f'xmlns="{TYPES}/package/2006/relationships"'
    parts = {
        "_rels/.rels": f"<Relationships {space}>{to_text}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships {space}>{to_styles}</Relationships>",
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}</w:styles>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>",
    }
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in parts.items():
            package.writestr(part, text)
    return folder / name


def test_a_document_reads_like_a_transcript(tmp_path: Path) -> None:
    assert told(word(tmp_path), "text", "locator", "from") == [
        ("Where did you look?", "paragraph 2, speaker 1", "a-talk-about-parcels"),
        ("In the app.", "paragraph 3, speaker 2", "a-talk-about-parcels"),
        ("And then?", "paragraph 4, speaker 1", "a-talk-about-parcels"),
        ("I called.", "paragraph 5, speaker 2", "a-talk-about-parcels"),
        ("Goodbye!", "paragraph 7, 0:59, speaker 2, under 'The end'", "a-talk-about-parcels"),
        ("Bye.", "paragraph 8, speaker 1, under 'The end'", "a-talk-about-parcels"),
    ]


def _with_part(part: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = word(folder)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, change(data) if name == part else data)
        return path

    return make


def _alone(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


MAIN = "word/document.xml"
DOCTYPE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
BROKEN: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no zip": (_alone("x.docx", b"Dear all"), "x.docx: This is not a document: it is no whole zip file."),
    "half a zip": (lambda f: _cut(word(f)), "talk.docx: This is not a document: it is no whole zip file."),
    "a document type": (
        _with_part(MAIN, lambda xml: xml.replace(b"<w:document", DOCTYPE, 1)),
        "talk.docx (word/document.xml): A document type, which no document has.",
    ),
    "a bomb": (_with_part(MAIN, lambda _: b"<w>" + b" " * 100_000_000), "unpack to 100,000,003."),
    "broken XML": (_with_part(MAIN, lambda xml: xml[:-10]), "A part of it is not XML:"),
    "no text": (_with_part(MAIN, lambda _: b"<w/>"), "talk.docx: Nothing in it can be quoted."),
    "text that is bytes": (_alone("interview.txt", b"Ana: a\0b"), "interview"),
    "text in Latin-1": (_alone("interview.md", "# Interview\n\né".encode("latin-1")), "interview"),
    "an interview without a word": (_alone("interview.md", b"# Interview\n"), "Nothing in it can be quoted."),
    "settings that are no YAML": (
        _alone("talk.md", b"---\nspeakers: {Ana: x\n---\nAna: Hello\n"),
        "talk.md:3: This is not YAML",
    ),
    "settings that are none": (
        _alone("talk.md", b"---\nspeakers: [Ana]\nweather: fine\n---\nAna: Hello\n"),
        "talk.md:2 (speakers): `speakers` names no personas.",
    ),
    "captions that are none": (_alone("x.vtt", b"WEBVTT\n"), "x.vtt: Nothing in it can be quoted."),
}


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-100])
    return path


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_a_problem_or_is_not_taken_for_an_interview(tmp_path: Path, case: str) -> None:
    make, expected = BROKEN[case]
    path = make(tmp_path)
    if recognise(Sample(path, path.name)) is None:
        assert expected == "interview"
    else:
        assert expected in "\n".join(map(str, staged_problems(path)))


def test_the_papers_of_a_project_are_no_interviews() -> None:
    papers = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "LICENSE", "NOTICE")]
    papers += sorted((ROOT / "docs").glob("*.md"))
    assert [path.name for path in papers if recognise(Sample(path, path.name))] == []


def test_what_a_table_or_a_bundle_holds_is_not_taken_for_a_text(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},{' '.join(['word'] * 20)}.\n" for n in range(9))
    assert recognise(Sample(write(tmp_path, "requirements.txt", rows), "requirements.txt")) is None
    found = recognise(Sample(bundle(tmp_path / "b", {"notes.txt": SPOKEN}, MANIFEST), "b"))
    assert found
    assert found.form.name == "bundle"


PIECES = st.sampled_from(
    ["Ana: ", "Bob: ", "\n", "\n\n", "# ", "- ", "> ", "[00:01] ", "00:01.000 --> 00:02.000\n", "WEBVTT\n\n", "1\n",
     "<v Ana>", "---\n", "speakers: {A: b}\n", "NOTE\n", "**", "`", "```\n", "Interview ", ":", "\t", "\x0b", "“", "é"]
)  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=TEXT, ending=st.sampled_from([".txt", ".md", ".vtt", ".srt"]))
def test_no_text_is_more_than_problems(tmp_path_factory: pytest.TempPathFactory, text: str, ending: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"interview{ending}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    if recognise(Sample(path, path.name)):
        staged_problems(path)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(max_size=40), max_size=8), noise=st.binary(max_size=200), at=st.integers(0, 2_000))
def test_no_document_is_more_than_problems(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], noise: bytes, at: int
) -> None:
    path = word(tmp_path_factory.mktemp("any"))
    data = path.read_bytes()
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    staged_problems(path)
    said = tuple(paragraph("".join(letter for letter in text if letter.isalnum())) for text in texts)
    staged_problems(word(path.parent, said))
