//! The sheets of who may see what, and of how often visits fall through. Each holds a list of a table of settings: no
//! thing of another list owns its rows.

use super::{Sheet, column};

/// A row for each audience.
pub const AUDIENCES: Sheet = Sheet {
    path: "feeds.audiences",
    name: ("Doelgroepen", "Audiences"),
    about: (
        "Voor wie er kalenders worden gepubliceerd, en wat ieder mag zien. Zonder dit blad gelden de gewone doelgroepen.",
        "For whom calendars are published, and what each may see. Without this sheet the usual audiences hold.",
    ),
    is_everyday: false,
    columns: &[
        column(
            "id",
            "Id",
            "Id",
            18,
            "",
            "Een korte naam die geen andere doelgroep heeft; zo heet ook haar map. Letters, cijfers, - en _.",
        ),
        column("label", "Naam", "Name", 28, "", "Hoe de doelgroep in kalenders en pagina's heet. Anders de id."),
        column(
            "level",
            "Wat men ziet",
            "Level",
            16,
            "",
            "Hoeveel de kalenders zeggen. volledig: alles. beperkt: ambt, land en data. alleen tijden: wanneer iemand bezet is. openbaar: wat de openbare agenda van bewindspersonen zegt.",
        ),
        column(
            "shows",
            "Welke kalenders",
            "Calendars",
            18,
            "",
            "De hele agenda in een kalender, of een kalender per reiziger, organisatie, land, vervanger of middel. Anders de hele agenda.",
        ),
        column(
            "only",
            "Alleen",
            "Only",
            26,
            "",
            "Alleen deze hebben een kalender: id's van reizigers of middelen, namen van organisaties of landcodes, gescheiden door een puntkomma. Anders alle.",
        ),
        column(
            "confidential",
            "Wat niet voor ieder is",
            "Confidential visits",
            18,
            "",
            "Wat er gebeurt met vertrouwelijke bezoeken, en in openbare kalenders met alles wat niet openbaar is: tonen, omschrijven of weglaten. Anders tonen bij volledig en alleen tijden, en omschrijven bij de andere.",
        ),
        column(
            "days_after",
            "Dagen erna",
            "Days after",
            11,
            "",
            "Zoveel dagen na de laatste dag van een bezoek staat het in een openbare kalender. Anders 1.",
        ),
        column(
            "contact",
            "Contact",
            "Contact",
            34,
            "",
            "Het loket voor vragen, zoals de kalenders het noemen. Een volledige openbare agenda vraagt erom.",
        ),
    ],
};

/// A row for each kind of visits that falls through more or less often than others.
pub const RATES: Sheet = Sheet {
    path: "stress.rates",
    name: ("Tegenslag", "Odds"),
    about: (
        "Hoe vaak bezoeken aan een land of met een status worden afgezegd of uitgesteld, voor de proef met tegenslag. De eerste rij die past, telt.",
        "How often visits to a country or of a status are cancelled or put off, for the stress test. The first row that fits counts.",
    ),
    is_everyday: false,
    columns: &[
        column("country", "Land", "Country", 12, "", "De landcode van de bezoeken. Anders elk land."),
        column("status", "Status", "Status", 14, "", "De status van de bezoeken. Anders elke status."),
        column(
            "cancel",
            "Afgezegd (%)",
            "Cancelled (%)",
            14,
            "",
            "Hoe vaak een gastheer zo'n bezoek afzegt, in procenten. Anders 0.",
        ),
        column(
            "delay",
            "Uitgesteld (%)",
            "Put off (%)",
            14,
            "",
            "Hoe vaak een gastheer zo'n bezoek uitstelt, in procenten. Anders 0.",
        ),
    ],
};
