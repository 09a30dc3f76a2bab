"""Kestrel sells sensors and software that hear when a machine is about to fail."""

from __future__ import annotations

from gongkit.sandbox.core.seed.offers.offer import Competitor, Feature, Issue, Metric, Offer, Pain

_SYSTEMS = ("Werkbank MES", "Orbis ERP", "the Taktwerk maintenance system", "Linienblick")
_TITLES = ("Head of Maintenance", "Plant Manager", "Maintenance Engineer", "Head of Production")
_SECOND_TITLES = ("Automation Engineer", "IT Security Officer", "Production Data Analyst")
_SPONSOR_TITLES = ("COO", "Managing Director", "CFO")
_CUSTOMERS = (
    ("Achterberg Getriebe", "gearboxes"),
    ("Bellini Confezioni", "packaging machines"),
    ("Carrosserie Delorme", "body parts"),
    ("Dahlmann Papier", "paper"),
    ("Elbtal Porzellan", "ceramics"),
    ("Fonderia Marchesi", "castings"),
    ("Grunewald Pumpen", "pumps"),
    ("Havenbrug Brouwerij", "brewing"),
    ("Isarquell Getränke", "mineral water"),
    ("Jansen Kartonnage", "cardboard"),
    ("Kaltenbach Kunststoff", "plastic parts"),
    ("Linnemann Backwaren", "bakery goods"),
    ("Moravia Sklo", "glass"),
    ("Nordlicht Fisch", "fish processing"),
    ("Oldenkamp Zucker", "sugar"),
    ("Pfalzer Chemie", "special chemicals"),
    ("Reinhardt Walzwerk", "rolled steel"),
    ("Skov Møbler", "furniture"),
    ("Tessuti Valle", "technical textiles"),
    ("Uhlenbrock Kabel", "cables"),
    ("Vermeulen Staal", "steel construction"),
    ("Weidenau Federn", "springs"),
)

MACHINES = Offer(
    product="Sentinel",
    module="Sentinel Energy",
    oneliner="listens to your machines and tells you weeks ahead which one will stop",
    process="maintenance",
    unit="machine",
    units="machines",
    currency="€",
    thousands=",",
    prices=(29, 34, 39, 44),
    counts=(45, 60, 80, 90, 120, 150, 200, 240),
    pains=(
        Pain(
            "we learn about a bearing when the line stands still",
            "unplanned stops",
            "One hour of that costs us eleven thousand euros.",
            "the shift leaders",
        ),
        Pain(
            "we change parts by the calendar, whether they are worn or not",
            "calendar maintenance",
            "Half of what we throw away would have run for another year.",
            "the fitters",
        ),
        Pain(
            "the knowledge about the old presses is in the head of one man",
            "knowledge that retires",
            "He has fourteen months left, and he has counted them.",
            "the younger fitters",
        ),
        Pain(
            "spare parts arrive three days after we needed them",
            "missing spare parts",
            "Express deliveries cost us forty thousand last year.",
            "the people in the stores",
        ),
        Pain(
            "every plant writes its faults down in another way",
            "fault lists that do not match",
            "Two people spend a week each month on a report that nobody trusts.",
            "the plant engineers",
        ),
        Pain(
            "the compressors run all weekend and nobody knows why",
            "compressed air at weekends",
            "The energy bill for that is about six thousand a month.",
            "the energy officers",
        ),
    ),
    features=(
        Feature(
            "the wear curve",
            "The line is the vibration of this spindle over ninety days, and the "
            "grey part is what comes next.",
            "Where it crosses the red mark, the work order is suggested.",
            "How many false alarms do you have?",
            "About one in twenty, and each one you mark makes it fewer.",
            "One in twenty is better than our oldest colleague, don't tell him.",
        ),
        Feature(
            "the sensor kit",
            "It's a box with eight sensors and a gateway, and you glue them on yourselves.",
            "After ten minutes the first curve is on the screen.",
            "Does that go through our network?",
            "It can, but it doesn't have to, the gateway has a mobile connection.",
            "Without our network, that shortens things by half a year.",
        ),
        Feature(
            "the shift page",
            "The shift leader sees five machines that need a look, in order of urgency.",
            "A note in one shift is there for the next one, with a photo.",
            "Does it work on a tablet with gloves on?",
            "Yes, the buttons were made for exactly that.",
            "Gloves, finally somebody who has been in a hall.",
        ),
        Feature(
            "the parts forecast",
            "It takes the wear of all machines and tells you which parts you need in six weeks.",
            "The order goes to the stores as a suggestion, never on its own.",
            "Can it look into our stock?",
            "If you connect it, yes, otherwise you upload a list once a week.",
            "Six weeks would be enough for all our suppliers.",
        ),
        Feature(
            "the fault book",
            "You speak the fault into the phone, and it is sorted into the right group.",
            "It understands nine languages, and dialects better than I do.",
            "And what if somebody speaks nonsense?",
            "Then a person gets it to check, and the machine learns from that.",
            "Speaking is the only way we will ever get those notes.",
        ),
        Feature(
            "the energy view",
            "Here is the power of each machine, and here is what it draws "
            "while nothing is produced.",
            "The difference is shown in euros, because nobody reads kilowatt hours.",
            "Where do you measure that?",
            "At the same gateway, with a clamp around the cable.",
            "Our energy officer will print that and hang it up.",
        ),
    ),
    competitors=(
        Competitor(
            "Vibronaut",
            "their sensors are the smallest on the market",
            "their software only knows rotating machines",
        ),
        Competitor(
            "Anlagenauge",
            "everybody in the region knows them",
            "their results come as a report once a month",
        ),
        Competitor(
            "Presslink",
            "they are part of the press maker's contract anyway",
            "they only watch the machines of that one maker",
        ),
    ),
    incumbents=(
        "a calendar and a good ear",
        "paper forms in a red folder",
        "a maintenance list in a spreadsheet",
        "the alarm lamps on the machines",
    ),
    systems=_SYSTEMS,
    metrics=(
        Metric("the number of unplanned stops", "14 a month", "5 a month"),
        Metric("availability of the lines", "88 percent", "93 percent"),
        Metric("the time to repair", "6 hours", "3 hours and a half"),
        Metric("spending on express parts", "€3,400 a month", "€900 a month"),
    ),
    issues=(
        Issue(
            "two gateways drop their connection every night",
            "the lost gateways",
            "a new firmware keeps the connection open and comes by remote update",
        ),
        Issue(
            "the night shift gets the alarms of the day shift",
            "the alarms for the wrong shift",
            "the shift calendar had the old times and is corrected now",
        ),
        Issue(
            "the wear curve shows gaps after each tool change",
            "the gaps in the wear curve",
            "the gaps are filled from the gateway's own memory with the next version",
        ),
    ),
    deadlines=("the summer shutdown", "the start of the new line", "the audit in autumn"),
    expansions=("the plant in Brno", "the tool shop", "our sister company"),
    roadmap=(
        "acoustic cameras",
        "a maintenance budget per line",
        "the link to the spare part makers",
    ),
    customers=_CUSTOMERS,
    name_endings=("Nord", "Süd", "Group", "Technik", "Europe"),
    titles=_TITLES,
    second_titles=_SECOND_TITLES,
    sponsor_titles=_SPONSOR_TITLES,
)

MACHINES_GERMAN = Offer(
    product="Sentinel",
    module="Sentinel Energie",
    oneliner="hört euren Maschinen zu und sagt Wochen vorher, welche ausfallen wird",
    process="die Instandhaltung",
    unit="Maschine",
    units="Maschinen",
    currency="€",
    thousands=".",
    prices=(29, 34, 39, 44),
    counts=(45, 60, 80, 90, 120, 150, 200, 240),
    pains=(
        Pain(
            "wir merken einen Lagerschaden erst, wenn die Linie steht",
            "ungeplante Stillstände",
            "Eine Stunde davon kostet uns elftausend Euro.",
            "die Schichtleiter",
        ),
        Pain(
            "wir tauschen Teile nach Kalender, ob sie verschlissen sind oder nicht",
            "Wartungen nach Kalender",
            "Die Hälfte von dem, was wir wegwerfen, hätte noch ein Jahr gehalten.",
            "die Schlosser",
        ),
        Pain(
            "das Wissen über die alten Pressen steckt in einem einzigen Kopf",
            "Wissenslücken",
            "Der Kollege hat noch vierzehn Monate, und er zählt sie.",
            "die jungen Kollegen",
        ),
        Pain(
            "Ersatzteile kommen drei Tage nach dem Ausfall",
            "fehlende Ersatzteile",
            "Eillieferungen haben uns letztes Jahr vierzigtausend gekostet.",
            "die Leute im Lager",
        ),
    ),
    features=(
        Feature(
            "die Verschleißkurve",
            "Die Linie ist die Schwingung dieser Spindel über neunzig Tage, der "
            "graue Teil ist die Vorhersage.",
            "Wo sie die rote Marke kreuzt, wird der Auftrag vorgeschlagen.",
            "Wie viele Fehlalarme habt ihr?",
            "Etwa einer von zwanzig, und jeder, den ihr markiert, macht es besser.",
            "Einer von zwanzig ist besser als unser ältester Kollege.",
        ),
        Feature(
            "der Sensorkoffer",
            "Das sind acht Sensoren und ein Gateway, die klebt ihr selbst auf.",
            "Nach zehn Minuten ist die erste Kurve auf dem Bildschirm.",
            "Läuft das über unser Netz?",
            "Das kann es, muss es aber nicht, das Gateway hat Mobilfunk.",
            "Ohne unser Netz spart das ein halbes Jahr.",
        ),
        Feature(
            "die Schichtseite",
            "Die Schichtleitung sieht fünf Maschinen, sortiert nach Dringlichkeit.",
            "Eine Notiz mit Foto bleibt für die nächste Schicht stehen.",
            "Geht das auch mit Handschuhen auf dem Tablet?",
            "Ja, genau dafür sind die Knöpfe so groß.",
            "Endlich jemand, der schon einmal in einer Halle war.",
        ),
        Feature(
            "die Teilevorschau",
            "Aus dem Verschleiß aller Maschinen ergibt sich, welche Teile "
            "ihr in sechs Wochen braucht.",
            "Die Bestellung geht nur als Vorschlag ins Lager, nie von allein.",
            "Kann das in unseren Bestand schauen?",
            "Mit der Anbindung ja, sonst ladet ihr einmal pro Woche eine Liste hoch.",
            "Sechs Wochen reichen bei allen unseren Lieferanten.",
        ),
    ),
    competitors=(
        Competitor(
            "Vibronaut",
            "deren Sensoren sind die kleinsten am Markt",
            "deren Software kennt nur drehende Maschinen",
        ),
        Competitor(
            "Anlagenauge",
            "die kennt hier in der Region jeder",
            "deren Ergebnisse kommen nur einmal im Monat als Bericht",
        ),
    ),
    incumbents=("einem Kalender und einem guten Gehör", "Formularen in einem roten Ordner"),
    systems=("Werkbank MES", "Orbis ERP", "Linienblick"),
    metrics=(
        Metric("die Zahl der Stillstände", "14 im Monat", "5 im Monat"),
        Metric("die Verfügbarkeit", "88 Prozent", "93 Prozent"),
    ),
    issues=(
        Issue(
            "zwei Gateways verlieren jede Nacht die Verbindung",
            "die verlorenen Gateways",
            "eine neue Firmware hält die Verbindung offen",
        ),
    ),
    deadlines=("dem Sommerstillstand", "dem Anlauf der neuen Linie", "dem Audit im Herbst"),
    expansions=("das Werk in Brünn",),
    roadmap=("akustische Kameras",),
    customers=(
        ("Achterberg Getriebe", "Getriebe"),
        ("Dahlmann Papier", "Papier"),
        ("Elbtal Porzellan", "Keramik"),
        ("Grunewald Pumpen", "Pumpen"),
        ("Isarquell Getränke", "Mineralwasser"),
        ("Kaltenbach Kunststoff", "Kunststoffteile"),
        ("Linnemann Backwaren", "Backwaren"),
        ("Oldenkamp Zucker", "Zucker"),
        ("Reinhardt Walzwerk", "Walzstahl"),
        ("Uhlenbrock Kabel", "Kabel"),
        ("Weidenau Federn", "Federn"),
    ),
    name_endings=("Nord", "Süd"),
    titles=("Leitung Instandhaltung", "Werkleitung", "Leitung Produktion"),
    second_titles=("Automatisierungstechnik", "IT-Sicherheit"),
    sponsor_titles=("Geschäftsführung", "Kaufmännische Leitung"),
)
