//! The sheets of travellers and calendars.

use super::{Column, PARENT, Sheet, column};

/// A row for each traveller.
pub const TRAVELLERS: Sheet = Sheet {
    path: "travellers",
    name: ("Reizigers", "Travellers"),
    about: (
        "Wie er kan worden gestuurd: ambten, nooit namen van personen.",
        "Who can be sent: offices, never names of people.",
    ),
    is_everyday: true,
    columns: &[
        column(
            "id",
            "Id",
            "Id",
            18,
            "",
            "Een korte naam die nergens anders voorkomt: letters, cijfers, - en _. Andere bladen noemen de reiziger zo.",
        ),
        column(
            "office",
            "Ambt",
            "Office",
            36,
            "",
            "Hoe de reiziger in kalenders en verslagen heet: een ambt, nooit de naam van een persoon.",
        ),
        column("organisation", "Organisatie", "Organisation", 16, "", "De organisatie die stuurt en betaalt."),
        column("rank", "Rang", "Rank", 16, "", "Politiek (bewindspersonen), hoogambtelijk of ambtelijk."),
        column(
            "calendars",
            "Kalenders",
            "Calendars",
            26,
            "",
            "De id's van kalenders waarvan de afspraken de reiziger thuishouden, gescheiden door een puntkomma.",
        ),
        column(
            "deputies",
            "Vervangers",
            "Deputies",
            22,
            "",
            "De id's van wie bij afwezigheid waarneemt, de eerste keus vooraan, gescheiden door een puntkomma.",
        ),
        column(
            "email",
            "Mailadres",
            "Mail address",
            26,
            "",
            "Het mailadres van het ambt, waaraan uitnodigingen worden gericht. Anders geen uitnodigingen.",
        ),
        column(
            "max_stops",
            "Bezoeken per reis",
            "Visits per trip",
            11,
            "",
            "Het hoogste aantal bezoeken in een reis. Anders zoals op het blad Agenda.",
        ),
        column(
            "max_trip_days",
            "Dagen per reis",
            "Days per trip",
            11,
            "",
            "Het hoogste aantal dagen van huis in een reis. Anders zoals op het blad Agenda.",
        ),
        column(
            "max_idle_days",
            "Lege dagen in een reis",
            "Idle days in a trip",
            11,
            "",
            "Het hoogste aantal hele dagen tussen twee bezoeken van een reis. Anders zoals op het blad Agenda.",
        ),
        column(
            "min_home_days",
            "Dagen thuis tussen reizen",
            "Days at home between trips",
            12,
            "",
            "Het laagste aantal hele dagen thuis tussen twee reizen. Anders zoals op het blad Agenda.",
        ),
    ],
};

/// A row for each time at which a traveller cannot be away.
pub const BUSY: Sheet = Sheet {
    path: "travellers.busy",
    name: ("Bezet", "Busy"),
    about: (
        "Wanneer een reiziger niet weg kan, naast wat in kalenders staat: verlof, een debat.",
        "When a traveller cannot be away, besides what stands in calendars: leave, a debate.",
    ),
    is_everyday: true,
    columns: &[
        Column {
            about: ("De id van de reiziger.", "The id of the traveller."),
            ..column(PARENT, "Reiziger", "Traveller", 18, "travellers", "")
        },
        column("from", "Vanaf", "From", 22, "", "Wanneer het begint; een datum zonder tijd is het begin van die dag."),
        column(
            "to",
            "Tot",
            "Until",
            22,
            "",
            "Wanneer het voorbij is; een datum zonder tijd is het begin van die dag, die zelf dus weer vrij is.",
        ),
        column("label", "Waarom", "Why", 26, "", "Hoe het in meldingen heet, zoals verlof."),
    ],
};

/// A row for each calendar.
pub const CALENDARS: Sheet = Sheet {
    path: "calendars",
    name: ("Kalenders", "Calendars"),
    about: (
        "Kalenders met een naam: een .ics-bestand naast de werkmap, afspraken op het blad Afspraken, of beide.",
        "Calendars with a name: an .ics file beside the workbook, events on the sheet Events, or both.",
    ),
    is_everyday: true,
    columns: &[
        column(
            "id",
            "Id",
            "Id",
            20,
            "",
            "Een korte naam die nergens anders voorkomt: letters, cijfers, - en _. Andere bladen noemen de kalender zo.",
        ),
        column("label", "Naam", "Name", 34, "", "Hoe de kalender in meldingen heet. Anders de id."),
        column("file", "Bestand", "File", 32, "", "Een .ics-bestand naast de werkmap, bijvoorbeeld uit Outlook."),
        column(
            "tentative_is_busy",
            "Voorlopig telt",
            "Tentative counts",
            12,
            "",
            "Of voorlopige afspraken uit het bestand tellen. Anders ja.",
        ),
        column(
            "working_elsewhere_is_busy",
            "Elders werken telt",
            "Working elsewhere counts",
            12,
            "",
            "Of afspraken die als elders werken staan, tellen. Anders ja.",
        ),
        column(
            "free_all_day_is_busy",
            "Vrije hele dag telt",
            "Free whole day counts",
            12,
            "",
            "Of hele dagen die als vrij staan, tellen. Anders nee.",
        ),
        column(
            "keep_subjects",
            "Onderwerpen noemen",
            "Name subjects",
            12,
            "",
            "Of meldingen de onderwerpen uit het bestand noemen. Anders nee: ze worden bij het lezen weggelaten.",
        ),
    ],
};

/// A row for each event of a calendar.
pub const EVENTS: Sheet = Sheet {
    path: "calendars.events",
    name: ("Afspraken", "Events"),
    about: (
        "Afspraken van kalenders die hier worden geschreven, ook wat steeds terugkomt, zoals de ministerraad.",
        "Events of calendars that are written here, also what recurs, such as the meetings of the cabinet.",
    ),
    is_everyday: true,
    columns: &[
        Column {
            about: ("De id van de kalender.", "The id of the calendar."),
            ..column(PARENT, "Kalender", "Calendar", 20, "calendars", "")
        },
        column(
            "start",
            "Begin",
            "Start",
            22,
            "",
            "Wanneer het begint, in de tijd van de thuisplaats; een datum zonder tijd is een hele dag.",
        ),
        column("end", "Einde", "End", 22, "", "Wanneer het voorbij is; voor hele dagen de eerste dag erna."),
        column(
            "rrule",
            "Herhaling",
            "Recurrence",
            36,
            "",
            "Hoe het terugkomt, zoals in iCalendar: FREQ=WEEKLY;UNTIL=20271231 is elke week tot eind 2027.",
        ),
        column(
            "except",
            "Behalve op",
            "Except on",
            24,
            "",
            "Datums waarop het niet terugkomt, gescheiden door een puntkomma.",
        ),
        column(
            "skip_holidays",
            "Niet op feestdagen",
            "Not on holidays",
            12,
            "",
            "Of het vervalt als het op een feestdag van de thuisplaats zou beginnen. Anders nee.",
        ),
    ],
};
