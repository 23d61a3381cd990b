"""Names, addresses, numbers and other marks of a person are taken out of what people write.

By rules for Dutch and English text, and by the names that the client knows. Rules cannot promise everything:
a name that nothing points to, a nickname, or a story that only one person can tell stays.
"""

import re
from collections.abc import Collection, Iterable
from functools import partial

MASK = "[…]"
"""Stands in the place of what was taken out, in every language."""

_PARTICLE = (
    r"(?:[Vv]an|[Ii]n|[Dd]e|[Dd]er|[Dd]en|[Hh]et|[Tt]en|[Tt]er|[Tt]e|'t|’t|von|la|le|[Ee]l|Al|[Dd]a|[Dd]i)"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_SURNAME = rf"(?:{_PARTICLE}[ ]){{0,3}}{_CAPITAL}"
_NAME = rf"(?:(?:[A-Z]\.[ ]?){{1,4}})?{_SURNAME}(?:[ ]{_SURNAME}){{0,2}}"
_DATE = r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"
_YEARS = r"(?:19|20)\d\d[-/](?:19|20)?\d\d\b(?![-/\d])"
_OF_NUMBER = (
    r"order|bestel(?:ling)?|factuur|invoice|klant(?:en)?|relatie|customer|account|ticket|case|zaak|dossier|referentie"
    r"|reference|ref|retour|return|polis|policy|contract|lid|member(?:ship)?|pas|kaart|card|rekening|pakket|zending"
    r"|parcel|tracking|track|serie|serial|melding|claim|reservering|booking|abonnement|bsn|kvk|partner|verkoper|seller"
)
_NUMBER_WORD = r"(?:nummers?|numbers?|nrs?|no|codes?|id)\b\.?"
_STREET = (
    r"(?:straat|straatje|laan|plein|gracht|kade|singel|steeg|dreef|plantsoen|dijk|boulevard|chaussee"
    r"|steenweg)"
)
_PERHAPS_STREET = r"(?:weg|hof|pad|park|markt|baan|lei|wal|rak|berg|veld|kamp|horst)"
_NO_STREET = (
    r"(?![Ss]upermarkt|[Bb]ouwmarkt|[Oo]nderweg|[Ss]nelweg|[Hh]alverwege|[Ii]pad|[Rr]ommelmarkt|[Vv]rijmarkt)"
)
_ENGLISH_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Crescent|Way|Square|Sq|Terrace|Place|Boulevard"
    r"|Blvd)"
)
_ALONE = r"(?<![\w.,/€$£-])"
"""Before a number that is no part of another one, or of an amount."""

_ANYWHERE = [
    r"https?://\S+|\bwww\.\S+",
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@| ?[\[(]at[\])] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
]
_WITH_DIGITS = [
    r"(?i:\b(?:geboren(?: op)?|geb\.|geboortedatum|born(?: on)?|date of birth|dob)[ :]{1,2})\K" + _DATE,
    r"\b[A-Za-z]{2}\d{2}[ .]?[A-Za-z0-9]{4}(?:[ .]?\d{2,4}){2,6}\b",  # IBAN
    rf"{_ALONE}(?!{_DATE})(?:\+|00)\d{{1,3}}[ ./-]?(?:\(0\)[ ]?)?\d(?:[ ./-]{{0,2}}\d){{6,11}}(?![\w%])",
    rf"{_ALONE}(?!{_DATE})\(?0\d{{1,3}}\)?[ ./-]{{0,3}}\d(?:[ .-]{{0,2}}\d){{5,8}}(?![\w%])",
    rf"{_ALONE}\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]\d{{4}}(?![\w%])",  # a phone in the United States
    r"\b[1-9]\d{3} ?(?!S[ADS]\b)[A-Z]{2}\b",  # a Dutch postcode
    r"\b[1-9]\d{3}(?!ml|mm|cm|kg|gr|km|mb|gb|tb|xl|kw|st|pk|eu|mg)[a-z]{2}\b",
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",  # a British one
    r"\bB-\d{4}\b|\b\d{5}-\d{4}\b",
    rf"\b[\w'’-]{{2,40}}{_STREET}[ ]\d{{1,5}}(?:[ ]?[a-zA-Z]\b|-\d{{1,4}}|-[a-z]{{1,4}}\b)?",
    rf"\b{_NO_STREET}[A-Z][\w'’-]{{2,40}}{_PERHAPS_STREET}[ ]\d{{1,5}}(?:[ ]?[a-zA-Z]\b|-\d{{1,4}})?",
    rf"\b\d{{1,5}}[a-zA-Z]?[ ](?:[A-Z][\w'’-]{{1,30}}[ ]){{1,3}}{_ENGLISH_STREET}\b",
    rf"(?i:\b(?:{_OF_NUMBER})[ -]?{_NUMBER_WORD}[ :#]{{0,3}})\K(?i:[a-z]{{0,4}}[-/]?\d[\w/-]{{2,}})",
    rf"(?i:\b(?:{_OF_NUMBER})(?:[ ](?:met|with))?[ ]?[:#][ ]?)\K(?i:[a-z]{{0,4}}[-/]?\d[\w/-]{{2,}})",
    rf"(?i:\b(?:{_OF_NUMBER})[ ])\K(?!{_DATE})(?i:[a-z]{{0,4}}[-/]?\d[\d/-]{{4,}})\b(?![.,]\d)",
    r"#\K\d{4,}\b",
    rf"(?<![\w.,/€$£#-])(?<!€ )(?<!\$ )(?<!£ )(?<!EUR )(?!{_DATE})(?!{_YEARS})(?=(?:[A-Z/-]*\d){{7}})"
    r"[A-Z0-9][A-Z0-9/-]*[A-Z0-9]\b"
    r"(?![.,]\d)(?! ?(?:euro|EUR)\b)",
    r"\b\d{4}(?:[ -]\d{4}){3}\b",
    rf"\b{_NAME}(?=[ ]\(\d{{2}}\))",  # a name with an age
]
_NAMED = [
    rf"(?<![\w.])@\K{_NAME}",
    rf"\n\s{{0,3}}\K{_NAME}(?=[\s.!]*$)",
    r"(?i:\b(?:mevrouw|mevr|mw|mej|meneer|mijnheer|dhr|hr|t\.a\.v|tav|t\.n\.v|tnv"
    r"|(?:de )?heer|mr|mrs|ms|miss|dr|drs|ir|ing|prof|fam"
    rf"|familie)\b\.?[ ])\K{_NAME}",
    r"(?i:\b(?:mijn naam is|ik heet|my name is|gesproken met|sprak met"
    r"|(?:u|je) spreekt met|spoke (?:to|with)|speaking (?:to|with)"
    r"|talked to|geholpen door|helped by|served by|medewerk(?:er|ster)|collega|colleague|genaamd|named"
    rf"|contactpersoon(?: is)?|dank(?: je| u)? ?wel|bedankt|thank you|thanks(?: to)?)[ :,]{{1,2}})\K{_NAME}",
    rf"(?m)^(?i:\s{{0,3}}(?:beste|geachte|lieve|dear|hi|hello|hallo|hoi|hey)[ ])\K{_NAME}(?=\s*[,!.:-]|\s*$)",
    rf"(?i:\b(?:ik ben|i am)[ ])\K{_CAPITAL}[ ]{_SURNAME}",
    r"(?m)(?i:\b(?:met vriendelijke groet(?:en)?|mvg|m\.v\.g\.|(?:kind|best) regards)[.,! ]{1,3}\s{0,3})\K"
    r"(?!(?i:aan|namens|van|to|from)\b)[\w'’.-]{2,40}(?:[ ][\w'’.-]{2,40}){0,3}(?=[\s.!]*$)",
    r"(?m)(?i:\b(?:groet|groeten|groetjes|gr|mvg|m\.v\.g\.|hoogachtend|regards|cheers|sincerely|yours|bedankt|thanks"
    rf"|thank you|liefs|xx)[.,! ]{{1,3}}\s{{0,3}})\K{_NAME}(?=[\s.!]*$)",
]
_COMPANIES = (
    "bol amazon coolblue zalando wehkamp ikea hema action jumbo lidl aldi albert heijn postnl dhl dpd gls"
    " ups fedex klarna paypal ideal riverty afterpay facebook google apple samsung microsoft whatsapp"
    " instagram trustpilot"
)
_WORDS = (
    "sir madam team klantenservice service support allemaal iedereen all everyone everybody mensen people"
    " again for maar but and en ook also ik i het it de the een a an je jij u you we wij they ze is was"
    " not niet"
)
_NO_PERSON = frozenset(f"{_COMPANIES} {_WORDS}".split())
"""What stands where a name would, and is none."""
_DAYS = (
    "april mei may june juni juli july august augustus march maart januari january february februari"
    " september october oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag"
    " zondag monday tuesday wednesday thursday friday saturday sunday"
)
_GIVEN_NAMES = (
    "Jan Johan Johannes Piet Pieter Peter Kees Cees Henk Hendrik Willem Gerrit Hans Jeroen Marcel Martijn"
    " Michiel Bas Sander Stefan Erik Rob Ruud Ron Theo Wim Jaap Joost Koen Maarten Niels Rick Thijs Tom"
    " Wouter Daan Sem Lucas Luuk Ruben Jesse Thomas David Michael Robert James John William Richard Joseph"
    " Charles Christopher Daniel Matthew Anthony Steven Paul Andrew Kevin Brian George Edward Mohammed"
    " Mohamed Ahmed Ali Yusuf Maria Anna Anneke Anke Annemarie Marijke Marieke Ingrid Monique Wilma Ria"
    " Els Elly Esther Petra Linda Sandra Saskia Karin Miranda Mieke Marloes Femke Sanne Lisa Lotte Emma"
    " Julia Sophie Eva Iris Nienke Jolanda Astrid Yvonne Bianca Angela Mary Patricia Jennifer Elizabeth"
    " Barbara Susan Jessica Sarah Karen Nancy Margaret Emily Michelle Amanda Laura Rebecca Fatima Aisha"
    " Fleur Maaike Tineke Hanneke Janneke Jacqueline Denise Bram Anouk Sjoerd Lars Jelle Wessel Gijs"
    " Teun Stijn Niek Bart Dirk Arjan Arie Gert Jurgen Naomi Priya Mohammad Hassan Omar Samira Yasmin"
    " Ayse Mehmet"
)
_ALSO_WORDS, _GIVEN = frozenset(_DAYS.split()), frozenset(_GIVEN_NAMES.split())
"""What is a name and a word as well; and the commonest given names of both languages that are no words."""
WORD = re.compile(_CAPITAL)
KNOWN = "\0"  # in the place of a known name, for as long as what follows it is looked at
SURNAME = re.compile(rf"(?P<before>{KNOWN}[ ])(?P<after>{_SURNAME})")


def _compiled(patterns: Iterable[str]) -> list[tuple[re.Pattern[str], bool]]:
    r"""Each pattern, and whether what stands before its \K stays."""
    return [(re.compile(_kept(pattern)), r"\K" in pattern) for pattern in patterns]


def _kept(pattern: str) -> str:
    before, keeps, after = pattern.partition(r"\K")
    if not keeps:
        return pattern
    flags = "(?m)" if before.startswith("(?m)") else ""
    return f"{flags}(?P<before>{before.removeprefix('(?m)')})(?P<after>{after})"


_RULES, _NUMBERS, _NAMES = (_compiled(each) for each in (_ANYWHERE, _WITH_DIGITS, _NAMED))


def masked(texts: Iterable[str], names: Collection[str] = (), keep: Collection[str] = ()) -> list[str]:
    """Take out of texts what tells who wrote them, or whom they are about.

    Args:
        texts: In Dutch or English.
        names: Given names and surnames that are known. Where one is written small in the texts too, or is a
            month or a day, it is a word, and stays unless something else points to it.
        keep: Words that are no names of people, such as that of the client.

    Returns:
        The texts, with a mark in each place.

    Example:
        >>> masked(["Mevrouw De Vries belde over order 1234567", "In april 2 keer XL besteld bij Bol"])
        ['Mevrouw […] belde over order […]', 'In april 2 keer XL besteld bij Bol']
    """
    texts = list(texts)
    no_person = _NO_PERSON | {word.casefold() for text in keep for word in text.split()}
    small = {word for text in texts for word in re.findall(r"\b[^\W\d_]+", text) if word.islower()}
    known = {part for name in names for part in name.split() if len(part) > 1}
    known = {part for part in known if part.casefold() not in small | _ALSO_WORDS | no_person}
    known = {form for part in known for form in (part, part.capitalize())} | _GIVEN
    return [_masked(text, known, no_person) for text in texts]


def _masked(text: str, known: Collection[str], no_person: Collection[str]) -> str:
    rules = [*_RULES, *(_NUMBERS if any(map(str.isdigit, text)) else [])]
    for pattern, keeps in rules:
        text = pattern.sub(rf"\g<before>{MASK}" if keeps else MASK, text)
    for pattern, _ in _NAMES:
        text = pattern.sub(partial(_without_name, no_person=no_person), text)
    text = WORD.sub(lambda found: KNOWN if _is_known(found[0], known) else found[0], text)
    text = SURNAME.sub(partial(_without_name, no_person=no_person), text).replace(KNOWN, MASK)
    return re.sub(rf"{re.escape(MASK)}(?:[ -]{{0,2}}{re.escape(MASK)})+", MASK, text)


def _without_name(found: re.Match[str], no_person: Collection[str]) -> str:
    """The match without the name in it; what it holds from a word on that is no name stays."""
    words = found["after"].split(" ")
    particles = [bool(re.fullmatch(_PARTICLE, word)) for word in words]
    others = [word.strip("'’.,").casefold() in no_person for word in words]
    ends = (
        at
        for at, (particle, other) in enumerate(zip(particles, others, strict=True))
        if other and not particle
    )
    end = next(ends, len(words))
    if all(particles[:end]):  # a title before no name
        return found[0]
    return " ".join([f"{found['before']}{MASK}", *words[end:]])


def _is_known(word: str, known: Collection[str]) -> bool:
    return word in known or re.sub(r"['’]?s$", "", word) in known
