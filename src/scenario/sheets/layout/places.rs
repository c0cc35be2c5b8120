//! The sheets of places, the ways between them, and the days on which nobody works there.

use super::{Column, PARENT, Sheet, column};

/// A row for each place.
pub const PLACES: Sheet = Sheet {
    path: "places",
    name: ("Plaatsen", "Places"),
    about: ("Waar bezoeken plaatsvinden; de thuisplaats hoort erbij.", "Where visits happen, home among them."),
    is_everyday: true,
    columns: &[
        column(
            "id",
            "Id",
            "Id",
            16,
            "",
            "Een korte naam die nergens anders voorkomt: letters, cijfers, - en _. Andere bladen noemen de plaats zo.",
        ),
        column(
            "country",
            "Land",
            "Country",
            8,
            "",
            "De landcode van twee hoofdletters (ISO 3166-1), zoals MA voor Marokko.",
        ),
        column(
            "name_nl",
            "Naam (Nederlands)",
            "Name (Dutch)",
            20,
            "",
            "De Nederlandse naam. Anders de Engelse, anders de id.",
        ),
        column(
            "name_en",
            "Naam (Engels)",
            "Name (English)",
            20,
            "",
            "De Engelse naam. Anders de Nederlandse, anders de id.",
        ),
        column("tz", "Tijdzone", "Time zone", 22, "", "De IANA-tijdzone, zoals Africa/Casablanca."),
        column(
            "weekend",
            "Weekend",
            "Weekend",
            12,
            "",
            "De dagen waarop daar niemand werkt, zoals `vr za`. Anders `za zo`; `geen` voor geen enkele.",
        ),
        column(
            "lat",
            "Breedte",
            "Latitude",
            11,
            "",
            "Graden noorderbreedte, -90 tot 90. Nodig om trajecten te schatten.",
        ),
        column(
            "lon",
            "Lengte",
            "Longitude",
            11,
            "",
            "Graden oosterlengte, -180 tot 180. Nodig om trajecten te schatten.",
        ),
        column(
            "per_diem",
            "Euro per nacht",
            "Euros per night",
            10,
            "",
            "Wat een nacht daar kost, in euro's. Anders 0.",
        ),
        column(
            "holidays",
            "Feestdagen",
            "Holidays",
            26,
            "",
            "Datums van feestdagen daar, gescheiden door een puntkomma. Lange lijsten staan op het blad Feestdagen.",
        ),
        column(
            "holiday_calendars",
            "Kalenders met feestdagen",
            "Calendars of holidays",
            20,
            "",
            "De id's van kalenders waarvan de hele dagen daar feestdagen zijn.",
        ),
        column(
            "closure_calendars",
            "Kalenders met sluitingen",
            "Calendars of closures",
            20,
            "",
            "De id's van kalenders waarvan de hele dagen daar sluitingen zijn.",
        ),
    ],
};

/// A row for each leg.
pub const LEGS: Sheet = Sheet {
    path: "legs",
    name: ("Trajecten", "Legs"),
    about: (
        "De weg tussen plaatsen, van deur tot deur. Wat hier niet staat, kan worden geschat (blad Agenda).",
        "The ways between places, door to door. What is not given here can be estimated (sheet Agenda).",
    ),
    is_everyday: true,
    columns: &[
        column("from", "Van", "From", 16, "places", "De id van de plaats waar het traject begint."),
        column("to", "Naar", "To", 16, "places", "De id van de plaats waar het traject eindigt."),
        column("minutes", "Minuten", "Minutes", 10, "", "Minuten van deur tot deur."),
        column("eur", "Euro", "Euros", 10, "", "De prijs in euro's. Anders 0."),
        column("kg_co2", "Kg CO2", "Kg CO2", 10, "", "Kilogram CO2. Anders 0."),
        column(
            "rest_minutes",
            "Rust na aankomst (minuten)",
            "Rest after arrival (minutes)",
            14,
            "",
            "Minuten rust na aankomst, voor het werk begint. Anders 0.",
        ),
        column(
            "both_ways",
            "Heen en terug",
            "Both ways",
            10,
            "",
            "Of de terugweg hetzelfde is. Anders ja; een rij voor de terugweg zelf gaat voor.",
        ),
    ],
};

/// A row for each public holiday.
pub const HOLIDAYS: Sheet = Sheet {
    path: "holidays",
    name: ("Feestdagen", "Holidays"),
    about: (
        "Feestdagen van een land, of van een plaats. Op een feestdag wordt niemand ontvangen.",
        "Public holidays of a country, or of one place. Nobody is received on a holiday.",
    ),
    is_everyday: true,
    columns: &[
        column(
            "country",
            "Land",
            "Country",
            8,
            "",
            "De landcode; de feestdag geldt voor alle plaatsen daar. Vul dit in, of anders de plaats.",
        ),
        column("place", "Plaats", "Place", 16, "places", "De id van de plaats. Vul dit in, of anders het land."),
        column("date", "Datum", "Date", 17, "", "De datum ter plaatse."),
        column("name", "Naam", "Name", 36, "", "De naam van de feestdag."),
    ],
};

/// A row for each closure.
pub const CLOSURES: Sheet = Sheet {
    path: "closures",
    name: ("Sluitingen", "Closures"),
    about: (
        "Andere dagen waarop een land of plaats niet ontvangt: reces, verkiezingen, ramadan.",
        "Further days on which a country or place receives nobody: recess, elections, Ramadan.",
    ),
    is_everyday: true,
    columns: &[
        column(
            "country",
            "Land",
            "Country",
            8,
            "",
            "De landcode; de sluiting geldt voor alle plaatsen daar. Vul dit in, of anders de plaats.",
        ),
        column("place", "Plaats", "Place", 16, "places", "De id van de plaats. Vul dit in, of anders het land."),
        column("first_day", "Eerste dag", "First day", 17, "", "De eerste dag."),
        column("last_day", "Laatste dag", "Last day", 17, "", "De laatste dag, die zelf meetelt."),
        column("label", "Waarom", "Why", 36, "", "De reden, zoals reces."),
    ],
};

/// A row for each working part of a day.
pub const DAY_PARTS: Sheet = Sheet {
    path: "day_parts",
    name: ("Dagdelen", "Day-parts"),
    about: (
        "De werkdelen van een dag, op volgorde. Zonder dit blad: ochtend 9:00-12:30 en middag 13:30-17:30.",
        "The working parts of a day, in order. Without this sheet: morning 9:00-12:30 and afternoon 13:30-17:30.",
    ),
    is_everyday: false,
    columns: &[
        column("id", "Id", "Id", 16, "", "De naam, zoals morning."),
        column("from", "Vanaf", "From", 10, "", "Wanneer het dagdeel begint."),
        column("to", "Tot", "Until", 10, "", "Wanneer het dagdeel voorbij is; niet na het begin van het volgende."),
    ],
};

/// A row for each closure that stands with its place.
pub const PLACE_CLOSURES: Sheet = Sheet {
    path: "places.closures",
    name: ("Sluitingen per plaats", "Closures by place"),
    about: (
        "Sluitingen die bij een plaats zijn geschreven; het blad Sluitingen kan hetzelfde.",
        "Closures that were written with a place; the sheet Closures can do the same.",
    ),
    is_everyday: false,
    columns: &[
        Column {
            about: ("De id van de plaats.", "The id of the place."),
            ..column(PARENT, "Plaats", "Place", 16, "places", "")
        },
        column("first_day", "Eerste dag", "First day", 17, "", "De eerste dag."),
        column("last_day", "Laatste dag", "Last day", 17, "", "De laatste dag, die zelf meetelt."),
        column("label", "Waarom", "Why", 36, "", "De reden, zoals reces."),
    ],
};

/// A row for each working part of a day at a place that has its own.
pub const PLACE_DAY_PARTS: Sheet = Sheet {
    path: "places.day_parts",
    name: ("Dagdelen per plaats", "Day-parts by place"),
    about: (
        "De werkdelen van een dag op plaatsen die andere hebben.",
        "The working parts of a day at places that have others.",
    ),
    is_everyday: false,
    columns: &[
        Column {
            about: ("De id van de plaats.", "The id of the place."),
            ..column(PARENT, "Plaats", "Place", 16, "places", "")
        },
        column("id", "Id", "Id", 16, "", "De naam, zoals morning."),
        column("from", "Vanaf", "From", 10, "", "Wanneer het dagdeel begint."),
        column("to", "Tot", "Until", 10, "", "Wanneer het dagdeel voorbij is."),
    ],
};
