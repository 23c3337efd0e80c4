"""Languages: English is written in the source, German in resources/i18n/ganeditor_de.ts.

After a change of texts, from the repository's root (both commands come with PySide6-Essentials):

    pyside6-lupdate $(find ganeditor/ui -name '*.py') -no-obsolete -locations none \
        -source-language en -target-language de -ts resources/i18n/ganeditor_de.ts
    # translate what it marks as unfinished, with pyside6-linguist or any editor, then
    pyside6-lrelease resources/i18n/ganeditor_de.ts -qm resources/i18n/ganeditor_de.qm
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ganeditor import paths

LANGUAGES = ("system", "en", "de")


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text in a table for lupdate, as Qt's own does, which has no types; who shows the text translates it."""
    return text


def install_translator(app: QCoreApplication, language: str) -> None:
    """Show texts and numbers that are made from now on in language, one of LANGUAGES; English without a translation."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    locale = QLocale.system() if language == "system" else QLocale(language)
    QLocale.setDefault(locale)
    if locale.language() == QLocale.Language.English:
        return
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_folder), ("ganeditor", str(paths.resources() / "i18n"))):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)


def readable_size(size: int) -> str:
    """Bytes as people write them: 4.5 MB, of a million bytes each."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def time_left(seconds: float) -> str:
    """How long it still takes, to the minute."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        words = QCoreApplication.translate("Time", "{hours} h {minutes} min left")
        return words.format(hours=minutes // 60, minutes=minutes % 60)
    if minutes:
        return QCoreApplication.translate("Time", "{minutes} min left").format(minutes=minutes)
    return QCoreApplication.translate("Time", "less than a minute left")


def translated(text: str, context: str = "Attributes") -> str:
    """A text of ganeditor.project or ganeditor.edits, which know no Qt, as the person reads it; context says whose."""
    return QCoreApplication.translate(context, text)


PROJECT_TEXTS = (
    QT_TRANSLATE_NOOP("Attributes", "Age and look"),
    QT_TRANSLATE_NOOP("Attributes", "Expression"),
    QT_TRANSLATE_NOOP("Attributes", "Pose"),
    QT_TRANSLATE_NOOP("Attributes", "Shape"),
    QT_TRANSLATE_NOOP("Attributes", "Age"),
    QT_TRANSLATE_NOOP("Attributes", "younger"),
    QT_TRANSLATE_NOOP("Attributes", "older"),
    QT_TRANSLATE_NOOP("Attributes", "Gender"),
    QT_TRANSLATE_NOOP("Attributes", "feminine"),
    QT_TRANSLATE_NOOP("Attributes", "masculine"),
    QT_TRANSLATE_NOOP("Attributes", "Glasses"),
    QT_TRANSLATE_NOOP("Attributes", "without"),
    QT_TRANSLATE_NOOP("Attributes", "with"),
    QT_TRANSLATE_NOOP("Attributes", "Beard"),
    QT_TRANSLATE_NOOP("Attributes", "less"),
    QT_TRANSLATE_NOOP("Attributes", "more"),
    QT_TRANSLATE_NOOP("Attributes", "Smile"),
    QT_TRANSLATE_NOOP("Attributes", "serious"),
    QT_TRANSLATE_NOOP("Attributes", "smiling"),
    QT_TRANSLATE_NOOP("Attributes", "Mouth"),
    QT_TRANSLATE_NOOP("Attributes", "closed"),
    QT_TRANSLATE_NOOP("Attributes", "open"),
    QT_TRANSLATE_NOOP("Attributes", "Eyes"),
    QT_TRANSLATE_NOOP("Attributes", "Brows"),
    QT_TRANSLATE_NOOP("Attributes", "lowered"),
    QT_TRANSLATE_NOOP("Attributes", "raised"),
    QT_TRANSLATE_NOOP("Attributes", "Turn"),
    QT_TRANSLATE_NOOP("Attributes", "to the left"),
    QT_TRANSLATE_NOOP("Attributes", "to the right"),
    QT_TRANSLATE_NOOP("Attributes", "Nod"),
    QT_TRANSLATE_NOOP("Attributes", "down"),
    QT_TRANSLATE_NOOP("Attributes", "up"),
    QT_TRANSLATE_NOOP("Attributes", "Tilt"),
    QT_TRANSLATE_NOOP("Attributes", "Face width"),
    QT_TRANSLATE_NOOP("Attributes", "narrow"),
    QT_TRANSLATE_NOOP("Attributes", "wide"),
    QT_TRANSLATE_NOOP("Attributes", "Jaw"),
    QT_TRANSLATE_NOOP("Attributes", "short"),
    QT_TRANSLATE_NOOP("Attributes", "long"),
    QT_TRANSLATE_NOOP("Attributes", "Nose width"),
    QT_TRANSLATE_NOOP("Attributes", "Lips"),
    QT_TRANSLATE_NOOP("Attributes", "thin"),
    QT_TRANSLATE_NOOP("Attributes", "full"),
    QT_TRANSLATE_NOOP("Attributes", "Mouth width"),
    QT_TRANSLATE_NOOP("Attributes", "years"),
    QT_TRANSLATE_NOOP("Operations", "Sharpness"),
    QT_TRANSLATE_NOOP("Operations", "Restore"),
    QT_TRANSLATE_NOOP("Operations", "Attributes"),
    QT_TRANSLATE_NOOP("Operations", "Mask"),
    QT_TRANSLATE_NOOP("Operations", "Swap"),
    QT_TRANSLATE_NOOP("Operations", "Eyes"),
    QT_TRANSLATE_NOOP("Operations", "Restyle"),
    QT_TRANSLATE_NOOP("Operations", "Enlarge"),
    QT_TRANSLATE_NOOP("Languages", "English"),
    QT_TRANSLATE_NOOP("Languages", "German"),
    QT_TRANSLATE_NOOP("Languages", "French"),
    QT_TRANSLATE_NOOP("Presets", "Ten years older"),
    QT_TRANSLATE_NOOP("Presets", "Ten years younger"),
    QT_TRANSLATE_NOOP("Presets", "Friendly smile"),
    QT_TRANSLATE_NOOP("Presets", "Big laugh"),
    QT_TRANSLATE_NOOP("Presets", "Serious look"),
    QT_TRANSLATE_NOOP("Presets", "Eyes wide open"),
)
"""What ganeditor.project and ganeditor.edits show to people, in their order."""
