"""English."""

from ganeditor.edits.words.vocabulary import GAZE_X, GAZE_Y, LEFT_LID, LIDS, RIGHT_LID, Row, Vocabulary

ROWS = (
    Row(
        "age",
        "age",
        "older, aged, aging, ageing, age them, age him, age her, age me",
        "younger, rejuvenated, youthful",
        bare=True,
    ),
    Row(
        "male",
        "gender, sex",
        "masculine, manly, male, man, boy, guy, gentleman",
        "feminine, womanly, female, woman, girl, lady",
        bare=True,
    ),
    Row("glasses", "glasses, spectacles, eyeglasses, specs", bare=True),
    Row(
        "beard",
        "beard, full beard, moustache, mustache, stubble, facial hair",
        "bearded, unshaven",
        "shaved, shaven, shave",
        bare=True,
    ),
    Row(
        "smile",
        "smile, grin, laugh, laughter, expression",
        "smiling, smiles, happy, happier, cheerful, friendly, friendlier, laughing, grinning, broad, broader, big, "
        "bigger, wide, wider",
        "serious, sad, sadder, grim, stern, unhappy, solemn",
        bare=True,
    ),
    Row("mouth_open", "mouth, lips", "open, opened, opening", "closed, close, shut"),
    Row(LIDS, "eyes, eye, both eyes, eyelids, lids", "open, opened, awake", "closed, close, shut, asleep"),
    Row(LEFT_LID, "left eye", "open, opened, wide, wider", "closed, close, shut, wink, winking"),
    Row(RIGHT_LID, "right eye", "open, opened, wide, wider", "closed, close, shut, wink, winking"),
    Row(
        "eye_open",
        "eyes, eye, both eyes, eyelids, lids",
        "wide, wider, big, bigger, large, larger, huge, open, opened",
        "narrow, narrower, tiny, small, smaller, closed, close, shut",
    ),
    Row(
        "brow",
        "brows, brow, eyebrows, eyebrow",
        "raised, raise, up, high, higher, lifted, lift",
        "lowered, lower, down, low",
    ),
    Row("yaw", "turn, turned, head, face, yaw, rotate", "right, rightwards", "left, leftwards"),
    Row(GAZE_X, "look, looking, looks, gaze, eyes, glance", "right, rightwards", "left, leftwards"),
    Row("roll", "tilt, tilted, lean, head, roll", "right, rightwards", "left, leftwards"),
    Row(
        "pitch",
        "nod, head, face, chin, pitch",
        "up, upwards, raised, raise, lifted, lift",
        "down, downwards, lowered, lower",
    ),
    Row(GAZE_Y, "look, looking, looks, gaze, eyes, glance", "up, upwards", "down, downwards"),
    Row(
        "face_width",
        "face, head, cheeks",
        "wide, wider, broad, broader, round, rounder, fat, fatter, chubby, chubbier",
        "narrow, narrower, thin, thinner, slim, slimmer, slender",
    ),
    Row(
        "jaw",
        "jaw, chin",
        "long, longer, strong, stronger, large, larger, big, bigger",
        "short, shorter, weak, weaker, soft, softer, small, smaller",
    ),
    Row(
        "nose_width",
        "nose",
        "wide, wider, broad, broader, big, bigger, large, larger, huge",
        "narrow, narrower, thin, thinner, slim, slimmer, tiny, small, smaller",
    ),
    Row(
        "lips",
        "lips, lip",
        "full, fuller, thick, thicker, plump, plumper, big, bigger",
        "thin, thinner, narrow, narrower",
    ),
    Row("mouth_width", "mouth", "wide, wider, broad, broader, big, bigger", "narrow, narrower, small, smaller"),
)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ABOUT = {"couple": 2, "few": 3, "several": 5, "dozen": 12}
_SMALL = {word: number for number, word in enumerate(_ONES.split())} | _ABOUT
_LARGE = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)} | {"hundred": 100}


def number(word: str) -> float | None:
    """From zero to a hundred, and what stands for some; none of what is no number."""
    if word in _SMALL or word in _LARGE:
        return float(_SMALL.get(word, _LARGE.get(word, 0)))
    ten, _hyphen, one = word.partition("-")
    return float(_LARGE[ten] + _SMALL[one]) if ten in _LARGE and 0 < _SMALL.get(one, 0) < 10 else None


def stems(word: str) -> tuple[str, ...]:
    """Without what is added to a verb, or to a thing that belongs to somebody."""
    return tuple(word.removesuffix(end) for end in ("'s", "s", "ing", "ed", "er") if word.endswith(end))


ENGLISH = Vocabulary(
    "English",
    ROWS,
    ages={
        "baby": 2,
        "toddler": 3,
        "child": 8,
        "kid": 8,
        "teenager": 16,
        "teenage": 16,
        "young": 22,
        "adult": 35,
        "middle aged": 48,
        "middle-aged": 48,
        "old": 68,
        "elderly": 74,
        "aged person": 74,
    },
    strengths={
        "slightly": 0.5,
        "slight": 0.5,
        "a little": 0.5,
        "a little bit": 0.5,
        "a bit": 0.5,
        "a tad": 0.4,
        "somewhat": 0.7,
        "faint": 0.4,
        "barely": 0.3,
        "hardly": 0.3,
        "half": 0.5,
        "subtle": 0.5,
        "subtly": 0.5,
        "little": 0.5,
        "bit": 0.5,
        "gentle": 0.6,
        "gently": 0.6,
        "moderately": 0.8,
        "quite": 1.2,
        "rather": 1.1,
        "clearly": 1.2,
        "really": 1.5,
        "wide": 1.3,
        "very": 1.6,
        "much": 1.6,
        "a lot": 1.6,
        "lots": 1.6,
        "strongly": 1.6,
        "far": 1.6,
        "many": 1.6,
        "far more": 1.6,
        "extremely": 2.0,
        "completely": 2.0,
        "fully": 2.0,
        "wide awake": 1.6,
        "twice": 2.0,
        "double": 2.0,
        "triple": 3.0,
    },
    units={"years": 1.0, "year": 1.0, "yrs": 1.0, "yr": 1.0, "decades": 10.0, "decade": 10.0, "century": 100.0},
    minus="without, no, less, remove, get rid of, off, take away, not, not so, never, neither, don't, doesn't, isn't, "
    "aren't, shouldn't, mustn't, won't, can't, fewer, reduce, stop, lose, minus",
    to="to, aged, at age, at the age of, age, aged about, until, as of",
    old="old, of age",
    later="in, later, from now, by, plus, older, for, add, more",
    earlier="ago, earlier, back, before, younger, minus",
    breaks="and, but, then, also, plus, as well as, or, nor",
    fillers="how, what, a, an, the, please, make, made, look, looks, looking, be, is, are, it, him, her, his, hers, "
    "them, their, they, he, she, me, my, i, we, us, person, people, somebody, someone, face, so, that, of, to, "
    "by, in, on, at, more, as, too, should, would, could, let, want, like, appear, seem, this, these, those, "
    "with, have, has, had, let's, photo, picture, portrait, now, just, its, your, you, can, will, some, "
    "change, keep, bring, move, towards, toward, side, direction, both, viewer's, viewer, for, from, wearing, "
    "wears, wear, add, put on, give, gets, get, having, increase, take, takes, about, around, roughly, still, again, "
    "i'd, i'll, am, put, straight, any",
    articles="a, an",
    percent="percent, per cent",
    number=number,
    stems=stems,
)
"""Left and right are the viewer's."""
