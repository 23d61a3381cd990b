"""The explanations in intake.xlsx: of each table and of each column, English and Dutch."""

from workbook.engagement import Language

_PLACE: dict[Language, int] = {"en": 0, "nl": 1}

_INTRODUCTION = (
    "One sheet per table. Hover over a column's name for what it holds. Grey example rows (e.g. …) are not read.",
    "Eén blad per tabel. Houd de muis op een kolomnaam voor uitleg. Grijze voorbeeldrijen (bijv. …) tellen niet mee.",
)

_TABLES = {
    "customers": ("One row per customer.", "Eén rij per klant."),
    "identities": (
        "One row per identity of a customer in a source, such as webshop or till. May be absent.",
        "Eén rij per identiteit van een klant in een bron, zoals webshop of kassa. Mag ontbreken.",
    ),
    "transactions": (
        "One row per order line or order. Large? Put it in data/transactions.csv or .parquet instead.",
        "Eén rij per orderregel of order. Groot? Zet de tabel dan in data/transactions.csv of .parquet.",
    ),
    "touchpoints": (
        "One row per contact of a customer with a touchpoint, such as a mailing sent. May be absent.",
        "Eén rij per contact van een klant met een touchpoint, zoals een verstuurde mailing. Mag ontbreken.",
    ),
    "service": (
        "One row per customer, norm and day or longer; the rows of a quarter add up. May be absent.",
        "Eén rij per klant, norm en dag of langer; de rijen van een kwartaal tellen op. Mag ontbreken.",
    ),
    "answers": ("One row per answer in the survey.", "Eén rij per antwoord in de enquête."),
    "journey": (
        "One row per cell of the journey map: a touchpoint in a phase. Rows stand in the order of the journey.",
        "Eén rij per cel van de klantreis: een touchpoint in een fase. De rijen staan op volgorde van de reis.",
    ),
    "insights": (
        "One row per finding from an interview, a workshop or feedback. May be absent.",
        "Eén rij per bevinding uit een interview, workshop of feedback. Mag ontbreken.",
    ),
    "processes": ("One row per step of a process.", "Eén rij per processtap."),
    "opportunities": (
        "One row per candidate for the plan. Add a column days_ROLE for each role that works on it.",
        "Eén rij per kandidaat voor het plan. Voeg per rol die eraan werkt een kolom days_ROL toe.",
    ),
    "capacity": (
        "Days per role and quarter. Rows with role 'budget' hold money instead of days.",
        "Dagen per rol en kwartaal. Rijen met rol 'budget' bevatten geld in plaats van dagen.",
    ),
    "programmes": ("One row per contact programme.", "Eén rij per contactprogramma."),
    "readiness": (
        "One row per statement of the maturity check.",
        "Eén rij per stelling van de volwassenheidscheck.",
    ),
    "scores": (
        "One row per score of an expert. Leave it empty where workshop.sqlite holds the scores.",
        "Eén rij per score van een expert. Laat leeg als de scores in workshop.sqlite staan.",
    ),
}

_COMMON = {
    "customer_id": ("The one key of the customer.", "De ene sleutel van de klant."),
    "touchpoint": ("As named in table journey.", "Zoals genoemd in tabel journey."),
    "phase": ("Phase of the journey.", "Fase van de klantreis."),
    "channel": ("Channel, such as web, store, mail.", "Kanaal, zoals web, winkel, mail."),
    "profile": ("Need-based profile.", "Profiel op basis van behoeften."),
    "opportunity": ("Short id of the opportunity.", "Kort kenmerk van de kans."),
    "need": ("What the customer needs.", "Wat de klant nodig heeft."),
    "source": ("Where it comes from.", "Waar het vandaan komt."),
    "role": ("Role or team.", "Rol of team."),
    "objective": ("What it is to achieve.", "Wat het moet bereiken."),
}

_COLUMNS = {
    "customers": {
        "since": ("Date of the first order or sign-up.", "Datum van de eerste order of aanmelding."),
        "country": ("Country.", "Land."),
        "market": ("Market, if there are several.", "Markt, als er meer zijn."),
        "segment": ("Group found in data.", "Groep die in data is gevonden."),
        "size": ("Size class.", "Grootteklasse."),
        "account_manager": ("Who looks after the customer.", "Wie de klant begeleidt."),
    },
    "identities": {
        "source_id": ("Id in that source.", "Nummer in die bron."),
        "email": ("E-mail address, to match on.", "E-mailadres, om op te koppelen."),
        "phone": ("Phone number, to match on.", "Telefoonnummer, om op te koppelen."),
        "postcode": ("Postcode, to match on.", "Postcode, om op te koppelen."),
        "loyalty_card": ("Card number, to match on.", "Kaartnummer, om op te koppelen."),
        "given_name": ("Given name, to match by likeness.", "Voornaam, om op gelijkenis te koppelen."),
        "surname": ("Surname, to match by likeness.", "Achternaam, om op gelijkenis te koppelen."),
        "date_of_birth": (
            "Date of birth, to match by likeness.",
            "Geboortedatum, om op gelijkenis te koppelen.",
        ),
        "street": (
            "Street and number, to match by likeness.",
            "Straat en nummer, om op gelijkenis te koppelen.",
        ),
        "suburb": ("Suburb or town, to match by likeness.", "Wijk of plaats, om op gelijkenis te koppelen."),
    },
    "transactions": {
        "ordered_at": ("Date (and time), as 2017-12-31.", "Datum (en tijd), als 2017-12-31."),
        "amount": ("Revenue, in the engagement's currency.", "Omzet, in de valuta van de opdracht."),
        "order_id": (
            "Order; lines with the same id are one order.",
            "Order; regels met hetzelfde kenmerk zijn één order.",
        ),
        "product": ("Product.", "Product."),
        "product_group": ("Product group.", "Productgroep."),
        "margin": ("Margin in money.", "Marge in geld."),
        "source": (
            "The source in table identities that the customer_id is an id of; blank: the one key.",
            "De bron in tabel identities waarin de customer_id bekend is; leeg: de ene sleutel.",
        ),
        "currency": (
            "Currency of amount and margin; every row in the engagement's.",
            "Valuta van amount en margin; elke rij in die van de opdracht.",
        ),
    },
    "touchpoints": {
        "at": ("Date (and time) of the contact.", "Datum (en tijd) van het contact."),
        "touchpoint": (
            "The touchpoint; for a message that was sent, the name of its programme.",
            "Het touchpoint; bij een verstuurd bericht de naam van het programma.",
        ),
        "outcome": ("What came of it, such as sent.", "Wat eruit kwam, zoals sent."),
        "source": (
            "The source in table identities that the customer_id is an id of; blank: the one key.",
            "De bron in tabel identities waarin de customer_id bekend is; leeg: de ene sleutel.",
        ),
    },
    "service": {
        "at": ("Last day that the row is about.", "Laatste dag waar de rij over gaat."),
        "norm": ("The norm, as in engagement.yml.", "De norm, zoals in engagement.yml."),
        "n": ("Number of cases, such as orders.", "Aantal gevallen, zoals bestellingen."),
        "met": (
            "How many of those were within the norm, at most n.",
            "Hoeveel daarvan binnen de norm vielen, hooguit n.",
        ),
    },
    "answers": {
        "respondent_id": ("Who answered, once per wave.", "Wie antwoordde, één keer per meting."),
        "at": ("Date of the answer.", "Datum van het antwoord."),
        "question": (
            "nps (would recommend), satisfaction or importance (1 to 5).",
            "nps (zou aanbevelen), satisfaction (tevredenheid) of importance (belang), 1 tot 5.",
        ),
        "score": (
            "The answer as a whole number; blank is no answer.",
            "Het antwoord als geheel getal; leeg is geen antwoord.",
        ),
        "touchpoint": (
            "What it is about, as in table journey; blank is the whole relation.",
            "Waar het over gaat, zoals in tabel journey; leeg is de hele relatie.",
        ),
        "weight": ("Survey weight, above 0.", "Weegfactor, groter dan 0."),
        "comment": ("Open feedback.", "Open feedback."),
        "source": (
            "The source in table identities that the customer_id is an id of; blank: the one key.",
            "De bron in tabel identities waarin de customer_id bekend is; leeg: de ene sleutel.",
        ),
    },
    "journey": {
        "journey": ("Name of the journey.", "Naam van de klantreis."),
        "touchpoint": ("Name of the touchpoint.", "Naam van het touchpoint."),
        "parent": ("Journey that this one is part of.", "Reis waar deze onder valt."),
        "customer_goal": ("What the customer wants here.", "Wat de klant hier wil."),
        "company_goal": ("What the company wants here.", "Wat het bedrijf hier wil."),
        "activity": ("What the customer does.", "Wat de klant doet."),
        "owner": ("Team that answers for it.", "Team dat erover gaat."),
        "channel_objective": ("What the channel does for the whole.", "Wat het kanaal voor het geheel doet."),
    },
    "insights": {
        "insight": ("Short id of the insight.", "Kort kenmerk van het inzicht."),
        "text": ("The finding in a sentence.", "De bevinding in een zin."),
        "job": ("Job to be done.", "De klus die de klant wil klaren."),
        "pain": ("What stands in the way.", "Wat in de weg zit."),
        "evidence": ("Where the evidence lies.", "Waar het bewijs ligt."),
    },
    "processes": {
        "process": ("Process.", "Proces."),
        "step": ("Step.", "Stap."),
        "minutes": ("Minutes per time.", "Minuten per keer."),
        "per_month": ("Times a month.", "Keer per maand."),
        "customer_value": ("Value to the customer, 1 (none) to 5.", "Waarde voor de klant, 1 (geen) tot 5."),
        "variants": ("Number of ways it is done.", "Aantal manieren waarop het gebeurt."),
        "performers": ("Number of people who do it.", "Aantal mensen dat het doet."),
        "rule_based": ("Can it be done by fixed rules?", "Kan het met vaste regels?"),
        "error_rate": ("Share that goes wrong, 0 to 1.", "Deel dat fout gaat, 0 tot 1."),
        "tool": ("Tool in use.", "Gebruikt hulpmiddel."),
        "verdict": ("What the team proposes.", "Wat het team voorstelt."),
    },
    "opportunities": {
        "title": ("What would be done.", "Wat er gedaan zou worden."),
        "team": ("Team that would do it.", "Team dat het zou doen."),
        "kind": ("run (keep going) or change.", "run (draaiend houden) of change (veranderen)."),
        "status": ("new or running.", "new (nieuw) of running (loopt)."),
        "cost": ("Cost outside the team, in all.", "Kosten buiten het team, in totaal."),
        "quarters": ("Quarters it takes.", "Aantal kwartalen dat het duurt."),
        "requires": ("Ids that must be finished first, with ;", "Kenmerken die eerst af moeten, met ;"),
        "excludes": ("Ids that it rules out, with ;", "Kenmerken die het uitsluit, met ;"),
        "must_do": ("Has to be in the plan?", "Moet in het plan?"),
        "must_not": ("Must stay out of the plan?", "Moet buiten het plan blijven?"),
        "earliest": ("Does not start before this quarter.", "Start niet voor dit kwartaal."),
        "deadline": (
            "Finished by the end of this quarter, if done at all.",
            "Klaar aan het eind van dit kwartaal, als het gebeurt.",
        ),
        "accelerated_quarters": (
            "For what runs: the fewer quarters it can take.",
            "Voor wat loopt: het kleinere aantal kwartalen waarin het kan.",
        ),
        "accelerated_cost": ("What going faster costs on top.", "Wat versnellen extra kost."),
        "stop_loss": (
            "For what runs: score lost when it is stopped; blank: it is not stopped.",
            "Voor wat loopt: score die stoppen kost; leeg: het stopt niet.",
        ),
        "group": ("Group for rules in engagement.yml.", "Groep voor regels in engagement.yml."),
        "maturity_needed": (
            "Phase, 1 to 5, that people, tooling and data must have.",
            "Fase, 1 tot 5, die mensen, gereedschap en data moeten hebben.",
        ),
        "maturity_raises": (
            "What it brings once finished, as data:4;tooling:3.",
            "Wat het brengt als het af is, als data:4;tooling:3.",
        ),
        "extra_low": ("Extra business a year: low.", "Extra omzet per jaar: laag."),
        "extra_likely": ("Extra business a year: likely.", "Extra omzet per jaar: waarschijnlijk."),
        "extra_high": ("Extra business a year: high.", "Extra omzet per jaar: hoog."),
        "protected_low": ("Existing business protected a year: low.", "Beschermde omzet per jaar: laag."),
        "protected_likely": (
            "Existing business protected: likely.",
            "Beschermde omzet per jaar: waarschijnlijk.",
        ),
        "protected_high": ("Existing business protected: high.", "Beschermde omzet per jaar: hoog."),
        "insights": ("Ids of the insights behind it, with ;", "Kenmerken van de inzichten erachter, met ;"),
    },
    "capacity": {
        "role": ("As in the columns days_ROLE, or budget.", "Zoals in de kolommen days_ROL, of budget."),
        "quarter": ("Quarter, as 2018Q1.", "Kwartaal, als 2018Q1."),
        "days": ("Days; money in budget rows.", "Dagen; geld in budgetrijen."),
        "overtime": ("Days that can be bought on top.", "Dagen die erbij te koop zijn."),
        "overtime_price": ("Price of such a day.", "Prijs van zo'n dag."),
    },
    "programmes": {
        "programme": ("Name of the programme.", "Naam van het programma."),
        "stage": ("Stage it is for, as in engagement.yml.", "Fase waarvoor het is, zoals in engagement.yml."),
        "trigger": ("What sets it off.", "Wat het in gang zet."),
        "message": ("What it says.", "Wat het zegt."),
        "class": ("Class; service and legal are always sent.", "Soort; service en legal gaan altijd door."),
        "weight": ("Heavier goes first.", "Zwaarder gaat voor."),
        "kpi": ("What is measured.", "Wat wordt gemeten."),
        "target": ("Target on that measure.", "Doel op die maat."),
        "start": ("First day.", "Eerste dag."),
        "end": ("Last day.", "Laatste dag."),
    },
    "readiness": {
        "statement": ("The statement.", "De stelling."),
        "dimension": (
            "plan (what is planned), people, tooling or data (what there is).",
            "plan (wat gepland is), people (mensen), tooling (gereedschap) of data (wat er is).",
        ),
        "answer": (
            "Phase it fits: 1 product, 2 channel, 3 audience, 4 personal, 5 prescriptive.",
            "Fase die past: 1 product, 2 kanaal, 3 doelgroep, 4 persoonlijk, 5 prescriptief.",
        ),
    },
    "scores": {
        "expert": ("Id of the expert.", "Kenmerk van de expert."),
        "round": ("Scoring round, 1 or higher.", "Scoreronde, 1 of hoger."),
        "criterion": (
            "potential, importance or ease.",
            "potential (potentie), importance (belang) of ease (gemak).",
        ),
        "score": (
            "1 (low) to 10 (high); blank when abstained.",
            "1 (laag) tot 10 (hoog); leeg bij onthouding.",
        ),
        "at": ("When the score was given.", "Wanneer de score is gegeven."),
        "abstained": ("Did the expert abstain?", "Heeft de expert zich onthouden?"),
        "remark": ("Reason for the score.", "Reden van de score."),
    },
}


def introduction(language: Language) -> str:
    """The first line of the sheet with explanations."""
    return _INTRODUCTION[_PLACE[language]]


def table_text(table: str, language: Language) -> str:
    """What one row of a table is."""
    return _TABLES[table][_PLACE[language]]


def column_text(table: str, column: str, language: Language) -> str:
    """What a column holds."""
    return (_COLUMNS[table].get(column) or _COMMON[column])[_PLACE[language]]
