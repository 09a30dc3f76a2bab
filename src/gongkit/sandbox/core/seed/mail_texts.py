"""The HTML of the demo drafts, and of the emails that people write who hold no calls."""

from __future__ import annotations

import msgspec


class Text(msgspec.Struct, frozen=True, gc=False):
    """A subject and the HTML below the greeting, as the sanitizer would leave it."""

    subject: str
    html: str


class Letters(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is written in one language."""

    greeting: str
    regards: str
    drafts: tuple[Text, ...]
    sent: tuple[Text, ...]


_STEPS = (
    "<p>as promised, here is what we would do next at {account}:</p>"
    "<ol><li>We talk to the people who will use it every day.</li>"
    "<li>You get a plan with dates, and a name next to each.</li>"
    "<li>We start with one team, and look at the figures after four weeks.</li></ol>"
    "<p>Does <b>next week</b> suit you?</p>"
)
_FIGURES = (
    "<p>before our next call, the figures that we talked about:</p>"
    '<table width="420" cellpadding="6" style="border-collapse: collapse"><tbody>'
    '<tr><th align="left" style="border-bottom: 2px solid #5b2bd0">What</th>'
    '<th align="right" style="border-bottom: 2px solid #5b2bd0">Today</th>'
    '<th align="right" style="border-bottom: 2px solid #5b2bd0">In a year</th></tr>'
    '<tr><td>Hours a week</td><td align="right">11</td><td align="right">4</td></tr>'
    '<tr><td>Mistakes a month</td><td align="right">23</td><td align="right">6</td></tr>'
    "</tbody></table><p>Are these about right?</p>"
)
_SECURITY = (
    "<p>your colleagues asked about our security. All of it is in one place:</p>"
    '<ul><li><a href="https://{domain}/security" rel="noopener noreferrer">Our security page</a>,'
    " with the latest report</li>"
    "<li>The list of those who process data for us</li>"
    "<li>The agreement on data processing, <i>already signed by us</i></li></ul>"
    "<p>If your questionnaire has another form, send it to me: I fill it in.</p>"
)
_SIGN_ON = (
    "<h2>Single sign-on for {account}</h2>"
    "<p>Your administrators can switch it on themselves, in about ten minutes:</p>"
    "<ol><li>Open the settings of your sign-in provider.</li><li>Add us as an application.</li>"
    "<li>Send me the address of the metadata.</li></ol>"
    "<blockquote>Until then everybody signs in as before.</blockquote>"
)
_STEPS_DE = (
    "<p>wie versprochen, das wären bei {account} die nächsten Schritte:</p>"
    "<ol><li>Wir sprechen mit den Leuten, die täglich damit arbeiten.</li>"
    "<li>Ihr bekommt einen Plan mit Terminen und Namen.</li>"
    "<li>Wir fangen mit einem Team an und schauen nach vier Wochen auf die Zahlen.</li></ol>"
    "<p>Passt euch <b>nächste Woche</b>?</p>"
)
_SECURITY_DE = (
    "<p>eure Kollegen haben nach unserer Sicherheit gefragt. Alles steht an einem Ort:</p>"
    '<ul><li><a href="https://{domain}/security" rel="noopener noreferrer">Unsere Seite dazu</a>,'
    " mit dem neuesten Bericht</li>"
    "<li>Die Liste der Auftragsverarbeiter</li>"
    "<li>Der Vertrag zur Auftragsverarbeitung, <i>von uns schon unterschrieben</i></li></ul>"
    "<p>Wenn euer Fragebogen anders aussieht, schickt ihn mir.</p>"
)

ENGLISH = Letters(
    greeting="Hi {name},",
    regards="Best regards,",
    drafts=(
        Text("Next steps with {account}", _STEPS),
        Text("The figures for {account}", _FIGURES),
    ),
    sent=(
        Text("Security documents for {account}", _SECURITY),
        Text("Single sign-on", _SIGN_ON),
    ),
)
GERMAN = Letters(
    greeting="Hallo {name},",
    regards="Viele Grüße",
    drafts=(Text("Nächste Schritte mit {account}", _STEPS_DE),),
    sent=(Text("Unterlagen zur Sicherheit für {account}", _SECURITY_DE),),
)
