"""French."""

from ganeditor.edits.words.vocabulary import GAZE_X, GAZE_Y, LEFT_LID, LIDS, RIGHT_LID, Row, Vocabulary

_LOOKING = "regard, regarde, regarder, regardant, yeux"
_RIGHT, _LEFT = "droite, à droite, vers la droite", "gauche, à gauche, vers la gauche"
_UP, _DOWN = "haut, en haut, vers le haut", "bas, en bas, vers le bas"
_OPEN, _CLOSED = "ouvert, ouvre, ouvrir", "fermé, ferme, fermer"
_LARGE, _SMALL_SIDE = "large, élargir, gros, grosse, grand, énorme", "étroit, mince, fin, petit, minuscule"

ROWS = (
    Row(
        "age",
        "âge, age",
        "plus vieux, plus vieille, plus âgé, vieilli, vieillir",
        "plus jeune, rajeuni, rajeunir",
        True,
    ),
    Row(
        "male",
        "genre, sexe",
        "masculin, viril, homme, garçon, monsieur, mâle",
        "féminin, féminine, femme, fille, dame, femelle",
        bare=True,
    ),
    Row("glasses", "lunettes", bare=True),
    Row("beard", "barbe, moustache", "barbu", "rasé, raser, imberbe", bare=True),
    Row(
        "smile",
        "sourire, rire, expression",
        "souriant, sourit, heureux, heureuse, joyeux, joyeuse, content, gai, large, grand",
        "sérieux, sérieuse, triste, sévère",
        bare=True,
    ),
    Row("mouth_open", "bouche, lèvres", _OPEN, _CLOSED),
    Row(LIDS, "yeux, œil, oeil, paupières, deux yeux", _OPEN, _CLOSED),
    Row(LEFT_LID, "œil gauche, oeil gauche", f"{_OPEN}, grand", _CLOSED),
    Row(RIGHT_LID, "œil droit, oeil droit", f"{_OPEN}, grand", _CLOSED),
    Row("eye_open", "yeux, œil, oeil, paupières, deux yeux", f"{_LARGE}, {_OPEN}", f"{_SMALL_SIDE}, {_CLOSED}"),
    Row("brow", "sourcils, sourcil", f"{_UP}, lève, levé, lever, relevé, relever", f"{_DOWN}, baissé, baisser, froncé"),
    Row("yaw", "tourner, tourne, tourné, tête, visage", _RIGHT, _LEFT),
    Row(GAZE_X, _LOOKING, _RIGHT, _LEFT),
    Row("roll", "pencher, penche, penché, incliner, incliné, tête", _RIGHT, _LEFT),
    Row("pitch", "tête, visage, menton", f"{_UP}, lève, levé, lever, relever", f"{_DOWN}, baissé, baisser"),
    Row(GAZE_Y, _LOOKING, _UP, _DOWN),
    Row("face_width", "visage, tête, joues", f"{_LARGE}, rond", f"{_SMALL_SIDE}, maigre"),
    Row("jaw", "menton, mâchoire", "long, longue, fort, gros, grosse", "court, faible, petit"),
    Row("nose_width", "nez", _LARGE, _SMALL_SIDE),
    Row("lips", "lèvres, lèvre", "plein, pleine, épais, épaisse, charnu, gros, grosse", "mince, fin"),
    Row("mouth_width", "bouche", _LARGE, _SMALL_SIDE),
)

_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}
_SMALL = {word: number for number, word in enumerate(_ONES.split())}
_WHOLE = _SMALL | _TENS | {"quatre-vingts": 80, "cent": 100, "quelques": 3, "plusieurs": 5, "douzaine": 12}


def number(word: str) -> float | None:
    """From zéro to cent, and what stands for some; none of what is no number."""
    if word == "un":
        return None  # an article
    if word in _WHOLE:
        return float(_WHOLE[word])
    for ten, tens in _TENS.items():
        one = word.removeprefix(f"{ten}-").removeprefix("et-")
        if one != word and 0 < _SMALL.get(one, 0) < (20 if tens in (60, 80) else 10):
            return float(tens + _SMALL[one])
    return None


def stems(word: str) -> tuple[str, ...]:
    """Without an article or pronoun that has lost its vowel, and without the endings of gender and number."""
    word, elided = word.partition("'")[2] or word, "'" in word
    ends = tuple(word.removesuffix(end) for end in ("es", "e", "s", "x") if word.endswith(end))
    return (word, *ends) if elided else ends


FRENCH = Vocabulary(
    "French",
    ROWS,
    ages={
        "bébé": 2,
        "enfant": 8,
        "adolescent": 16,
        "ado": 16,
        "jeune": 22,
        "adulte": 35,
        "vieux": 68,
        "vieil": 68,
        "vieille": 68,
        "âgé": 68,
    },
    strengths={
        "un peu": 0.5,
        "un petit peu": 0.5,
        "léger": 0.5,
        "légère": 0.5,
        "légèrement": 0.5,
        "à peine": 0.3,
        "demi": 0.5,
        "moitié": 0.5,
        "assez": 1.2,
        "nettement": 1.2,
        "grand": 1.3,
        "vraiment": 1.5,
        "très": 1.6,
        "bien": 1.6,
        "beaucoup": 1.6,
        "fortement": 1.6,
        "extrêmement": 2.0,
        "complètement": 2.0,
        "double": 2.0,
    },
    units={"ans": 1.0, "an": 1.0, "année": 1.0, "années": 1.0, "décennie": 10.0, "siècle": 100.0},
    minus="sans, pas, moins, aucun, aucune, ni, jamais, enlève, enlever, retire, retirer, ôter, supprimer",
    to="à, à l'âge de, âgé de, âgée de, jusqu'à, âge, age",
    old="âgé, âgée, d'âge",
    later="dans, plus, de plus, ajouter, ajoute",
    earlier="il y a, avant, plus tôt",
    breaks="et, mais, puis, aussi, ou",
    fillers="le, la, les, l', de, du, des, d', au, aux, à, en, ne, plus, qui, que, il, elle, lui, leur, je, j', me, "
    "moi, nous, on, on voit, son, sa, ses, mon, ma, mes, ce, cette, est, être, soit, sont, avoir, a, ait, avec, pour, "
    "par, vers, côté, direction, personne, visage, photo, portrait, s'il vous plaît, s'il te plaît, fais, faire, "
    "faites, rends, rendre, rendez, mets, mettre, mettez, donne, donner, porte, portant, veux, voudrais, encore, "
    "toujours, environ, toute, tout, comme, maintenant",
    articles="un, une",
    percent="pour cent",
    number=number,
    stems=stems,
)
"""Left and right are the viewer's."""
