//! The texts of editions in both languages.

use super::changes::{ChangeKind, Weight};
use crate::domain::{Day, DayRange, Instant, Interval, Language, MinuteOfDay};
use crate::texts::{dates, language};
use crate::zones::Zone;

/// Texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(Language);

/// Defines texts without parts: the name, then Dutch and English.
macro_rules! texts {
    ($($name:ident: $nl:literal, $en:literal;)*) => {
        $(pub(super) fn $name(self) -> &'static str {
            self.pick($nl, $en)
        })*
    };
}

impl Words {
    pub(super) fn of(language: Language) -> Self {
        Words(language)
    }

    fn pick<T>(self, dutch: T, english: T) -> T {
        language::pick(self.0, dutch, english)
    }

    /// The code of the language, such as `nl`.
    pub(super) fn code(self) -> &'static str {
        language::code(self.0)
    }

    texts! {
        no_changes: "Aan de afspraken zelf is niets gewijzigd.", "No appointment has changed.";
        first_edition: "Sinds de eerste editie is niets gewijzigd.", "Nothing has changed since the first edition.";
        when: "Wanneer", "When";
        what: "Afspraak", "Appointment";
        place: "Plaats", "Place";
        status: "Status", "Status";
        changes: "Wijzigingen", "Changes";
        appointments: "Afspraken", "Appointments";
        nothing: "Er staat nu niets in deze agenda.", "There is nothing in this calendar now.";
        invitation: "Losse uitnodiging (.ics)", "Single invitation (.ics)";
        to_calendar: "Naar de agenda", "To the calendar";
        all_changes: "Wat er het laatst is gewijzigd", "What changed last";
        as_text: "als tekst", "as text";
        as_json: "als JSON", "as JSON";
        subscribe: "Abonnement nemen", "Subscribe";
        address_is: "Het adres van deze agenda:", "The address of this calendar:";
        address_below: "Het adres van deze agenda is dat van deze pagina, met calendar.ics in plaats van wat na de laatste schuine streep staat. Kopieer het adres van deze koppeling:",
            "The address of this calendar is that of this page, with calendar.ics in place of what follows the last slash. Copy the address of this link:";
        not_twice_title: "Importeer het bestand niet", "Do not import the file";
        not_twice: "Wie het bestand importeert, krijgt een kopie die niet meer verandert. Wie het tweemaal importeert, ziet alles dubbel. Neem daarom een abonnement: dat volgt elke nieuwe editie.",
            "Importing the file makes a copy that never changes again. Importing it twice shows everything twice. Subscribe instead: a subscription follows every new edition.";
        slow: "Uw agendaprogramma bepaalt zelf hoe vaak het kijkt of er iets nieuws is; dat kan een dag duren. Bel voor wat spoed heeft.",
            "Your calendar program decides itself how often it looks for changes; that can take a day. Call for what is urgent.";
        outlook_web: "Outlook op het web", "Outlook on the web";
        outlook_web_how: "Open Agenda, kies Agenda toevoegen en dan Abonneren via internet. Plak het adres, geef de agenda een naam en kies Importeren.",
            "Open Calendar, choose Add calendar and then Subscribe from web. Paste the address, name the calendar and choose Import.";
        outlook_new: "Nieuwe Outlook voor Windows", "New Outlook for Windows";
        outlook_new_how: "Open Agenda, kies Agenda toevoegen en dan Abonneren via internet. Plak het adres en kies Importeren.",
            "Open Calendar, choose Add calendar and then Subscribe from web. Paste the address and choose Import.";
        outlook_classic: "Klassieke Outlook voor Windows", "Classic Outlook for Windows";
        outlook_classic_how: "Open Agenda. Kies op het tabblad Start de knop Agenda openen en dan Vanaf internet. Plak het adres en kies OK.",
            "Open Calendar. On the Home tab choose Open Calendar and then From Internet. Paste the address and choose OK.";
        google: "Google Agenda", "Google Calendar";
        google_how: "Open Google Agenda op een computer. Kies naast Andere agenda's het plusteken en dan Via URL. Plak het adres en kies Agenda toevoegen. De server moet vanaf internet bereikbaar zijn.",
            "Open Google Calendar on a computer. Next to Other calendars choose the plus sign and then From URL. Paste the address and choose Add calendar. The server must be reachable from the internet.";
        apple: "Apple Agenda (Mac, iPhone, iPad)", "Apple Calendar (Mac, iPhone, iPad)";
        apple_how: "Mac: kies Archief en dan Nieuw agenda-abonnement. iPhone en iPad: kies in Agenda onderaan Agenda's, dan Voeg agenda toe en Voeg agenda-abonnement toe. Plak het adres.",
            "Mac: choose File and then New Calendar Subscription. iPhone and iPad: in Calendar choose Calendars, then Add Calendar and Add Subscription Calendar. Paste the address.";
        free: "kost geen tijd", "takes no time";
        tentative: "onder voorbehoud", "provisional";
        busy: "bezet", "busy";
        out_of_office: "afwezig", "away";
        fell_through: "vervallen", "cancelled";
        withdrawn: "Deze agenda wordt niet meer bijgehouden. U kunt het abonnement opzeggen.",
            "This calendar is no longer kept. You can end your subscription.";
    }

    /// Such as `Tijden zijn die in Den Haag, tenzij er iets anders staat.`
    pub(super) fn times_at(self, place: &str) -> String {
        self.pick(
            format!("Tijden in de kolom Wanneer zijn die van de klok in {place}."),
            format!("Times in the column When are by the clock in {place}."),
        )
    }

    /// Such as `ma 1 mrt 2027 10:00 – 13:30`, by the clock of a zone.
    pub(super) fn interval(self, interval: Interval, zone: &Zone) -> String {
        let (start, end) = (zone.local(interval.start()), zone.local(interval.end()));
        let date = |day| dates::short(self.0, day, true, true);
        let first = format!("{} {}", date(start.day), clock(start.minute));
        match start.day == end.day {
            true => format!("{first} – {}", clock(end.minute)),
            false => format!("{first} – {} {}", date(end.day), clock(end.minute)),
        }
    }

    /// Such as `maart 2027`.
    pub(super) fn month(self, day: Day) -> String {
        dates::month_and_year(self.0, day)
    }

    /// Such as `ma 1 – di 2 mrt 2027`.
    pub(super) fn days(self, days: DayRange) -> String {
        dates::range(self.0, days, true)
    }

    pub(super) fn changes_of(self, at: Instant, zone: &Zone) -> String {
        let local = zone.local(at);
        let moment = format!("{}, {}", dates::long(self.0, local.day), clock(local.minute));
        self.pick(format!("Wijzigingen van {moment}"), format!("Changes of {moment}"))
    }

    pub(super) fn was_and_is(self, before: &str, after: &str) -> String {
        self.pick(format!("was {before}; wordt {after}"), format!("was {before}; now {after}"))
    }

    pub(super) fn delegation_from_to(self, before: &str, after: &str) -> String {
        let nobody = self.pick("niemand", "nobody");
        let or_nobody = |offices: &str| if offices.is_empty() { nobody.to_owned() } else { offices.to_owned() };
        let (before, after) = (or_nobody(before), or_nobody(after));
        self.pick(format!("delegatie was {before}; wordt {after}"), format!("delegation was {before}; now {after}"))
    }

    /// The heading above changes of a kind.
    pub(super) fn kind_of_change(self, kind: ChangeKind, weight: Weight) -> &'static str {
        match (kind, weight) {
            (ChangeKind::Added, Weight::Main) => self.pick("Nieuw", "New"),
            (ChangeKind::Moved, Weight::Main) => self.pick("Verplaatst", "Moved"),
            (ChangeKind::Cancelled, Weight::Main) => self.pick("Vervallen", "Cancelled"),
            (ChangeKind::Delegation, Weight::Main) => self.pick("Andere delegatie", "Another delegation"),
            (ChangeKind::Status, Weight::Main) => self.pick("Andere status", "Another status"),
            (ChangeKind::Place, Weight::Main) => self.pick("Andere plaats", "Another place"),
            (ChangeKind::Text, Weight::Main) => self.pick("Andere gegevens", "Other details"),
            (ChangeKind::Added, Weight::Side) => {
                self.pick("Nieuwe reizen, verblijven en termijnen", "New legs, stays and deadlines")
            }
            (ChangeKind::Moved, Weight::Side) => {
                self.pick("Verplaatste reizen, verblijven en termijnen", "Moved legs, stays and deadlines")
            }
            (ChangeKind::Cancelled, Weight::Side) => {
                self.pick("Vervallen reizen, verblijven en termijnen", "Cancelled legs, stays and deadlines")
            }
            (_, Weight::Side) => self.pick(
                "Reizen, verblijven en termijnen met andere gegevens",
                "Legs, stays and deadlines with other details",
            ),
        }
    }
}

fn clock(minute: MinuteOfDay) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
