"""Sentences become moves of sliders."""

import pytest

from ganeditor.edits.attributes import ATTRIBUTES
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.words.applying import applied
from ganeditor.edits.words.clause import USUAL, USUAL_DEVIATIONS, Move
from ganeditor.edits.words.reading import VOCABULARIES, read
from ganeditor.edits.words.sentence import single_words
from ganeditor.edits.words.vocabulary import EYES, phrases

OFFERED = (*(row.name for row in ATTRIBUTES), *EYES, "elf_ears")
LABELS = {"elf_ears": "Elf ears"}
PRESETS = {"Friendly smile": {"smile": 1.0, "brow": 0.5}}

SENTENCES = {
    "twenty years older, a slight smile, without glasses, look a bit to the left": (
        {"age": 20, "smile": 0.75, "glasses": -1.5, "gaze_x": -0.3}
    ),
    "by twenty years younger": {"age": -20},
    "Make him much older and happier!": {"age": 24, "smile": 1.5},
    "older by 25 years": {"age": 25},
    "how I look in 20 years": {"age": 20},
    "20 years ago": {"age": -20},
    "-10 years": {"age": -10},
    "no beard and no glasses": {"beard": -1.5, "glasses": -1.5},
    "without glasses and beard": {"glasses": -1.5, "beard": -1.5},
    "remove the glasses, add a beard": {"glasses": -1.5, "beard": 1.5},
    "not smiling": {"smile": -1.5},
    "close the mouth": {"mouth_open": -1.5},
    "open both eyes": {"lids": 1},
    "open the left eye": {"lids_left": 1},
    "close the right eye a little": {"lids_right": -0.5},
    "bigger eyes": {"eye_open": 1.5},
    "turn the head slightly to the right": {"yaw": 0.75},
    "tilt her head to the left": {"roll": -1.5},
    "look up": {"gaze_y": 0.6},
    "raise the eyebrows": {"brow": 1.5},
    "a wider nose, thinner lips": {"nose_width": 1.5, "lips": -1.5},
    "mouth wider and more open": {"mouth_width": 1.5, "mouth_open": 1.5},
    "smile 1.5": {"smile": 1.5},
    "smile 50%": {"smile": 1.5},
    "smile 99": {"smile": 3},
    "beard 50 %": {"beard": 1.5},
    "lose the glasses, smile by 0,5": {"glasses": -1.5, "smile": 0.5},
    "take ten years off her": {"age": -10},
    "a decade younger": {"age": -10},
    "twenty five years older": {"age": 25},
    "neither beard nor glasses": {"beard": -1.5, "glasses": -1.5},
    "mouth wide open": {"mouth_open": 1.95},
    "a full beard and a thin nose with thick lips": {"beard": 1.5, "nose_width": -1.5, "lips": 1.5},
    "a friendly smile, Friendly smile and much older": {"smile": 1, "brow": 0.5, "age": 24},
    "leicht nach oben und nach links blicken": {"gaze_y": 0.3, "gaze_x": -0.6},
    "nicht zu traurig": {"smile": 1.5},
    "slihgtly oldre": {"age": 7.5},
    "more elf ears": {"elf_ears": 1.5},
    "friendly smile, older": {"smile": 1, "brow": 0.5, "age": 15},
    "older, no: younger": {"age": -15},
    "zwanzig Jahre älter, ein leichtes Lächeln, ohne Brille, etwas nach links schauen": (
        {"age": 20, "smile": 0.75, "glasses": -1.5, "gaze_x": -0.3}
    ),
    "um fünfundzwanzig Jahre jünger": {"age": -25},
    "das linke Auge schließen": {"lids_left": -1},
    "Augen auf, Mund zu": {"lids": 1, "mouth_open": -1.5},
    "Kopf leicht nach rechts drehen": {"yaw": 0.75},
    "schmaleres Gesicht, vollere Lippen": {"face_width": -1.5, "lips": 1.5},
    "weniger Bart und die Brille weg": {"beard": -1.5, "glasses": -1.5},
}

AGES = {
    "age 60": 60,
    "to 60": 60,
    "make her 60 years old": 60,
    "very old": 76,
    "auf 60 Jahre": 60,
    "60 Jahre alt": 60,
    "as a child": 8,
    "make me 25 again": 25,
    "age: 70": 70,
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_moves_sliders(sentence: str) -> None:
    reading = read(sentence, OFFERED, LABELS, PRESETS)
    assert {move.name: move.amount for move in reading.moves} == SENTENCES[sentence]
    assert not reading.unknown and not any(move.until for move in reading.moves)


@pytest.mark.parametrize("sentence", AGES)
def test_an_age_is_reached(sentence: str) -> None:
    (move,) = read(sentence, OFFERED).moves
    assert (move.name, move.amount, move.until) == ("age", AGES[sentence], True)


def test_a_wish_for_a_new_face() -> None:
    wish = read("a smiling old man with glasses", OFFERED)
    assert {move.name: move.amount for move in wish.moves} == {"age": 68, "smile": 1.5, "male": 1.5, "glasses": 1.5}
    german = read("eine lächelnde alte Frau mit Brille", OFFERED)
    assert {move.name for move in german.moves} == {"age", "smile", "male", "glasses"} and not german.unknown
    young = {move.name: move.amount for move in read("eine junge Frau", OFFERED).moves}
    assert young == {"age": 22, "male": -1.5} and read("ein Junge", OFFERED).moves[0].name == "male"


def test_words_that_are_not_known_are_named() -> None:
    reading = read("a zanzibar hat, older", OFFERED)
    assert reading.unknown == ("zanzibar", "hat") and reading.moves == (Move("age", 15.0, "older"),)
    assert read("xyzzy", OFFERED).moves == ()
    for epithet in ("make the Hair longer", "round Glasses", "blue eyes"):
        assert all(move.name == "glasses" for move in read(epithet, OFFERED).moves), "nothing is guessed"
    assert read("make the Hair longer", OFFERED).unknown == ("Hair", "longer"), "as it was written"


def test_what_a_model_lacks_is_not_moved() -> None:
    reading = read("older, with glasses", ("age",))
    assert [move.name for move in reading.moves] == ["age"] and reading.unknown == ("glasses",)
    assert [move.name for move in read("open the eyes", ("eye_open",)).moves] == ["eye_open"]


def test_each_move_says_which_words_ask_for_it() -> None:
    said = [move.said for move in read("twenty years older, a slight smile, without glasses", OFFERED).moves]
    assert said == ["twenty years older", "a slight smile", "without glasses"]


FRENCH = {
    "vingt ans de plus, un léger sourire, sans lunettes": {"age": 20, "smile": 0.75, "glasses": -1.5},
    "ferme l'œil gauche, ni barbe ni lunettes": {"lids_left": -1, "beard": -1.5, "glasses": -1.5},
    "un nez plus fin et des lèvres très épaisses": {"nose_width": -1.5, "lips": 2.4},
}


@pytest.mark.parametrize("sentence", FRENCH)
def test_a_language_is_a_table(sentence: str) -> None:
    reading = read(sentence, OFFERED)
    assert {move.name: move.amount for move in reading.moves} == FRENCH[sentence] and not reading.unknown


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda row: row.name)
def test_every_language_says_all_that_the_grammar_has(vocabulary) -> None:
    """Made of a table's own words: each control's ends, denial, strength, units, numbers, ages, lists."""

    def moved(*words: str) -> dict[str, float]:
        reading = read(" ".join(words), OFFERED)
        assert not reading.unknown, words
        return {move.name: move.amount for move in reading.moves}

    def first(text: str) -> str:
        return " ".join(phrases(text)[0])

    for row in vocabulary.rows:
        usual = USUAL.get(row.name, USUAL_DEVIATIONS)
        own = next((thing for thing in phrases(row.things) if vocabulary.things[thing][0] == row.name), None)
        ends = [(ends, sign) for ends, sign in ((row.high, 1), (row.low, -1)) if ends]
        assert row.bare or len(ends) == 2, row.name
        for text, sign in ends if own else ():
            said = [" ".join(end) for end in phrases(text) if dict(vocabulary.ends[end]).get(row.name) == sign]
            assert moved(" ".join(own), said[0]) == {row.name: sign * usual}
    things = {row.name: first(row.things) for row in vocabulary.rows}
    age, older = things["age"], first(next(row.high for row in vocabulary.rows if row.name == "age"))
    weak = min(vocabulary.strengths, key=lambda word: vocabulary.strengths[word])
    unit, no, after = next(iter(vocabulary.units)), first(vocabulary.minus), first(vocabulary.breaks)
    assert moved(no, things["glasses"]) == {"glasses": -1.5}
    assert moved(no, things["glasses"], after, things["beard"]) == {"glasses": -1.5, "beard": -1.5}
    assert moved(weak, older) == {"age": 15 * vocabulary.strengths[weak]}
    assert moved("20", unit, older) == moved(first(vocabulary.later), "20", unit) == {"age": 20}
    assert moved(first(vocabulary.earlier), "20", unit) == {"age": -20}
    assert (
        moved(first(vocabulary.to), "60") == moved(age, "60") == moved("60", unit, first(vocabulary.old)) == {"age": 60}
    )
    assert moved(things["smile"], "50", first(vocabulary.percent)) == {"smile": 1.5}
    decade = next(word for word, years in vocabulary.units.items() if years == 10)
    assert moved(first(vocabulary.articles), decade, older) == {"age": 10}
    assert moved(next(iter(vocabulary.ages))) == {"age": next(iter(vocabulary.ages.values()))}


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda row: row.name)
def test_every_control_has_words_and_every_word_is_found(vocabulary) -> None:
    assert {row.name for row in ATTRIBUTES} | set(EYES) == {row.name for row in vocabulary.rows}
    assert all(row.things or row.high for row in vocabulary.rows)
    table = [*vocabulary.ages, *vocabulary.strengths]
    assert all(text == text.lower() and 1 <= len(text.split()) <= 4 for text in table)
    assert all(len(phrase) <= 4 for row in vocabulary.rows for phrase in phrases(f"{row.things},{row.high},{row.low}"))
    assert all(len(word) > 3 for word in single_words(vocabulary))


def test_moves_are_added_to_what_is_there_within_limits() -> None:
    moves = read("twenty years older, very happy, close the eyes", OFFERED).moves
    latent, eyes = applied(moves, LatentEdit({"age": 65.0, "smile": 1.0}), EyesEdit(lids_left=0.5))
    assert dict(latent.amounts) == {"age": 79.0, "smile": 3.0} and eyes.lids == (-0.5, -1.0)


def test_an_age_is_reached_from_that_of_the_face() -> None:
    moves = read("to 60", OFFERED).moves
    assert applied(moves, LatentEdit({"age": 5.0}), EyesEdit(), age=37.0)[0].amounts == {"age": 23.0}
    assert applied(moves, LatentEdit({"age": 5.0}), EyesEdit())[0].amounts == {"age": 5.0}
