//! The first sheet: what is said once of the whole agenda.

/// The name of the sheet.
pub const AGENDA: (&str, &str) = ("Agenda", "Agenda");

/// Settings that belong together.
#[derive(Debug)]
pub struct Group {
    /// What they are about, in Dutch and English.
    pub name: (&'static str, &'static str),
    /// The settings.
    pub settings: &'static [Setting],
}

/// A row with one value.
#[derive(Debug)]
pub struct Setting {
    /// Which field: `title`, or `horizon.first_day`.
    pub path: &'static str,
    /// What it is called, in Dutch and English.
    pub name: (&'static str, &'static str),
    /// What is said of it in Dutch; in English it is what the schema says.
    pub about: &'static str,
}

const fn setting(path: &'static str, nl: &'static str, en: &'static str, about: &'static str) -> Setting {
    Setting { path, name: (nl, en), about }
}

/// All settings.
pub const GROUPS: [Group; 8] = [
    Group {
        name: ("Algemeen", "General"),
        settings: &[
            setting("title", "Titel", "Title", "De naam van de agenda, zoals die in kalenders en verslagen staat."),
            setting("language", "Taal", "Language", "De taal van kalenders en verslagen: nl of en."),
            setting("home", "Thuisplaats", "Home", "De id van de plaats waar reizen beginnen en eindigen."),
            setting(
                "as_of",
                "Peildatum",
                "As of",
                "De datum vanaf wanneer de voorbereiding telt, en hoe kort van tevoren een wijziging is.",
            ),
            setting(
                "freeze_until",
                "Vast tot",
                "Freeze until",
                "Bezoeken uit het eerdere plan die voor deze datum beginnen, blijven zoals ze zijn. Vraagt een eerder plan.",
            ),
            setting(
                "earlier_plan",
                "Eerder plan",
                "Earlier plan",
                "Een planbestand naast de werkmap: wat eerder was ingepland.",
            ),
        ],
    },
    Group {
        name: ("Periode", "Horizon"),
        settings: &[
            setting("horizon.first_day", "Eerste dag", "First day", "De eerste dag waarop gereisd kan worden."),
            setting(
                "horizon.last_day",
                "Laatste dag",
                "Last day",
                "De laatste dag, die zelf meetelt. Hoogstens tien jaar na de eerste.",
            ),
        ],
    },
    Group {
        name: ("Reizen", "Trips"),
        settings: &[
            setting(
                "trips.max_stops",
                "Bezoeken per reis",
                "Visits per trip",
                "Het hoogste aantal bezoeken in een reis. Anders 4.",
            ),
            setting(
                "trips.max_trip_days",
                "Dagen per reis",
                "Days per trip",
                "Het hoogste aantal dagen van huis in een reis. Anders 14.",
            ),
            setting(
                "trips.max_idle_days",
                "Lege dagen in een reis",
                "Idle days in a trip",
                "Het hoogste aantal hele dagen tussen twee bezoeken van een reis. Anders 2.",
            ),
            setting(
                "trips.min_home_days",
                "Dagen thuis tussen reizen",
                "Days at home between trips",
                "Het laagste aantal hele dagen thuis tussen twee reizen van een reiziger. Anders 0.",
            ),
            setting(
                "trips.night_from",
                "Nacht vanaf",
                "Night from",
                "Na deze plaatselijke tijd vertrekt niemand. Anders 23:00.",
            ),
            setting(
                "trips.night_to",
                "Nacht tot",
                "Night to",
                "Vanaf deze plaatselijke tijd kan men weer vertrekken. Anders 05:00.",
            ),
            setting(
                "trips.night_rule",
                "Nachtregel",
                "Night rule",
                "Of er een nacht is waarin niemand vertrekt. Anders ja.",
            ),
        ],
    },
    Group {
        name: ("Wat een plan kost", "What a plan costs"),
        settings: &[
            setting(
                "objective.day_away",
                "Punten per dag van huis",
                "Points per day away",
                "Punten die er afgaan per reiziger en dag van huis. Anders 0.",
            ),
            setting("objective.eur", "Punten per euro", "Points per euro", "Punten die er afgaan per euro. Anders 0."),
            setting(
                "objective.kg_co2",
                "Punten per kg CO2",
                "Points per kg CO2",
                "Punten die er afgaan per kilogram CO2. Anders 0.",
            ),
        ],
    },
    Group {
        name: ("Schatting van trajecten die niet gegeven zijn", "Estimate of legs that are not given"),
        settings: &[
            setting(
                "estimate.speed_kmh",
                "Snelheid (km per uur)",
                "Speed (km per hour)",
                "Snelheid over de grootcirkel. Vul dit in om trajecten te laten schatten; anders moet elk traject gegeven zijn.",
            ),
            setting(
                "estimate.fixed_minutes",
                "Vaste minuten",
                "Fixed minutes",
                "Minuten die bij elk geschat traject komen, hoe kort het ook is. Anders 0.",
            ),
            setting(
                "estimate.fixed_eur",
                "Vaste euro's",
                "Fixed euros",
                "Euro's die bij elk geschat traject komen. Anders 0.",
            ),
            setting("estimate.eur_per_km", "Euro per km", "Euros per km", "Euro per kilometer. Anders 0."),
            setting(
                "estimate.kg_co2_per_km",
                "Kg CO2 per km",
                "Kg CO2 per km",
                "Kilogram CO2 per kilometer. Anders 0.",
            ),
            setting(
                "estimate.rest_from_minutes",
                "Rust vanaf (minuten reis)",
                "Rest from (minutes of travel)",
                "Na een reis van zoveel minuten of meer volgt rust. Anders na elke reis.",
            ),
            setting(
                "estimate.rest_minutes",
                "Rust na aankomst (minuten)",
                "Rest after arrival (minutes)",
                "Minuten rust na aankomst, voor het werk begint. Anders 0.",
            ),
        ],
    },
    Group {
        name: ("Kalenders die worden geschreven", "Calendars that are written"),
        settings: &[
            setting(
                "feeds.preparation_day",
                "Voorbereidingsdag",
                "Preparation day",
                "Of in de kalender van reizigers de dag voor een reis als voorbereiding staat. Anders nee.",
            ),
            setting(
                "feeds.organizer",
                "Bureau dat publiceert",
                "Office that publishes",
                "De naam van het bureau, zoals kalenders het noemen. Anders Reisagenda. Vraagt ook het mailadres.",
            ),
            setting(
                "feeds.organizer_email",
                "Mailadres van het bureau",
                "Mail address of the office",
                "Het mailadres van dat bureau. Anders een adres dat geen mail ontvangt.",
            ),
            setting(
                "feeds.address",
                "Webadres",
                "Web address",
                "Het https-adres waarop de gepubliceerde map current staat; pagina's tonen dan hele adressen.",
            ),
            setting(
                "feeds.keep_cancelled_days",
                "Vervallen afspraken tonen (dagen)",
                "Show cancelled events (days)",
                "Zoveel dagen blijft een gepubliceerde afspraak die vervalt nog als vervallen in de kalender. Anders 60.",
            ),
        ],
    },
    Group {
        name: ("Proef met tegenslag", "Stress test"),
        settings: &[
            setting(
                "stress.cancel",
                "Bezoeken afgezegd (%)",
                "Visits cancelled (%)",
                "Hoe vaak een gastheer afzegt, in procenten, voor `reisagenda stress`. Geen plan hangt ervan af. Anders 5.",
            ),
            setting(
                "stress.delay",
                "Bezoeken uitgesteld (%)",
                "Visits put off (%)",
                "Hoe vaak een gastheer een bezoek uitstelt, in procenten. Anders 10.",
            ),
            setting(
                "stress.delay_days",
                "Uitstel, minstens (dagen)",
                "Put off by at least (days)",
                "Een bezoek dat wordt uitgesteld, begint minstens zoveel dagen later. Anders 14.",
            ),
        ],
    },
    Group {
        name: ("Tabellen naast de werkmap", "Tables beside the workbook"),
        settings: &[
            setting(
                "tables.places",
                "Tabellen met plaatsen",
                "Tables of places",
                "CSV-bestanden naast de werkmap met plaatsen.",
            ),
            setting(
                "tables.holidays",
                "Tabellen met feestdagen",
                "Tables of holidays",
                "CSV-bestanden naast de werkmap met feestdagen.",
            ),
            setting(
                "tables.closures",
                "Tabellen met sluitingen",
                "Tables of closures",
                "CSV-bestanden naast de werkmap met sluitingen.",
            ),
            setting(
                "tables.legs",
                "Tabellen met trajecten",
                "Tables of legs",
                "CSV-bestanden naast de werkmap met trajecten.",
            ),
        ],
    },
];
