"""Labels, items and feelings as people write them."""

import pytest

from loaders.maps.items import items, people, short_items, unnumbered
from loaders.maps.lanes import heading, lane_of
from loaders.maps.moods import Scale, inferred_scale, named_scale, read_mood
from loaders.maps.words import WORDS, Lane

LABELS = {
    "Touchpoints": Lane.TOUCHPOINT,
    "Customer actions": Lane.ACTION,
    "1. Pain Points:": Lane.PAIN,
    "pain_points": Lane.PAIN,
    "Pain points / frustrations": Lane.PAIN,
    "What is the customer thinking?": Lane.THOUGHT,
    "Thoughts & Feelings": Lane.MIND,
    "Emotion (1-5)": Lane.FEELING,
    "Moments of Truth (MoT)": Lane.MOMENT,
    "Business goals": Lane.AIM,
    "Teams involved": Lane.TEAM,
    "KPIs": Lane.METRIC,
    "Kundenaktionen": Lane.ACTION,
    "Gedanken & Gefühle": Lane.MIND,
    "Berührungspunkte": Lane.TOUCHPOINT,
    "Verbesserungspotenziale": Lane.OPPORTUNITY,
    "Étapes": Lane.STAGE,
    "Points de douleur": Lane.PAIN,
    "Émotions": Lane.FEELING,
    "Puntos de contacto": Lane.TOUCHPOINT,
    "Qué siente el cliente": Lane.FEELING,
    "Oportunidades de mejora": Lane.OPPORTUNITY,
    "Berøringspunkter": Lane.TOUCHPOINT,
    "Følelser": Lane.FEELING,
    "Smertepunkter": Lane.PAIN,
    "Contactmomenten": Lane.TOUCHPOINT,
    "Klantacties": Lane.ACTION,
    "Knelpunten": Lane.PAIN,
    "Weather": None,
    "Channel owner": None,
    "Pain points & opportunities": None,
    "": None,
    "42": None,
    "x" * 500: None,
}


@pytest.mark.parametrize("label", LABELS)
def test_a_label_names_its_lane_or_none(label: str) -> None:
    named = lane_of(label)
    assert (named.lane if named else None) is LABELS[label]


def test_every_word_of_the_vocabulary_names_a_lane() -> None:
    words = {word.strip() for languages in WORDS.values() for text in languages.values() for word in text.split(",")}
    assert {word for word in words if lane_of(word) is None} == set()
    assert all(set(languages) == {"en", "de", "fr", "es", "no", "nl"} for languages in WORDS.values())


def test_a_label_can_name_more_than_the_lane() -> None:
    assert [lane_of(label) for label in ("Backstage: Warehouse", "Backstage (Warehouse)", "Journey – To work")] == [
        (Lane.BACKSTAGE, "Warehouse"),
        (Lane.BACKSTAGE, "Warehouse"),
        (Lane.TITLE, "To work"),
    ]


def test_a_heading_is_of_a_stage_or_a_step_where_it_says_so() -> None:
    headings = ("Phase 2: Compare", "Schritt 3 – Zahlen", "Stage: Awareness", "Etapa 1. Buscar", "Awareness", "A: b")
    assert [heading(title) for title in headings] == [
        (Lane.STAGE, "Compare"),
        (Lane.STEP, "Zahlen"),
        (Lane.STAGE, "Awareness"),
        (Lane.STAGE, "Buscar"),
        (None, "Awareness"),
        (None, "A: b"),
    ]


CELLS = {
    "one": ["one"],
    "one\ntwo": ["one", "two"],
    "- one\n- two, or more\n  that goes on\n\n- three": ["one", "two, or more that goes on", "three"],
    "1. one\n2) two": ["one", "two"],
    "one; two ;three": ["one", "two", "three"],
    "- one; still one": ["one; still one"],
    "one (a; b); two": ["one (a; b)", "two"],
    "• one • two": ["one", "two"],
    "-1": ["-1"],
    "--": ["--"],
    "1.5 hours": ["1.5 hours"],
    " \n ": [],
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_has_items(cell: str) -> None:
    assert items(cell) == CELLS[cell]


def test_commas_separate_words_but_not_sentences_and_names_but_not_what_is_said_of_one() -> None:
    assert short_items("Web, E-mail,Shop") == ["Web", "E-mail", "Shop"]
    assert short_items("It is slow, and nobody says why that should be so") == [
        "It is slow, and nobody says why that should be so"
    ]
    assert short_items("1,5") == ["1,5"]
    assert people("Anna, Ben") == ["Anna", "Ben"]
    assert people("Anna, a runner") == ["Anna, a runner"]
    assert [unnumbered(text) for text in ("1. Search", "2) Pay", "III. Use", "4 – Go", "24 hours", "3")] == [
        *("Search", "Pay", "Use", "Go", "24 hours", "3")
    ]


MOODS = {
    "Anxious": ("Anxious", "", None, None),
    "😊 Curious": ("Curious", "", None, 0.5),
    "☹️": ("", "", None, -0.5),
    "👍🏽": ("", "", None, 0.5),
    "++": ("", "", None, 1.0),
    "-": ("", "", None, -0.5),
    "Sad :(": ("Sad", "", None, -0.5),
    "😀😢 mixed": ("mixed", "", None, None),
    "3": ("", "", 3, None),
    "-1": ("", "", -1, None),
    "−2": ("", "", -2, None),
    "0,5": ("", "", 0.5, None),
    "Happy (4)": ("Happy", "", 4, None),
    "+2: proud": ("proud", "", 2, None),
    "80 %": ("", "", 80, None),
    "Neutral": ("Neutral", "", None, 0.0),
    "sehr zufrieden": ("sehr zufrieden", "", None, 1.0),
    "Relieved — it is over at last, and she can go": ("Relieved", "it is over at last, and she can go", None, None),
    "She waits for three days": ("", "She waits for three days", None, None),
    "3 days of waiting": ("3 days of waiting", "", None, None),
}


@pytest.mark.parametrize("text", MOODS)
def test_a_feeling_is_read_as_it_is_written(text: str) -> None:
    mood = read_mood(text)
    assert (mood.emotion, mood.description, mood.number, mood.level) == MOODS[text]


def test_a_number_has_the_scale_that_it_or_its_lane_names() -> None:
    assert read_mood("4/5").scale == Scale(1, 5, True)
    assert read_mood("80 %").scale == Scale(0, 100)
    labels = ("Emotion (1-5)", "Stimmung von -2 bis 2", "Feelings (−5 to +5)", "Emotions", "Emotion 1")
    assert [named_scale(label) for label in labels] == [Scale(1, 5), Scale(-2, 2), Scale(-5, 5), None, None]
    assert [Scale(1, 5).score(n) for n in (1, 3, 5)] == [-1, 0, 1]
    assert [Scale(-2, 2).score(n) for n in (-2, 1)] == [-1, 0.5]
    with pytest.raises(ValueError, match="6 is not on the scale of 1 to 5"):
        Scale(1, 5).score(6)


def test_a_scale_that_nobody_names_is_the_usual_one_that_holds_all_numbers() -> None:
    given = ([1, 3, 5], [-2, 1], [0, 3], [7, 9], [55, 80], [0.2, 1], [101], [])
    assert [inferred_scale(numbers) for numbers in given] == [
        Scale(1, 5, True),
        Scale(-2, 2, True),
        Scale(0, 5, True),
        Scale(1, 10, True),
        Scale(0, 100, True),
        Scale(0, 1, True),
        None,
        None,
    ]
