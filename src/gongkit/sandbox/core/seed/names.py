"""Names of people and places for the demo data, and how an email address is made of a name."""

from __future__ import annotations

import msgspec


class NamePool(msgspec.Struct, frozen=True, gc=False):
    """First and last names of one part of the world, and cities there with a phone prefix."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    cities: tuple[str, ...]
    phone: str
    """With `#` for each digit to fill in; always a range that is kept for fiction."""


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


AMERICAN = NamePool(
    first=_listed(
        """Ada Aisha Alan Alicia Amara Andre Anita Ben Bianca Caleb Camila Carmen Cecilia Chloe
        Clara Curtis Dana Darius Delia Derek Elena Elliot Esther Ethan Fatima Felix Frances Gina
        Grace Graham Hannah Hector Imani Irene Isaac Ivy Jada Jamal Joel Josie Julian Kavya Keith
        Kenji Laila Leon Lucia Lydia Malik Marcus Maya Mei Miles Mona Naomi Nathan Nadia Nina
        Oliver Omar Paula Peter Priya Quinn Rafael Renee Rosa Ruben Ruth Samir Selma Simone
        Stella Tara Theo Thomas Tomas Uma Vera Victor Wanda Wesley Xavier Yara Yusuf Zoe"""
    ),
    last=_listed(
        """Abbott Acosta Adeyemi Albright Ashford Banerjee Barlow Beckett Bellamy Boone Brandt
        Calloway Castillo Chandra Chen Coleman Corbin Dalton Delgado Desai Donovan Drummond
        Easton Ellison Fairchild Farrell Fleming Fontaine Fuller Gallagher Garza Goodwin Grant
        Hadley Hale Haddad Hargrove Hendricks Hollis Ibarra Ingram Jennings Kapoor Keller Kendrick
        Kim Lambert Langley Larkin Lin Lockhart Maddox Marin Mercer Molina Monroe Nakamura Navarro
        Nolan Okafor Ortega Osborne Park Pearce Pham Prescott Quill Ramsey Reyes Rhodes Romero
        Sadler Santos Sawyer Sharma Shepherd Sinclair Stroud Sutton Tate Thornton Trujillo Underwood
        Vance Vaughn Walsh Watanabe Weaver Whitlock Winslow Yates York Zamora Zimmer"""
    ),
    cities=(
        "Albany",
        "Atlanta",
        "Boise",
        "Charlotte",
        "Columbus",
        "Denver",
        "Grand Rapids",
        "Hartford",
        "Kansas City",
        "Madison",
        "Memphis",
        "Milwaukee",
        "Omaha",
        "Portland",
        "Raleigh",
        "Richmond",
        "Sacramento",
        "Spokane",
        "Tucson",
        "Tulsa",
    ),
    phone="+1 ### 555 01##",
)

EUROPEAN = NamePool(
    first=_listed(
        """Agnes Albert Alina Andreas Anja Annika Antoine Astrid Aurelie Björn Camille Carsten
        Charlotte Claudia Dario Dirk Elif Elisa Emil Eva Fabian Federica Frida Friederike Georg
        Giulia Gregor Hanna Heike Henrik Ines Ingrid Jakob Jana Jens Jonas Julia Jürgen Karin
        Katarzyna Klaus Lars Lena Lieke Lorenz Luca Magda Maike Malte Margot Marta Matthias Mette
        Milan Mira Nils Nora Olaf Ole Paul Petra Philippe Pia Rainer Ronja Sanne Sebastian Silke
        Sofia Stefan Sven Tanja Thijs Tobias Ulrike Ute Valentin Viktor Wiebke Yannick"""
    ),
    last=_listed(
        """Adler Albers Andersen Arnold Bachmann Baumann Becker Bergmann Bianchi Brandes Busch
        Claes Conti Dahl Dietrich Dubois Ebert Eklund Engel Esposito Faber Fiedler Fischer Fontana
        Frank Gerber Göbel Graf Haas Hansen Hartwig Heller Hoffmann Holm Huber Jansen Janssen Jung
        Kaiser Keller Klein Kowalski König Kraft Krüger Lang Larsen Lefèvre Lindqvist Lorenz Maes
        Maier Marchetti Martens Moreau Müller Neumann Nowak Nyberg Otto Peeters Petersen Pohl
        Quandt Reuter Richter Rossi Roth Sauer Schäfer Schmitz Schreiber Seidel Simon Sommer Stein
        Thoma Ullmann Vogel Voss Wagner Weber Wendt Winkler Wolff Zeller Ziegler"""
    ),
    cities=(
        "Aachen",
        "Antwerp",
        "Augsburg",
        "Bremen",
        "Brno",
        "Chemnitz",
        "Dresden",
        "Eindhoven",
        "Ghent",
        "Graz",
        "Hanover",
        "Kassel",
        "Leipzig",
        "Linz",
        "Lyon",
        "Mannheim",
        "Nuremberg",
        "Rostock",
        "Turin",
        "Utrecht",
    ),
    phone="+49 30 23125 ###",
)

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "è": "e", "é": "e"})


def address_part(name: str) -> str:
    """Write a name as it stands in an email address."""
    return name.lower().translate(_FOLDED).replace(" ", "").replace("'", "")
