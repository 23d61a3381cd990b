"""The words of the notebooks in Dutch; in English they stand in the notebooks themselves."""

from workbook.engagement import Language

_NL = {
    "0_start": {
        "step": """# Start: wat hebben we, en zijn we er klaar voor?

Je leert wat er is binnengekomen en of de organisatie klaar is voor wat ze plant.
Nodig is de invoer, gecontroleerd.
Deze stap levert op waar de andere stappen op mogen rusten.""",
        "coverage": """## Wat er binnenkwam

Elk getal in dit rapport komt uit deze tabellen.""",
        "maturity": """## Zijn we er klaar voor

Marketing groeit in vijf fasen: product, kanaal, doelgroep, persoonlijk, prescriptief. Werk uit een fase vraagt om mensen, tooling en data van die fase.""",
    },
    "1_recognise": {
        "step": """# Herkennen: wie zijn de klanten, en wat zijn ze waard?

Je leert welke klanten er zijn op grond van wat ze deden, en wat elke groep oplevert.
Nodig zijn de transacties.
Deze stap levert de klantfase van elke klant op.""",
        "quality": """## Wat de bestellingen laten zien, en wat niet

In bestellingen zitten terugbetalingen, gratis regels en regels zonder klant. Voor elk daarvan is er een regel.""",
        "keys": """## Eén sleutel per klant

Een klant kan in meer bronnen geregistreerd staan: webshop, kassa, klantenservice. Wat die registraties gemeen hebben, maakt er één klant van.""",
        "concentration": """## Op hoe weinig klanten de omzet rust

De klanten naast elkaar, van wie het meest tot wie het minst opbrengt.""",
        "stages": """## Klantfasen en wat ze waard zijn

De klantfase volgt uit regels op klantduur, recentheid en bestellingen. Elke klant valt in precies één fase.""",
        "rfm": """## Hoe kort geleden, hoe vaak, hoeveel

Recentheid en frequentie krijgen elk een score van 1 tot 5. De beste klanten staan rechtsboven.""",
        "outlook": """## Wat ze nog gaan opbrengen

Gedrag uit het verleden zegt hoe vaak klanten terugkomen en wat ze opbrengen; het kent het seizoen niet, en ook niet wat je verandert.""",
        "norms": """## Service getoetst aan normen

Wie anderen bedient, zoals de verkooppartners van een marktplaats, heeft normen te halen. Wie genoeg gevallen heeft, wordt elk kwartaal beoordeeld.""",
        "scores": """## De kwaliteitsscore en de strafpunten

De score weegt alle normen samen; strafpunten blijven staan tot een norm weer wordt gehaald.""",
        "sizes": """## Dezelfde regel voor klein en groot

Een norm hoort klein en groot gelijk te behandelen. Bij weinig gevallen beslist het toeval eerder wie hem haalt.""",
        "groups": """## Wat elke groep waard is, nu en straks

Dezelfde klanten op verschillende manieren ingedeeld: naar klantfase, naar segment, en waar bekend naar profiel en accountmanager.""",
        "crm": """## Terug naar waar de klanten bekend zijn

Klantfase, segment, waardeklasse en profiel van elke klant staan in crm.csv, naast dit rapport. Waar aan normen wordt getoetst, staan de score, de verandering daarvan en de strafpunten er ook in.""",
        "segments": """## Wie op elkaar lijken

Twee vragen verdelen de klanten die onlangs bestelden in vier groepen.""",
        "apart": """## Wat ze onderscheidt

Elke groep naast alle andere klanten die onlangs bestelden.""",
        "transitions": """## Hoe klanten bewegen

Dezelfde regels, een kwartaal eerder en nu.""",
        "quiet": """## Als ze niets meer bestellen

Nog eens dezelfde regels, een kwartaal vooruit, op de bestellingen tot nu toe.""",
    },
    "2_understand": {
        "step": """# Begrijpen: wat hebben klanten nodig, en waar laat de klantreis het afweten?

Je leert waar in de klantreis klanten tevreden zijn, wat ze nodig hebben, en of behoeften de segmenten volgen.
Nodig zijn enquêteantwoorden, de klantreis, inzichten en klanten.
Deze stap levert NPS en behoeften per touchpoint op.""",
        "nps": """## Aanbevelen per touchpoint

Na een contact: zou je ons aanbevelen, van 0 tot 10? De antwoorden van dit kwartaal.""",
        "journey": """## De klantreis, en waar bewijs ontbreekt

Cijfers zeggen hoeveel, verhalen zeggen waarom. Een cel heeft beide nodig voordat er geld heen gaat.""",
        "needs": """## Behoeften die het minst worden bediend

Wat veel uitmaakt en weinig tevreden stelt, is een kans.""",
        "profiles": """## Volgen behoeften de segmenten?

Segmenten vind je in data, profielen in gesprekken. Als het ene uit het andere volgde, was één vraag genoeg.""",
    },
    "3_drivers": {
        "step": """# Drivers: wat hangt samen met aanbevelen?

Je leert welke touchpoints het zwaarst wegen in of klanten aanbevelen.
Nodig zijn de enquêteantwoorden van alle metingen tot nu toe.
Deze stap levert het belang van elk touchpoint op.""",
        "importance": """## Welk touchpoint het zwaarst weegt

Het oordeel over elk touchpoint, naast de aanbeveling van dezelfde respondent.""",
        "model": """## De regressie erachter

Eén punt meer op een touchpoint, bij gelijke andere oordelen.""",
    },
    "4_essa": {
        "step": """# ESSA: welk werk moet stoppen voordat er iets wordt geautomatiseerd?

Je leert per processtap of die te elimineren, te simplificeren, te standaardiseren of te automatiseren is.
Nodig is de tabel met processtappen.
Deze stap levert de uren op die te besparen zijn.""",
        "verdicts": """## Een oordeel per stap

De vragen op volgorde: is het in verhouding, kan het eenvoudiger, kan het overal hetzelfde, en pas dan: kan een machine het?""",
        "savings": """## Wat het bespaart

Uren per maand, per oordeel.""",
    },
    "5_apply": {
        "step": """# Toepassen: welke boodschap bereikt wie, en hoe vaak?

Je leert welk contactprogramma welke klantfase bedient, en wat een grens aan de contactdruk tegenhoudt.
Nodig zijn de programma's en de verstuurde berichten.
Deze stap levert de programma's aan het plan.""",
        "programmes": """## De programma's onder de contactdrukregel

De regel is achteraf toegepast op de berichten van dit kwartaal: wat zou hij hebben tegengehouden?""",
    },
    "6_prioritise": {
        "step": """# Prioriteren: wat doen we, en wanneer?

Je leert waarover de experts het eens zijn, welk plan het meeste haalt uit budget en mensen, en hoe zeker dat is.
Nodig zijn de kansen, de scores van de experts, de capaciteit, en wat de stappen hiervoor vonden.
Deze stap levert het plan op.""",
        "panel": """## Waarover de experts het eens zijn

Elke expert scoorde alleen. Van elke kans telt de laatste ronde; eerdere laten zien of de meningen tot rust kwamen.""",
        "dissent": """## Wie het anders ziet

Waar het panel het niet eens is: de scores die het verst van het midden liggen, en waarom.""",
        "plan": """## Het plan

Welke kansen, vanaf welk kwartaal, zodat de som van de scores het hoogst is binnen budget, mensen, voorwaarden en uitsluitingen.""",
        "robust": """## Hoe zeker het plan is

Andere experts van hetzelfde slag zouden net iets anders scoren. Wat blijft in het plan, wie je ook vraagt?""",
        "limits": """## Wat het plan begrenst

Budget en mensen per kwartaal: wat het plan gebruikt van wat er is.""",
        "waiting": """## Wat wacht, en waarom

Voor elke afgevallen kans is het beste plan mét die kans gemaakt en naast dit plan gelegd.""",
    },
    "7_changes": {
        "step": """# Veranderingen: wat verschoof er sinds vorig kwartaal?

Je leert wat er in het plan is verschoven, waardoor, en of het oordeel van klanten is veranderd.
Nodig zijn het plan en de NPS van dit kwartaal, en het rapport van vorig kwartaal.
Deze stap levert op waarover verantwoording nodig is.""",
        "moves": """## Wat er in het plan verschoof

Dit plan naast het plan dat een kwartaal geleden is gerapporteerd.""",
        "causes": """## Waardoor het plan meer of minder waard is

Elke verandering sinds toen, één voor één ingevoerd: wat die toevoegt of kost.""",
        "nps": """## Wat klanten nu zeggen

NPS per touchpoint, deze meting tegen de vorige.""",
    },
}


def cell_text(step: str, cell: str, english: str, language: Language) -> str:
    """The words of a notebook's cell in a language.

    Args:
        step: The notebook.
        cell: The cell's id.
        english: What the notebook itself says.
        language: nl or en.
    """
    return english if language == "en" else _NL[step][cell]
