//! The sheets of what is wished.

use super::{Column, NAME, PARENT, Sheet, column};

/// A row for each request.
pub const REQUESTS: Sheet = Sheet {
    path: "requests",
    name: ("Wensen", "Requests"),
    about: (
        "Elk bezoek dat men wenst, op een rij. Een bezoek op de thuisplaats is een overleg.",
        "Every visit that is wished, on a row. A visit to the home place is a meeting.",
    ),
    is_everyday: true,
    columns: &[
        column(
            "id",
            "Id",
            "Id",
            20,
            "",
            "Een korte naam die nergens anders voorkomt: letters, cijfers, - en _. Andere bladen noemen de wens zo.",
        ),
        column("title", "Titel", "Title", 36, "", "Hoe het bezoek in kalenders en verslagen heet."),
        column("place", "Plaats", "Place", 14, "places", "De id van de plaats."),
        column(
            "parts",
            "Dagdelen",
            "Day-parts",
            10,
            "",
            "Hoe lang het bezoek duurt, in dagdelen: een ochtend is 1, een hele dag 2.",
        ),
        column(
            "windows.first_day",
            "Eerste dag",
            "First day",
            17,
            "",
            "De eerste dag waarop het bezoek kan plaatsvinden.",
        ),
        column(
            "windows.last_day",
            "Laatste dag",
            "Last day",
            17,
            "",
            "De laatste dag waarop het bezoek kan plaatsvinden; die telt mee.",
        ),
        column(
            "priority",
            "Prioriteit",
            "Priority",
            14,
            "priorities",
            "Een klasse van het blad Prioriteiten. Vul dit in, of anders de punten.",
        ),
        column("points", "Punten", "Points", 10, "", "Wat het bezoek waard is. Vul dit in, of anders de prioriteit."),
        column(
            "decay",
            "Punten eraf per week",
            "Points off per week",
            12,
            "",
            "Punten die er afgaan voor elke hele week dat het bezoek later begint dan de eerste dag. Anders 0.",
        ),
        column("mandatory", "Verplicht", "Mandatory", 10, "", "Of elk plan dit bezoek moet hebben. Anders nee."),
        column(
            "status",
            "Status",
            "Status",
            13,
            "",
            "Hoe ver het is: idee, aangevraagd, bevestigd of gehouden. Wat bevestigd of gehouden is en een begin en delegatie heeft, blijft precies zo.",
        ),
        column(
            "cancelled",
            "Geannuleerd",
            "Cancelled",
            12,
            "",
            "Of het niet doorgaat: het blijft staan voor de regels die het noemen, maar wordt nooit ingepland. Anders nee.",
        ),
        column("start", "Begin", "Start", 22, "", "Wanneer het begint, als dat vaststaat: datum en plaatselijke tijd."),
        column(
            "delegation",
            "Delegatie",
            "Delegation",
            28,
            "",
            "Wie er gaat, als dat vaststaat: voor elke rol de reiziger, zoals `lead: minister; tweede: dg`.",
        ),
        column("counterpart", "Gesprekspartner", "Counterpart", 26, "", "Wie de delegatie ontmoet."),
        column(
            "lead_days",
            "Voorbereiding (dagen)",
            "Preparation (days)",
            14,
            "",
            "Dagen voorbereiding: zolang het niet bevestigd is, begint het bezoek niet eerder dan zoveel dagen na de peildatum. Anders 0.",
        ),
        column("theme", "Thema", "Theme", 16, "", "Het thema, voor regels en verslagen."),
        column("fund", "Fonds", "Fund", 12, "", "Wiens geld het kost, zoals ODA of non-ODA."),
        column(
            "needs",
            "Middelen",
            "Needs",
            18,
            "",
            "De id's van regels van de soort middel waarvan dit bezoek er op elke dag een nodig heeft, gescheiden door een puntkomma.",
        ),
        column(
            "confidentiality",
            "Vertrouwelijkheid",
            "Confidentiality",
            16,
            "",
            "Wie ervan mag weten: openbaar, intern of vertrouwelijk. Anders intern.",
        ),
        column(
            "cover",
            "Omschrijving naar buiten",
            "Cover",
            24,
            "",
            "Wat er van het bezoek gezegd mag worden waar het niet genoemd mag worden, zoals Werkbezoek. Anders staat het daar niet.",
        ),
        column(
            "announce",
            "Vooraf aankondigen",
            "Announce",
            13,
            "",
            "Of de openbare agenda het bezoek mag hebben voor het is geweest. Anders nee.",
        ),
    ],
};

/// A row for each candidate of a role.
pub const ROLES: Sheet = Sheet {
    path: "requests.roles",
    name: ("Rollen", "Roles"),
    about: (
        "Wie er met een bezoek mee kan: voor elke rol een rij per kandidaat. De eerste rol van een wens is de leiding.",
        "Who can go on a visit: for each role a row per candidate. The first role of a request is the lead.",
    ),
    is_everyday: true,
    columns: &[
        Column {
            about: ("De id van de wens.", "The id of the request."),
            ..column(PARENT, "Wens", "Request", 22, "requests", "")
        },
        column(
            "id",
            "Rol",
            "Role",
            14,
            "",
            "De naam van de rol, zoals lead. Rijen met dezelfde wens en rol zijn kandidaten voor dezelfde plek.",
        ),
        column(
            "candidates.traveller",
            "Reiziger",
            "Traveller",
            20,
            "travellers",
            "De id van een reiziger die de rol kan vervullen.",
        ),
        column(
            "candidates.points",
            "Punten",
            "Points",
            10,
            "",
            "Wat deze kandidaat toevoegt: onder nul voor een vervanger, erboven voor wie men liever ziet gaan. Anders 0.",
        ),
        column(
            "optional",
            "Mag leeg blijven",
            "Optional",
            12,
            "",
            "Of het bezoek ook zonder deze rol door kan gaan. Anders nee; de eerste rol mag nooit leeg blijven.",
        ),
    ],
};

/// A row for each range of dates that is more or less welcome.
pub const PREFER: Sheet = Sheet {
    path: "requests.prefer",
    name: ("Voorkeuren", "Preferences"),
    about: (
        "Data waarop een bezoek liever begint, of liever niet.",
        "Dates on which a visit had better begin, or had better not.",
    ),
    is_everyday: false,
    columns: &[
        Column {
            about: ("De id van de wens.", "The id of the request."),
            ..column(PARENT, "Wens", "Request", 22, "requests", "")
        },
        column("first_day", "Eerste dag", "First day", 17, "", "De eerste begindatum."),
        column("last_day", "Laatste dag", "Last day", 17, "", "De laatste begindatum, die zelf meetelt."),
        column("points", "Punten", "Points", 10, "", "De punten; onder nul voor data die minder goed uitkomen."),
    ],
};

/// A row for each deadline before a visit.
pub const MILESTONES: Sheet = Sheet {
    path: "requests.milestones",
    name: ("Mijlpalen", "Milestones"),
    about: (
        "Termijnen voor een bezoek, die in de kalenders komen te staan.",
        "Deadlines before a visit, which become items of calendars.",
    ),
    is_everyday: false,
    columns: &[
        Column {
            about: ("De id van de wens.", "The id of the request."),
            ..column(PARENT, "Wens", "Request", 22, "requests", "")
        },
        column("days_before", "Dagen ervoor", "Days before", 12, "", "Zoveel dagen voor de begindatum."),
        column("label", "Wat", "What", 30, "", "De naam, zoals note verbale."),
    ],
};

/// A row for each class of points.
pub const PRIORITIES: Sheet = Sheet {
    path: "priorities",
    name: ("Prioriteiten", "Priorities"),
    about: ("Klassen van punten, waaruit een wens er een kiest.", "Classes of points, of which a request chooses one."),
    is_everyday: true,
    columns: &[
        Column {
            about: ("De naam van de klasse.", "The name of the class."),
            ..column(NAME, "Prioriteit", "Priority", 20, "", "")
        },
        Column {
            about: ("Wat een bezoek van deze klasse waard is.", "What a visit of this class is worth."),
            ..column("points", "Punten", "Points", 10, "", "")
        },
    ],
};
