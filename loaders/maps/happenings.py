"""What is felt, thought and said in a stage, what hurts, what helps, and what could be better."""

from collections.abc import Iterable
from dataclasses import replace

from graph_schema.keys import slug
from graph_schema.problems import Problem
from loaders.entries import Raw
from loaders.maps.chart import Claim, Saying
from loaders.maps.moods import Mood, read_mood
from loaders.maps.stage import Stage
from loaders.maps.words import Lane

MAX_LOCATOR = 200
ALONE = "The only one that the map names there."
_QUOTED = "\"'“”„‟«»‘’‚ "
_YES = {"", "x", "yes", "ja", "oui", "si", "sí", "mot", "true", "1"}
_NO = {"no", "nein", "non", "nei", "nee", "false", "0"}


def feelings(stage: Stage, saying: Saying) -> None:
    """Each item is a feeling of each persona."""
    for item in saying.items:
        _feeling(stage, saying, item, read_mood(item))


def paired(sayings: Iterable[Saying]) -> list[Saying]:
    """Where one lane has the word of a feeling and another its number, both make one feeling."""
    found = list(sayings)
    moods = {id(saying): read_mood(saying.items[0]) for saying in found if _is_single_feeling(saying)}
    worded: dict[tuple[int, int], list[Saying]] = {}
    for saying in found:
        if id(saying) in moods and moods[id(saying)].number is None:
            worded.setdefault((saying.first, saying.last), []).append(saying)
    gone: set[int] = set()
    for place, saying in enumerate(found):
        mood = moods.get(id(saying))
        words = worded.get((saying.first, saying.last), [])
        if mood and mood.number is not None and not mood.emotion and not mood.description and len(words) == 1:
            gone.add(id(words[0]))
            found[place] = replace(saying, items=(f"{saying.items[0]}: {words[0].items[0]}",))
            worded.pop((saying.first, saying.last))
    return [saying for saying in found if id(saying) not in gone]


def _is_single_feeling(saying: Saying) -> bool:
    return saying.lane is Lane.FEELING and len(saying.items) == 1


def minds(stage: Stage, saying: Saying) -> None:
    """In a lane of thoughts and feelings, words, faces and numbers are felt; sentences and questions are thought."""
    for item in saying.items:
        mood = read_mood(item)
        is_asked = item.rstrip(_QUOTED).endswith("?")
        is_felt = mood.emotion or mood.mark or mood.number is not None
        if is_felt and not is_asked and item[0] not in _QUOTED:
            _feeling(stage, saying, item, mood)
        else:
            _quote(stage, saying, item, "paraphrase")


def _feeling(stage: Stage, saying: Saying, item: str, mood: Mood) -> None:
    spot, given = stage.spot(saying), _score(stage, saying, mood)
    emotion = stage.telling.key_of("emotions", mood.emotion)
    if emotion:
        stage.told += stage.telling.once("emotions", saying.place, emotion, name=mood.emotion)
    elif mood.emotion and "note" not in given:
        given["note"] = item
    for persona in stage.people(saying):
        key = stage.whole.persona(persona)
        # A feeling that is corrected stays the same one, so that its number is no part of where it stands.
        which = f": {mood.emotion or mood.description}".rstrip(": ") if len(saying.items) > 1 else ""
        locator = stage.telling.unique(f"{key}\0{spot}", f"{saying.label}{which}"[:MAX_LOCATOR])
        fields: dict[str, Raw] = {"persona": key, "place": spot, "emotion": emotion, "description": mood.description}
        claim: Claim = {**saying.claim, **given, "locator": locator}
        stage.told.append(stage.telling.entry("feelings", saying.place, **fields, **claim))


def _score(stage: Stage, saying: Saying, mood: Mood) -> Claim:
    """The score of a feeling, and on what basis it is known."""
    if mood.number is None and mood.level is None:
        return {"note": mood.mark} if mood.mark else {}
    if mood.number is None:
        note = f"Written as {mood.mark or mood.emotion}, read as a level of five."
        return {"score": str(mood.level), "basis": "inferred", "note": note}
    scale = mood.scale or stage.whole.scales.get(saying.label)
    try:
        if scale is None:
            raise ValueError(f"{mood.number:g} is on no scale that is known")
        score = str(scale.score(mood.number))
    except ValueError as error:
        right = "Correct it, or write the scale into the lane's name, as in 'Emotion (1-10)'."
        stage.whole.report.problems.append(Problem(saying.place, f"{error}.", right))
        return {}
    note = f"Written as {mood.number:g}, read on a scale of {scale}."
    return {"score": score, **({"basis": "inferred", "note": note} if scale.inferred else {})}


def thoughts(stage: Stage, saying: Saying) -> None:
    """What the persona thinks, in the words of the map."""
    for item in saying.items:
        _quote(stage, saying, item, "paraphrase")


def quotes(stage: Stage, saying: Saying) -> None:
    """What customers said."""
    for item in saying.items:
        _quote(stage, saying, item, "verbatim")


def _quote(stage: Stage, saying: Saying, item: str, wording: str) -> None:
    text = item.strip(_QUOTED) if item[0] in _QUOTED else item
    key = stage.telling.key_of("quotes", text)
    if not key:
        return
    people = [] if stage.whole.is_for_nobody else stage.people(saying)
    said_by = stage.whole.persona(people[0]) if len(people) == 1 else None
    fields: dict[str, Raw] = {"text": text, "wording": wording, "said_by": said_by, **saying.claim}
    fields["from"] = saying.claim.get("source", stage.telling.source)
    stage.told += stage.telling.once("quotes", saying.place, key, **fields)
    stage.relate("supports", saying, f"quote:{key}", stage.spot(saying))


def pains(stage: Stage, saying: Saying) -> None:
    """What hurts the persona; where a map is told for several, that it hurts each of them is inferred."""
    people = [] if stage.whole.is_for_nobody else stage.people(saying)
    several: Claim = {"basis": "inferred", "note": "The map is told for several personas."} if len(people) > 1 else {}
    for key in stage.named("pain_points", saying):
        stage.relate("occurs_at", saying, f"pain_point:{key}", stage.spot(saying))
        for persona in people:
            stage.relate("hurts", saying, key, stage.whole.persona(persona), several)


def gains(stage: Stage, saying: Saying) -> None:
    """What helps."""
    for key in stage.named("gains", saying):
        stage.relate("occurs_at", saying, f"gain:{key}", stage.spot(saying))


def opportunities(stage: Stage, saying: Saying) -> None:
    """What could be better."""
    for key in stage.named("opportunities", saying):
        stage.relate("occurs_at", saying, f"opportunity:{key}", stage.spot(saying))


def solutions(stage: Stage, saying: Saying) -> None:
    """A solution addresses the one opportunity, or else pain point, of its columns; of several, nobody knows which."""
    target = _only(stage, saying, Lane.OPPORTUNITY, "opportunities", "opportunity")
    target = target or _only(stage, saying, Lane.PAIN, "pain_points", "pain_point")
    for key in stage.named("solutions", saying):
        if target:
            stage.relate("addresses", saying, key, target, {"basis": "inferred", "note": ALONE})
    if not target:
        stage.keep(saying, saying.label)


def _only(stage: Stage, saying: Saying, lane: Lane, collection: str, token: str) -> str:
    found = [item for other in stage.others(lane, saying) for item in other.items if slug(item)]
    return f"{token}:{stage.telling.key_of(collection, found[0])}" if len(found) == 1 else ""


def moments(stage: Stage, saying: Saying) -> None:
    """A moment of truth at the step of its name, or the one step there is, or a step of its own; a mark names none."""
    for item in saying.items:
        if slug(item) in _NO:
            continue
        covered = stage.covered(saying)
        if slug(item) in _YES:
            step = covered[0] if len(covered) == 1 else stage.add_step(stage.part.name, saying, ALONE)
        else:
            same = [step for step in covered if slug(step.name) == slug(item)]
            step = (same or (covered if len(covered) == 1 else []) or [stage.add_step(item, saying)])[0]
        key = stage.once("moments_of_truth", item if slug(item) not in _YES else step.name, saying)
        if key:
            stage.relate("occurs_at", saying, f"moment_of_truth:{key}", step.ref)


def insights(stage: Stage, saying: Saying) -> None:
    """What was learned about the place."""
    for key in stage.named("insights", saying):
        stage.relate("concerns", saying, key, stage.spot(saying))


def needs(stage: Stage, saying: Saying) -> None:
    """What the persona wants there. No link leads from a need to a stage, so its words stay with the stage, too."""
    for item in saying.items:
        people = stage.people(saying)
        stage.told += stage.whole.need(item, saying.place, saying.claim, people)
    stage.keep(saying, saying.label)


def aims(stage: Stage, saying: Saying) -> None:
    """What the company wants there."""
    list(stage.named("cx_goals", saying))
    stage.keep(saying, saying.label)


def metrics(stage: Stage, saying: Saying) -> None:
    """What is measured there."""
    list(stage.named("metrics", saying))
    stage.keep(saying, saying.label)
