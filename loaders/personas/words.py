"""What personas are described by, and the words that people head it with, in six languages."""

from enum import StrEnum
from functools import cache

from graph_schema.keys import slug


class Part(StrEnum):
    """What a field of a persona says."""

    NAME = "name"
    KEY = "key"
    DESCRIPTION = "description"
    GOAL = "goal"
    FRUSTRATION = "frustration"
    PAIN = "pain point"
    NEED = "need"
    THOUGHT = "thought"
    QUOTE = "quote"
    HABIT = "habit"
    PREFERENCE = "preference"
    VALUE = "value"
    BUDGET = "budget"
    NETWORK = "network"
    EVENT = "life event"
    SEGMENT = "segment"
    RELATION = "relation to the brand"
    METRIC = "metric"
    PICTURE = "picture"
    PERSONAL = "personal"
    LAYOUT = "layout"
    OTHER = "other"


WORDS: dict[Part, str] = {
    Part.NAME: "name, persona, persona name, title, nom, nombre, navn, naam, titel, persona title",
    Part.KEY: "id, key, identifier, slug, persona id",
    Part.DESCRIPTION: "description, bio, biography, about, background, story, summary, profile, who they are, "
    "narrative, beschreibung, hintergrund, biografie, über, présentation, biographie, contexte, descripción, "
    "biografía, beskrivelse, bakgrunn, beschrijving, achtergrond, omschrijving",
    Part.GOAL: "goals, goal, objectives, objective, primary goal, primary goals, main goal, motivations, motivation, "
    "aspirations, wants, jobs to be done, ziele, ziel, motivation, motive, objectifs, objectif, buts, motivations, "
    "objetivos, objetivo, metas, motivaciones, mål, motivasjon, doelen, doel, motivatie",
    Part.FRUSTRATION: "frustrations, frustration, frustrationen, fears, concerns, worries, frust, ängste, sorgen, "
    "peurs, craintes, frustraciones, miedos, frustrasjoner, bekymringer, frustraties, zorgen",
    Part.PAIN: "pain points, pain point, pains, pain, painpoints, challenges, challenge, problems, barriers, "
    "obstacles, schmerzpunkte, herausforderungen, probleme, hürden, irritants, points de douleur, difficultés, freins, "
    "puntos de dolor, retos, problemas, barreras, smertepunkter, utfordringer, pijnpunten, knelpunten, uitdagingen",
    Part.NEED: "needs, need, requirements, what they need, bedürfnisse, bedarf, besoins, necesidades, behov, behoeften",
    Part.THOUGHT: "thoughts, thought, thinks, mindset, questions, gedanken, pensées, pensamientos, tanker, gedachten",
    Part.QUOTE: "quote, quotes, tagline, motto, in their words, zitat, citation, cita, sitat, citaat",
    Part.HABIT: "behaviors, behaviours, behavior, behaviour, habits, activities, daily life, typical day, "
    "a day in life, verhalten, gewohnheiten, comportements, habitudes, comportamientos, hábitos, atferd, "
    "vaner, gedrag, gewoontes",
    Part.PREFERENCE: "preferences, preferred channels, channels, likes, interests, hobbies, brands, favourite brands, "
    "vorlieben, interessen, bevorzugte kanäle, préférences, intérêts, preferencias, intereses, preferanser, "
    "interesser, voorkeuren, interesses",
    Part.VALUE: "values, beliefs, werte, valeurs, valores, verdier, waarden",
    Part.BUDGET: "budget, spending, presupuesto, budsjett",
    Part.NETWORK: "influences, influencers, influenced by, network, einflüsse, influencias, netwerk",
    Part.EVENT: "life events, life event, triggers, trigger, lebensereignisse",
    Part.SEGMENT: "segment, segments, customer segment, target group, zielgruppe, segmento, målgruppe, doelgroep, "
    "kundensegment, cible",
    Part.RELATION: "customer kind, customer type, relationship, relation",
    Part.METRIC: "key metrics, metrics, kpis, kpi, key performance indicators, success metrics, kennzahlen, "
    "indicateurs, indicadores, måltall",
    Part.PICTURE: "img, image, picture, photo, avatar, photo url, image url, icon, bild, foto, bilde",
    Part.PERSONAL: "email, e mail, email address, phone, telephone, phone number, mobile, address, street, "
    "postcode, zip, linkedin, twitter, facebook, surname, last name, e mail adresse, telefon, adresse, "
    "teléfono, correo electrónico",
    Part.LAYOUT: "layout, sidenav, permalink, excerpt, published, draft, weight, template, nav order, has children",
}
"""Commas separate the words."""
TELLING = {
    *(Part.GOAL, Part.FRUSTRATION, Part.PAIN, Part.NEED, Part.THOUGHT, Part.QUOTE, Part.HABIT, Part.PREFERENCE),
    *(Part.VALUE, Part.BUDGET, Part.NETWORK, Part.EVENT, Part.METRIC),
}
"""What only personas are described by."""


@cache
def _known() -> dict[str, Part]:
    return {slug(word): part for part, words in reversed(WORDS.items()) for word in words.split(",")}


def part_of(label: str) -> Part:
    """What a label says of a persona."""
    return _known().get(slug(label), Part.OTHER)
