"""Sentences become moves of sliders."""

import pytest

from ganeditor.edits.attributes import ATTRIBUTES
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.words.applying import applied
from ganeditor.edits.words.reading import VOCABULARIES, Move, read
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
    assert {move.name for move in german.moves} == {"age", "smile", "glasses"} and not german.unknown


def test_words_that_are_not_known_are_named() -> None:
    reading = read("a zanzibar hat, older", OFFERED)
    assert reading.unknown == ("zanzibar", "hat") and reading.moves == (Move("age", 15.0, "older"),)
    assert read("xyzzy", OFFERED).moves == ()


def test_what_a_model_lacks_is_not_moved() -> None:
    reading = read("older, with glasses", ("age",))
    assert [move.name for move in reading.moves] == ["age"] and reading.unknown == ("glasses",)
    assert [move.name for move in read("open the eyes", ("eye_open",)).moves] == ["eye_open"]


def test_each_move_says_which_words_ask_for_it() -> None:
    said = [move.said for move in read("twenty years older, a slight smile, without glasses", OFFERED).moves]
    assert said == ["twenty years older", "a slight smile", "without glasses"]


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
