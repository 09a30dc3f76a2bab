"""What is said in the German calls."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

SMALL_TALK = scene(
    "Small Talk",
    """
@ Alle sind da
R: Hallo {c}, schön, dass es klappt. Hörst du mich gut?
C: Bestens. Ich schließe nur noch schnell die Tür, draußen wird gebohrt.
R: Kein Problem, wir haben Zeit.

@ Grüße aus {city}
R: Grüß dich {c}, wie ist das Wetter in {city}?
C: Nebel seit drei Tagen. Die Halle ist der wärmste Ort hier.
R: Dann bleiben wir in der Halle.

@ Ein verspäteter Zug
? known
C: Entschuldige die Verspätung, der Zug stand wieder eine Viertelstunde vor {city}.
R: Das kenne ich. Ist {d} auch schon da?
D: Bin da, ich hatte nur das Mikrofon aus.
R: Dann sind wir komplett.

@ Die Woche
R: Hallo {c}, wie läuft die Woche?
C: Zwei Anlagen stehen, eine davon geplant. Also besser als letzte.
R: Das nehmen wir als gutes Zeichen.
""",
)

SETUP = scene(
    "Call Setup",
    """
@ Ablauf: {agenda}
R: Mein Vorschlag für heute: {agenda}. Passt das so?
C: Passt. Wenn wir am Ende noch über Kosten sprechen, bin ich zufrieden.
R: Dafür lassen wir Platz.

@ Ablauf: {agenda}
R: Kurz zum Ablauf: {agenda}, und am Ende etwas Zeit für alles Weitere. Fehlt dir etwas?
C: Ja, eine Sache. Ich muss {sponsor} danach etwas empfehlen, also hilf mir bei den Argumenten.
R: Sehr gerne.
+ Gut gefragt, {r}. So wissen wir früh, dass {sponsor} mitredet.

@ Ablauf: {agenda}
R: Hast du direkt danach einen Termin?
C: Leider ja, pünktlich.
R: Dann halten wir uns an den Plan: {agenda}.

@ Ablauf: {agenda}
C: Was hast du heute mit uns vor?
R: Drei Dinge: {agenda}. Danach vereinbaren wir, wie es weitergeht.
C: Dann los.

@ Ablauf: {agenda}
R: Hat sich seit der Einladung etwas geändert?
C: Nein. {sponsor} hat nur zweimal gefragt, wann wir uns entscheiden.
R: Dann liefern wir dir eine Antwort. Ich würde so vorgehen: {agenda}.
""",
)

COMPANY_INTRO = scene(
    "Company Intro",
    """
@ Was {account} macht
R: Erzähl doch kurz, was {account} macht und was deine Aufgabe dort ist.
C: Wir kommen aus dem Bereich {industry}, rund {employees} Leute, der Hauptsitz ist in {city}. Ich
   verantworte {process}.
R: Und wie groß ist dein Team?
C: Wir sind zu {team_word}, wenn keiner krank ist.
* {account} hat rund {employees} Beschäftigte; {c} verantwortet {process}.

@ {c}s Rolle
C: Ich bin seit zwei Jahren bei {account} und habe {process} geerbt.
R: Geerbt klingt nicht nach freiwillig.
C: War es auch nicht, inzwischen mache ich es aber gerne.
* {c} verantwortet {process} bei {account} seit zwei Jahren.

@ Wachstum bei {account}
R: Ich habe gelesen, dass ihr gerade stark wachst. Stimmt das?
C: Wir sind inzwischen {employees} Leute. Im Bereich {industry} ist das nicht mehr klein.
R: Und was heißt das für {process}?
C: Dass jetzt jede Abkürzung auffällt, die wir früher genommen haben.
* {account} ist auf {employees} Leute gewachsen, {process} ist nicht mitgewachsen.
""",
)

PAIN = scene(
    "Discovery",
    """
@ Warum jetzt: {pain_noun}
= opener
R: Warum beschäftigt euch das Thema gerade jetzt?
C: ^pain Ganz ehrlich: {pain}. {cost}
R: Wen trifft das zuerst?
C: {Hurt}. Die bekommen den Ärger ab.
* Warum jetzt, in den Worten von {c}: „{pain}.“
+ Diese Zahl sollten wir in jedem Gespräch wiederholen.

@ {Pain_noun}
= opener
R: Wenn du morgen eine Sache loswerden könntest, welche wäre das?
C: ^pain Das ist einfach: {pain}.
R: Wie oft kommt das vor?
C: Öfter, als ich hier zu Protokoll geben möchte. {cost}
* Ganz oben auf der Liste von {c}: „{pain}.“

@ Ein Beispiel für {pain_noun}
R: Was ging in den letzten Wochen sonst noch schief?
C: ^pain Vor zwei Wochen etwas, der Klassiker: {pain}.
R: Und was hat das gekostet?
C: {cost}
* Ein Fall von vor zwei Wochen zeigt, was {pain_noun} kosten.
""",
    each="pains",
)

CURRENT_STATE = scene(
    "Current Process",
    """
@ So läuft es heute
R: Wie macht ihr das heute?
C: Mit {incumbent}. Das ging gut, solange wir kleiner waren.
R: Und wer pflegt das?
C: Ein Kollege, der im Herbst in Rente geht.
* Heute arbeitet {account} mit {incumbent}; der zuständige Kollege geht bald in Rente.

@ Was bleiben muss
R: Was darf sich auf keinen Fall ändern?
C: {system} bleibt das führende System. Alles andere ist verhandelbar.
R: Das passt, {product} liest dort nur mit.
* {system} bleibt bei {account} das führende System.
""",
)

OVERVIEW = scene(
    "Product Overview",
    """
@ {product} in zwei Minuten
R: Dann erzähle ich kurz, was wir machen. {product} {oneliner}.
C: Und das geht auch mit {system}?
R: Ja, dafür gibt es eine fertige Schnittstelle.
* {product} {oneliner}; für {system} gibt es eine fertige Schnittstelle.

@ Was {product} anders macht
C: Was ist bei euch anders als bei den übrigen?
R: Zwei Dinge. {product} {oneliner}, das ist das eine. Das andere ist, dass eure Leute es selbst
   anpassen können.
C: Das Zweite glaube ich, wenn ich es sehe.
R: Dann zeige ich dir genau das.
* {c} möchte sehen, dass das Team {product} selbst anpassen kann.
> {r} zeigt {c}, wie das Team {product} selbst anpasst.
""",
)

FEATURE = scene(
    "Product Demo",
    """
@ {Feature}
= opener
R: Hier siehst du {feature}. {show} {show2}
C: {ask}
R: {answer}
C: ^value Gut, das habe ich verstanden. {react}
* {r} hat {feature} gezeigt.

@ {Feature} im Alltag
= opener
R: Stell dir einen normalen Dienstag vor, kurz vor acht. Du öffnest {feature}. {show}
C: {ask}
R: Gute Frage. {answer}
C: ^value {react}
* {c} hat nach {feature} im Alltag gefragt.

@ {Feature} auf Herz und Nieren
C: Darf ich etwas Gemeines fragen? {ask}
R: Natürlich. {answer} Genau dafür gibt es {feature}.
R: {show} {show2}
C: ^value {react}
* {Feature} hat die kritische Frage von {c} beantwortet.
""",
    each="features",
)

SECURITY = scene(
    "Security",
    """
@ Datenschutz
C: Wo liegen unsere Daten?
R: In Frankfurt, auch die Sicherungen. Einen Vertrag zur Auftragsverarbeitung nach DSGVO bekommst du
   vorab.
C: Den will unser Datenschutzbeauftragter sehen.
R: Er geht heute noch raus.
> {r} schickt {c} den Vertrag zur Auftragsverarbeitung.
* Die Daten liegen in Frankfurt; der Vertrag zur Auftragsverarbeitung kommt vorab.

@ Zugriff
C: Wer von euch kann unsere Daten sehen?
R: Nur der Support, nur mit eurem Ticket, und es wird protokolliert.
C: Gut, das wird unser Betriebsrat fragen.
* Zugriff hat nur der Support, er wird protokolliert.

@ Anbindung an {system}
D: Wie kommt ihr an die Daten aus {system}?
R: Über die Schnittstelle, alle paar Minuten. Ihr legt einmal einen technischen Benutzer an.
D: Und wenn {system} eine Nacht lang steht?
R: Dann holen wir am Morgen alles nach, es geht nichts verloren.
* Die Anbindung an {system} läuft über die Schnittstelle; Ausfälle werden nachgeholt.
""",
)

PRICING = scene(
    "Pricing",
    """
@ Der Listenpreis
! always
C: Kommen wir zum Preis. Was kostet das?
R: Der Listenpreis liegt bei {price} pro {unit} und Monat. Bei {count} {units} sind das {annual} im
   Jahr.
C: Und was kommt noch dazu?
R: Nichts. Wartung und die Schnittstelle zu {system} sind enthalten.
* Der Listenpreis für {count} {units} beträgt {annual} im Jahr.

@ Der Rabatt
C: Unser Einkauf wird nach einem Rabatt fragen.
R: Bei einer Laufzeit von {years} kann ich {discount} Prozent geben. Dann liegen wir bei
   {net_annual}.
C: Damit kann ich arbeiten.
* Bei {years} Laufzeit gibt {r} {discount} Prozent, also {net_annual} im Jahr.
+ Rabatt nur gegen Laufzeit, genau richtig.

@ Zu teuer
C: ^objection Ich sage es offen, {competitor} ist günstiger.
R: Bieten die denselben Umfang?
C: Nicht ganz. {Weakness}.
R: Dann vergleichen wir am besten den Preis für das, was ihr braucht.
* {competitor} ist günstiger, aber {weakness}.

@ Die Staffel
C: Was passiert, wenn wir später mehr {units} anschließen?
R: Der Preis pro {unit} bleibt gleich, ihr zahlt ab dem Tag, an dem sie dazukommt.
C: Und wenn es weniger werden?
R: Dann passen wir es zur Verlängerung an.
* Weitere {units} kosten denselben Preis und werden ab dem ersten Tag berechnet.
""",
)

DECISION = scene(
    "Decision Process",
    """
@ Wer entscheidet
R: Wer muss am Ende zustimmen?
C: Ich empfehle, {sponsor} entscheidet, und der Einkauf verhandelt.
R: Worauf achtet {sponsor} zuerst?
C: Auf die Amortisation. Länger als ein Jahr darf es nicht dauern.
* {sponsor} entscheidet und erwartet eine Amortisation innerhalb eines Jahres.

@ Der Termin
R: Bis wann soll es laufen?
C: Vor {deadline}. Danach schaut bei uns keiner mehr nach links und rechts.
R: Die Einführung dauert etwa {weeks} Wochen, das ist zu schaffen.
* {account} möchte vor {deadline} starten; die Einführung dauert etwa {weeks} Wochen.

@ Was es aufhalten könnte
R: Was könnte das Projekt aus deiner Sicht aufhalten?
C: ^objection Dass keiner Zeit hat. Es gibt drei andere Projekte mit denselben Leuten.
R: Also je kleiner der erste Schritt, desto besser?
C: Genau. Bitte komm nicht mit einem Plan für zwölf Monate.
* Das größte Risiko bei {account} ist die Zeit: drei andere Projekte brauchen dieselben Leute.
""",
)

NEXT_STEPS = scene(
    "Next Steps",
    """
@ Nächster Schritt: {meeting}
R: Als nächsten Schritt schlage ich {meeting} vor, {when}. Passt das?
C: ^commitment Ja, schick mir die Einladung.
R: Kommt gleich, und ich schicke dir {doc}.
> {r} schickt {c} {doc}.
> {Meeting}, {when}.

@ Nächster Schritt: {meeting}
C: Wie machen wir weiter?
R: Ich schicke dir {doc}, und {when} machen wir {meeting}.
C: ^commitment Einverstanden, ich halte mir die Zeit frei.
> {r} schickt {c} {doc}.
> {Meeting}, {when}.
""",
)

NEXT_STEPS_OPEN = scene(
    "Next Steps",
    """
@ Wie es weitergeht
R: Wie verbleiben wir?
C: Ich spreche erst mit {sponsor} und melde mich dann.
R: Gut. Ich schicke dir bis dahin {doc}.
> {r} schickt {c} {doc}; {c} meldet sich nach dem Gespräch mit {sponsor}.
* Es gibt noch keinen Termin: {c} spricht zuerst mit {sponsor}.
""",
)

WRAP_UP = scene(
    "Wrap-up",
    """
@ Verabschiedung
R: Vielen Dank für deine Zeit, {c}. Die Zusammenfassung kommt heute noch.
C: Danke dir, bis bald.
R: Tschüss zusammen.

@ Verabschiedung
C: Ich muss in den nächsten Termin. Danke, das war hilfreich.
R: Danke für die guten Fragen. Schönen Tag noch.
C: Dir auch, ciao.

@ Verabschiedung
R: Haben wir etwas vergessen?
C: Wenn ja, habe ich ja deine Nummer.
R: Genau dafür ist sie da. Bis dann, {c}.

@ Verabschiedung
C: Danke, dass du nicht überzogen hast.
R: Ich gebe mir Mühe. Grüße ins Team.
C: Richte ich aus, bis bald.
""",
)
