"""German."""

from ganeditor.edits.words.vocabulary import GAZE_X, GAZE_Y, LEFT_LID, LIDS, RIGHT_LID, Row, Vocabulary

_LOOKING = "schauen, schau, schaue, schaut, blicken, blickt, blicke, blick, sehen, sieh, sieht, guck, gucken, augen"

ROWS = (
    Row("age", "alter, lebensalter", "älter, gealtert, altern", "jünger, verjüngt, jugendlich", bare=True),
    Row(
        "male",
        "geschlecht",
        "männlich, männlicher, maskulin, mann, junge, herr",
        "weiblich, weiblicher, fraulich, feminin, frau, mädchen, dame",
        bare=True,
    ),
    Row("glasses", "brille, brillen, augengläser", bare=True),
    Row(
        "beard", "bart, schnurrbart, schnauzer, stoppeln, vollbart", "bärtig, unrasiert", "rasiert, bartlos", bare=True
    ),
    Row(
        "smile",
        "lächeln, grinsen, lachen, ausdruck",
        "lächelnd, lächelt, fröhlich, fröhlicher, glücklich, glücklicher, freundlich, freundlicher, lachend, lacht, "
        "breit, breiter, heiter, vergnügt, groß, größer",
        "ernst, ernster, traurig, trauriger, streng, finster",
        bare=True,
    ),
    Row(
        "mouth_open",
        "mund, lippen",
        "offen, geöffnet, öffnen, öffne, auf, aufmachen",
        "zu, geschlossen, schließen, schließe, zumachen",
    ),
    Row(
        LIDS,
        "augen, auge, beide augen, lider",
        "offen, geöffnet, öffnen, öffne, auf, aufmachen, wach",
        "zu, geschlossen, schließen, schließe, zumachen",
    ),
    Row(
        LEFT_LID,
        "linke auge, linkes auge, linken auge",
        "offen, geöffnet, öffnen, öffne, auf",
        "zu, geschlossen, schließen, schließe, zwinkern",
    ),
    Row(
        RIGHT_LID,
        "rechte auge, rechtes auge, rechten auge",
        "offen, geöffnet, öffnen, öffne, auf",
        "zu, geschlossen, schließen, schließe, zwinkern",
    ),
    Row(
        "eye_open",
        "augen, auge, beide augen, lider",
        "weit, weiter, groß, größer, riesig, offen, geöffnet, öffnen, öffne, auf",
        "winzig, klein, kleiner, schmal, schmaler, zu, geschlossen, schließen, schließe",
    ),
    Row(
        "brow",
        "brauen, braue, augenbrauen, augenbraue",
        "hoch, hohe, höher, gehoben, heben, hebe, oben, hochgezogen, hochziehen",
        "tief, tiefer, gesenkt, senken, senke, unten, runter, herunter",
    ),
    Row(
        "yaw",
        "drehen, drehe, dreh, dreht, gedreht, wenden, wende, kopf, gesicht, drehung",
        "rechts, nach rechts, rechten",
        "links, nach links, linken",
    ),
    Row(
        GAZE_X,
        _LOOKING,
        "rechts, nach rechts, rechten",
        "links, nach links, linken",
    ),
    Row(
        "roll",
        "neigen, neige, neigt, geneigt, kippen, kippe, kopf, neigung",
        "rechts, nach rechts, rechten",
        "links, nach links, linken",
    ),
    Row(
        "pitch",
        "nicken, nicke, nickt, kopf, gesicht, kinn",
        "hoch, nach oben, oben, heben, hebe, gehoben",
        "nach unten, unten, runter, herunter, senken, senke, gesenkt",
    ),
    Row(
        GAZE_Y,
        _LOOKING,
        "hoch, nach oben, oben",
        "nach unten, unten, runter, herunter",
    ),
    Row(
        "face_width",
        "gesicht, kopf, wangen, backen",
        "breit, breiter, rund, runder, dick, dicker, pausbäckig",
        "schmal, schmaler, dünn, dünner, schlank, schlanker",
    ),
    Row(
        "jaw",
        "kinn, kiefer",
        "lang, länger, kräftig, kräftiger, stark, stärker, groß, größer",
        "kurz, kürzer, schwach, schwächer, weich, weicher, klein, kleiner",
    ),
    Row(
        "nose_width",
        "nase",
        "breit, breiter, groß, größer, riesig, dick, dicker",
        "schmal, schmaler, dünn, dünner, winzig, klein, kleiner",
    ),
    Row("lips", "lippen, lippe", "voll, voller, dick, dicker, groß, größer", "dünn, dünner, schmal, schmaler"),
    Row("mouth_width", "mund", "breit, breiter, groß, größer", "schmal, schmaler, klein, kleiner"),
)

_ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_SMALL = {word: number for number, word in enumerate(_ONES.split())} | {"ein": 1, "paar": 3, "einige": 5, "mehrere": 5}
_LARGE = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)} | {"hundert": 100}


def number(word: str) -> float | None:
    """From null to hundert, and what stands for some; none of what is no number."""
    if word == "ein":
        return None  # an article
    if word in _SMALL or word in _LARGE:
        return float(_SMALL.get(word, _LARGE.get(word, 0)))
    one, _und, ten = word.partition("und")
    return float(_LARGE[ten] + _SMALL[one]) if ten in _LARGE and 0 < _SMALL.get(one, 0) < 10 else None


def stems(word: str) -> tuple[str, ...]:
    """Without the endings of adjectives and verbs."""
    return tuple(word.removesuffix(end) for end in ("en", "em", "er", "es", "e", "n", "s", "t") if word.endswith(end))


GERMAN = Vocabulary(
    "German",
    ROWS,
    ages={
        "baby": 2,
        "kleinkind": 3,
        "kind": 8,
        "teenager": 16,
        "jung": 22,
        "junge": 22,
        "junger": 22,
        "erwachsen": 35,
        "mittelalt": 48,
        "alt": 68,
        "alte": 68,
        "alter": 68,
        "alten": 68,
        "betagt": 74,
        "greis": 78,
        "greisin": 78,
    },
    strengths={
        "etwas": 0.5,
        "leicht": 0.5,
        "ein wenig": 0.5,
        "ein bisschen": 0.5,
        "ein bißchen": 0.5,
        "wenig": 0.5,
        "bisschen": 0.5,
        "kaum": 0.3,
        "halb": 0.5,
        "zart": 0.5,
        "sanft": 0.6,
        "dezent": 0.5,
        "ziemlich": 1.2,
        "recht": 1.1,
        "deutlich": 1.2,
        "weit": 1.3,
        "sehr": 1.6,
        "viel": 1.6,
        "stark": 1.6,
        "ganz": 1.6,
        "richtig": 1.5,
        "weit mehr": 1.6,
        "extrem": 2.0,
        "völlig": 2.0,
        "total": 2.0,
        "doppelt": 2.0,
        "dreifach": 3.0,
    },
    units={"jahre": 1.0, "jahren": 1.0, "jahr": 1.0, "j": 1.0, "jahrzehnt": 10.0, "jahrhundert": 100.0},
    minus="ohne, kein, keine, keinen, weniger, nicht, nicht so, nie, weder, entferne, entfernen, weg, ab, runter, "
    "minus, abnehmen",
    to="auf, um die, bis, mit, im alter von, alter",
    old="alt, alte, alter, altes, jährig, jährige, jähriger",
    later="in, später, um, plus, älter, weiter, mehr, dazu",
    earlier="vor, früher, zurück, jünger, minus",
    breaks="und, aber, dann, auch, sowie, oder, noch",
    fillers="ein, eine, einen, einer, eines, der, die, das, den, dem, des, bitte, mach, mache, machen, macht, soll, "
    "sollen, sein, ist, sind, er, sie, es, ihn, ihm, ihr, ihre, ihren, ich, mich, mir, wir, uns, person, "
    "mensch, aussehen, aussieht, so, dass, von, zu, auf, um, in, im, am, an, mehr, wie, als, würde, lass, "
    "lasse, haben, hat, mit, jetzt, nun, foto, bild, porträt, gesicht, sich, mal, seite, richtung, vom, "
    "betrachter, nach, hin, beide, etwa, ungefähr, sieht, aus, seine, seinen, mein, meine, meinen, blick, tu, "
    "tue, trägt, tragen, bekommt, gib, hinzu, dazu, aufsetzen, nimm, nehmen, immer, immer noch, wieder, "
    "weiter, zur, zum, will, kann, möchte, gern, kleines",
    articles="ein, eine, einen, einem, einer, eines",
    percent="prozent",
    number=number,
    stems=stems,
)
"""Left and right are the viewer's."""
