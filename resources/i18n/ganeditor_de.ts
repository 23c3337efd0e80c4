<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>F&amp;ace</source>
        <translation>&amp;Gesicht</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Erzeugen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Open photos or a project</source>
        <translation>Fotos oder ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Paste as new photo</source>
        <translation>Als neues Foto einfügen</translation>
    </message>
    <message>
        <source>Open the picture in the clipboard</source>
        <translation>Das Bild aus der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Keep photo, edits and history in a project file</source>
        <translation>Foto, Änderungen und Verlauf in einer Projektdatei aufheben</translation>
    </message>
    <message>
        <source>Save project as…</source>
        <translation>Projekt speichern unter …</translation>
    </message>
    <message>
        <source>Save under another name</source>
        <translation>Unter einem anderen Namen speichern</translation>
    </message>
    <message>
        <source>Export picture…</source>
        <translation>Bild exportieren …</translation>
    </message>
    <message>
        <source>Save the edited photo as a picture file</source>
        <translation>Das bearbeitete Foto als Bilddatei speichern</translation>
    </message>
    <message>
        <source>Do this to other photos…</source>
        <translation>Auch mit anderen Fotos tun…</translation>
    </message>
    <message>
        <source>Keep what is done to this face and to the photo as a recipe, and do it to many photos</source>
        <translation>Was mit diesem Gesicht und dem Foto gemacht ist, als Rezept behalten und mit vielen Fotos machen</translation>
    </message>
    <message>
        <source>Close photo</source>
        <translation>Foto schließen</translation>
    </message>
    <message>
        <source>Close the photo in the window</source>
        <translation>Das Foto im Fenster schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Close ganeditor</source>
        <translation>ganeditor schließen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last step</source>
        <translation>Den letzten Schritt zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Do the step again that was taken back</source>
        <translation>Den zurückgenommenen Schritt noch einmal tun</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Put the edited photo in the clipboard</source>
        <translation>Das bearbeitete Foto in die Zwischenablage legen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Device, model, theme and more</source>
        <translation>Gerät, Modell, Farben und mehr</translation>
    </message>
    <message>
        <source>Mark a face by hand</source>
        <translation>Gesicht von Hand markieren</translation>
    </message>
    <message>
        <source>Click two eyes and the mouth of a face that was missed</source>
        <translation>Beide Augen und den Mund eines übersehenen Gesichts anklicken</translation>
    </message>
    <message>
        <source>Stop looking for faces</source>
        <translation>Suche nach Gesichtern beenden</translation>
    </message>
    <message>
        <source>Go on without; a face can be marked by hand</source>
        <translation>Ohne weitermachen; ein Gesicht lässt sich von Hand markieren</translation>
    </message>
    <message>
        <source>Zoom to the face</source>
        <translation>Gesicht heranholen</translation>
    </message>
    <message>
        <source>A close-up of the chosen face</source>
        <translation>Nahaufnahme des gewählten Gesichts</translation>
    </message>
    <message>
        <source>Reset this face</source>
        <translation>Dieses Gesicht zurücksetzen</translation>
    </message>
    <message>
        <source>Take back everything done to the chosen face</source>
        <translation>Alle Änderungen am gewählten Gesicht zurücknehmen</translation>
    </message>
    <message>
        <source>Reset all faces</source>
        <translation>Alle Gesichter zurücksetzen</translation>
    </message>
    <message>
        <source>Take back everything done to this photo</source>
        <translation>Alle Änderungen an diesem Foto zurücknehmen</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>Fit the photo in the window</source>
        <translation>Das Foto in das Fenster einpassen</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>One pixel of the photo is one of the screen</source>
        <translation>Ein Pixel des Fotos ist ein Pixel des Bildschirms</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Split before and after</source>
        <translation>Vorher und nachher geteilt</translation>
    </message>
    <message>
        <source>The photo as it was on the left; drag the line. Hold B to see it whole.</source>
        <translation>Links das Foto, wie es war; die Linie lässt sich ziehen. B gedrückt halten, um es ganz zu sehen.</translation>
    </message>
    <message>
        <source>Outlines of faces</source>
        <translation>Umrisse der Gesichter</translation>
    </message>
    <message>
        <source>Show where the faces are</source>
        <translation>Zeigen, wo die Gesichter sind</translation>
    </message>
    <message>
        <source>Open all eyes from…</source>
        <translation>Alle Augen öffnen aus …</translation>
    </message>
    <message>
        <source>Every closed eye in the photo is opened from a folder of other photos</source>
        <translation>Jedes geschlossene Auge im Foto wird aus einem Ordner mit anderen Fotos geöffnet</translation>
    </message>
    <message>
        <source>Mark a face for People</source>
        <translation>Ein Gesicht für Personen markieren</translation>
    </message>
    <message>
        <source>A face that the search through your photos missed: drag a rectangle</source>
        <translation>Ein Gesicht, das bei der Suche in Ihren Fotos übersehen wurde: ein Rechteck aufziehen</translation>
    </message>
    <message>
        <source>People…</source>
        <translation>Personen …</translation>
    </message>
    <message>
        <source>Who is in your photos: search them by face</source>
        <translation>Wer auf Ihren Fotos ist: nach Gesichtern suchen</translation>
    </message>
    <message>
        <source>Generate faces…</source>
        <translation>Gesichter erzeugen …</translation>
    </message>
    <message>
        <source>Random faces, their neighbours and mixtures</source>
        <translation>Zufällige Gesichter, ihre Nachbarn und Mischungen</translation>
    </message>
    <message>
        <source>Animate…</source>
        <translation>Animieren …</translation>
    </message>
    <message>
        <source>Age progression, sweeps, walks, morphs, replays, faces that follow others, as GIF, WebP or video</source>
        <translation>Altersverläufe, Reihen, Wege, Übergänge, Wiedergaben und Gesichter, die jemandem folgen, als GIF, WebP oder Video</translation>
    </message>
    <message>
        <source>Video…</source>
        <translation>Video …</translation>
    </message>
    <message>
        <source>A person&apos;s face in a clip, edited or become another&apos;s in every frame</source>
        <translation>Das Gesicht einer Person in einem Video, in jedem Bild bearbeitet oder getauscht</translation>
    </message>
    <message>
        <source>Many photos…</source>
        <translation>Viele Fotos …</translation>
    </message>
    <message>
        <source>What was done to one photo, done to many: a queue of photos and recipes</source>
        <translation>Was mit einem Foto gemacht ist, mit vielen machen: eine Warteschlange aus Fotos und Rezepten</translation>
    </message>
    <message>
        <source>Directions…</source>
        <translation>Richtungen …</translation>
    </message>
    <message>
        <source>Attributes of your own: discover, train or import them</source>
        <translation>Eigene Merkmale: entdecken, trainieren oder importieren</translation>
    </message>
    <message>
        <source>Training…</source>
        <translation>Training …</translation>
    </message>
    <message>
        <source>A model learnt from your own pictures, watched while it learns</source>
        <translation>Ein Modell aus eigenen Bildern lernen lassen und dabei zusehen</translation>
    </message>
    <message>
        <source>Lab…</source>
        <translation>Labor …</translation>
    </message>
    <message>
        <source>How GANs learn, and what goes wrong: small ones that learn while you watch</source>
        <translation>Wie GANs lernen und was dabei schiefgeht: kleine, die lernen, während man zusieht</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>The models on this computer, and how to bring more</source>
        <translation>Die Modelle auf diesem Computer, und wie weitere dazukommen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys and gestures</source>
        <translation>Alle Tasten und Gesten</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What the program has done</source>
        <translation>Was das Programm getan hat</translation>
    </message>
    <message>
        <source>Look for a newer version</source>
        <translation>Nach einer neueren Version sehen</translation>
    </message>
    <message>
        <source>Open the program&apos;s page in your browser; ganeditor itself asks nobody</source>
        <translation>Öffnet die Seite des Programms im Browser; ganeditor selbst fragt niemanden</translation>
    </message>
    <message>
        <source>About ganeditor</source>
        <translation>Über ganeditor</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>See the photo as it was</source>
        <translation>Das Foto sehen, wie es war</translation>
    </message>
    <message>
        <source>hold B</source>
        <translation>B gedrückt halten</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Größe ändern</translation>
    </message>
    <message>
        <source>turn the wheel, pinch</source>
        <translation>Mausrad drehen, zwei Finger spreizen</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>Foto verschieben</translation>
    </message>
    <message>
        <source>drag it, or hold the space bar and drag</source>
        <translation>ziehen, oder mit gedrückter Leertaste ziehen</translation>
    </message>
    <message>
        <source>Set a slider back</source>
        <translation>Regler zurücksetzen</translation>
    </message>
    <message>
        <source>double click, Delete</source>
        <translation>Doppelklick, Entf</translation>
    </message>
    <message>
        <source>Move a slider finely</source>
        <translation>Regler fein bewegen</translation>
    </message>
    <message>
        <source>arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
</context>
<context>
    <name>AnimateWindow</name>
    <message>
        <source>Animate</source>
        <translation>Animieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>End the export; no file is left</source>
        <translation>Den Export beenden; es bleibt keine Datei zurück</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Save as GIF, WebP, APNG, MP4 or numbered pictures, once all frames are there</source>
        <translation>Als GIF, WebP, APNG, MP4 oder nummerierte Bilder speichern, sobald alle Einzelbilder da sind</translation>
    </message>
    <message>
        <source>Making the first frames…</source>
        <translation>Die ersten Einzelbilder entstehen …</translation>
    </message>
    <message>
        <source>Making frames</source>
        <translation>Einzelbilder entstehen</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Wird gespeichert</translation>
    </message>
</context>
<context>
    <name>Animating</name>
    <message>
        <source>Make at least two faces in the Generate window to walk past them.</source>
        <translation>Für eine Wanderung im Fenster „Gesichter erzeugen“ mindestens zwei Gesichter erzeugen.</translation>
    </message>
    <message>
        <source>These frames would take {gigabytes} GB; ask for fewer or smaller ones.</source>
        <translation>Diese Einzelbilder bräuchten {gigabytes} GB; weniger oder kleinere wählen.</translation>
    </message>
    <message>
        <source>Open a photo and choose a face in it to animate it.</source>
        <translation>Zum Animieren ein Foto öffnen und darin ein Gesicht wählen.</translation>
    </message>
    <message>
        <source>Open a second photo and choose a face in it to morph to.</source>
        <translation>Zum Überblenden ein zweites Foto öffnen und darin ein Gesicht wählen.</translation>
    </message>
    <message>
        <source>Nothing is edited yet; move a slider, and its way from before to after can be replayed.</source>
        <translation>Noch ist nichts geändert; nach dem Bewegen eines Reglers lässt sich sein Weg von vorher nach nachher wiederholen.</translation>
    </message>
    <message>
        <source>This model can&apos;t tell a face&apos;s age; choose an attribute sweep.</source>
        <translation>Dieses Modell kann das Alter eines Gesichts nicht ablesen; statt dessen den Verlauf eines Merkmals wählen.</translation>
    </message>
    <message>
        <source>Both ends are the same; choose different ones.</source>
        <translation>Anfang und Ende sind gleich; verschiedene wählen.</translation>
    </message>
    <message>
        <source>Reading the driver…</source>
        <translation>Das Vorbild wird gelesen …</translation>
    </message>
    <message>
        <source>Choose a video file, or turn the camera on, for the face to follow.</source>
        <translation>Wählen Sie ein Video oder schalten Sie die Kamera ein, damit das Gesicht jemandem folgt.</translation>
    </message>
    <message>
        <source>These would be {count} frames of at most {most}; show each for longer.</source>
        <translation>Das wären {count} Bilder, höchstens {most} gehen; zeigen Sie jedes länger.</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>Der Export wurde abgebrochen; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
</context>
<context>
    <name>AnimationExportDialog</name>
    <message>
        <source>Export animation</source>
        <translation>Animation exportieren</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Dither</source>
        <translation>Rastern</translation>
    </message>
    <message>
        <source>Small dots in place of colours that a GIF has not; off gives smaller files</source>
        <translation>Kleine Punkte anstelle von Farben, die ein GIF nicht hat; ohne werden die Dateien kleiner</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>100 is best and largest</source>
        <translation>100 ist am besten und am größten</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern als</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>{name} already exists. Replace it?</source>
        <translation>{name} gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Replace file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>There is no such folder; choose another one.</source>
        <translation>Diesen Ordner gibt es nicht; einen anderen wählen.</translation>
    </message>
    <message>
        <source>End the name with one of {suffixes}, or with none for numbered pictures.</source>
        <translation>Der Name muss auf {suffixes} enden, oder auf nichts davon für nummerierte Bilder.</translation>
    </message>
    <message>
        <source>This folder is not empty; choose a new or empty one for numbered pictures.</source>
        <translation>Dieser Ordner ist nicht leer; für nummerierte Bilder einen neuen oder leeren wählen.</translation>
    </message>
    <message>
        <source>{count} frames of {width} × {height} pixels, {seconds} s</source>
        <translation>{count} Einzelbilder mit {width} × {height} Pixeln, {seconds} s</translation>
    </message>
    <message>
        <source>A frame is shown for {real} ms and not for {wished} ms, which {suffix} can&apos;t say.</source>
        <translation>Ein Bild wird {real} ms lang gezeigt und nicht {wished} ms, was {suffix} nicht ausdrücken kann.</translation>
    </message>
    <message>
        <source>can&apos;t be estimated</source>
        <translation>lässt sich nicht schätzen</translation>
    </message>
</context>
<context>
    <name>AnimationForm</name>
    <message>
        <source>In their order there, without those that are hidden</source>
        <translation>In ihrer Reihenfolge dort, ohne die verborgenen</translation>
    </message>
    <message>
        <source>Past the faces in the Generate window</source>
        <translation>An den Gesichtern im Fenster „Gesichter erzeugen“ vorbei</translation>
    </message>
    <message>
        <source>What moves</source>
        <translation>Was sich bewegt</translation>
    </message>
    <message>
        <source>Age progression</source>
        <translation>Altern</translation>
    </message>
    <message>
        <source>Attribute sweep</source>
        <translation>Verlauf eines Merkmals</translation>
    </message>
    <message>
        <source>Latent walk</source>
        <translation>Wanderung durch Gesichter</translation>
    </message>
    <message>
        <source>Morph to another photo</source>
        <translation>Überblendung in ein anderes Foto</translation>
    </message>
    <message>
        <source>History replay</source>
        <translation>Wiederholung des Verlaufs</translation>
    </message>
    <message>
        <source>Follow a driver</source>
        <translation>Jemandem folgen</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>Merkmal</translation>
    </message>
    <message>
        <source>What changes along the frames</source>
        <translation>Was sich von Bild zu Bild ändert</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Change of the attribute; 0 is the face as it is</source>
        <translation>Änderung des Merkmals; 0 ist das Gesicht, wie es ist</translation>
    </message>
    <message>
        <source>Write the age into the picture</source>
        <translation>Das Alter ins Bild schreiben</translation>
    </message>
    <message>
        <source>In the lower left corner of each frame</source>
        <translation>In die linke untere Ecke jedes Einzelbilds</translation>
    </message>
    <message>
        <source>Photo to morph to</source>
        <translation>Foto, in das überblendet wird</translation>
    </message>
    <message>
        <source>An open photo in which a face is chosen</source>
        <translation>Ein offenes Foto, in dem ein Gesicht gewählt ist</translation>
    </message>
    <message>
        <source>Random faces that the walk passes</source>
        <translation>Zufällige Gesichter, an denen die Wanderung vorbeikommt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Another seed passes other faces</source>
        <translation>Mit einer anderen Startzahl kommen andere Gesichter</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>Neue Startzahl</translation>
    </message>
    <message>
        <source>Number of frames</source>
        <translation>Zahl der Einzelbilder</translation>
    </message>
    <message>
        <source>Ease</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Evenly, or starting and ending softly</source>
        <translation>Gleichmäßig, oder am Anfang und am Ende sanft</translation>
    </message>
    <message>
        <source>even</source>
        <translation>gleichmäßig</translation>
    </message>
    <message>
        <source>soft</source>
        <translation>sanft</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>The background and the cut stay the same in all frames</source>
        <translation>Hintergrund und Ausschnitt bleiben in allen Einzelbildern gleich</translation>
    </message>
    <message>
        <source>Portrait cut from the photo</source>
        <translation>Porträt aus dem Foto</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>Face alone</source>
        <translation>Nur das Gesicht</translation>
    </message>
    <message>
        <source>Longer side</source>
        <translation>Längere Seite</translation>
    </message>
    <message>
        <source>Longer side of the frames, in pixels</source>
        <translation>Längere Seite der Einzelbilder, in Pixeln</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>What is ticked stays as it is while other things change</source>
        <translation>Was angekreuzt ist, bleibt, während sich anderes ändert</translation>
    </message>
    <message>
        <source>Frame time</source>
        <translation>Bilddauer</translation>
    </message>
    <message>
        <source>How long each frame is seen</source>
        <translation>Wie lange jedes Einzelbild zu sehen ist</translation>
    </message>
    <message>
        <source>Forth and back</source>
        <translation>Vor und zurück</translation>
    </message>
    <message>
        <source>Again and again</source>
        <translation>Immer wieder</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>To photo</source>
        <translation>In Foto</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Vorbild</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Einzelbilder</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>now about {age} years</source>
        <translation>jetzt etwa {age} Jahre</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Something went wrong inside ganeditor; save your work. The report is kept in {path}.</source>
        <translation>In ganeditor ist etwas schiefgegangen; bitte die Arbeit speichern. Der Bericht liegt in {path}.</translation>
    </message>
</context>
<context>
    <name>AttributeRow</name>
    <message>
        <source>Keep “{name}” as it is while others change</source>
        <translation>„{name}“ festhalten, während sich anderes ändert</translation>
    </message>
    <message>
        <source>Which layers of the model it changes</source>
        <translation>Welche Schichten des Modells es ändert</translation>
    </message>
    <message>
        <source>{ends}; double click sets it back</source>
        <translation>{ends}; Doppelklick setzt zurück</translation>
    </message>
    <message>
        <source>{name}, value</source>
        <translation>{name}, Wert</translation>
    </message>
    <message>
        <source>Keep {name}</source>
        <translation>{name} festhalten</translation>
    </message>
    <message>
        <source>Layers of {name}</source>
        <translation>Schichten für {name}</translation>
    </message>
    <message>
        <source>This face can&apos;t be moved further than {limits}; beyond, the slider does no more.</source>
        <translation>Weiter als {limits} lässt sich dieses Gesicht nicht verändern; darüber hinaus bewirkt der Regler nichts mehr.</translation>
    </message>
    <message>
        <source>about {age} years</source>
        <translation>etwa {age} Jahre</translation>
    </message>
    <message>
        <source>{now} → {then} years</source>
        <translation>{now} → {then} Jahre</translation>
    </message>
</context>
<context>
    <name>Attributes</name>
    <message>
        <source>Age and look</source>
        <translation>Alter und Aussehen</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>Haltung</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>younger</source>
        <translation>jünger</translation>
    </message>
    <message>
        <source>older</source>
        <translation>älter</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>feminine</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>masculine</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>Glasses</source>
        <translation>Brille</translation>
    </message>
    <message>
        <source>without</source>
        <translation>ohne</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>Beard</source>
        <translation>Bart</translation>
    </message>
    <message>
        <source>less</source>
        <translation>weniger</translation>
    </message>
    <message>
        <source>more</source>
        <translation>mehr</translation>
    </message>
    <message>
        <source>Smile</source>
        <translation>Lächeln</translation>
    </message>
    <message>
        <source>serious</source>
        <translation>ernst</translation>
    </message>
    <message>
        <source>smiling</source>
        <translation>lächelnd</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>Brauen</translation>
    </message>
    <message>
        <source>lowered</source>
        <translation>gesenkt</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>gehoben</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>nach links</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>nach rechts</translation>
    </message>
    <message>
        <source>Nod</source>
        <translation>Nicken</translation>
    </message>
    <message>
        <source>down</source>
        <translation>nach unten</translation>
    </message>
    <message>
        <source>up</source>
        <translation>nach oben</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Neigen</translation>
    </message>
    <message>
        <source>Face width</source>
        <translation>Gesichtsbreite</translation>
    </message>
    <message>
        <source>narrow</source>
        <translation>schmal</translation>
    </message>
    <message>
        <source>wide</source>
        <translation>breit</translation>
    </message>
    <message>
        <source>Jaw</source>
        <translation>Kiefer</translation>
    </message>
    <message>
        <source>short</source>
        <translation>kurz</translation>
    </message>
    <message>
        <source>long</source>
        <translation>lang</translation>
    </message>
    <message>
        <source>Nose width</source>
        <translation>Nasenbreite</translation>
    </message>
    <message>
        <source>Lips</source>
        <translation>Lippen</translation>
    </message>
    <message>
        <source>thin</source>
        <translation>dünn</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>Mouth width</source>
        <translation>Mundbreite</translation>
    </message>
    <message>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
</context>
<context>
    <name>AttributesPanel</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the attributes</source>
        <translation>Merkmale suchen</translation>
    </message>
    <message>
        <source>ten years older, a slight smile</source>
        <translation>zehn Jahre älter, ein leichtes Lächeln</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>How the face is pasted back</source>
        <translation>Wie das Gesicht eingesetzt wird</translation>
    </message>
    <message>
        <source>The photo&apos;s own detail looks most natural; the model&apos;s own picture changes most</source>
        <translation>Die Einzelheiten des Fotos sehen am natürlichsten aus; das Bild des Modells ändert am meisten</translation>
    </message>
    <message>
        <source>Photo&apos;s own detail</source>
        <translation>Einzelheiten des Fotos</translation>
    </message>
    <message>
        <source>Model&apos;s own picture</source>
        <translation>Bild des Modells</translation>
    </message>
    <message>
        <source>Paste back</source>
        <translation>Einsetzen</translation>
    </message>
    <message>
        <source>Hair greys along</source>
        <translation>Haar ergraut mit</translation>
    </message>
    <message>
        <source>Hair loses its colour as the face grows older; else it keeps it</source>
        <translation>Das Haar verliert seine Farbe, wenn das Gesicht älter wird; sonst behält es sie</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>What is ticked stays as it is while other things change</source>
        <translation>Was angekreuzt ist, bleibt, während sich anderes ändert</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Paste mode</source>
        <translation>Art des Einsetzens</translation>
    </message>
    <message>
        <source>{name}: layers</source>
        <translation>{name}: Schichten</translation>
    </message>
</context>
<context>
    <name>BesideView</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Codes of one number</source>
        <translation>Codes aus einer Zahl</translation>
    </message>
    <message>
        <source>Codes of two numbers</source>
        <translation>Codes aus zwei Zahlen</translation>
    </message>
    <message>
        <source>Latent space</source>
        <translation>Latenter Raum</translation>
    </message>
</context>
<context>
    <name>BoundaryTab</name>
    <message>
        <source>Pictures along the boundary</source>
        <translation>Bilder quer zur Grenze</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Seed of the faces</source>
        <translation>Startzahl der Gesichter</translation>
    </message>
    <message>
        <source>A seed always gives the same faces</source>
        <translation>Eine Startzahl gibt immer dieselben Gesichter</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>New faces</source>
        <translation>Neue Gesichter</translation>
    </message>
    <message>
        <source>The faces of this seed, without marks</source>
        <translation>Die Gesichter dieser Startzahl, ohne Markierungen</translation>
    </message>
    <message>
        <source>More faces</source>
        <translation>Mehr Gesichter</translation>
    </message>
    <message>
        <source>Further faces below; the marks stay</source>
        <translation>Weitere Gesichter darunter; die Markierungen bleiben</translation>
    </message>
    <message>
        <source>Leave alone</source>
        <translation>Unberührt lassen</translation>
    </message>
    <message>
        <source>Attributes that the direction leaves alone</source>
        <translation>Merkmale, die die Richtung unberührt lässt</translation>
    </message>
    <message>
        <source>The direction loses its part along what is ticked</source>
        <translation>Die Richtung verliert ihren Anteil an dem, was angekreuzt ist</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{more} more, {less} less</source>
        <translation>{more} mehr, {less} weniger</translation>
    </message>
    <message>
        <source>Find the direction from the one kind of faces to the other</source>
        <translation>Die Richtung von der einen Art Gesichter zur anderen finden</translation>
    </message>
    <message>
        <source>Mark at least {least} faces of each kind first</source>
        <translation>Erst mindestens {least} Gesichter jeder Art markieren</translation>
    </message>
    <message>
        <source>Training…</source>
        <translation>Wird trainiert …</translation>
    </message>
    <message>
        <source>right for {accuracy} of {count} faces it was not trained on</source>
        <translation>richtig bei {accuracy} von {count} Gesichtern, mit denen nicht trainiert wurde</translation>
    </message>
    <message>
        <source>: little better than guessing; more faces, or ones that differ more, may help</source>
        <translation>: kaum besser als Raten; mehr Gesichter helfen vielleicht, oder solche, die sich mehr unterscheiden</translation>
    </message>
</context>
<context>
    <name>Camera</name>
    <message>
        <source>No camera answers; connect one, close other programs that use it, or allow its use.</source>
        <translation>Keine Kamera antwortet; schließen Sie eine an, beenden Sie andere Programme, die sie verwenden, oder erlauben Sie ihre Verwendung.</translation>
    </message>
    <message>
        <source>The camera gives no pictures any more; connect it again.</source>
        <translation>Die Kamera liefert keine Bilder mehr; schließen Sie sie neu an.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>The photo; click a face to choose it, turn the wheel to zoom.</source>
        <translation>Das Foto; ein Klick wählt ein Gesicht, das Mausrad ändert die Größe.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Click the eye on the left of the picture (Esc stops)</source>
        <translation>Das linke Auge im Bild anklicken (Esc bricht ab)</translation>
    </message>
    <message>
        <source>Click the eye on the right</source>
        <translation>Das rechte Auge anklicken</translation>
    </message>
    <message>
        <source>Click the middle of the mouth</source>
        <translation>Die Mitte des Mundes anklicken</translation>
    </message>
    <message>
        <source>Paint the mask; the right button erases, Space moves the photo, Esc stops</source>
        <translation>Malen Sie die Maske; die rechte Taste radiert, die Leertaste verschiebt das Foto, Esc beendet</translation>
    </message>
    <message>
        <source>Drag a rectangle around the face that was missed (Esc stops)</source>
        <translation>Ein Rechteck um das übersehene Gesicht aufziehen (Esc beendet)</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Networks that restyle</source>
        <translation>Netze, die umgestalten</translation>
    </message>
</context>
<context>
    <name>ComparedPane</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
    <message>
        <source>Open the result, or where there is none the photo</source>
        <translation>Das Ergebnis öffnen, oder das Foto, wo es noch keines gibt</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the folder in which the result is</source>
        <translation>Den Ordner zeigen, in dem das Ergebnis liegt</translation>
    </message>
    <message>
        <source>This photo can&apos;t be read.</source>
        <translation>Dieses Foto kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Choose a photo to see it before and after.</source>
        <translation>Ein Foto wählen, um es vorher und nachher zu sehen.</translation>
    </message>
</context>
<context>
    <name>ComponentRow</name>
    <message>
        <source>Pictures along the component</source>
        <translation>Bilder entlang der Komponente</translation>
    </message>
    <message>
        <source>Number of the component, and its share of the variance</source>
        <translation>Nummer der Komponente und ihr Anteil an der Varianz</translation>
    </message>
    <message>
        <source>Component {number}, {share}</source>
        <translation>Komponente {number}, {share}</translation>
    </message>
</context>
<context>
    <name>Directing</name>
    <message>
        <source>Component {number}</source>
        <translation>Komponente {number}</translation>
    </message>
    <message>
        <source>Boundary</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is kept; it is a slider in the panel of attributes now.</source>
        <translation>„{name}“ ist aufgehoben; es ist jetzt ein Regler bei den Merkmalen.</translation>
    </message>
    <message>
        <source>{photo} uses &apos;{name}&apos;, now or in its history; close the photo, then remove it.</source>
        <translation>{photo} verwendet „{name}“, jetzt oder in seinem Verlauf; das Foto schließen, dann entfernen.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is removed.</source>
        <translation>„{name}“ ist entfernt.</translation>
    </message>
    <message>
        <source>There is an attribute &apos;{name}&apos; already; type another name.</source>
        <translation>Ein Merkmal „{name}“ gibt es schon; einen anderen Namen eingeben.</translation>
    </message>
</context>
<context>
    <name>DirectionsWindow</name>
    <message>
        <source>Directions</source>
        <translation>Richtungen</translation>
    </message>
    <message>
        <source>Ways to a direction</source>
        <translation>Wege zu einer Richtung</translation>
    </message>
    <message>
        <source>Discover</source>
        <translation>Entdecken</translation>
    </message>
    <message>
        <source>Boundary</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Move a slider to see what a direction does</source>
        <translation>Einen Regler bewegen, um zu sehen, was eine Richtung tut</translation>
    </message>
    <message>
        <source>Previews start from the photo&apos;s face.</source>
        <translation>Die Vorschau geht vom Gesicht des Fotos aus.</translation>
    </message>
    <message>
        <source>Previews start from the mean face; open a photo and choose a face to see it instead.</source>
        <translation>Die Vorschau geht vom mittleren Gesicht aus; für ein anderes ein Foto öffnen und ein Gesicht wählen.</translation>
    </message>
</context>
<context>
    <name>DiscoverTab</name>
    <message>
        <source>Discover</source>
        <translation>Entdecken</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Principal components of what the model does, found without labels: see what each one changes.</source>
        <translation>Hauptkomponenten dessen, was das Modell tut, ohne Beschriftungen gefunden: sehen, was jede ändert.</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Komponenten</translation>
    </message>
    <message>
        <source>How many, the strongest first</source>
        <translation>Wie viele, die stärksten zuerst</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <source>Random faces that are looked at</source>
        <translation>Zufällige Gesichter, die angesehen werden</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>The latent space w itself, or a layer&apos;s activations, which take long</source>
        <translation>Der latente Raum w selbst, oder die Aktivierungen einer Schicht, was lange dauert</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>The same seed gives the same components</source>
        <translation>Dieselbe Startzahl gibt dieselben Komponenten</translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation>Was angesehen wird</translation>
    </message>
</context>
<context>
    <name>DoubtBox</name>
    <message>
        <source>The face in doubt</source>
        <translation>Das fragliche Gesicht</translation>
    </message>
    <message>
        <source>Take these eyes</source>
        <translation>Diese Augen nehmen</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>Nicht nehmen</translation>
    </message>
    <message>
        <source>Nobody in {name} seems to be this person: the most similar face is at a distance of {distance}, and one person&apos;s photos are below {limit}. Take its eyes all the same?</source>
        <translation>In {name} scheint niemand diese Person zu sein: Das ähnlichste Gesicht hat den Abstand {distance}, und Fotos einer Person liegen unter {limit}. Seine Augen trotzdem nehmen?</translation>
    </message>
</context>
<context>
    <name>DriverForm</name>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>Blick</translation>
    </message>
    <message>
        <source>Lids</source>
        <translation>Lider</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>Brauen</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>Video…</source>
        <translation>Video …</translation>
    </message>
    <message>
        <source>Follow the largest face in a video file</source>
        <translation>Dem größten Gesicht in einem Video folgen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Turn the camera on and follow whom it sees, as in a mirror</source>
        <translation>Die Kamera einschalten und wie im Spiegel dem folgen, den sie sieht</translation>
    </message>
    <message>
        <source>How far it follows</source>
        <translation>Wie weit es folgt</translation>
    </message>
    <message>
        <source>100 % moves as far as the driver; heads turn 18° at most</source>
        <translation>Bei 100 % bewegt es sich so weit wie das Vorbild; Köpfe drehen sich höchstens um 18°</translation>
    </message>
    <message>
        <source>Sound of the video, in MP4</source>
        <translation>Ton des Videos, in MP4</translation>
    </message>
    <message>
        <source>Do this only with people who agree to it.</source>
        <translation>Tun Sie das nur mit Menschen, die einverstanden sind.</translation>
    </message>
    <message>
        <source>How far</source>
        <translation>Wie weit</translation>
    </message>
    <message>
        <source>Reading {name}: {share}</source>
        <translation>{name} wird gelesen: {share}</translation>
    </message>
    <message>
        <source>Videos ({patterns})</source>
        <translation>Videos ({patterns})</translation>
    </message>
    <message>
        <source>A video with the face to follow</source>
        <translation>Ein Video mit dem Gesicht, dem gefolgt wird</translation>
    </message>
</context>
<context>
    <name>Driving</name>
    <message>
        <source>recorded from the camera</source>
        <translation>mit der Kamera aufgenommen</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Reset face</source>
        <translation>Gesicht zurückgesetzt</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
</context>
<context>
    <name>EnhancePanel</name>
    <message>
        <source>Generated parts as sharp as the photo</source>
        <translation>Erzeugtes so scharf wie das Foto</translation>
    </message>
    <message>
        <source>Where the chosen face is larger than the generator&apos;s picture, that is enlarged and gets grain</source>
        <translation>Wo das gewählte Gesicht größer ist als das Bild des Generators, wird dieses vergrößert und bekommt Korn</translation>
    </message>
    <message>
        <source>To a size</source>
        <translation>Auf eine Größe</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>The photo is fitted into it, its proportions kept</source>
        <translation>Das Foto wird mit seinen Proportionen darin eingepasst</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>0 is the plain enlargement, 1 the network&apos;s own</source>
        <translation>0 ist die einfache Vergrößerung, 1 die des Netzes</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>0 leaves the photo&apos;s noise, 1 takes it away</source>
        <translation>0 lässt das Rauschen des Fotos, 1 nimmt es weg</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Only faces by the network</source>
        <translation>Nur Gesichter vom Netz</translation>
    </message>
    <message>
        <source>All else is enlarged plainly, which is quicker</source>
        <translation>Alles andere wird einfach vergrößert, was schneller geht</translation>
    </message>
    <message>
        <source>Try on a part</source>
        <translation>An einem Ausschnitt versuchen</translation>
    </message>
    <message>
        <source>The middle of the chosen face, or of the photo, as large as it would be</source>
        <translation>Die Mitte des gewählten Gesichts oder des Fotos, so groß wie sie würde</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>By the network</source>
        <translation>Vom Netz</translation>
    </message>
    <message>
        <source>Enlarge the photo</source>
        <translation>Foto vergrößern</translation>
    </message>
    <message>
        <source>Work out the whole photo</source>
        <translation>Das ganze Foto berechnen</translation>
    </message>
    <message>
        <source>Its own size</source>
        <translation>Eigene Größe</translation>
    </message>
    <message>
        <source>Take the enlargement back</source>
        <translation>Die Vergrößerung zurücknehmen</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>about {minutes} min on this computer</source>
        <translation>etwa {minutes} min auf diesem Rechner</translation>
    </message>
    <message>
        <source>about {seconds} s on this computer</source>
        <translation>etwa {seconds} s auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>Enhancing</name>
    <message>
        <source>Generated parts as sharp as the photo</source>
        <translation>Erzeugtes so scharf wie das Foto</translation>
    </message>
    <message>
        <source>Generated parts as they are</source>
        <translation>Erzeugtes, wie es ist</translation>
    </message>
    <message>
        <source>Enlarging a part…</source>
        <translation>Ein Ausschnitt wird vergrößert…</translation>
    </message>
    <message>
        <source>Enlarging the photo…</source>
        <translation>Das Foto wird vergrößert…</translation>
    </message>
    <message>
        <source>The photo is enlarged.</source>
        <translation>Das Foto ist vergrößert.</translation>
    </message>
    <message>
        <source>Enlarged</source>
        <translation>Vergrößert</translation>
    </message>
    <message>
        <source>Its own size</source>
        <translation>Eigene Größe</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>That didn&apos;t work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>ExemplarBox</name>
    <message>
        <source>From another photo</source>
        <translation>Aus einem anderen Foto</translation>
    </message>
    <message>
        <source>Choose a photo…</source>
        <translation>Foto wählen …</translation>
    </message>
    <message>
        <source>A photo of the same person with open eyes; it can be dropped here, too</source>
        <translation>Ein Foto derselben Person mit offenen Augen; es kann auch hierher gezogen werden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take the other photo&apos;s eyes out again</source>
        <translation>Die Augen aus dem anderen Foto wieder herausnehmen</translation>
    </message>
    <message>
        <source>Own eyes</source>
        <translation>Eigene Augen</translation>
    </message>
    <message>
        <source>The face whose eyes are taken</source>
        <translation>Das Gesicht, dessen Augen genommen werden</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Which eye of this picture is replaced</source>
        <translation>Welches Auge in diesem Bild ersetzt wird</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of the other photo&apos;s eyes is seen</source>
        <translation>Wie viel von den Augen des anderen Fotos zu sehen ist</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weicher Rand</translation>
    </message>
    <message>
        <source>How softly they go over into the face</source>
        <translation>Wie weich sie ins Gesicht übergehen</translation>
    </message>
    <message>
        <source>Match the light</source>
        <translation>Licht angleichen</translation>
    </message>
    <message>
        <source>How much they take on the light of this photo</source>
        <translation>Wie sehr sie das Licht dieses Fotos annehmen</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>Blick</translation>
    </message>
    <message>
        <source>as there</source>
        <translation>wie dort</translation>
    </message>
    <message>
        <source>with this head&apos;s pose</source>
        <translation>mit der Haltung dieses Kopfes</translation>
    </message>
    <message>
        <source>Where the eyes look: as in the other photo, or turned as this head is</source>
        <translation>Wohin die Augen sehen: wie im anderen Foto, oder gedreht wie dieser Kopf</translation>
    </message>
    <message>
        <source>Gaze of the other photo</source>
        <translation>Blick des anderen Fotos</translation>
    </message>
    <message>
        <source>Fitted by</source>
        <translation>Eingepasst durch</translation>
    </message>
    <message>
        <source>What makes them one with the face: a search, or a network you have trained</source>
        <translation>Was sie mit dem Gesicht eins werden lässt: eine Suche, oder ein Netz, das Sie trainiert haben</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>a search</source>
        <translation>eine Suche</translation>
    </message>
    <message>
        <source>{name}, distance {distance}</source>
        <translation>{name}, Abstand {distance}</translation>
    </message>
    <message>
        <source>distance {distance}</source>
        <translation>Abstand {distance}</translation>
    </message>
    <message>
        <source>the nearest of {count} faces</source>
        <translation>das ähnlichste von {count} Gesichtern</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>Eine Datei …</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Offene Fotos</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>A photo of the same person</source>
        <translation>Ein Foto derselben Person</translation>
    </message>
    <message>
        <source>Which eyes are taken</source>
        <translation>Welche Augen genommen werden</translation>
    </message>
</context>
<context>
    <name>Experimenting</name>
    <message>
        <source>{name} was opened.</source>
        <translation>{name} wurde geöffnet.</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>As in the original file</source>
        <translation>Wie in der Originaldatei</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> Pixel</translation>
    </message>
    <message>
        <source>Leave out the original&apos;s metadata (camera, date, place)</source>
        <translation>Metadaten des Originals weglassen (Kamera, Datum, Ort)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Volle Größe</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>Zu schreibende Datei</translation>
    </message>
    <message>
        <source>Percent of the full size</source>
        <translation>Prozent der vollen Größe</translation>
    </message>
    <message>
        <source>Pixels of the longest side</source>
        <translation>Pixel der längsten Seite</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>D&amp;urchsuchen …</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>Da&amp;tei:</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>&amp;Quality:</source>
        <translation>&amp;Qualität:</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>&amp;Größe:</translation>
    </message>
    <message>
        <source>Metadata:</source>
        <translation>Metadaten:</translation>
    </message>
    <message>
        <source>Size of the file:</source>
        <translation>Dateigröße:</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1} Pixel</translation>
    </message>
    <message>
        <source>There is no such folder; choose another one.</source>
        <translation>Diesen Ordner gibt es nicht; einen anderen wählen.</translation>
    </message>
    <message>
        <source>End the name with one of {0}.</source>
        <translation>Der Name muss auf eines von {0} enden.</translation>
    </message>
    <message>
        <source>{0} already exists. Replace it?</source>
        <translation>{0} gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Replace file</source>
        <translation>Datei ersetzen</translation>
    </message>
</context>
<context>
    <name>EyeSliders</name>
    <message>
        <source>Both lids together</source>
        <translation>Beide Lider zusammen</translation>
    </message>
    <message>
        <source>A slider moves the lids of both eyes; without the tick, of its own alone</source>
        <translation>Ein Regler bewegt die Lider beider Augen; ohne den Haken nur die seines eigenen</translation>
    </message>
    <message>
        <source>{ends}; double click sets it back</source>
        <translation>{ends}; ein Doppelklick stellt ihn zurück</translation>
    </message>
    <message>
        <source>{name}, value</source>
        <translation>{name}, Wert</translation>
    </message>
    <message>
        <source>Lids</source>
        <translation>Lider</translation>
    </message>
</context>
<context>
    <name>Eyes</name>
    <message>
        <source>its eyes are open</source>
        <translation>die Augen sind offen</translation>
    </message>
    <message>
        <source>nothing can be told of its eyes</source>
        <translation>über die Augen lässt sich nichts sagen</translation>
    </message>
    <message>
        <source>nobody in the other photos is this person</source>
        <translation>niemand in den anderen Fotos ist diese Person</translation>
    </message>
    <message>
        <source>this person&apos;s eyes are closed in the other photos too</source>
        <translation>die Augen dieser Person sind auch in den anderen Fotos geschlossen</translation>
    </message>
    <message>
        <source>this person is too small in the other photos</source>
        <translation>diese Person ist in den anderen Fotos zu klein</translation>
    </message>
    <message>
        <source>this person looks another way in the other photos</source>
        <translation>diese Person blickt in den anderen Fotos woandershin</translation>
    </message>
    <message>
        <source>Left lids</source>
        <translation>Linke Lider</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>wide open</source>
        <translation>weit offen</translation>
    </message>
    <message>
        <source>Right lids</source>
        <translation>Rechte Lider</translation>
    </message>
    <message>
        <source>Gaze sideways</source>
        <translation>Blick zur Seite</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>nach links</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>nach rechts</translation>
    </message>
    <message>
        <source>Gaze up and down</source>
        <translation>Blick auf und ab</translation>
    </message>
    <message>
        <source>down</source>
        <translation>nach unten</translation>
    </message>
    <message>
        <source>up</source>
        <translation>nach oben</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>narrow</source>
        <translation>schmal</translation>
    </message>
</context>
<context>
    <name>EyesPanel</name>
    <message>
        <source>Open all eyes from…</source>
        <translation>Alle Augen öffnen aus …</translation>
    </message>
    <message>
        <source>For every closed eye in this photo, the best open one in a folder of photos</source>
        <translation>Für jedes geschlossene Auge in diesem Foto das beste offene aus einem Ordner mit Fotos</translation>
    </message>
    <message>
        <source>Closed below</source>
        <translation>Geschlossen unter</translation>
    </message>
    <message>
        <source>Height of the opening, in its width, below which an eye counts as closed</source>
        <translation>Höhe der Öffnung, gemessen an ihrer Breite, unter der ein Auge als geschlossen gilt</translation>
    </message>
    <message>
        <source>{percent} % by this person&apos;s other photos</source>
        <translation>{percent} % nach anderen Fotos dieser Person</translation>
    </message>
</context>
<context>
    <name>EyesTable</name>
    <message>
        <source>Left in the picture</source>
        <translation>Links im Bild</translation>
    </message>
    <message>
        <source>Right in the picture</source>
        <translation>Rechts im Bild</translation>
    </message>
    <message>
        <source>{eye}, before</source>
        <translation>{eye}, vorher</translation>
    </message>
    <message>
        <source>{eye}, after</source>
        <translation>{eye}, nachher</translation>
    </message>
</context>
<context>
    <name>FaceCell</name>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>More like face {number}</source>
        <translation>Mehr wie Gesicht {number}</translation>
    </message>
    <message>
        <source>Less like face {number}</source>
        <translation>Weniger wie Gesicht {number}</translation>
    </message>
</context>
<context>
    <name>FaceGrid</name>
    <message>
        <source>Generated faces</source>
        <translation>Erzeugte Gesichter</translation>
    </message>
    <message>
        <source>{name}, realism {score}: the higher, the more plausible</source>
        <translation>{name}, Echtheit {score}: je höher, desto glaubhafter</translation>
    </message>
</context>
<context>
    <name>FacesPanel</name>
    <message>
        <source>Faces in the photo</source>
        <translation>Gesichter im Foto</translation>
    </message>
    <message>
        <source>The faces of the photo appear here.</source>
        <translation>Hier erscheinen die Gesichter des Fotos.</translation>
    </message>
    <message>
        <source>It is small in the photo.</source>
        <translation>Es ist klein im Foto.</translation>
    </message>
    <message>
        <source>It is seen from the side.</source>
        <translation>Es ist von der Seite zu sehen.</translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>An edit may look poor.</source>
        <translation>Eine Änderung kann schlecht aussehen.</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>Zuschlag</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>Wahrnehmung</translation>
    </message>
    <message>
        <source>grown</source>
        <translation>gewachsen</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
    <message>
        <source>Exported as {path}</source>
        <translation>Exportiert als {path}</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Open photos</source>
        <translation>Offene Fotos</translation>
    </message>
    <message>
        <source>{name}, not saved</source>
        <translation>{name}, nicht gespeichert</translation>
    </message>
    <message>
        <source>Close photo</source>
        <translation>Foto schließen</translation>
    </message>
</context>
<context>
    <name>Filming</name>
    <message>
        <source>{path} is there already; choose another name.</source>
        <translation>{path} gibt es schon; bitte einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Saved as {path}, played through and found whole.</source>
        <translation>Gespeichert als {path}, abgespielt und vollständig.</translation>
    </message>
    <message>
        <source>The first {count} frames are in {path}. Save under the same name as before to go on.</source>
        <translation>Die ersten {count} Bilder stehen in {path}. Unter demselben Namen wie zuvor gespeichert geht die Arbeit weiter.</translation>
    </message>
    <message>
        <source>The work was ended before more of it was finished.</source>
        <translation>Die Arbeit wurde beendet, bevor mehr davon fertig war.</translation>
    </message>
    <message>
        <source>{edited} of {frames} frames were edited.</source>
        <translation>{edited} von {frames} Bildern wurden bearbeitet.</translation>
    </message>
    <message>
        <source>In {count} the face was not seen, and they stay as they were ({places}).</source>
        <translation>In {count} war das Gesicht nicht zu sehen, und sie bleiben, wie sie waren ({places}).</translation>
    </message>
    <message>
        <source>{count} were skipped.</source>
        <translation>{count} wurden ausgelassen.</translation>
    </message>
    <message>
        <source>{count} were cut out.</source>
        <translation>{count} wurden herausgeschnitten.</translation>
    </message>
    <message>
        <source>The clip is HDR; the result is tone-mapped to what every screen shows (BT.709).</source>
        <translation>Das Video ist HDR; das Ergebnis ist auf das umgesetzt, was jeder Bildschirm zeigt (BT.709).</translation>
    </message>
    <message>
        <source>{count} can&apos;t be read and are not in the result.</source>
        <translation>{count} lassen sich nicht lesen und fehlen im Ergebnis.</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>The search for faces was stopped.</source>
        <translation>Die Suche nach Gesichtern wurde beendet.</translation>
    </message>
    <message>
        <source>One face is too small to edit: less than {pixels} pixels between the eyes.</source>
        <translation>Ein Gesicht ist zu klein zum Bearbeiten: weniger als {pixels} Pixel zwischen den Augen.</translation>
    </message>
    <message numerus="yes">
        <source>%n faces are too small to edit: less than {pixels} pixels between the eyes.</source>
        <translation>
            <numerusform>%n Gesicht ist zu klein zum Bearbeiten: weniger als {pixels} Pixel zwischen den Augen.</numerusform>
            <numerusform>%n Gesichter sind zu klein zum Bearbeiten: weniger als {pixels} Pixel zwischen den Augen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FlowView</name>
    <message>
        <source>The data&apos;s way through both networks</source>
        <translation>Der Weg der Daten durch beide Netze</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Fakes</source>
        <translation>Falsche</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echte</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <source>Told right</source>
        <translation>Richtig erkannt</translation>
    </message>
    <message>
        <source>D&apos;s loss</source>
        <translation>Verlust D</translation>
    </message>
    <message>
        <source>G&apos;s loss</source>
        <translation>Verlust G</translation>
    </message>
</context>
<context>
    <name>FoldersRow</name>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Look for faces in its photos and in those of the folders in it; one can be dropped here, too</source>
        <translation>In seinen Fotos und denen seiner Unterordner nach Gesichtern suchen; er kann auch hierher gezogen werden</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>For photos that are new, changed, moved or gone</source>
        <translation>Nach Fotos, die neu, geändert, verschoben oder nicht mehr da sind</translation>
    </message>
    <message>
        <source>The folders that are looked through, and the names for other programs</source>
        <translation>Die Ordner, die durchsucht werden, und die Namen für andere Programme</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Show which photos can&apos;t be read, and why</source>
        <translation>Zeigen, welche Fotos sich nicht lesen lassen, und warum</translation>
    </message>
    <message>
        <source>Can&apos;t be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Forget everything…</source>
        <translation>Alles vergessen …</translation>
    </message>
    <message>
        <source>Delete all faces, names and thumbnails</source>
        <translation>Alle Gesichter, Namen und Vorschaubilder löschen</translation>
    </message>
    <message>
        <source>{folder} and {count} more</source>
        <translation>{folder} und {count} weitere</translation>
    </message>
    <message>
        <source>Can&apos;t be read: {count}…</source>
        <translation>Nicht lesbar: {count} …</translation>
    </message>
    <message>
        <source>Photos: {photos}, faces: {faces}, people: {people}, of these with a name: {named}</source>
        <translation>Fotos: {photos}, Gesichter: {faces}, Personen: {people}, davon mit Namen: {named}</translation>
    </message>
    <message>
        <source>bringing faces together…</source>
        <translation>Gesichter werden zusammengeführt …</translation>
    </message>
    <message>
        <source>Looked at: {photos}, faces found: {faces}</source>
        <translation>Durchgesehen: {photos}, gefundene Gesichter: {faces}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>A folder with photos</source>
        <translation>Ein Ordner mit Fotos</translation>
    </message>
    <message>
        <source>Leave out {folder}</source>
        <translation>{folder} weglassen</translation>
    </message>
    <message>
        <source>Write names for other programs…</source>
        <translation>Namen für andere Programme schreiben …</translation>
    </message>
    <message>
        <source>Names of people can be written as XMP, which other programs read: into files beside the photos, or into the photos themselves, whose pixels stay as they are.</source>
        <translation>Die Namen der Personen können als XMP geschrieben werden, das andere Programme lesen: in Dateien neben den Fotos oder in die Fotos selbst, deren Pixel bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Write names</source>
        <translation>Namen schreiben</translation>
    </message>
    <message>
        <source>Beside the photos</source>
        <translation>Neben die Fotos</translation>
    </message>
    <message>
        <source>Into the photos</source>
        <translation>In die Fotos</translation>
    </message>
    <message>
        <source>Photos that can&apos;t be read</source>
        <translation>Fotos, die sich nicht lesen lassen</translation>
    </message>
    <message>
        <source>Forget all faces, names and thumbnails? The photos themselves stay as they are.</source>
        <translation>Alle Gesichter, Namen und Vorschaubilder vergessen? Die Fotos selbst bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Forget everything</source>
        <translation>Alles vergessen</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Frame of the clip</source>
        <translation>Bild des Videos</translation>
    </message>
</context>
<context>
    <name>GenerateWindow</name>
    <message>
        <source>Generate faces</source>
        <translation>Gesichter erzeugen</translation>
    </message>
    <message>
        <source>a smiling old man with glasses</source>
        <translation>ein lächelnder alter Mann mit Brille</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The faces that were here before</source>
        <translation>Die Gesichter, die vorher hier waren</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Make no more faces</source>
        <translation>Keine weiteren Gesichter erzeugen</translation>
    </message>
    <message>
        <source>Hide this share of the faces, those with the lowest realism</source>
        <translation>Diesen Anteil der Gesichter verbergen, die unechtesten zuerst</translation>
    </message>
    <message>
        <source>Hide the worst, in percent</source>
        <translation>Die schlechtesten verbergen, in Prozent</translation>
    </message>
    <message>
        <source>Hide the worst, %</source>
        <translation>Die schlechtesten verbergen, %</translation>
    </message>
</context>
<context>
    <name>Generating</name>
    <message>
        <source>Layer {numbers} was pulled towards the mean.</source>
        <translation>Die Schicht {numbers} wurde zum Mittel gezogen.</translation>
    </message>
    <message>
        <source>Layers {numbers} were pulled towards the mean.</source>
        <translation>Die Schichten {numbers} wurden zum Mittel gezogen.</translation>
    </message>
    <message>
        <source>This face is as plausible as the mean face; there is nothing to repair.</source>
        <translation>Dieses Gesicht ist so glaubhaft wie das mittlere; es gibt nichts zu reparieren.</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
</context>
<context>
    <name>GroupWindow</name>
    <message>
        <source>Open all eyes</source>
        <translation>Alle Augen öffnen</translation>
    </message>
    <message>
        <source>Every face with a closed eye gets the best open eyes of the same person from a folder of photos, such as the other shots of a burst. All of it is one step that can be undone.</source>
        <translation>Jedes Gesicht mit einem geschlossenen Auge bekommt die besten offenen Augen derselben Person aus einem Ordner mit Fotos, etwa den anderen Aufnahmen einer Serie. Das Ganze ist ein Schritt, der sich zurücknehmen lässt.</translation>
    </message>
    <message>
        <source>No folder is chosen yet.</source>
        <translation>Noch ist kein Ordner gewählt.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>Gesicht</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation>Genommen aus</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>What became of each face</source>
        <translation>Was aus jedem Gesicht wurde</translation>
    </message>
    <message>
        <source>both opened</source>
        <translation>beide geöffnet</translation>
    </message>
    <message>
        <source>left opened</source>
        <translation>linkes geöffnet</translation>
    </message>
    <message>
        <source>right opened</source>
        <translation>rechtes geöffnet</translation>
    </message>
    <message>
        <source>left as they are</source>
        <translation>bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>distance {distance}</source>
        <translation>Abstand {distance}</translation>
    </message>
    <message>
        <source>{reason}; the nearest is at a distance of {distance}</source>
        <translation>{reason}; das nächste hat den Abstand {distance}</translation>
    </message>
    <message>
        <source>A folder with other photos of these people</source>
        <translation>Ein Ordner mit anderen Fotos dieser Leute</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Looking for faces… {percent} % (Esc stops)</source>
        <translation>Gesichter werden gesucht … {percent} % (Esc beendet)</translation>
    </message>
    <message>
        <source>No face was found. Try a photo in which a face looks at the camera and is at least 40 pixels wide, or mark it by hand (Face ▸ Mark a face by hand).</source>
        <translation>Es wurde kein Gesicht gefunden. Ein Foto nehmen, in dem ein Gesicht zur Kamera schaut und mindestens 40 Pixel breit ist, oder es von Hand markieren (Gesicht ▸ Gesicht von Hand markieren).</translation>
    </message>
    <message numerus="yes">
        <source>%n faces were found; click the one to edit.</source>
        <translation>
            <numerusform>%n Gesicht wurde gefunden; zum Bearbeiten anklicken.</numerusform>
            <numerusform>%n Gesichter wurden gefunden; das gewünschte anklicken.</numerusform>
        </translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>Haare</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>Haut</translation>
    </message>
    <message>
        <source>Clothes</source>
        <translation>Kleidung</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
</context>
<context>
    <name>HintsBox</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>The colour that it has; the network spreads it over what is light and dark</source>
        <translation>Die Farbe, die es hat; das Netz verteilt sie über Hell und Dunkel</translation>
    </message>
    <message>
        <source>{part}: leave the colour to the network</source>
        <translation>{part}: die Farbe dem Netz überlassen</translation>
    </message>
    <message>
        <source>Leave the colour to the network</source>
        <translation>Die Farbe dem Netz überlassen</translation>
    </message>
    <message>
        <source>by the network</source>
        <translation>vom Netz</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Reset this face</source>
        <translation>Dieses Gesicht zurücksetzen</translation>
    </message>
    <message>
        <source>Take back everything done to the chosen face</source>
        <translation>Alle Änderungen am gewählten Gesicht zurücknehmen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Take back everything done to this photo</source>
        <translation>Alle Änderungen an diesem Foto zurücknehmen</translation>
    </message>
</context>
<context>
    <name>InstalledBox</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verwendet</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modelle auf diesem Computer</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name (the file&apos;s)</source>
        <translation>Name (der der Datei)</translation>
    </message>
    <message>
        <source>Name of the imported model</source>
        <translation>Name des importierten Modells</translation>
    </message>
    <message>
        <source>Import file…</source>
        <translation>Datei importieren …</translation>
    </message>
    <message>
        <source>NVIDIA, rosinality, e4e and pSp files, and others</source>
        <translation>Dateien von NVIDIA, rosinality, e4e, pSp und anderen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Edit faces with the chosen model from the next start on</source>
        <translation>Gesichter ab dem nächsten Start mit dem gewählten Modell bearbeiten</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Compare the files with the manifest, and the pictures with the reference</source>
        <translation>Die Dateien mit dem Verzeichnis und die Bilder mit den Vergleichsbildern abgleichen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Delete the chosen model; only ones you brought</source>
        <translation>Das gewählte Modell löschen; nur selbst mitgebrachte</translation>
    </message>
    <message>
        <source>Trained on: {data}</source>
        <translation>Trainiert mit: {data}</translation>
    </message>
    <message>
        <source>Made from: {source}</source>
        <translation>Entstanden aus: {source}</translation>
    </message>
    <message>
        <source>Models ({files});;All files (*)</source>
        <translation>Modelle ({files});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell importieren</translation>
    </message>
    <message>
        <source>Delete the model &apos;{name}&apos; ({megabytes} MB)? This can&apos;t be undone.</source>
        <translation>Das Modell „{name}“ ({megabytes} MB) löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Ein Modell entfernen</translation>
    </message>
</context>
<context>
    <name>InterpolationStrip</name>
    <message>
        <source>From the chosen to the second face</source>
        <translation>Vom gewählten zum zweiten Gesicht</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>Schritt {number}</translation>
    </message>
    <message>
        <source>on a sphere in Z</source>
        <translation>auf einer Kugel in Z</translation>
    </message>
    <message>
        <source>Through faces as likely as random ones; only between two random faces. Otherwise straight in W</source>
        <translation>Über Gesichter, die so wahrscheinlich sind wie zufällige; nur zwischen zwei zufälligen Gesichtern. Sonst geradeaus in W</translation>
    </message>
    <message>
        <source>Show the way</source>
        <translation>Den Weg zeigen</translation>
    </message>
    <message>
        <source>Pictures between the chosen and the second face</source>
        <translation>Bilder zwischen dem gewählten und dem zweiten Gesicht</translation>
    </message>
</context>
<context>
    <name>InversionOverlay</name>
    <message>
        <source>Progress of learning the face</source>
        <translation>Fortschritt beim Lernen des Gesichts</translation>
    </message>
    <message>
        <source>Good enough</source>
        <translation>Gut genug</translation>
    </message>
    <message>
        <source>Stop here and take what has been found so far</source>
        <translation>Hier anhalten und nehmen, was bisher gefunden ist</translation>
    </message>
    <message>
        <source>The face</source>
        <translation>Das Gesicht</translation>
    </message>
    <message>
        <source>What the model has learnt of it</source>
        <translation>Was das Modell davon gelernt hat</translation>
    </message>
    <message>
        <source>Learning the face…</source>
        <translation>Das Gesicht wird gelernt …</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Something went wrong inside ganeditor; the last picture is kept.</source>
        <translation>In ganeditor ist etwas schiefgegangen; das letzte Bild bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>JudgedView</name>
    <message>
        <source>Photos and their scores</source>
        <translation>Fotos und ihre Bewertung</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>fake</source>
        <translation>falsch</translation>
    </message>
</context>
<context>
    <name>KeepBar</name>
    <message>
        <source>Preview the direction on the face on the right, in standard deviations</source>
        <translation>Vorschau der Richtung am Gesicht rechts, in Standardabweichungen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>First layer</source>
        <translation>Erste Schicht</translation>
    </message>
    <message>
        <source>Last layer</source>
        <translation>Letzte Schicht</translation>
    </message>
    <message>
        <source>The direction acts on these layers only; the first ones make pose and shape</source>
        <translation>Die Richtung wirkt nur auf diese Schichten; die ersten machen Haltung und Form</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the attribute</source>
        <translation>Name des Merkmals</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Make it an attribute with this name, for all photos</source>
        <translation>Ein Merkmal dieses Namens daraus machen, für alle Fotos</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
</context>
<context>
    <name>KeepingPeople</name>
    <message>
        <source>The search for faces has ended.</source>
        <translation>Die Suche nach Gesichtern ist beendet.</translation>
    </message>
    <message>
        <source>Photos that it could not read: {count}.</source>
        <translation>Fotos, die sich nicht lesen ließen: {count}.</translation>
    </message>
    <message>
        <source>All faces and names are forgotten.</source>
        <translation>Alle Gesichter und Namen sind vergessen.</translation>
    </message>
</context>
<context>
    <name>KeptBox</name>
    <message>
        <source>Kept faces</source>
        <translation>Behaltene Gesichter</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep a face under a name, for other photos</source>
        <translation>Ein Gesicht unter einem Namen für andere Fotos behalten</translation>
    </message>
    <message>
        <source>The chosen face…</source>
        <translation>Das gewählte Gesicht …</translation>
    </message>
    <message>
        <source>The face that is put on…</source>
        <translation>Das aufgesetzte Gesicht …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation>Die Datei ist beschädigt</translation>
    </message>
    <message>
        <source>Keep a face</source>
        <translation>Ein Gesicht behalten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename a face</source>
        <translation>Ein Gesicht umbenennen</translation>
    </message>
    <message>
        <source>Delete the kept face &apos;{name}&apos;? This can&apos;t be undone.</source>
        <translation>Das behaltene Gesicht „{name}“ löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete a face</source>
        <translation>Ein Gesicht löschen</translation>
    </message>
</context>
<context>
    <name>Lab</name>
    <message>
        <source>Drawn again</source>
        <translation>Nachgezeichnet</translation>
    </message>
    <message>
        <source>Random samples</source>
        <translation>Zufällige Punkte</translation>
    </message>
    <message>
        <source>Latent space</source>
        <translation>Latenter Raum</translation>
    </message>
    <message>
        <source>Divergence of the samples (JS) {value}</source>
        <translation>Divergenz der zufälligen Punkte (JS) {value}</translation>
    </message>
    <message>
        <source>mean distance of points drawn again {value}</source>
        <translation>mittlerer Abstand nachgezeichneter Punkte {value}</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Ring</translation>
    </message>
    <message>
        <source>Two rings</source>
        <translation>Zwei Ringe</translation>
    </message>
    <message>
        <source>One Gaussian</source>
        <translation>Eine Normalverteilung</translation>
    </message>
    <message>
        <source>Two Gaussians</source>
        <translation>Zwei Normalverteilungen</translation>
    </message>
    <message>
        <source>Eight Gaussians</source>
        <translation>Acht Normalverteilungen</translation>
    </message>
    <message>
        <source>25 Gaussians</source>
        <translation>25 Normalverteilungen</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>Monde</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>Spirale</translation>
    </message>
    <message>
        <source>Two bars, far apart</source>
        <translation>Zwei Balken, weit auseinander</translation>
    </message>
    <message>
        <source>Draw your own</source>
        <translation>Selbst zeichnen</translation>
    </message>
    <message>
        <source>One number, uniform</source>
        <translation>Eine Zahl, gleichverteilt</translation>
    </message>
    <message>
        <source>One number, Gaussian</source>
        <translation>Eine Zahl, normalverteilt</translation>
    </message>
    <message>
        <source>Two numbers, uniform</source>
        <translation>Zwei Zahlen, gleichverteilt</translation>
    </message>
    <message>
        <source>Two numbers, Gaussian</source>
        <translation>Zwei Zahlen, normalverteilt</translation>
    </message>
    <message>
        <source>Minimax</source>
        <translation>Minimax</translation>
    </message>
    <message>
        <source>Non-saturating</source>
        <translation>Nicht sättigend</translation>
    </message>
    <message>
        <source>Least squares</source>
        <translation>Kleinste Quadrate</translation>
    </message>
    <message>
        <source>Wasserstein</source>
        <translation>Wasserstein</translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation>Hinge</translation>
    </message>
    <message>
        <source>Relativistic, average</source>
        <translation>Relativistisch, Mittel</translation>
    </message>
    <message>
        <source>Relativistic, pairs</source>
        <translation>Relativistisch, Paare</translation>
    </message>
    <message>
        <source>No penalty</source>
        <translation>Keine Strafe</translation>
    </message>
    <message>
        <source>R1 and R2</source>
        <translation>R1 und R2</translation>
    </message>
    <message>
        <source>Gradient penalty</source>
        <translation>Gradientenstrafe</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Mode collapse</source>
        <translation>Modenkollaps</translation>
    </message>
    <message>
        <source>Vanishing gradients</source>
        <translation>Verschwindende Gradienten</translation>
    </message>
    <message>
        <source>Oscillation</source>
        <translation>Schwingung</translation>
    </message>
    <message>
        <source>A generator bends a cloud of noise until its points (violet) lie where the data&apos;s points (green) are. It never sees the data: it only follows the arrows that the discriminator gives it. Play, and watch the grid of noise being stretched over the ring, and the divergence fall.</source>
        <translation>Ein Generator verbiegt eine Wolke aus Rauschen, bis ihre Punkte (violett) dort liegen, wo die der Daten (grün) sind. Die Daten sieht er nie: Er folgt nur den Pfeilen, die ihm der Diskriminator gibt. Beim Abspielen spannt sich das Gitter des Rauschens über den Ring, und die Divergenz fällt.</translation>
    </message>
    <message>
        <source>The data has eight clusters, but the generator puts all its points on one or two of them: that fools the discriminator for the moment. As soon as it has learnt to doubt these, the generator jumps to others. Look at the number of modes. Remedy: give each real point its own rival (loss: relativistic, pairs), R1 and R2 with a weight of 0.02, and no momentum; then start again.</source>
        <translation>Die Daten haben acht Häufchen, aber der Generator legt alle Punkte auf ein oder zwei davon: Das täuscht den Diskriminator für den Augenblick. Sobald er diesen misstraut, springt der Generator zu anderen. Die Zahl der Moden zeigt es. Abhilfe: jedem echten Punkt einen eigenen Gegner geben (Verlust: relativistisch, Paare), R1 und R2 mit einem Gewicht von 0,02 und kein Impuls; dann neu beginnen.</translation>
    </message>
    <message>
        <source>The discriminator learns ten steps for each of the generator and is soon sure of everything. The minimax loss is flat where a fake is surely told as one, so the arrows at the violet points shrink to nothing and they stay where they are. Remedy: choose the non-saturating loss while it runs, and they move again.</source>
        <translation>Der Diskriminator lernt zehn Schritte für jeden des Generators und ist bald aller Dinge sicher. Der Minimax-Verlust ist flach, wo ein falscher Punkt sicher erkannt wird, also schrumpfen die Pfeile an den violetten Punkten zu nichts, und diese bleiben, wo sie sind. Abhilfe: den nicht sättigenden Verlust wählen, während es läuft; dann bewegen sie sich wieder.</translation>
    </message>
    <message>
        <source>The generator runs after what the discriminator likes, the discriminator then likes what lies elsewhere, and so they circle around the answer instead of settling on it: the losses swing, and the divergence rises and falls. Remedy: a penalty on the discriminator&apos;s slope, R1 with a weight of 0.5, damps the swing.</source>
        <translation>Der Generator läuft dem nach, was dem Diskriminator gefällt, dem gefällt dann, was anderswo liegt, und so kreisen sie um die Lösung, statt sich darauf zu einigen: Die Verluste schwingen, die Divergenz steigt und fällt. Abhilfe: Eine Strafe auf die Steigung des Diskriminators, R1 mit einem Gewicht von 0,5, dämpft die Schwingung.</translation>
    </message>
    <message>
        <source>The classic trial of variety: 25 clusters on a grid. Pairs of real and generated points are compared, and R1 and R2 keep the discriminator&apos;s slopes gentle on both sides (R3GAN, 2024). The grid of noise is pulled apart until, after some 1500 epochs, nearly every cluster has its share; then the points between them get fewer.</source>
        <translation>Die klassische Probe auf Vielfalt: 25 Häufchen in einem Raster. Echte und erzeugte Punkte werden paarweise verglichen, und R1 und R2 halten die Steigung des Diskriminators auf beiden Seiten sanft (R3GAN, 2024). Das Gitter des Rauschens wird auseinandergezogen, bis nach etwa 1500 Epochen fast jedes Häufchen seinen Anteil hat; dann werden die Punkte dazwischen weniger.</translation>
    </message>
    <message>
        <source>Random numbers are drawn.</source>
        <translation>Zufallszahlen werden gezogen.</translation>
    </message>
    <message>
        <source>The generator turns each of them into a point: a fake.</source>
        <translation>Der Generator macht aus jeder einen Punkt: einen falschen.</translation>
    </message>
    <message>
        <source>The discriminator looks at real points and fakes and says how real each seems.</source>
        <translation>Der Diskriminator sieht echte und falsche Punkte an und sagt, wie echt jeder wirkt.</translation>
    </message>
    <message>
        <source>Its loss says how wrong it was.</source>
        <translation>Sein Verlust sagt, wie sehr er sich geirrt hat.</translation>
    </message>
    <message>
        <source>The discriminator learns: the background changes.</source>
        <translation>Der Diskriminator lernt: Der Hintergrund ändert sich.</translation>
    </message>
    <message>
        <source>Again noise becomes fakes.</source>
        <translation>Wieder wird Rauschen zu falschen Punkten.</translation>
    </message>
    <message>
        <source>The discriminator judges these fakes.</source>
        <translation>Der Diskriminator beurteilt diese falschen Punkte.</translation>
    </message>
    <message>
        <source>The generator&apos;s loss is low where fakes seem real; arrows show the way there.</source>
        <translation>Der Verlust des Generators ist niedrig, wo Falsche echt wirken; Pfeile zeigen den Weg dorthin.</translation>
    </message>
    <message>
        <source>The generator learns: the fakes move along the arrows.</source>
        <translation>Der Generator lernt: Die falschen Punkte folgen den Pfeilen.</translation>
    </message>
    <message>
        <source>What D thinks</source>
        <translation>Was D meint</translation>
    </message>
    <message>
        <source>G&apos;s grid</source>
        <translation>Gitter von G</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echte</translation>
    </message>
    <message>
        <source>Fakes</source>
        <translation>Falsche</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Green where the discriminator takes points for real, violet where for fakes</source>
        <translation>Grün, wo der Diskriminator Punkte für echt hält, violett, wo für falsch</translation>
    </message>
    <message>
        <source>The noise&apos;s grid, bent by the generator; strong where many points fall</source>
        <translation>Das Gitter des Rauschens, vom Generator verbogen; kräftig, wo viele Punkte hinfallen</translation>
    </message>
    <message>
        <source>Lines of equal density around real points and around fakes</source>
        <translation>Linien gleicher Dichte um echte und um falsche Punkte</translation>
    </message>
    <message>
        <source>Points of the data</source>
        <translation>Punkte der Daten</translation>
    </message>
    <message>
        <source>Points of the generator</source>
        <translation>Punkte des Generators</translation>
    </message>
    <message>
        <source>Where each fake should move to lower the generator&apos;s loss</source>
        <translation>Wohin jeder falsche Punkt sollte, um den Verlust des Generators zu senken</translation>
    </message>
    <message>
        <source>DCGAN: plain convolutions</source>
        <translation>DCGAN: schlichte Faltungen</translation>
    </message>
    <message>
        <source>SNGAN: residual, with spectral norm</source>
        <translation>SNGAN: Residualnetz mit Spektralnorm</translation>
    </message>
    <message>
        <source>R3GAN: residual, nothing normalised</source>
        <translation>R3GAN: Residualnetz, nichts normiert</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>Autoencoder</translation>
    </message>
    <message>
        <source>Variational autoencoder</source>
        <translation>Variations-Autoencoder</translation>
    </message>
    <message>
        <source>GAN</source>
        <translation>GAN</translation>
    </message>
    <message>
        <source>Learns to draw each point again from its code. Nobody tells it how codes should lie, so random codes may fall where there is no data.</source>
        <translation>Lernt, jeden Punkt aus seinem Code nachzuzeichnen. Wie Codes liegen sollen, sagt ihm niemand, daher fallen zufällige auch dorthin, wo keine Daten sind.</translation>
    </message>
    <message>
        <source>Learns the same with uncertain codes that have to fill a Gaussian. Random codes give data, but points are drawn as means of their neighbours.</source>
        <translation>Lernt dasselbe mit unsicheren Codes, die eine Normalverteilung füllen müssen. Zufällige Codes ergeben Daten, aber Punkte werden zum Mittel ihrer Nachbarn.</translation>
    </message>
    <message>
        <source>Has no encoder and draws nothing again: only whether its random points pass for data counts. They lie sharply on it, but parts may be missing.</source>
        <translation>Hat keinen Encoder und zeichnet nichts nach: Es zählt nur, ob seine zufälligen Punkte für Daten gehalten werden. Sie liegen scharf darauf, aber Teile können fehlen.</translation>
    </message>
    <message>
        <source>It has no encoder.</source>
        <translation>Es hat keinen Encoder.</translation>
    </message>
    <message>
        <source>One step of the discriminator</source>
        <translation>Ein Schritt des Diskriminators</translation>
    </message>
    <message>
        <source>One step of the generator</source>
        <translation>Ein Schritt des Generators</translation>
    </message>
    <message>
        <source>One epoch: the discriminator&apos;s steps, then one of the generator</source>
        <translation>Eine Epoche: die Schritte des Diskriminators, dann einer des Generators</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>What each network wants to be low; they can&apos;t both win</source>
        <translation>Was jedes Netz niedrig haben will; beide können nicht gewinnen</translation>
    </message>
    <message>
        <source>Discriminator&apos;s accuracy</source>
        <translation>Trefferquote von D</translation>
    </message>
    <message>
        <source>Share of points that it tells right; 0.5 is guessing</source>
        <translation>Anteil der Punkte, die er richtig erkennt; 0,5 ist geraten</translation>
    </message>
    <message>
        <source>Jensen-Shannon divergence</source>
        <translation>Jensen-Shannon-Divergenz</translation>
    </message>
    <message>
        <source>Between data and fakes, counted on a grid: 0 is the same, 0.69 is nothing in common</source>
        <translation>Zwischen Daten und falschen Punkten, auf einem Raster gezählt: 0 ist gleich, 0,69 heißt nichts gemeinsam</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>From fakes to data, counted on a grid: high where data is not covered</source>
        <translation>Von den falschen Punkten zu den Daten, auf einem Raster gezählt: hoch, wo Daten nicht getroffen werden</translation>
    </message>
    <message>
        <source>Fréchet distance</source>
        <translation>Fréchet-Abstand</translation>
    </message>
    <message>
        <source>Between two Gaussians with the means and covariances of data and fakes</source>
        <translation>Zwischen zwei Normalverteilungen mit Mittel und Kovarianz der Daten und der falschen Punkte</translation>
    </message>
    <message>
        <source>Gradients at the fakes</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Mean length of the arrows: how much the generator is told</source>
        <translation>Mittlere Länge der Pfeile: wie viel dem Generator gesagt wird</translation>
    </message>
    <message>
        <source>Modes covered</source>
        <translation>Getroffene Moden</translation>
    </message>
    <message>
        <source>Clusters of the data that have at least a fifth of their share of the fakes</source>
        <translation>Häufchen der Daten, die mindestens ein Fünftel ihres Anteils der falschen Punkte haben</translation>
    </message>
</context>
<context>
    <name>LabWindow</name>
    <message>
        <source>Lab</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>GAN on the plane</source>
        <translation>GAN in der Ebene</translation>
    </message>
    <message>
        <source>Autoencoder, VAE and GAN</source>
        <translation>Autoencoder, VAE und GAN</translation>
    </message>
    <message>
        <source>On the real generator</source>
        <translation>Am echten Generator</translation>
    </message>
    <message>
        <source>Saving the film…</source>
        <translation>Der Film wird gespeichert …</translation>
    </message>
    <message>
        <source>Settings of the Lab ({patterns});;All files (*)</source>
        <translation>Einstellungen des Labors ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Settings of the Lab ({patterns})</source>
        <translation>Einstellungen des Labors ({patterns})</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>Einstellungen speichern</translation>
    </message>
    <message>
        <source>Save the run as a film</source>
        <translation>Den Lauf als Film speichern</translation>
    </message>
    <message>
        <source>Drawing the film…</source>
        <translation>Der Film wird gezeichnet …</translation>
    </message>
    <message>
        <source>Epoch {count}</source>
        <translation>Epoche {count}</translation>
    </message>
    <message>
        <source>{count} of {all} modes</source>
        <translation>{count} von {all} Moden</translation>
    </message>
</context>
<context>
    <name>LabelBox</name>
    <message>
        <source>Label</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Second label</source>
        <translation>Zweite Klasse</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Share of the second label</source>
        <translation>Anteil der zweiten Klasse</translation>
    </message>
    <message>
        <source>Blend with</source>
        <translation>Mischen mit</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
</context>
<context>
    <name>LayersPopup</name>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Diese verwenden</translation>
    </message>
    <message>
        <source>Change only these layers: low ones move pose and shape, high ones colour and texture.</source>
        <translation>Nur diese Schichten ändern: niedrige bewegen Haltung und Form, hohe Farbe und Oberfläche.</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>LicenceDialog</name>
    <message>
        <source>Get {name}</source>
        <translation>{name} holen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>about {megabytes} MB</source>
        <translation>etwa {megabytes} MB</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>I agree to this licence and use the model for no commercial purpose</source>
        <translation>Ich stimme dieser Lizenz zu und nutze das Modell nicht für gewerbliche Zwecke</translation>
    </message>
    <message>
        <source>I agree to this licence</source>
        <translation>Ich stimme dieser Lizenz zu</translation>
    </message>
    <message>
        <source>Go on fetching</source>
        <translation>Weiter herunterladen</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>This model is not for commercial use.</source>
        <translation>Dieses Modell ist nicht für gewerbliche Nutzung.</translation>
    </message>
</context>
<context>
    <name>LikenessBox</name>
    <message>
        <source>Above {limit} it counts as another person</source>
        <translation>Über {limit} gilt es als eine andere Person</translation>
    </message>
    <message>
        <source>Distance to the other photos</source>
        <translation>Abstand zu den anderen Fotos</translation>
    </message>
</context>
<context>
    <name>LikenessPlot</name>
    <message>
        <source>Distance to the original face along the frames</source>
        <translation>Abstand zum ursprünglichen Gesicht von Bild zu Bild</translation>
    </message>
    <message>
        <source>Distance to the original face; frames above {limit} may look like another person</source>
        <translation>Abstand zum ursprünglichen Gesicht; Einzelbilder über {limit} können wie eine andere Person aussehen</translation>
    </message>
    <message>
        <source>{count} of {all} frames are beyond the limit</source>
        <translation>{count} von {all} Einzelbildern liegen über der Grenze</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>What the camera sees</source>
        <translation>Was die Kamera sieht</translation>
    </message>
    <message>
        <source>The photo&apos;s face, which follows</source>
        <translation>Das Gesicht im Foto, das folgt</translation>
    </message>
    <message>
        <source>At rest now</source>
        <translation>Ruhelage merken</translation>
    </message>
    <message>
        <source>As your face is now, the photo&apos;s is as it was taken</source>
        <translation>So wie Ihr Gesicht jetzt ist, bleibt das im Foto unverändert</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Keep how your face moves, for an animation; no picture of it is kept</source>
        <translation>Behalten, wie sich Ihr Gesicht bewegt, für eine Animation; kein Bild davon wird behalten</translation>
    </message>
    <message>
        <source>Making the face ready…</source>
        <translation>Das Gesicht wird vorbereitet …</translation>
    </message>
    <message>
        <source>● The camera is on, and how your face moves is recorded</source>
        <translation>● Die Kamera ist an, und die Bewegungen Ihres Gesichts werden aufgenommen</translation>
    </message>
    <message>
        <source>● The camera is on; nothing of it is kept</source>
        <translation>● Die Kamera ist an; nichts davon wird behalten</translation>
    </message>
    <message>
        <source>Stop and use it</source>
        <translation>Beenden und verwenden</translation>
    </message>
    <message>
        <source>Turn the camera off</source>
        <translation>Kamera ausschalten</translation>
    </message>
    <message>
        <source>No face is seen; the photo&apos;s holds still.</source>
        <translation>Es ist kein Gesicht zu sehen; das im Foto hält still.</translation>
    </message>
    <message>
        <source>{seconds} s recorded</source>
        <translation>{seconds} s aufgenommen</translation>
    </message>
    <message>
        <source>Look straight ahead, at rest, and press “At rest now”.</source>
        <translation>Schauen Sie ruhig geradeaus und drücken Sie „Ruhelage merken“.</translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Nothing was logged yet.</source>
        <translation>Noch wurde nichts protokolliert.</translation>
    </message>
    <message>
        <source>&amp;Show:</source>
        <translation>&amp;Zeigen:</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Which lines are shown</source>
        <translation>Welche Zeilen gezeigt werden</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>ganeditor {version}

A photo editor for faces. Everything is computed on this computer.</source>
        <translation>ganeditor {version}

Ein Fotoeditor für Gesichter. Alles wird auf diesem Computer berechnet.</translation>
    </message>
    <message>
        <source>About ganeditor</source>
        <translation>Über ganeditor</translation>
    </message>
</context>
<context>
    <name>ManagingModels</name>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>{name} is used from the next start of ganeditor on.</source>
        <translation>{name} wird ab dem nächsten Start von ganeditor verwendet.</translation>
    </message>
    <message>
        <source>{name}: all files match the manifest.</source>
        <translation>{name}: Alle Dateien stimmen mit dem Verzeichnis überein.</translation>
    </message>
    <message>
        <source>{name}: all files match the manifest, and the reference pictures within {error}.</source>
        <translation>{name}: Alle Dateien stimmen mit dem Verzeichnis überein, die Vergleichsbilder bis auf {error}.</translation>
    </message>
    <message>
        <source>Verifying {name}…</source>
        <translation>{name} wird geprüft …</translation>
    </message>
    <message>
        <source>There is a model &apos;{name}&apos; already; type another name and import again.</source>
        <translation>Ein Modell „{name}“ gibt es schon; einen anderen Namen eingeben und noch einmal importieren.</translation>
    </message>
    <message>
        <source>{name} is here; Use takes it from the next start on.</source>
        <translation>{name} ist da; „Verwenden“ nimmt es ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>{name} is here.</source>
        <translation>{name} ist da.</translation>
    </message>
    <message>
        <source>Importing {name}…</source>
        <translation>{name} wird importiert …</translation>
    </message>
    <message>
        <source>Fetching {name}…</source>
        <translation>{name} wird geholt …</translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation>{name} ist entfernt.</translation>
    </message>
    <message>
        <source>{name} is in use; use another model first, then remove it.</source>
        <translation>{name} wird verwendet; erst ein anderes Modell verwenden, dann entfernen.</translation>
    </message>
    <message>
        <source>Removing {name}…</source>
        <translation>{name} wird entfernt …</translation>
    </message>
    <message>
        <source>Stopped; what was fetched is kept, and fetching goes on from there.</source>
        <translation>Angehalten; was geholt ist, bleibt, und von dort geht es weiter.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
</context>
<context>
    <name>MannerBox</name>
    <message>
        <source>What comes along, and how</source>
        <translation>Was mitkommt, und wie</translation>
    </message>
    <message>
        <source>How it is drawn</source>
        <translation>Wie es gezeichnet wird</translation>
    </message>
    <message>
        <source>Fidelity</source>
        <translation>Treue</translation>
    </message>
    <message>
        <source>How far what the photo shows for certain is put back into the likely face</source>
        <translation>Wie weit das, was das Foto sicher zeigt, ins wahrscheinliche Gesicht zurückkommt</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>0 leaves the photo, 1 is the restored face</source>
        <translation>0 lässt das Foto, 1 ist das restaurierte Gesicht</translation>
    </message>
    <message>
        <source>a likely face</source>
        <translation>ein wahrscheinliches Gesicht</translation>
    </message>
    <message>
        <source>this photo</source>
        <translation>dieses Foto</translation>
    </message>
    <message>
        <source>Hair and what is beside it, too</source>
        <translation>Auch Haare und was daneben ist</translation>
    </message>
    <message>
        <source>All that the model sees is drawn anew; else from the chin to the hairline</source>
        <translation>Alles, was das Modell sieht, wird neu gezeichnet; sonst vom Kinn bis zum Haaransatz</translation>
    </message>
    <message>
        <source>0 is a likely face, 1 is this photo</source>
        <translation>0 ist ein wahrscheinliches Gesicht, 1 ist dieses Foto</translation>
    </message>
    <message>
        <source>0 keeps the person, 1 is the source</source>
        <translation>0 lässt die Person, 1 ist die Quelle</translation>
    </message>
    <message>
        <source>Match the light</source>
        <translation>Licht angleichen</translation>
    </message>
    <message>
        <source>How far it takes on this photo&apos;s light</source>
        <translation>Wie weit es das Licht dieses Fotos annimmt</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weicher Rand</translation>
    </message>
    <message>
        <source>How softly it goes over into the photo</source>
        <translation>Wie weich es ins Foto übergeht</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Where nose, eyes and mouth lie, and how large they are</source>
        <translation>Wo Nase, Augen und Mund liegen und wie groß sie sind</translation>
    </message>
    <message>
        <source>Skin tone</source>
        <translation>Hautton</translation>
    </message>
    <message>
        <source>The source&apos;s; else the one that neck and ears have here</source>
        <translation>Der der Quelle; sonst der, den Hals und Ohren hier haben</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>Brauen</translation>
    </message>
    <message>
        <source>The source&apos;s brows</source>
        <translation>Die Brauen der Quelle</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>The source&apos;s eyes, open and turned as they are here</source>
        <translation>Die Augen der Quelle, so offen und gerichtet wie hier</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>The source&apos;s lips, as open as the mouth is here</source>
        <translation>Die Lippen der Quelle, so weit offen wie der Mund hier</translation>
    </message>
    <message>
        <source>Keep what is before the face</source>
        <translation>Was vor dem Gesicht ist, bleibt</translation>
    </message>
    <message>
        <source>Hair, glasses, hands and cups stay; else they are drawn over</source>
        <translation>Haare, Brillen, Hände und Tassen bleiben; sonst werden sie übermalt</translation>
    </message>
    <message>
        <source>What comes along</source>
        <translation>Was mitkommt</translation>
    </message>
</context>
<context>
    <name>Mask</name>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>Haut</translation>
    </message>
    <message>
        <source>Left brow</source>
        <translation>Linke Braue</translation>
    </message>
    <message>
        <source>Right brow</source>
        <translation>Rechte Braue</translation>
    </message>
    <message>
        <source>Left eye</source>
        <translation>Linkes Auge</translation>
    </message>
    <message>
        <source>Right eye</source>
        <translation>Rechtes Auge</translation>
    </message>
    <message>
        <source>Nose</source>
        <translation>Nase</translation>
    </message>
    <message>
        <source>Upper lip</source>
        <translation>Oberlippe</translation>
    </message>
    <message>
        <source>Inside of the mouth</source>
        <translation>Mundinneres</translation>
    </message>
    <message>
        <source>Lower lip</source>
        <translation>Unterlippe</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>Haar</translation>
    </message>
    <message>
        <source>Glasses</source>
        <translation>Brille</translation>
    </message>
    <message>
        <source>Clothing and neck</source>
        <translation>Kleidung und Hals</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>Pipette</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Wachsen</translation>
    </message>
    <message>
        <source>Paint the chosen class; the right button erases</source>
        <translation>Die gewählte Klasse malen; die rechte Taste radiert</translation>
    </message>
    <message>
        <source>Make a whole region the chosen class</source>
        <translation>Einen ganzen Bereich zur gewählten Klasse machen</translation>
    </message>
    <message>
        <source>Choose the class under the mouse</source>
        <translation>Die Klasse unter der Maus wählen</translation>
    </message>
    <message>
        <source>Drag a region to another place</source>
        <translation>Einen Bereich an eine andere Stelle ziehen</translation>
    </message>
    <message>
        <source>Drag to the right to grow a region, to the left to shrink it</source>
        <translation>Nach rechts ziehen lässt einen Bereich wachsen, nach links schrumpfen</translation>
    </message>
    <message>
        <source>Bring the face&apos;s own mask back</source>
        <translation>Die eigene Maske des Gesichts zurückholen</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>In pixels of the mask; [ and ] change it over the photo</source>
        <translation>In Pixeln der Maske; [ und ] ändern sie über dem Foto</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>How much of the photo the mask hides</source>
        <translation>Wie viel die Maske vom Foto verdeckt</translation>
    </message>
    <message>
        <source>The stroke that was undone; Y over the photo</source>
        <translation>Den zurückgenommenen Strich; Y über dem Foto</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>The face&apos;s own mask again</source>
        <translation>Wieder die eigene Maske des Gesichts</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The last stroke; Z over the photo</source>
        <translation>Den letzten Strich; Z über dem Foto</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>The photo without the mask, or with it</source>
        <translation>Das Foto ohne die Maske oder mit ihr</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Save mask…</source>
        <translation>Maske speichern…</translation>
    </message>
    <message>
        <source>As a PNG, for a paint program</source>
        <translation>Als PNG, für ein Malprogramm</translation>
    </message>
    <message>
        <source>Load mask…</source>
        <translation>Maske laden…</translation>
    </message>
    <message>
        <source>Go on with a saved mask</source>
        <translation>Mit einer gespeicherten Maske weitermachen</translation>
    </message>
    <message>
        <source>From a direction</source>
        <translation>Aus einer Richtung</translation>
    </message>
    <message>
        <source>Paint what a kept direction does; Apply then fits it to this face</source>
        <translation>Malt, was eine behaltene Richtung bewirkt; Anwenden passt sie dann diesem Gesicht an</translation>
    </message>
    <message>
        <source>Apply the mask</source>
        <translation>Maske anwenden</translation>
    </message>
    <message>
        <source>Search for the face that has the painted mask</source>
        <translation>Das Gesicht suchen, das die gemalte Maske hat</translation>
    </message>
    <message>
        <source>More steps</source>
        <translation>Weitere Schritte</translation>
    </message>
    <message>
        <source>Go on from what was found</source>
        <translation>Vom Gefundenen aus weitersuchen</translation>
    </message>
    <message>
        <source>How far the search is</source>
        <translation>Wie weit die Suche ist</translation>
    </message>
    <message>
        <source>Good enough</source>
        <translation>Gut genug</translation>
    </message>
    <message>
        <source>Take the face as it is now</source>
        <translation>Das Gesicht nehmen, wie es jetzt ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the face as it was</source>
        <translation>Das Gesicht lassen, wie es war</translation>
    </message>
    <message>
        <source>The face on its way</source>
        <translation>Das Gesicht auf dem Weg dahin</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of the change is done; 0 is the photo</source>
        <translation>Wie viel von der Änderung gemacht wird; 0 ist das Foto</translation>
    </message>
    <message>
        <source>Keep as direction…</source>
        <translation>Als Richtung behalten…</translation>
    </message>
    <message>
        <source>Make the change a slider for all photos</source>
        <translation>Die Änderung zu einem Regler für alle Fotos machen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The face as it was; the mask stays</source>
        <translation>Das Gesicht, wie es war; die Maske bleibt</translation>
    </message>
    <message>
        <source>Choose a face, and its mask lies over the photo.</source>
        <translation>Wählen Sie ein Gesicht, und seine Maske liegt über dem Foto.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Save the mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>Load a mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Pictures (*.png *.bmp *.gif *.tif *.webp)</source>
        <translation>Bilder (*.png *.bmp *.gif *.tif *.webp)</translation>
    </message>
    <message>
        <source>Keep as direction</source>
        <translation>Als Richtung behalten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>The mask is saved as {path}</source>
        <translation>Die Maske ist als {path} gespeichert</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>The face is {percent} % as painted.</source>
        <translation>Das Gesicht ist zu {percent} % wie gemalt.</translation>
    </message>
    <message>
        <source>Mask: strength {strength}</source>
        <translation>Maske: Stärke {strength}</translation>
    </message>
    <message>
        <source>Mask removed</source>
        <translation>Maske entfernt</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is kept; it is a slider in the panel of attributes now.</source>
        <translation>„{name}“ ist gespeichert und jetzt ein Regler im Bereich der Eigenschaften.</translation>
    </message>
</context>
<context>
    <name>MineTab</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>1 σ</source>
        <translation>1 σ</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt von</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Kept directions</source>
        <translation>Aufgehobene Richtungen</translation>
    </message>
    <message>
        <source>There are none for this model yet: discover some, train a boundary, or import a file.</source>
        <translation>Für dieses Modell gibt es noch keine: welche entdecken, eine Grenze trainieren oder eine Datei importieren.</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Delete the chosen direction</source>
        <translation>Die gewählte Richtung löschen</translation>
    </message>
    <message>
        <source>Import from a file</source>
        <translation>Aus einer Datei importieren</translation>
    </message>
    <message>
        <source>InterFaceGAN, GANSpace, e4e, EditGAN, StyleCLIP and ganeditor&apos;s own; no code in a file is run.</source>
        <translation>InterFaceGAN, GANSpace, e4e, EditGAN, StyleCLIP und ganeditors eigene; kein Code in einer Datei wird ausgeführt.</translation>
    </message>
    <message>
        <source>Name (the file&apos;s)</source>
        <translation>Name (der der Datei)</translation>
    </message>
    <message>
        <source>Name of the attribute</source>
        <translation>Name des Merkmals</translation>
    </message>
    <message>
        <source>only one</source>
        <translation>nur eine</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Komponente</translation>
    </message>
    <message>
        <source>Which one, of a file that holds several; the first is 0</source>
        <translation>Welche, wenn eine Datei mehrere enthält; die erste ist 0</translation>
    </message>
    <message>
        <source>it is in W</source>
        <translation>sie ist in W</translation>
    </message>
    <message>
        <source>Take it as a direction in W although the file&apos;s name tells Z</source>
        <translation>Als Richtung in W nehmen, obwohl der Dateiname Z sagt</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>In English, for StyleCLIP&apos;s fs3.npy: a smiling face</source>
        <translation>Auf Englisch, für StyleCLIPs fs3.npy: a smiling face</translation>
    </message>
    <message>
        <source>Text that the direction leads to</source>
        <translation>Text, zu dem die Richtung führt</translation>
    </message>
    <message>
        <source>Your own CLIP says what it means; the README tells where that is put</source>
        <translation>Was er bedeutet, sagt Ihr eigenes CLIP; wohin das gehört, steht in der README</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>Relevance below which a channel stays: the larger, the less else changes</source>
        <translation>Relevanz, unter der ein Kanal bleibt: je größer, desto weniger ändert sich sonst</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Directions ({files});;All files (*)</source>
        <translation>Richtungen ({files});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a direction</source>
        <translation>Eine Richtung importieren</translation>
    </message>
    <message>
        <source>Delete the direction &apos;{name}&apos;? This can&apos;t be undone.</source>
        <translation>Die Richtung „{name}“ löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Remove a direction</source>
        <translation>Eine Richtung entfernen</translation>
    </message>
</context>
<context>
    <name>MixingBox</name>
    <message>
        <source>Mix styles of a second face</source>
        <translation>Stile eines zweiten Gesichts einmischen</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>Grob</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>Fein</translation>
    </message>
    <message>
        <source>Pose, shape of the face and glasses: layers of 4 and 8 pixels</source>
        <translation>Haltung, Gesichtsform und Brille: Schichten mit 4 und 8 Pixeln</translation>
    </message>
    <message>
        <source>Eyes, mouth and hair: layers of 16 and 32 pixels</source>
        <translation>Augen, Mund und Haare: Schichten mit 16 und 32 Pixeln</translation>
    </message>
    <message>
        <source>Colours and small structure: layers of 64 pixels and more</source>
        <translation>Farben und feine Struktur: Schichten ab 64 Pixeln</translation>
    </message>
    <message>
        <source>Second face</source>
        <translation>Zweites Gesicht</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of the second face is taken</source>
        <translation>Wie viel vom zweiten Gesicht genommen wird</translation>
    </message>
    <message>
        <source>Take the face above</source>
        <translation>Das Gesicht oben nehmen</translation>
    </message>
    <message>
        <source>The face above becomes the second one; then choose another in the grid</source>
        <translation>Das Gesicht oben wird das zweite; danach im Raster ein anderes wählen</translation>
    </message>
    <message>
        <source>Take the photo&apos;s face</source>
        <translation>Das Gesicht des Fotos nehmen</translation>
    </message>
    <message>
        <source>The chosen face of the photo in the main window becomes the second one</source>
        <translation>Das gewählte Gesicht des Fotos im Hauptfenster wird das zweite</translation>
    </message>
    <message>
        <source>No second face yet</source>
        <translation>Noch kein zweites Gesicht</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>Schicht {number}</translation>
    </message>
    <message>
        <source>Take layer {number} from the second face</source>
        <translation>Schicht {number} vom zweiten Gesicht nehmen</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>A download can be taken up again later</source>
        <translation>Ein Herunterladen lässt sich später fortsetzen</translation>
    </message>
</context>
<context>
    <name>OfferedBox</name>
    <message>
        <source>Public models</source>
        <translation>Öffentliche Modelle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Größe etwa</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Get…</source>
        <translation>Holen …</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>not commercial</source>
        <translation>nicht gewerblich</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>Weiter …</translation>
    </message>
    <message>
        <source>Its licence is shown before it is fetched.</source>
        <translation>Die Lizenz wird vor dem Herunterladen gezeigt.</translation>
    </message>
    <message>
        <source>It has no direct address: get the file from {page}, then import it above.</source>
        <translation>Es hat keine direkte Adresse: die Datei von {page} holen, dann oben importieren.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>pasted.png</source>
        <translation>eingefügt.png</translation>
    </message>
    <message>
        <source>ganeditor fetches nothing from the web; save the picture with your browser, and drop or open the file.</source>
        <translation>ganeditor holt nichts aus dem Netz; das Bild mit dem Browser speichern und die Datei hierher ziehen oder öffnen.</translation>
    </message>
    <message>
        <source>There is no picture in this folder; open a PNG, JPEG, WebP or TIFF.</source>
        <translation>In diesem Ordner ist kein Bild; ein PNG, JPEG, WebP oder TIFF öffnen.</translation>
    </message>
    <message>
        <source>{count} of {files} files can&apos;t be opened.</source>
        <translation>{count} von {files} Dateien lassen sich nicht öffnen.</translation>
    </message>
    <message numerus="yes">
        <source>{names} and %n more</source>
        <translation>
            <numerusform>{names} und %n weitere</numerusform>
            <numerusform>{names} und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>{sentence} The same goes for {names}.</source>
        <translation>{sentence} Das gilt auch für {names}.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… und %n weitere.</numerusform>
            <numerusform>… und %n weitere.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpeningAllEyes</name>
    <message>
        <source>Fitting the eyes…</source>
        <translation>Die Augen werden eingepasst …</translation>
    </message>
    <message>
        <source>Open all eyes</source>
        <translation>Alle Augen öffnen</translation>
    </message>
</context>
<context>
    <name>OpeningEyes</name>
    <message>
        <source>Looking for the person…</source>
        <translation>Die Person wird gesucht …</translation>
    </message>
    <message>
        <source>Fitting the eyes…</source>
        <translation>Die Augen werden eingepasst …</translation>
    </message>
    <message>
        <source>Eyes of {name}</source>
        <translation>Augen aus {name}</translation>
    </message>
    <message>
        <source>Eyes fitted by {name}</source>
        <translation>Augen eingepasst durch {name}</translation>
    </message>
    <message>
        <source>a search</source>
        <translation>eine Suche</translation>
    </message>
    <message>
        <source>An eye that was taken is closed there, too.</source>
        <translation>Ein Auge, das genommen wurde, ist auch dort geschlossen.</translation>
    </message>
    <message>
        <source>This face seems to wear glasses; their frame stays: look whether the eyes fit.</source>
        <translation>Dieses Gesicht trägt wohl eine Brille; ihre Fassung bleibt: Sieh nach, ob die Augen passen.</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurieren</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Gesichtstausch</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Restyle</source>
        <translation>Umgestalten</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>&apos;{edit}&apos; is switched off: {reason}</source>
        <translation>„{edit}“ ist ausgeschaltet: {reason}</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Tausch</translation>
    </message>
    <message>
        <source>Enhance</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Retten</translation>
    </message>
    <message>
        <source>Restyle</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
</context>
<context>
    <name>PathRow</name>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine Auswahl</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>most alike first</source>
        <translation>Ähnlichste zuerst</translation>
    </message>
    <message>
        <source>by folder and name</source>
        <translation>nach Ordner und Name</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>similar look first</source>
        <translation>ähnlicher Ausdruck zuerst</translation>
    </message>
    <message>
        <source>best open eyes first</source>
        <translation>beste offene Augen zuerst</translation>
    </message>
</context>
<context>
    <name>PeopleBox</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Search a name</source>
        <translation>Namen suchen</translation>
    </message>
    <message>
        <source>Also faces that are like no other</source>
        <translation>Auch Gesichter, die keinem anderen gleichen</translation>
    </message>
    <message>
        <source>F2, or a second click, gives a name; photos and people can be dropped on a person</source>
        <translation>F2 oder ein zweiter Klick gibt einen Namen; Fotos und Personen lassen sich auf eine Person ziehen</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here: faces are found in it, and those of one person come together. All of it stays on this computer.</source>
        <translation>Wählen Sie einen Ordner mit Fotos oder ziehen Sie einen hierher: Die Gesichter darin werden gefunden und die einer Person zusammengeführt. Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>They are one person</source>
        <translation>Sie sind eine Person</translation>
    </message>
    <message>
        <source>Choose several with Ctrl or Shift, and make them one; they can be split again</source>
        <translation>Mehrere mit Strg oder Umschalt wählen und zu einer Person machen; sie lassen sich wieder trennen</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 Foto</translation>
    </message>
    <message numerus="yes">
        <source>%n photos</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>Are all of these one person: {names}? The name stays that you choose.</source>
        <translation>Sind das alles eine Person: {names}? Der Name, den Sie wählen, bleibt.</translation>
    </message>
    <message>
        <source>One person</source>
        <translation>Eine Person</translation>
    </message>
</context>
<context>
    <name>PeopleWindow</name>
    <message>
        <source>People in your photos</source>
        <translation>Personen auf Ihren Fotos</translation>
    </message>
</context>
<context>
    <name>PhotosBox</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Several faces were found; whose photos are to be shown?</source>
        <translation>Mehrere Gesichter wurden gefunden; wessen Fotos sollen gezeigt werden?</translation>
    </message>
    <message>
        <source>Choose somebody on the left to see all photos of them, or drop a photo to find its face.</source>
        <translation>Links jemanden wählen, um alle Fotos der Person zu sehen, oder ein Foto hierher ziehen, um sein Gesicht zu suchen.</translation>
    </message>
    <message>
        <source>The photo of the chosen face</source>
        <translation>Das Foto des gewählten Gesichts</translation>
    </message>
    <message>
        <source>Unnamed: who is it?</source>
        <translation>Ohne Namen: Wer ist es?</translation>
    </message>
    <message>
        <source>Name of the person</source>
        <translation>Name der Person</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>A face that is chosen is what others are compared with; eyes are looked at in all photos first</source>
        <translation>Mit dem gewählten Gesicht werden die anderen verglichen; Augen werden erst in allen Fotos angesehen</translation>
    </message>
    <message>
        <source>Find a face in a photo…</source>
        <translation>Gesicht eines Fotos suchen …</translation>
    </message>
    <message>
        <source>Whoever is like the face in a photo, which can be dropped here, too</source>
        <translation>Wer dem Gesicht in einem Foto gleicht, das auch hierher gezogen werden kann</translation>
    </message>
    <message>
        <source>Find the chosen face</source>
        <translation>Gewähltes Gesicht suchen</translation>
    </message>
    <message>
        <source>Whoever is like the face that is chosen in the main window</source>
        <translation>Wer dem Gesicht gleicht, das im Hauptfenster gewählt ist</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the chosen photos in the main window, or all of them</source>
        <translation>Die gewählten Fotos im Hauptfenster öffnen, oder alle</translation>
    </message>
    <message>
        <source>Take the eyes</source>
        <translation>Augen übernehmen</translation>
    </message>
    <message>
        <source>The face that is chosen in the main window gets this face&apos;s eyes</source>
        <translation>Das im Hauptfenster gewählte Gesicht bekommt die Augen dieses Gesichts</translation>
    </message>
    <message>
        <source>Take the face</source>
        <translation>Gesicht übernehmen</translation>
    </message>
    <message>
        <source>The face that is chosen in the main window gets this face (Swap)</source>
        <translation>Das im Hauptfenster gewählte Gesicht bekommt dieses Gesicht (Tauschen)</translation>
    </message>
    <message>
        <source>This is…</source>
        <translation>Das ist …</translation>
    </message>
    <message>
        <source>The chosen faces are somebody else, whose name you give</source>
        <translation>Die gewählten Gesichter sind jemand anders, dessen Namen Sie angeben</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anders</translation>
    </message>
    <message>
        <source>The chosen faces are another person, all the same one</source>
        <translation>Die gewählten Gesichter sind eine andere Person, alle dieselbe</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>The chosen faces are not this person; who else is open</source>
        <translation>Die gewählten Gesichter sind nicht diese Person; wer sonst, bleibt offen</translation>
    </message>
    <message>
        <source>Like the face in {name}</source>
        <translation>Ähnlich dem Gesicht in {name}</translation>
    </message>
    <message>
        <source>{share} % open</source>
        <translation>{share} % offen</translation>
    </message>
    <message>
        <source>Distance {figure}; below {limit} it counts as the same person</source>
        <translation>Abstand {figure}; unter {limit} gilt es als dieselbe Person</translation>
    </message>
    <message numerus="yes">
        <source>Open %n photos</source>
        <translation>
            <numerusform>%n Foto öffnen</numerusform>
            <numerusform>%n Fotos öffnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>A photo with the face to look for</source>
        <translation>Ein Foto mit dem Gesicht, das gesucht wird</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist es?</translation>
    </message>
    <message>
        <source>A name that is known, or a new one:</source>
        <translation>Ein bekannter Name oder ein neuer:</translation>
    </message>
    <message>
        <source>Whoever is like this</source>
        <translation>Wer diesem Gesicht gleicht</translation>
    </message>
    <message>
        <source>Similar look first</source>
        <translation>Ähnlicher Ausdruck zuerst</translation>
    </message>
    <message>
        <source>All photos of this person</source>
        <translation>Alle Fotos dieser Person</translation>
    </message>
    <message>
        <source>There is no face here</source>
        <translation>Hier ist kein Gesicht</translation>
    </message>
</context>
<context>
    <name>PhotosList</name>
    <message>
        <source>Photos in the queue</source>
        <translation>Fotos in der Warteschlange</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>To the top</source>
        <translation>Ganz nach oben</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Ganz nach unten</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Drop photos or folders here, or on a recipe.</source>
        <translation>Fotos oder Ordner hier ablegen, oder auf einem Rezept.</translation>
    </message>
</context>
<context>
    <name>PhotosModel</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>PictureForm</name>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>G&apos;s rate</source>
        <translation>Rate von G</translation>
    </message>
    <message>
        <source>D&apos;s rate</source>
        <translation>Rate von D</translation>
    </message>
</context>
<context>
    <name>PicturesView</name>
    <message>
        <source>Pictures of the generator</source>
        <translation>Bilder des Generators</translation>
    </message>
    <message>
        <source>Pictures that it learns from</source>
        <translation>Bilder, von denen er lernt</translation>
    </message>
    <message>
        <source>No folder yet. Faces that fill their pictures are learned best.</source>
        <translation>Noch kein Ordner. Gesichter, die ihre Bilder füllen, werden am besten gelernt.</translation>
    </message>
    <message>
        <source>{name}: {count} pictures</source>
        <translation>{name}: {count} Bilder</translation>
    </message>
    <message>
        <source>{count} files can&apos;t be used</source>
        <translation>{count} Dateien sind nicht zu gebrauchen</translation>
    </message>
    <message>
        <source>Choose a folder of pictures: their middle squares are learned at 32 × 32 pixels.</source>
        <translation>Einen Ordner mit Bildern wählen: Ihr mittleres Quadrat wird mit 32 × 32 Pixeln gelernt.</translation>
    </message>
    <message>
        <source>Reading the pictures…</source>
        <translation>Die Bilder werden gelesen …</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>What the discriminator says of photos</source>
        <translation>Was der Diskriminator zu Fotos sagt</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Bright places would change the score most; the bar goes from fake to real.</source>
        <translation>Helle Stellen würden das Urteil am meisten ändern; der Balken geht von falsch bis echt.</translation>
    </message>
    <message>
        <source>A folder of pictures</source>
        <translation>Ein Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Photos to be judged</source>
        <translation>Fotos, die beurteilt werden</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>The same training on the command line</source>
        <translation>Dasselbe Training auf der Kommandozeile</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Second folder</source>
        <translation>Zweiter Ordner</translation>
    </message>
    <message>
        <source>Tables (*.csv);;All files (*)</source>
        <translation>Tabellen (*.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Table of labels</source>
        <translation>Tabelle mit Klassen</translation>
    </message>
    <message>
        <source>Where a column of numbers is cut into classes</source>
        <translation>Wo eine Spalte mit Zahlen in Klassen geteilt wird</translation>
    </message>
    <message>
        <source>Find the faces and cut them out</source>
        <translation>Gesichter suchen und ausschneiden</translation>
    </message>
    <message>
        <source>A mirror image is such a picture, too</source>
        <translation>Auch ein Spiegelbild ist so ein Bild</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Bounds</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>{side} pixels</source>
        <translation>{side} Pixel</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Kantenlänge</translation>
    </message>
    <message>
        <source>Pictures seen</source>
        <translation>Gesehene Bilder</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Model&apos;s name</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Then train an encoder, too</source>
        <translation>Danach auch einen Encoder trainieren</translation>
    </message>
    <message>
        <source>With one, photos start near what they are to become, and need fewer steps</source>
        <translation>Mit ihm beginnen Fotos nah am Ergebnis und brauchen weniger Schritte</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Pictures of one step</source>
        <translation>Bilder eines Schritts</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Channels at the full size: more draw finer and take longer</source>
        <translation>Kanäle bei voller Größe: mehr zeichnen feiner und brauchen länger</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Steps between two grids of pictures and saved states</source>
        <translation>Schritte zwischen zwei Bildbögen und gesicherten Ständen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>The same seed makes the same training</source>
        <translation>Dieselbe Startzahl ergibt dasselbe Training</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine Auswahl</translation>
    </message>
    <message>
        <source>What is measured at each interval; the model is made of the best state then</source>
        <translation>Was nach jedem Abstand gemessen wird; das Modell wird dann aus dem besten Stand gemacht</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Further settings, as on the command line</source>
        <translation>Weitere Einstellungen, wie auf der Kommandozeile</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>Weiteres</translation>
    </message>
    <message>
        <source>as usual ({value})</source>
        <translation>wie üblich ({value})</translation>
    </message>
</context>
<context>
    <name>PlayRow</name>
    <message>
        <source>Begin again with the same seed</source>
        <translation>Neu beginnen, mit derselben Startzahl</translation>
    </message>
    <message>
        <source>As fast as it can</source>
        <translation>So schnell es geht</translation>
    </message>
    <message>
        <source>{count} a second</source>
        <translation>{count} je Sekunde</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Epochs a second</source>
        <translation>Epochen je Sekunde</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Epoch {count}</source>
        <translation>Epoche {count}</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Preview of the animation</source>
        <translation>Vorschau der Animation</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Einzelbild</translation>
    </message>
    <message>
        <source>Drag to see any frame</source>
        <translation>Ziehen, um ein beliebiges Einzelbild zu sehen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
</context>
<context>
    <name>Playground</name>
    <message>
        <source>The plane with real points and fakes</source>
        <translation>Die Ebene mit echten und falschen Punkten</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>Show each stage of an epoch for a second, and light what takes part</source>
        <translation>Jede Stufe einer Epoche eine Sekunde lang zeigen und hervorheben, was beteiligt ist</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Eigener</translation>
    </message>
    <message>
        <source>Settings of your own. Rates, loss and penalty can be changed while it runs.</source>
        <translation>Eigene Einstellungen. Raten, Verlust und Strafe lassen sich ändern, während es läuft.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Settings from a file</source>
        <translation>Einstellungen aus einer Datei</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>These settings as a file</source>
        <translation>Diese Einstellungen als Datei</translation>
    </message>
    <message>
        <source>Film…</source>
        <translation>Film …</translation>
    </message>
    <message>
        <source>The run so far as GIF or MP4, with the layers that are shown</source>
        <translation>Der Lauf bis hierher als GIF oder MP4, mit den Ebenen, die zu sehen sind</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Ten years older</source>
        <translation>Zehn Jahre älter</translation>
    </message>
    <message>
        <source>Ten years younger</source>
        <translation>Zehn Jahre jünger</translation>
    </message>
    <message>
        <source>Friendly smile</source>
        <translation>Freundliches Lächeln</translation>
    </message>
    <message>
        <source>Big laugh</source>
        <translation>Breites Lachen</translation>
    </message>
    <message>
        <source>Serious look</source>
        <translation>Ernster Blick</translation>
    </message>
    <message>
        <source>Eyes wide open</source>
        <translation>Augen weit offen</translation>
    </message>
</context>
<context>
    <name>PresetsBox</name>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Save the sliders as a preset</source>
        <translation>Die Regler als Vorlage speichern</translation>
    </message>
    <message>
        <source>Delete the chosen preset</source>
        <translation>Die gewählte Vorlage löschen</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>working</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>misslungen</translation>
    </message>
    <message>
        <source>done earlier</source>
        <translation>schon fertig</translation>
    </message>
    <message>
        <source>to the age of {years}</source>
        <translation>auf {years} Jahre</translation>
    </message>
    <message>
        <source>all faces</source>
        <translation>alle Gesichter</translation>
    </message>
    <message>
        <source>the largest face</source>
        <translation>das größte Gesicht</translation>
    </message>
    <message>
        <source>the only face</source>
        <translation>das einzige Gesicht</translation>
    </message>
    <message>
        <source>the face of {name}</source>
        <translation>das Gesicht von {name}</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>{done} von {all} fertig</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} misslungen</translation>
    </message>
</context>
<context>
    <name>QueueWindow</name>
    <message>
        <source>Many photos</source>
        <translation>Viele Fotos</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <source>Add photos for the chosen recipe</source>
        <translation>Fotos für das gewählte Rezept hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add all photos in a folder and in those below it; results keep the folders</source>
        <translation>Alle Fotos in einem Ordner und in denen darunter hinzufügen; die Ergebnisse behalten die Ordner</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Take the chosen photos out of the queue</source>
        <translation>Die gewählten Fotos aus der Warteschlange nehmen</translation>
    </message>
    <message>
        <source>Take out what is done</source>
        <translation>Fertige herausnehmen</translation>
    </message>
    <message>
        <source>The results stay</source>
        <translation>Die Ergebnisse bleiben</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>Misslungene wiederholen</translation>
    </message>
    <message>
        <source>Do the photos again that have failed</source>
        <translation>Die Fotos noch einmal bearbeiten, die misslungen sind</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop now; the photo at work is begun anew later</source>
        <translation>Sofort anhalten; das Foto in Arbeit wird später neu begonnen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>One photo after the other; what you do in the editor goes first, and both take longer meanwhile</source>
        <translation>Ein Foto nach dem anderen; was im Editor getan wird, geht vor, und beides dauert solange länger</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>{count} photos still wait in the queue (Create ▸ Many photos…).</source>
        <translation>In der Warteschlange sind noch {count} Fotos (Erzeugen ▸ Viele Fotos …).</translation>
    </message>
    <message>
        <source>Open a recipe first: it says what is done to the photos.</source>
        <translation>Zuerst ein Rezept öffnen: Es sagt, was mit den Fotos gemacht wird.</translation>
    </message>
    <message>
        <source>Already in the queue: {count}.</source>
        <translation>Schon in der Warteschlange: {count}.</translation>
    </message>
    <message>
        <source>All photos are done.</source>
        <translation>Alle Fotos sind fertig.</translation>
    </message>
    <message>
        <source>{count} failed; choose a photo to see why.</source>
        <translation>{count} misslungen; ein Foto wählen, um zu sehen, warum.</translation>
    </message>
</context>
<context>
    <name>RandomBox</name>
    <message>
        <source>Random faces</source>
        <translation>Zufällige Gesichter</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>A seed always gives the same face; the others have the seeds after it</source>
        <translation>Eine Startzahl gibt immer dasselbe Gesicht; die anderen haben die Startzahlen danach</translation>
    </message>
    <message>
        <source>Number of faces</source>
        <translation>Zahl der Gesichter</translation>
    </message>
    <message>
        <source>0 is the mean face; the larger, the more varied and the less plausible faces are</source>
        <translation>0 ist das mittlere Gesicht; je größer, desto verschiedener und weniger glaubhaft sind die Gesichter</translation>
    </message>
    <message>
        <source>Truncation psi</source>
        <translation>Stutzung Psi</translation>
    </message>
    <message>
        <source>Truncated layers</source>
        <translation>Gestutzte Schichten</translation>
    </message>
    <message>
        <source>The truncation acts on these layers only; the finer ones stay varied</source>
        <translation>Nur diese Schichten werden gestutzt; die feineren bleiben verschieden</translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>alle Schichten</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>Stutzung</translation>
    </message>
    <message>
        <source>of</source>
        <translation>von</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Copy the seed</source>
        <translation>Startzahl kopieren</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>Neue Startzahl</translation>
    </message>
    <message>
        <source>Other faces, with the seeds that follow</source>
        <translation>Andere Gesichter, mit den folgenden Startzahlen</translation>
    </message>
    <message>
        <source>the first {count}</source>
        <translation>die ersten {count}</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Distance to the person whose face it has got; below {limit} it counts as that person</source>
        <translation>Abstand zur Person, deren Gesicht es bekommen hat; unter {limit} gilt es als sie</translation>
    </message>
    <message>
        <source>Distance to the source</source>
        <translation>Abstand zur Quelle</translation>
    </message>
    <message>
        <source>Distance to the person in the photo; above {limit} it counts as another person</source>
        <translation>Abstand zur Person im Foto; über {limit} gilt es als eine andere</translation>
    </message>
    <message>
        <source>Distance to the face&apos;s own person</source>
        <translation>Abstand zur Person des Gesichts selbst</translation>
    </message>
    <message>
        <source>It looks like the source.</source>
        <translation>Es sieht der Quelle ähnlich.</translation>
    </message>
    <message>
        <source>It does not look like the source; take a sharp photo that looks the same way.</source>
        <translation>Es sieht der Quelle nicht ähnlich; ein scharfes Foto mit gleicher Blickrichtung hilft.</translation>
    </message>
    <message>
        <source>It no longer looks like the person it was.</source>
        <translation>Es sieht nicht mehr aus wie die Person, die es war.</translation>
    </message>
    <message>
        <source>It may still be taken for the person it was.</source>
        <translation>Man kann es noch für die Person halten, die es war.</translation>
    </message>
</context>
<context>
    <name>ReadoutPanel</name>
    <message>
        <source>Distance to the original face; above {limit} it counts as another person</source>
        <translation>Abstand zum ursprünglichen Gesicht; über {limit} gilt es als eine andere Person</translation>
    </message>
    <message>
        <source>Distance to the original face</source>
        <translation>Abstand zum ursprünglichen Gesicht</translation>
    </message>
    <message>
        <source>How near the model&apos;s own picture is to the face: signal to noise, and similarity (1 is equal)</source>
        <translation>Wie nah das Bild des Modells dem Gesicht ist: Signal zu Rauschen, und Ähnlichkeit (1 ist gleich)</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Nachbildung</translation>
    </message>
    <message>
        <source>Choose a face to see how much it still looks like the person.</source>
        <translation>Ein Gesicht wählen, um zu sehen, wie sehr es der Person noch ähnelt.</translation>
    </message>
    <message>
        <source>The face is as it was.</source>
        <translation>Das Gesicht ist, wie es war.</translation>
    </message>
    <message>
        <source>It looks like the same person.</source>
        <translation>Es sieht nach derselben Person aus.</translation>
    </message>
    <message>
        <source>The likeness is going; the person may still be recognised.</source>
        <translation>Die Ähnlichkeit lässt nach; die Person ist vielleicht noch zu erkennen.</translation>
    </message>
    <message>
        <source>It no longer looks like the same person, as another&apos;s face is on it.</source>
        <translation>Es sieht nicht mehr aus wie dieselbe Person, da ihr ein anderes Gesicht aufgesetzt ist.</translation>
    </message>
    <message>
        <source>It no longer looks like the same person; a smaller change keeps the likeness.</source>
        <translation>Es sieht nicht mehr nach derselben Person aus; eine kleinere Änderung erhält die Ähnlichkeit.</translation>
    </message>
</context>
<context>
    <name>RecipesBox</name>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Edit one photo, then choose File ▸ Do this to other photos…, and it stands here as a recipe.</source>
        <translation>Ein Foto bearbeiten und Datei ▸ Auch mit anderen Fotos tun… wählen; dann steht es hier als Rezept.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Open the file of a recipe</source>
        <translation>Die Datei eines Rezepts öffnen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Take the recipe off this list; its file stays</source>
        <translation>Das Rezept aus dieser Liste nehmen; seine Datei bleibt</translation>
    </message>
    <message>
        <source>This recipe can&apos;t be used.</source>
        <translation>Dieses Rezept ist nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>Recipes (*{suffix})</source>
        <translation>Rezepte (*{suffix})</translation>
    </message>
    <message>
        <source>Open recipes</source>
        <translation>Rezepte öffnen</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Recover unsaved work</source>
        <translation>Ungespeicherte Arbeit wiederherstellen</translation>
    </message>
    <message>
        <source>ganeditor didn&apos;t end well last time.</source>
        <translation>ganeditor wurde zuletzt nicht richtig beendet.</translation>
    </message>
    <message>
        <source>This work was not saved:</source>
        <translation>Diese Arbeit wurde nicht gespeichert:</translation>
    </message>
    <message>
        <source>{0}, kept {1}</source>
        <translation>{0}, aufgehoben {1}</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Ask again next time</source>
        <translation>Beim nächsten Mal fragen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>What to do with {0}</source>
        <translation>Was mit {0} geschehen soll</translation>
    </message>
    <message>
        <source>Crash report</source>
        <translation>Absturzbericht</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>It stays on this computer, in {folder}; copy it if you want to report the error.</source>
        <translation>Er bleibt auf diesem Computer, in {folder}; zum Melden des Fehlers kopieren.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>ReferencesBox</name>
    <message>
        <source>The person&apos;s other photos</source>
        <translation>Andere Fotos dieser Person</translation>
    </message>
    <message>
        <source>Up to {count} sharper photos draw the search to the person and lend detail; they can be dropped here, too.</source>
        <translation>Bis zu {count} schärfere Fotos ziehen die Suche zu dieser Person und geben Einzelheiten dazu; sie können auch hier abgelegt werden.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Add other photos of the person</source>
        <translation>Andere Fotos dieser Person hinzufügen</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>Photos that have a say</source>
        <translation>Fotos, die mitreden</translation>
    </message>
    <message>
        <source>Photos…</source>
        <translation>Fotos …</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Aus einem Ordner …</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Offene Fotos</translation>
    </message>
    <message>
        <source>A photo that the project has kept</source>
        <translation>Ein Foto, das das Projekt aufbewahrt hat</translation>
    </message>
    <message>
        <source>{name}, distance {distance}</source>
        <translation>{name}, Abstand {distance}</translation>
    </message>
    <message>
        <source>perhaps another person</source>
        <translation>vielleicht eine andere Person</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Other photos of the person</source>
        <translation>Andere Fotos dieser Person</translation>
    </message>
    <message>
        <source>A folder in which to look for the person</source>
        <translation>Ein Ordner, in dem nach dieser Person gesucht wird</translation>
    </message>
</context>
<context>
    <name>RestorePanel</name>
    <message>
        <source>Restore this face</source>
        <translation>Dieses Gesicht restaurieren</translation>
    </message>
    <message>
        <source>Draws a blurred, small, noisy or JPEG-broken face anew; its detail is likely, not true</source>
        <translation>Zeichnet ein unscharfes, kleines, verrauschtes oder durch JPEG zerstörtes Gesicht neu; die Feinheiten sind wahrscheinlich, nicht wahr</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The face as it is in the photo</source>
        <translation>Das Gesicht, wie es im Foto ist</translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>Not restored</source>
        <translation>Nicht restauriert</translation>
    </message>
    <message>
        <source>Searching for the face…</source>
        <translation>Das Gesicht wird gesucht …</translation>
    </message>
    <message>
        <source>Restore the face</source>
        <translation>Gesicht restaurieren</translation>
    </message>
    <message>
        <source>Looking for the person…</source>
        <translation>Die Person wird gesucht …</translation>
    </message>
    <message>
        <source>Without another photo</source>
        <translation>Ohne ein anderes Foto</translation>
    </message>
    <message>
        <source>Restore by the person&apos;s other photos</source>
        <translation>Nach anderen Fotos dieser Person restaurieren</translation>
    </message>
</context>
<context>
    <name>RestylePanel</name>
    <message>
        <source>No network that restyles is here: drop the file of one here, such as latest_net_G.pth of pix2pix or CycleGAN, or import it under Models.</source>
        <translation>Hier ist kein Netz, das umgestaltet: die Datei eines solchen hierher ziehen, etwa latest_net_G.pth von pix2pix oder CycleGAN, oder sie unter „Modelle“ importieren.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The photo as it was before it was restyled</source>
        <translation>Das Foto, wie es vor dem Umgestalten war</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>The models on this computer, and how to bring more</source>
        <translation>Die Modelle auf diesem Rechner, und wie weitere dazukommen</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>0 is the photo, 1 what the network makes of it</source>
        <translation>0 ist das Foto, 1 das, was das Netz daraus macht</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>All of the photo, or squares around faces</source>
        <translation>Das ganze Foto, oder Quadrate um Gesichter</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Whether the edits of faces are restyled too, or lie over what is restyled</source>
        <translation>Ob auch bearbeitete Gesichter umgestaltet werden, oder die Bearbeitungen über dem Umgestalteten liegen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Of the longer side that the network sees: more is finer, and slower</source>
        <translation>Der längeren Seite, die das Netz sieht: mehr ist feiner, und langsamer</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>The chosen face</source>
        <translation>Das gewählte Gesicht</translation>
    </message>
    <message>
        <source>After the edits of faces</source>
        <translation>Nach den Gesichtern</translation>
    </message>
    <message>
        <source>Before the edits of faces</source>
        <translation>Vor den Gesichtern</translation>
    </message>
    <message>
        <source>There and back</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <source>Through the network that leads back as well: what the pair keeps of the photo</source>
        <translation>Auch durch das Netz, das zurückführt: was das Paar vom Foto behält</translation>
    </message>
    <message>
        <source>{size} pixels</source>
        <translation>{size} Pixel</translation>
    </message>
    <message>
        <source>As large as the photo</source>
        <translation>So groß wie das Foto</translation>
    </message>
    <message>
        <source>Restyling the photo…</source>
        <translation>Das Foto wird umgestaltet…</translation>
    </message>
    <message>
        <source>{name} is not installed here.</source>
        <translation>{name} ist hier nicht installiert.</translation>
    </message>
</context>
<context>
    <name>Restyling</name>
    <message>
        <source>Restyle: {name}</source>
        <translation>Umgestalten: {name}</translation>
    </message>
    <message>
        <source>Not restyled</source>
        <translation>Nicht umgestaltet</translation>
    </message>
    <message>
        <source>Importing {name}…</source>
        <translation>{name} wird importiert …</translation>
    </message>
    <message>
        <source>{name} is here.</source>
        <translation>{name} ist da.</translation>
    </message>
    <message>
        <source>{name} is here, but is no network that restyles.</source>
        <translation>{name} ist da, ist aber kein Netz, das umgestaltet.</translation>
    </message>
</context>
<context>
    <name>ResultBox</name>
    <message>
        <source>Chosen face</source>
        <translation>Gewähltes Gesicht</translation>
    </message>
    <message>
        <source>Choose a face</source>
        <translation>Ein Gesicht wählen</translation>
    </message>
    <message>
        <source>How far the neighbours are: 1 is as far as two random faces</source>
        <translation>Wie weit die Nachbarn entfernt sind: 1 ist so weit wie zwei zufällige Gesichter</translation>
    </message>
    <message>
        <source>Distance of neighbours</source>
        <translation>Abstand der Nachbarn</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>A grid of faces around this one</source>
        <translation>Ein Raster mit Gesichtern rund um dieses</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Ausbessern</translation>
    </message>
    <message>
        <source>Pull it towards the mean, in as few layers as possible</source>
        <translation>Zum Mittel ziehen, in so wenigen Schichten wie möglich</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save the picture of this face</source>
        <translation>Das Bild dieses Gesichts speichern</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>Im Editor öffnen</translation>
    </message>
    <message>
        <source>It becomes a photo whose attributes can be changed at once</source>
        <translation>Es wird ein Foto, dessen Merkmale sich sofort ändern lassen</translation>
    </message>
    <message>
        <source>{name}, realism {score}</source>
        <translation>{name}, Echtheit {score}</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
</context>
<context>
    <name>ResultsBox</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Each recipe&apos;s results go into a folder of its name in this one</source>
        <translation>Die Ergebnisse jedes Rezepts kommen in diesem in einen Ordner seines Namens</translation>
    </message>
    <message>
        <source>as the photo</source>
        <translation>wie das Foto</translation>
    </message>
    <message>
        <source>Of JPEG, WebP and AVIF, from 1 to 100</source>
        <translation>Von JPEG, WebP und AVIF, von 1 bis 100</translation>
    </message>
    <message>
        <source>Whose face is edited; people have names once you gave them some in People</source>
        <translation>Wessen Gesicht bearbeitet wird; Namen haben Personen, denen unter Personen einer gegeben wurde</translation>
    </message>
    <message>
        <source>Whose face</source>
        <translation>Wessen Gesicht</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>as the recipe says</source>
        <translation>wie im Rezept</translation>
    </message>
</context>
<context>
    <name>RunFacts</name>
    <message>
        <source>What it says</source>
        <translation>Was es meldet</translation>
    </message>
    <message>
        <source>Pictures seen</source>
        <translation>Gesehene Bilder</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Model&apos;s name</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>{task} at {side} pixels, {batch} pictures a step, loss {loss}
Pictures: {pictures}
Run: {run}</source>
        <translation>{task} bei {side} Pixeln, {batch} Bilder je Schritt, Verlust {loss}
Bilder: {pictures}
Training: {run}</translation>
    </message>
    <message>
        <source>Step {step}: {text}</source>
        <translation>Schritt {step}: {text}</translation>
    </message>
</context>
<context>
    <name>RunWatch</name>
    <message>
        <source>Pictures of the generator</source>
        <translation>Bilder des Generators</translation>
    </message>
    <message>
        <source>Which pictures are shown</source>
        <translation>Welche Bilder zu sehen sind</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Share of pictures that the discriminator tells right</source>
        <translation>Anteil der Bilder, die der Diskriminator richtig erkennt</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Messungen</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>Choose a task and a folder of pictures, or open a run. Pictures and curves are shown here.</source>
        <translation>Eine Aufgabe und einen Ordner mit Bildern wählen oder ein Training öffnen. Bilder und Kurven sind dann hier zu sehen.</translation>
    </message>
    <message>
        <source>The first pictures come at the end of the first interval.</source>
        <translation>Die ersten Bilder kommen am Ende des ersten Abstands.</translation>
    </message>
    <message>
        <source>This run has no pictures yet.</source>
        <translation>Dieses Training hat noch keine Bilder.</translation>
    </message>
</context>
<context>
    <name>SaidLabel</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
</context>
<context>
    <name>SearchingPeople</name>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht …</translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>Das Gesicht wird betrachtet …</translation>
    </message>
    <message>
        <source>Looking at eyes…</source>
        <translation>Augen werden betrachtet …</translation>
    </message>
    <message>
        <source>Names are being written…</source>
        <translation>Namen werden geschrieben …</translation>
    </message>
    <message>
        <source>Names are written into {count} of the files.</source>
        <translation>Namen wurden in {count} der Dateien geschrieben.</translation>
    </message>
    <message>
        <source>This photo is in no file; export it first, and open that.</source>
        <translation>Dieses Foto liegt in keiner Datei; exportieren Sie es zuerst und öffnen Sie die Datei.</translation>
    </message>
    <message>
        <source>The face is kept; it is among the others in the window People.</source>
        <translation>Das Gesicht ist aufgenommen; es steht bei den anderen im Fenster Personen.</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Computing</source>
        <translation>Berechnung</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>An eye is closed below</source>
        <translation>Ein Auge ist geschlossen unter</translation>
    </message>
    <message>
        <source>Height of the opening in its width; other photos of a person with narrow eyes lower it.</source>
        <translation>Höhe der Öffnung, gemessen an ihrer Breite; andere Fotos einer Person mit schmalen Augen senken sie.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What computes the faces. Used from the next start.</source>
        <translation>Was die Gesichter berechnet. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA-Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>Prozessor-Threads</translation>
    </message>
    <message>
        <source>Fewer leave the computer freer for other work. Used from the next start.</source>
        <translation>Weniger lassen dem Computer mehr Luft für anderes. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Cache size</source>
        <translation>Größe des Zwischenspeichers</translation>
    </message>
    <message>
        <source>Reconstructed faces are kept, so that opening a photo again is quick.</source>
        <translation>Nachgebildete Gesichter werden aufgehoben, damit ein Foto beim nächsten Mal schnell offen ist.</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Model pack</source>
        <translation>Modellpaket</translation>
    </message>
    <message>
        <source>The generator that draws the faces. Used from the next start.</source>
        <translation>Der Generator, der die Gesichter zeichnet. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Face detector</source>
        <translation>Gesichtserkennung</translation>
    </message>
    <message>
        <source>What finds the faces in a photo. Used from the next start.</source>
        <translation>Was die Gesichter in einem Foto findet. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Refinement steps</source>
        <translation>Schritte der Verfeinerung</translation>
    </message>
    <message>
        <source>More steps make the reconstruction more like the photo and take longer.</source>
        <translation>Mehr Schritte machen die Nachbildung dem Foto ähnlicher und dauern länger.</translation>
    </message>
    <message>
        <source>Refine until it stops improving</source>
        <translation>Verfeinern, solange es besser wird</translation>
    </message>
    <message>
        <source>Ignores the number of steps; at most 500 are made.</source>
        <translation>Ohne Rücksicht auf die Zahl der Schritte; es werden höchstens 500.</translation>
    </message>
    <message>
        <source>Fine-tune the generator to each face</source>
        <translation>Den Generator auf jedes Gesicht einstellen</translation>
    </message>
    <message>
        <source>Keeps more of the person (pivotal tuning) and takes about twice as long.</source>
        <translation>Bewahrt mehr von der Person (Pivotal Tuning) und dauert etwa doppelt so lange.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation>Farben des Fensters.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the window. Used from the next start.</source>
        <translation>Sprache des Fensters. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Save a snapshot every</source>
        <translation>Zwischenstand sichern alle</translation>
    </message>
    <message>
        <source>Unsaved work is kept aside and offered again if the program doesn&apos;t end well.</source>
        <translation>Ungespeicherte Arbeit wird aufgehoben und wieder angeboten, wenn das Programm nicht richtig endet.</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Ask before replacing a file</source>
        <translation>Vor dem Ersetzen einer Datei fragen</translation>
    </message>
    <message>
        <source>Otherwise an exported picture replaces a file of the same name.</source>
        <translation>Sonst ersetzt ein exportiertes Bild eine Datei gleichen Namens.</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG-Qualität</translation>
    </message>
    <message>
        <source>The quality that the export dialog starts with, from 1 to 100.</source>
        <translation>Die Qualität, mit der der Exportdialog beginnt, von 1 bis 100.</translation>
    </message>
</context>
<context>
    <name>SettingsColumn</name>
    <message>
        <source>Data and noise</source>
        <translation>Daten und Rauschen</translation>
    </message>
    <message>
        <source>Draw on the plane with the mouse.</source>
        <translation>Mit der Maus in die Ebene zeichnen.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Erase all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>What the generator makes points of</source>
        <translation>Woraus der Generator Punkte macht</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>Verborgene Schichten</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>Neurons of each layer</source>
        <translation>Neuronen jeder Schicht</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>What each neuron does with its sum</source>
        <translation>Was jedes Neuron mit seiner Summe macht</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>How far weights move in a step; changes at once, while it runs</source>
        <translation>Wie weit sich Gewichte in einem Schritt bewegen; ändert sich sofort, während es läuft</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>In use: {0}</source>
        <translation>Belegt: {0}</translation>
    </message>
    <message>
        <source>Clear cache</source>
        <translation>Zwischenspeicher leeren</translation>
    </message>
    <message>
        <source>Forget all kept reconstructions; open photos keep theirs.</source>
        <translation>Alle aufgehobenen Nachbildungen vergessen; offene Fotos behalten ihre.</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>How long earlier gradients are remembered; of Adam its first beta</source>
        <translation>Wie lange frühere Gradienten nachwirken; bei Adam sein erstes Beta</translation>
    </message>
    <message>
        <source>Steps of the discriminator for each of the generator</source>
        <translation>Schritte des Diskriminators für jeden des Generators</translation>
    </message>
    <message>
        <source>How many are looked at in a step</source>
        <translation>Wie viele in einem Schritt angesehen werden</translation>
    </message>
    <message>
        <source>The same number gives the same run</source>
        <translation>Dieselbe Zahl ergibt denselben Lauf</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Strafe</translation>
    </message>
    <message>
        <source>Its weight</source>
        <translation>Ihr Gewicht</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Impuls</translation>
    </message>
    <message>
        <source>D steps</source>
        <translation>Schritte von D</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
</context>
<context>
    <name>SeveralBox</name>
    <message>
        <source>None of them</source>
        <translation>Keines davon</translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>Nach einer Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>SourceBox</name>
    <message>
        <source>Whose face</source>
        <translation>Wessen Gesicht</translation>
    </message>
    <message>
        <source>Choose a face…</source>
        <translation>Gesicht wählen …</translation>
    </message>
    <message>
        <source>From a photo, which can be dropped here, too, one that was kept, or a generated one</source>
        <translation>Aus einem Foto, das auch hierher gezogen werden kann, ein behaltenes oder ein erzeugtes</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Give the face its own features back</source>
        <translation>Dem Gesicht die eigenen Züge zurückgeben</translation>
    </message>
    <message>
        <source>The face that is put on</source>
        <translation>Das aufgesetzte Gesicht</translation>
    </message>
    <message>
        <source>Several faces were found; whose is to be put on?</source>
        <translation>Mehrere Gesichter wurden gefunden; welches soll aufgesetzt werden?</translation>
    </message>
    <message>
        <source>A face that the project has kept</source>
        <translation>Ein Gesicht, das das Projekt mitgebracht hat</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>Eine Datei …</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Offene Fotos</translation>
    </message>
    <message>
        <source>Kept faces</source>
        <translation>Behaltene Gesichter</translation>
    </message>
    <message>
        <source>Generated faces</source>
        <translation>Erzeugte Gesichter</translation>
    </message>
    <message>
        <source>{name} in the Generate window</source>
        <translation>{name} aus dem Fenster Erzeugen</translation>
    </message>
    <message>
        <source>Generate window…</source>
        <translation>Fenster Erzeugen …</translation>
    </message>
    <message>
        <source>A new face by its seed…</source>
        <translation>Ein neues Gesicht nach Startwert …</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>A photo with the face to put on</source>
        <translation>Ein Foto mit dem Gesicht, das aufgesetzt wird</translation>
    </message>
    <message>
        <source>A new face</source>
        <translation>Ein neues Gesicht</translation>
    </message>
    <message>
        <source>Seed, which always gives the same face:</source>
        <translation>Startwert, der immer dasselbe Gesicht ergibt:</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>What the boundary is trained from</source>
        <translation>Womit die Grenze trainiert wird</translation>
    </message>
    <message>
        <source>Mark faces that have what the slider should add (+), and faces that lack it (−): at least {least} of each.</source>
        <translation>Gesichter markieren, die haben, was der Regler hinzufügen soll (+), und solche, denen es fehlt (−): je mindestens {least}.</translation>
    </message>
    <message>
        <source>The model reads this off random faces, and the boundary parts the highest from the lowest. Nothing needs to be marked.</source>
        <translation>Das Modell liest dies von zufälligen Gesichtern ab, und die Grenze trennt die höchsten von den niedrigsten. Zu markieren ist nichts.</translation>
    </message>
    <message>
        <source>The model judges how real random faces look, and the boundary leads away from artefacts. Nothing needs to be marked; drawing the faces takes a while.</source>
        <translation>Das Modell beurteilt, wie echt zufällige Gesichter aussehen, und die Grenze führt von Bildfehlern weg. Zu markieren ist nichts; die Gesichter zu zeichnen dauert eine Weile.</translation>
    </message>
    <message>
        <source>faces you mark</source>
        <translation>markierten Gesichtern</translation>
    </message>
    <message>
        <source>a read-out</source>
        <translation>einem abgelesenen Merkmal</translation>
    </message>
    <message>
        <source>realism</source>
        <translation>Echtheit</translation>
    </message>
    <message>
        <source>Read-out that scores the faces</source>
        <translation>Abgelesenes Merkmal, das die Gesichter bewertet</translation>
    </message>
    <message>
        <source>What the model reads off a face, and scores random faces by</source>
        <translation>Was das Modell von einem Gesicht abliest, und wonach es zufällige Gesichter bewertet</translation>
    </message>
    <message>
        <source>Train from</source>
        <translation>Trainieren mit</translation>
    </message>
    <message>
        <source>This model has no read-outs to score faces by.</source>
        <translation>Dieses Modell liest von Gesichtern nichts ab, wonach sie bewertet werden könnten.</translation>
    </message>
    <message>
        <source>This model brings nothing to judge realism with.</source>
        <translation>Dieses Modell bringt nichts mit, womit sich Echtheit beurteilen ließe.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Place to drop photos</source>
        <translation>Ablage für Fotos</translation>
    </message>
    <message>
        <source>Drop a photo here</source>
        <translation>Ein Foto hierher ziehen</translation>
    </message>
    <message>
        <source>Everything stays on this computer.</source>
        <translation>Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>Foto öffnen …</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>StripView</name>
    <message>
        <source>The mean face, from −3 to +3 standard deviations along the direction</source>
        <translation>Das mittlere Gesicht, von −3 bis +3 Standardabweichungen entlang der Richtung</translation>
    </message>
</context>
<context>
    <name>SwapPanel</name>
    <message>
        <source>Swap both</source>
        <translation>Beide tauschen</translation>
    </message>
    <message>
        <source>The chosen face and another one in this photo change places, in one step</source>
        <translation>Das gewählte Gesicht und ein anderes in diesem Foto tauschen die Plätze, in einem Schritt</translation>
    </message>
    <message>
        <source>Swap only faces of people who agree to it.</source>
        <translation>Nur Gesichter von Menschen tauschen, die damit einverstanden sind.</translation>
    </message>
</context>
<context>
    <name>Swapping</name>
    <message>
        <source>Own face</source>
        <translation>Eigenes Gesicht</translation>
    </message>
    <message>
        <source>Seed {seed}</source>
        <translation>Startwert {seed}</translation>
    </message>
    <message>
        <source>Swap both</source>
        <translation>Beide tauschen</translation>
    </message>
    <message>
        <source>Face of {name}</source>
        <translation>Gesicht von {name}</translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>Das Gesicht wird betrachtet …</translation>
    </message>
    <message>
        <source>{name}, face {number}</source>
        <translation>{name}, Gesicht {number}</translation>
    </message>
    <message>
        <source>Kept as {name}.</source>
        <translation>Behalten als {name}.</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>faces, or anything, out of noise</source>
        <translation>Gesichter oder anderes aus Rauschen</translation>
    </message>
    <message>
        <source>Mimicry&apos;s baseline: residual networks with a bounded discriminator</source>
        <translation>Mimicrys Vergleichsmodell: Residualnetze mit begrenztem Diskriminator</translation>
    </message>
    <message>
        <source>sngan with self-attention</source>
        <translation>sngan mit Selbstaufmerksamkeit</translation>
    </message>
    <message>
        <source>relativistic pairs with r1 and r2: steady, and without tricks</source>
        <translation>relativistische Paare mit r1 und r2: stabil und ohne Kunstgriffe</translation>
    </message>
    <message>
        <source>faces with styles: what sliders, inversion and all edits of this program work on</source>
        <translation>Gesichter mit Stilen: womit Regler, Inversion und alle Bearbeitungen dieses Programms arbeiten</translation>
    </message>
    <message>
        <source>pictures of a class that is asked for</source>
        <translation>Bilder einer gewünschten Klasse</translation>
    </message>
    <message>
        <source>pictures of a class that is asked for, by residual networks</source>
        <translation>Bilder einer gewünschten Klasse, mit Residualnetzen</translation>
    </message>
    <message>
        <source>pictures squeezed into a few numbers and drawn again</source>
        <translation>Bilder, in wenige Zahlen gepresst und wieder gezeichnet</translation>
    </message>
    <message>
        <source>an autoencoder that can be sampled</source>
        <translation>ein Autoencoder, aus dem man ziehen kann</translation>
    </message>
    <message>
        <source>networks that grow from 4 pixels up: first the whole, then details</source>
        <translation>Netze, die von 4 Pixeln an wachsen: erst das Ganze, dann Einzelheiten</translation>
    </message>
    <message>
        <source>stylegan2 judged with a trained network&apos;s eyes: far fewer pictures needed</source>
        <translation>stylegan2, beurteilt mit den Augen eines trainierten Netzes: braucht viel weniger Bilder</translation>
    </message>
    <message>
        <source>a face at another age: classes are ranges of ages, and photos can be brought</source>
        <translation>ein Gesicht in anderem Alter: Klassen sind Altersbereiche, und Fotos lassen sich mitbringen</translation>
    </message>
    <message>
        <source>pictures enlarged, made of your own: for Enhance</source>
        <translation>vergrößerte Bilder, aus eigenen gelernt: für Vergrößern</translation>
    </message>
    <message>
        <source>pictures enlarged, sharper and slower than by srgan: for Enhance</source>
        <translation>vergrößerte Bilder, schärfer und langsamer als mit srgan: für Vergrößern</translation>
    </message>
    <message>
        <source>one picture made of another, such as a photo of a drawing</source>
        <translation>aus einem Bild ein anderes, etwa aus einer Zeichnung ein Foto</translation>
    </message>
    <message>
        <source>colour for black-and-white photos, from colour pictures; hints can name some</source>
        <translation>Farbe für Schwarzweißfotos, aus farbigen Bildern gelernt; Hinweise können sie vorgeben</translation>
    </message>
    <message>
        <source>pictures of one kind made those of another and back, such as photos and paintings</source>
        <translation>Bilder einer Art zu denen einer anderen und zurück, etwa Fotos und Gemälde</translation>
    </message>
    <message>
        <source>eyes painted into a face as another picture of the person has them: for eyes --painter</source>
        <translation>Augen, in ein Gesicht gemalt, wie ein anderes Bild der Person sie hat: für eyes --painter</translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Click or drag to see any frame; arrow keys go by frames</source>
        <translation>Klicken oder ziehen zeigt jedes Bild; Pfeiltasten gehen bildweise</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>The training has ended; {name} is among your models now.</source>
        <translation>Das Training ist beendet; {name} steht jetzt bei den eigenen Modellen.</translation>
    </message>
    <message>
        <source>Paused; what was learnt is saved.</source>
        <translation>Angehalten; was gelernt wurde, ist gesichert.</translation>
    </message>
    <message>
        <source>Stopped; what was learnt is in {folder}. It can go on, or be taken as a model.</source>
        <translation>Beendet; was gelernt wurde, liegt in {folder}. Es kann weitergehen oder als Modell übernommen werden.</translation>
    </message>
    <message>
        <source>The training has ended; what was learnt is in {folder}.</source>
        <translation>Das Training ist beendet; was gelernt wurde, liegt in {folder}.</translation>
    </message>
    <message>
        <source>{name} is among your models now.</source>
        <translation>{name} steht jetzt bei deinen Modellen.</translation>
    </message>
</context>
<context>
    <name>TrainingBoxes</name>
    <message>
        <source>How many pictures it learns from, each as often as its turn comes</source>
        <translation>Aus wie vielen Bildern es lernt; jedes kommt so oft dran, wie es die Reihe trifft</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>After so many minutes it ends, if that comes first</source>
        <translation>Nach so vielen Minuten endet es, falls das früher ist</translation>
    </message>
    <message>
        <source>No licence</source>
        <translation>Keine Lizenz</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Neues Training</translation>
    </message>
    <message>
        <source>Open a run…</source>
        <translation>Training öffnen …</translation>
    </message>
    <message>
        <source>Show a training that has ended, or one at work, also of the command line</source>
        <translation>Ein beendetes oder laufendes Training zeigen, auch eines der Kommandozeile</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Take as a model</source>
        <translation>Als Modell übernehmen</translation>
    </message>
    <message>
        <source>Make a model of what was saved at the last interval; the training goes on</source>
        <translation>Aus dem zuletzt gesicherten Stand ein Modell machen; das Training geht weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Save what was learnt, and wait</source>
        <translation>Sichern, was gelernt wurde, und warten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Save what was learnt, and end the training</source>
        <translation>Sichern, was gelernt wurde, und das Training beenden</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Train from where it was stopped, or longer than was planned</source>
        <translation>Dort weitertrainieren, wo es anhielt, oder länger als geplant</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Making the model…</source>
        <translation>Das Modell wird gemacht …</translation>
    </message>
    <message>
        <source>Saving what was learnt…</source>
        <translation>Gelerntes wird gesichert …</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>Reading the pictures…</source>
        <translation>Die Bilder werden gelesen …</translation>
    </message>
    <message>
        <source>Open the folder of a run</source>
        <translation>Ordner eines Trainings öffnen</translation>
    </message>
</context>
<context>
    <name>VideoWindow</name>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Open a clip…</source>
        <translation>Video öffnen …</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Choose a face in the main window, or keep one in the Swap panel.</source>
        <translation>Im Hauptfenster ein Gesicht wählen oder im Bereich Tausch eines behalten.</translation>
    </message>
    <message>
        <source>Swap only faces of people who agree to it.</source>
        <translation>Nur Gesichter von Menschen tauschen, die damit einverstanden sind.</translation>
    </message>
    <message>
        <source>Whose face</source>
        <translation>Wessen Gesicht</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>It is done to all faces in the clip</source>
        <translation>Es geschieht mit allen Gesichtern im Video</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>From here</source>
        <translation>Ab hier</translation>
    </message>
    <message>
        <source>A part that is left out begins with the frame that is shown</source>
        <translation>Mit dem gezeigten Bild beginnt ein Teil, der ausgelassen wird</translation>
    </message>
    <message>
        <source>Skip to here</source>
        <translation>Bis hier lassen</translation>
    </message>
    <message>
        <source>Up to the frame that is shown, the clip stays as it is</source>
        <translation>Bis zum gezeigten Bild bleibt das Video, wie es ist</translation>
    </message>
    <message>
        <source>Cut to here</source>
        <translation>Bis hier weg</translation>
    </message>
    <message>
        <source>Up to the frame that is shown, picture and sound are cut out</source>
        <translation>Bis zum gezeigten Bild werden Bild und Ton herausgeschnitten</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Leave the chosen part in</source>
        <translation>Den gewählten Teil doch bearbeiten</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>Verlustfrei</translation>
    </message>
    <message>
        <source>Frames without a face stay bit-identical; the file is large, and not every player can show it</source>
        <translation>Bilder ohne Gesicht bleiben auf das Bit gleich; die Datei ist groß, und nicht jedes Programm kann sie zeigen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>End the work; what is done so far is kept, and the same work goes on from there</source>
        <translation>Die Arbeit beenden; was fertig ist, bleibt, und dieselbe Arbeit geht dort weiter</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern als …</translation>
    </message>
    <message>
        <source>Choose a file, and work through the clip</source>
        <translation>Eine Datei wählen und das Video durcharbeiten</translation>
    </message>
    <message>
        <source>No clip is open; one can be dropped here, too.</source>
        <translation>Kein Video ist offen; es kann auch hierher gezogen werden.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Reading the clip…</source>
        <translation>Das Video wird gelesen …</translation>
    </message>
    <message>
        <source>The edits of the face in {photo}</source>
        <translation>Was mit dem Gesicht in {photo} geschieht</translation>
    </message>
    <message>
        <source>Swap: the face in {photo}</source>
        <translation>Tausch: das Gesicht in {photo}</translation>
    </message>
    <message>
        <source>Swap: {name}, a kept face</source>
        <translation>Tausch: {name}, ein behaltenes Gesicht</translation>
    </message>
    <message>
        <source>Everybody; click a face to mean one person.</source>
        <translation>Alle; ein Klick auf ein Gesicht meint eine Person.</translation>
    </message>
    <message>
        <source>The person who was chosen.</source>
        <translation>Die gewählte Person.</translation>
    </message>
    <message>
        <source>One person, who is not in this frame.</source>
        <translation>Eine Person, die in diesem Bild nicht ist.</translation>
    </message>
    <message>
        <source>The person whose face is framed.</source>
        <translation>Die Person mit dem umrahmten Gesicht.</translation>
    </message>
    <message>
        <source>{start} – {end}: cut out</source>
        <translation>{start} – {end}: herausgeschnitten</translation>
    </message>
    <message>
        <source>{start} – {end}: left as it is</source>
        <translation>{start} – {end}: bleibt, wie es ist</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>kein Ton</translation>
    </message>
    <message>
        <source>one sound track</source>
        <translation>eine Tonspur</translation>
    </message>
    <message>
        <source>{count} sound tracks</source>
        <translation>{count} Tonspuren</translation>
    </message>
    <message>
        <source>{name}: {width} × {height} pixels, {rate} frames a second, {length}, {sounds}</source>
        <translation>{name}: {width} × {height} Pixel, {rate} Bilder je Sekunde, {length}, {sounds}</translation>
    </message>
    <message>
        <source>Joining and checking…</source>
        <translation>Wird zusammengefügt und geprüft …</translation>
    </message>
    <message>
        <source>Learning the faces…</source>
        <translation>Die Gesichter werden gelernt …</translation>
    </message>
    <message>
        <source>{speed} frames a second</source>
        <translation>{speed} Bilder je Sekunde</translation>
    </message>
    <message>
        <source>{speed} frames a second, {left} left</source>
        <translation>{speed} Bilder je Sekunde, noch {left}</translation>
    </message>
    <message>
        <source>Clips ({patterns});;All files (*)</source>
        <translation>Videos ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a clip</source>
        <translation>Video öffnen</translation>
    </message>
    <message>
        <source>Save the edited clip</source>
        <translation>Das bearbeitete Video speichern</translation>
    </message>
</context>
<context>
    <name>WindowQuestions</name>
    <message>
        <source>Photos and projects ({patterns})</source>
        <translation>Fotos und Projekte ({patterns})</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Open %n pictures?</source>
        <translation>
            <numerusform>%n Bild öffnen?</numerusform>
            <numerusform>%n Bilder öffnen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Projects (*{suffix})</source>
        <translation>Projekte (*{suffix})</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>Rezept speichern</translation>
    </message>
    <message>
        <source>Recipes (*{suffix})</source>
        <translation>Rezepte (*{suffix})</translation>
    </message>
    <message>
        <source>Where is the photo {name} now?</source>
        <translation>Wo ist das Foto {name} jetzt?</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Save the changes to {name} as a project?</source>
        <translation>Die Änderungen an {name} als Projekt speichern?</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>The generator makes nearly the same picture every time (mode collapse); try another loss, such as relativistic-pairing with r1 and r2, or a lower rate.</source>
        <translation>Der Generator macht jedes Mal fast dasselbe Bild (Mode Collapse); einen anderen Verlust, etwa relativistic-pairing mit r1 und r2, oder eine kleinere Lernrate versuchen.</translation>
    </message>
    <message>
        <source>The discriminator tells every picture (it has won, and the generator learns little); give it a penalty such as r1, spectral norm, or a lower rate.</source>
        <translation>Der Diskriminator erkennt jedes Bild (er hat gewonnen, und der Generator lernt wenig); eine Strafe wie r1, Spektralnorm oder eine kleinere Lernrate wählen.</translation>
    </message>
</context>
<context>
    <name>WordsLine</name>
    <message>
        <source>What is wanted, in words</source>
        <translation>Was gewünscht ist, in Worten</translation>
    </message>
    <message>
        <source>Say it: {example}</source>
        <translation>Sagen Sie es: {example}</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>{languages}; left and right are as you see them</source>
        <translation>{languages}; links und rechts sind, wie Sie sie sehen</translation>
    </message>
    <message>
        <source>Among my directions?</source>
        <translation>Unter meinen Richtungen?</translation>
    </message>
    <message>
        <source>Your CLIP looks for the direction whose pictures change as the words say</source>
        <translation>Ihr CLIP sucht die Richtung, deren Bilder sich so ändern, wie die Wörter es sagen</translation>
    </message>
    <message>
        <source>Not understood: {words}</source>
        <translation>Nicht verstanden: {words}</translation>
    </message>
    <message>
        <source>Leave this out</source>
        <translation>Dies auslassen</translation>
    </message>
    <message>
        <source>Eyelids</source>
        <translation>Lider</translation>
    </message>
    <message>
        <source>Left eyelid</source>
        <translation>Linkes Lid</translation>
    </message>
    <message>
        <source>Right eyelid</source>
        <translation>Rechtes Lid</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>Blick</translation>
    </message>
    <message>
        <source>Gaze up and down</source>
        <translation>Blick auf und ab</translation>
    </message>
</context>
</TS>
