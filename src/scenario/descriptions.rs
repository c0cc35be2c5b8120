//! What the required fields are, in Dutch. The English is the schema's own description.
//!
//! # Invariants
//!
//! * Every field that a scenario must have is here, by the first sentence of its description; a test holds it.

/// The Dutch for the first sentence of a field's description.
pub fn dutch(english: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(known, _)| *known == english).map(|(_, dutch)| *dutch)
}

/// English and Dutch.
const FIELDS: [(&str, &str); 53] = [
    ("What the what-if is called in tables and reports", "hoe de wat-als in tabellen en rapporten heet"),
    ("The steps, in the order in which they are applied", "de stappen, in de volgorde waarin ze worden toegepast"),
    ("The id of the request", "het id van de wens"),
    (
        "The name of the agenda, as calendars and reports show it",
        "de naam van de reisagenda, zoals agenda's en rapporten die tonen",
    ),
    ("The id of the place where trips begin and end", "het id van de plaats waar reizen beginnen en eindigen"),
    ("The dates at home within which every trip lies", "de datums in de standplaats waarbinnen elke reis valt"),
    ("The name of the rule, unique among all rules", "de naam van de regel, anders dan die van alle andere regels"),
    ("The id of the calendar", "het id van de agenda"),
    ("The name of the audience and of its folder", "de naam van de doelgroep en van haar map"),
    ("How much its calendars say", "hoeveel haar agenda's zeggen"),
    (
        "When it starts; a date is midnight at home, a local time is local time at home",
        "wanneer het begint; een datum is middernacht in de standplaats, een tijd is de plaatselijke tijd daar",
    ),
    (
        "When it is over; a date is midnight at home, so that day itself is free again",
        "wanneer het voorbij is; een datum is middernacht in de standplaats, zodat die dag zelf weer vrij is",
    ),
    ("The name by which other tables call it", "de naam waarmee andere tabellen het noemen"),
    ("The id of the traveller", "het id van de reiziger"),
    ("The first date", "de eerste datum"),
    ("The last date, included", "de laatste datum, die meetelt"),
    ("The name, such as `morning`", "de naam, zoals `morning`"),
    ("When it starts", "wanneer het begint"),
    ("When it ends; not after the next part starts", "wanneer het eindigt; niet na het begin van het volgende dagdeel"),
    (
        "Kilometres per hour, above 0; minutes = fixed_minutes + km / speed_kmh × 60, rounded up",
        "kilometers per uur, meer dan 0; minuten = fixed_minutes + km / speed_kmh × 60, naar boven afgerond",
    ),
    ("The ids of the requests", "de id's van de wensen"),
    ("The date at the place", "de datum in de plaats"),
    ("The id of the place where it begins", "het id van de plaats waar het begint"),
    ("The id of the place where it ends", "het id van de plaats waar het eindigt"),
    ("Minutes from door to door", "minuten van deur tot deur"),
    ("What is counted", "wat er wordt geteld"),
    (
        "The most that is allowed in one period, in whole units of the measure",
        "het meeste dat in één tijdvak is toegestaan, in hele eenheden van de maat",
    ),
    ("Days before the start date", "dagen vóór de begindatum"),
    ("The name, such as `note verbale`", "de naam, zoals `note verbale`"),
    (
        "Changes of visits that were to start less than this many days after `as_of` (else after the horizon's first day)",
        "wijzigingen van bezoeken die minder dan zoveel dagen na `as_of` zouden beginnen (anders na de eerste dag van de horizon)",
    ),
    ("Count this many times", "tel zoveel keer"),
    ("The country", "het land"),
    ("The IANA time zone, such as `Africa/Casablanca`", "de tijdzone volgens IANA, zoals `Africa/Casablanca`"),
    ("The first start date", "de eerste begindatum"),
    ("The last start date, included", "de laatste begindatum, die meetelt"),
    ("The points; negative for dates that are less welcome", "de punten; negatief voor datums die minder welkom zijn"),
    ("The ids of the travellers of the group", "de id's van de reizigers van de groep"),
    ("The shown name", "de naam die wordt getoond"),
    ("The id of the place", "het id van de plaats"),
    ("The length in day-parts", "de lengte in dagdelen"),
    (
        "When it may take place: all dates of the visit lie in one of these ranges",
        "wanneer het kan plaatsvinden: alle datums van het bezoek vallen binnen één van deze periodes",
    ),
    (
        "The seats of the delegation, each filled by one of its candidates",
        "de plaatsen in de delegatie, elk vervuld door een van de kandidaten",
    ),
    (
        "The name of the rule, unique among all rules; requests name it in `needs`",
        "de naam van de regel, anders dan die van alle andere regels; wensen noemen hem in `needs`",
    ),
    ("Units there are", "hoeveel eenheden er zijn"),
    (
        "The name of the seat, such as `lead`; unique within the request",
        "de naam van de rol, zoals `lead`; anders dan de andere binnen de wens",
    ),
    ("Who could fill it", "wie haar zou kunnen vervullen"),
    ("The id of the earlier request", "het id van de eerdere wens"),
    ("The id of the later request", "het id van de latere wens"),
    ("The least number of days between two start dates", "het kleinste aantal dagen tussen twee begindatums"),
    ("The name by which other tables call the traveller", "de naam waarmee andere tabellen de reiziger noemen"),
    (
        "The shown name: an office, never a person's name",
        "de naam die wordt getoond: een ambt, nooit de naam van een persoon",
    ),
    ("The organisation that sends and pays", "de organisatie die uitzendt en betaalt"),
    ("How high the office stands", "hoe hoog het ambt staat"),
];
