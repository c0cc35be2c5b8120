//! Help texts in Dutch, by their English text.
//!
//! # Invariants
//!
//! * Every text of every command is here once, without the full stop at its end, and nothing else; a test holds it.

/// The Dutch for a text of the help.
pub fn dutch(english: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == english).map(|(_, dutch)| *dutch)
}

/// English and Dutch, command by command.
pub const TEXTS: [(&str, &str); 179] = [
    // All commands
    (
        "Plans a government's travel agenda: who goes where, when, with whom",
        "Plant de reisagenda van een overheid: wie gaat waarheen, wanneer, met wie",
    ),
    (
        "A SCENARIO is a folder with a `scenario.toml`, one .toml or .json file, or a workbook (.xlsx or .ods). `reisagenda init` writes one to start from",
        "Een SCENARIO is een map met een `scenario.toml`, één .toml- of .json-bestand, of een werkmap (.xlsx of .ods). `reisagenda init` schrijft er een om mee te beginnen",
    ),
    (
        "The language of all texts; else the scenario's, else that of this machine",
        "De taal van alle teksten; anders die van het scenario, anders die van deze computer",
    ),
    ("Dutch", "Nederlands"),
    ("English", "Engels"),
    ("Examples:", "Voorbeelden:"),
    ("Exit codes:", "Uitgangscodes:"),
    (
        "  0  done: the plan was written, or keeps every rule",
        "  0  gedaan: het plan is geschreven, of houdt zich aan elke regel",
    ),
    (
        "  1  no plan: none is possible, none was found in time, or the plan breaks a rule or is hit by a changed calendar;",
        "  1  geen plan: er is er geen mogelijk of op tijd gevonden, of het plan overtreedt een regel of wordt geraakt door een gewijzigde agenda;",
    ),
    (
        "     also when published calendars, or files that were tested, are not sound",
        "     ook als gepubliceerde agenda's, of bestanden die zijn getoetst, niet in orde zijn",
    ),
    (
        "  2  wrong input: a mistake in the scenario, the plan file or the arguments",
        "  2  verkeerde invoer: een fout in het scenario, het planbestand of de argumenten",
    ),
    (
        "  3  the program could not write, or met an error of its own",
        "  3  het programma kon niet schrijven, of vond een fout van zichzelf",
    ),
    (
        "The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook",
        "Het scenario: een map met een scenario.toml, een .toml- of .json-bestand, of een werkmap",
    ),
    ("The plan file", "Het planbestand"),
    (
        "When the scenario is a workbook with mistakes: write a copy of it in which their cells are coloured and say what is wrong",
        "Als het scenario een werkmap met fouten is: schrijf er een kopie van waarin die cellen gekleurd zijn en zeggen wat er mis is",
    ),
    ("Print what was written as JSON", "Toon als JSON wat er is geschreven"),
    (
        "The folder to write to; it is made when it is not there",
        "De map om in te schrijven; zij wordt gemaakt als zij er niet is",
    ),
    // init
    (
        "Write a small scenario with comments, to start from",
        "Schrijf een klein scenario met toelichting, om mee te beginnen",
    ),
    (
        "It plans as it stands. With --xlsx it is a workbook for Excel or LibreOffice, in Dutch or English, with lists to choose from and a comment on every column. No file that is there already is changed",
        "Er is meteen mee te plannen. Met --xlsx is het een werkmap voor Excel of LibreOffice, in het Nederlands of Engels, met keuzelijsten en een opmerking bij elke kolom. Geen bestand dat er al is, wordt gewijzigd",
    ),
    (
        "The folder to write to, which is made when it is not there; with --xlsx the workbook",
        "De map om in te schrijven, die wordt gemaakt als zij er niet is; met --xlsx de werkmap",
    ),
    ("Write a workbook (.xlsx) instead of a folder", "Schrijf een werkmap (.xlsx) in plaats van een map"),
    (
        "Exit codes: 0 written, 2 something is there already, 3 cannot write or internal error",
        "Uitgangscodes: 0 geschreven, 2 er is al iets, 3 kan niet schrijven of interne fout",
    ),
    // plan
    ("Search for the best plan of a scenario", "Zoek het beste plan van een scenario"),
    (
        "The search ends when the plan is proven best, when its work is done, at --time-limit, or with Ctrl-C; the best plan found is then checked against every rule, written, and shown. The same scenario, options and seed give the same plan, unless a time limit or Ctrl-C ends the search",
        "Het zoeken eindigt als bewezen is dat het plan het beste is, als het werk gedaan is, bij --time-limit, of met Ctrl-C; het beste gevonden plan wordt dan aan elke regel getoetst, geschreven en getoond. Hetzelfde scenario met dezelfde opties en seed geeft hetzelfde plan, tenzij een tijdslimiet of Ctrl-C het zoeken beëindigt",
    ),
    ("The plan file to write", "Het planbestand dat wordt geschreven"),
    ("Stop after so many seconds with the best plan so far", "Stop na zoveel seconden met het beste plan tot dan toe"),
    (
        "Feeds the random choices of the search; another seed may find another plan",
        "Voedt de toevallige keuzes bij het zoeken; een andere seed vindt misschien een ander plan",
    ),
    (
        "Stop when no plan can be better by more than this fraction, such as 0.01 for one percent",
        "Stop als geen plan meer dan deze fractie beter kan zijn, zoals 0.01 voor een procent",
    ),
    (
        "Stop after so many rounds of work; unlike a time limit, the same on every machine",
        "Stop na zoveel ronden werk; anders dan een tijdslimiet op elke computer hetzelfde",
    ),
    ("Threads to work with", "Aantal threads om mee te werken"),
    (
        "Begin with the plan in this file; it need not keep the rules any more",
        "Begin met het plan in dit bestand; het hoeft zich niet meer aan de regels te houden",
    ),
    (
        "Write a line of JSON to this file whenever there is news: seconds, phase, objective, bound, gap, visits",
        "Schrijf een regel JSON naar dit bestand zodra er nieuws is: seconden, fase, waarde, grens, verschil, bezoeken",
    ),
    (
        "Write a page that shows value and bound over time, for a browser",
        "Schrijf een pagina die waarde en grens in de tijd toont, voor een browser",
    ),
    ("Print the plan as JSON instead of tables", "Toon het plan als JSON in plaats van tabellen"),
    ("Show no progress and no tables", "Toon geen voortgang en geen tabellen"),
    (
        "Ctrl-C stops the search and keeps the best plan so far (exit code 0); a second Ctrl-C stops at once, without a plan",
        "Ctrl-C stopt het zoeken en bewaart het beste plan tot dan toe (uitgangscode 0); een tweede Ctrl-C stopt meteen, zonder plan",
    ),
    (
        "Exit codes: 0 planned, 1 no plan possible or none found in time, 2 wrong input, 3 cannot write or internal error",
        "Uitgangscodes: 0 gepland, 1 geen plan mogelijk of op tijd gevonden, 2 verkeerde invoer, 3 kan niet schrijven of interne fout",
    ),
    (
        "With exit code 1 the answer (why, and what clashes) is written to PLAN only when that file is not there yet",
        "Bij uitgangscode 1 komt het antwoord (waarom, en wat er botst) alleen in PLAN als dat bestand er nog niet is",
    ),
    // calendar
    (
        "Show what is read from calendars, to be compared with Outlook",
        "Toon wat er uit agenda's wordt gelezen, om met Outlook te vergelijken",
    ),
    (
        "For each calendar: its events, its time zones and what each was taken for, every line that was not understood, and the day-parts that are busy. Without files, the calendars of the scenario. With --against, what became busy or free since an older export, and with --plan also which planned visits that hits",
        "Voor elke agenda: de afspraken, de tijdzones en waarvoor elk is gehouden, elke regel die niet is begrepen, en de dagdelen die bezet zijn. Zonder bestanden de agenda's van het scenario. Met --against wat bezet is geworden of vrijgekomen sinds een oudere export, en met --plan ook welke geplande bezoeken dat raakt",
    ),
    (
        "Calendars as Outlook, Exchange, Google or Apple export them (.ics)",
        "Agenda's zoals Outlook, Exchange, Google of Apple ze exporteren (.ics)",
    ),
    (
        "Take horizon, zone, day-parts, language and what counts as busy from this scenario",
        "Neem horizon, tijdzone, dagdelen, taal en wat als bezet telt uit dit scenario",
    ),
    (
        "Only the calendars of this traveller; with --against, whose plans are looked at",
        "Alleen de agenda's van deze reiziger; met --against: wiens plannen worden bekeken",
    ),
    ("Show what changed from this older export to FILE", "Toon wat er veranderde van deze oudere export naar FILE"),
    ("The plan whose visits may be hit", "Het plan waarvan bezoeken geraakt kunnen worden"),
    (
        "How to show the days; as fits when not given",
        "Hoe de dagen worden getoond; zoals het past als dit niet is gegeven",
    ),
    ("A line for each event", "Een regel voor elke afspraak"),
    ("A mark for each day-part", "Een teken voor elk dagdeel"),
    ("No days", "Geen dagen"),
    ("The first date to show", "De eerste datum die wordt getoond"),
    ("The last date to show", "De laatste datum die wordt getoond"),
    (
        "The time zone to show times in, such as Europe/Amsterdam; also of calendars that name none",
        "De tijdzone waarin tijden worden getoond, zoals Europe/Amsterdam; ook die van agenda's die er geen noemen",
    ),
    ("Whether tentative events are busy (usually they are)", "Of voorlopige afspraken bezet zijn (gewoonlijk wel)"),
    (
        "Whether events shown as working elsewhere are busy (usually they are)",
        "Of afspraken met de status 'werkt elders' bezet zijn (gewoonlijk wel)",
    ),
    (
        "Whether all-day events shown as free are busy (usually they are not)",
        "Of afspraken van een hele dag met de status 'beschikbaar' bezet zijn (gewoonlijk niet)",
    ),
    ("Show the subjects of events too", "Toon ook de onderwerpen van afspraken"),
    ("Print JSON", "Toon JSON"),
    (
        "Exit codes: 0 shown, also with warnings, 1 what became busy hits a plan, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 getoond, ook met waarschuwingen, 1 wat bezet is geworden raakt een plan, 2 verkeerde invoer, 3 interne fout",
    ),
    // check
    (
        "Check a plan against every rule of its scenario, or a scenario alone",
        "Toets een plan aan elke regel van zijn scenario, of een scenario op zichzelf",
    ),
    (
        "The plan file; without it only the scenario is checked",
        "Het planbestand; zonder planbestand wordt alleen het scenario nagekeken",
    ),
    (
        "Everything is computed again from the ids and instants of the plan; no other number in the file is trusted. Every violation is listed, with the rule, the request or traveller, and the time",
        "Alles wordt opnieuw berekend uit de id's en tijdstippen van het plan; op geen ander getal in het bestand wordt vertrouwd. Elke overtreding wordt genoemd, met de regel, de wens of reiziger, en de tijd",
    ),
    ("Print the verdict as JSON", "Toon het oordeel als JSON"),
    (
        "Exit codes: 0 the plan keeps every rule, 1 it does not, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 het plan houdt zich aan elke regel, 1 dat doet het niet, 2 verkeerde invoer, 3 interne fout",
    ),
    // compare
    ("Compare two plans of a scenario", "Vergelijk twee plannen van een scenario"),
    (
        "What each is worth and takes, which visits are new, dropped, moved or given another delegation, why each is not as it was, and which rules hold visits back. The numbers are those of `check`; plans that break rules are compared too",
        "Wat elk waard is en kost, welke bezoeken nieuw zijn, vervallen, verschuiven of een andere delegatie krijgen, waarom elk niet is zoals het was, en welke regels bezoeken tegenhouden. De getallen zijn die van `check`; ook plannen die regels overtreden, worden vergeleken",
    ),
    ("The first plan", "Het eerste plan"),
    ("The second plan", "Het tweede plan"),
    ("Print the comparison as JSON", "Toon de vergelijking als JSON"),
    (
        "Exit codes: 0 compared, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 vergeleken, 2 verkeerde invoer, 3 interne fout",
    ),
    // What whatif, sweep and stress share
    ("The published plan", "Het gepubliceerde plan"),
    (
        "Seconds for each search; without it and without --work: 10",
        "Seconden voor elke keer zoeken; zonder dit en zonder --work: 10",
    ),
    (
        "Rounds of work for each search; unlike a time limit, the same on every machine",
        "Ronden werk voor elke keer zoeken; anders dan een tijdslimiet op elke computer hetzelfde",
    ),
    (
        "End a search when no plan can be better by more than this fraction, such as 0.01 for one percent",
        "Beëindig het zoeken als geen plan meer dan deze fractie beter kan zijn, zoals 0.01 voor een procent",
    ),
    ("Feeds the random choices", "Voedt de toevallige keuzes"),
    (
        "Points that each changed visit costs in the search, so that nothing changes for next to nothing; without it a tenth of what an average visit of the plan is worth",
        "Punten die elk gewijzigd bezoek bij het zoeken kost, zodat er niets wijzigt voor bijna niets; zonder dit een tiende van wat een gemiddeld bezoek van het plan waard is",
    ),
    ("Change at most so many visits", "Wijzig hoogstens zoveel bezoeken"),
    (
        "Keep every visit that starts before this date as it is",
        "Laat elk bezoek dat vóór deze datum begint zoals het is",
    ),
    ("Show no notes on the way", "Toon onderweg geen meldingen"),
    // whatif
    (
        "Plan again after changes, and compare with the published plan",
        "Plan opnieuw na wijzigingen, en vergelijk met het gepubliceerde plan",
    ),
    (
        "Each CHANGE is a small file with the steps of one what-if; scenarios/whatif has examples, docs/whatif.md explains them. Several files are several what-ifs side by side, or with --together one what-if with all their steps in order. The search begins with the published plan. What is compared: points, visits, days away, money, CO2; every visit that is new, dropped, moved or given another delegation, each with why; and the rules that now hold visits back",
        "Elke CHANGE is een klein bestand met de stappen van één wat-als; scenarios/whatif heeft voorbeelden, docs/whatif.md legt ze uit. Meer bestanden zijn wat-alsen naast elkaar, of met --together één wat-als met al hun stappen op volgorde. Het zoeken begint met het gepubliceerde plan. Vergeleken worden: punten, bezoeken, dagen op reis, geld, CO2; elk bezoek dat nieuw is, vervalt, verschuift of een andere delegatie krijgt, steeds met waarom; en de regels die nu bezoeken tegenhouden",
    ),
    (
        "Files of changes; without one the scenario as it is, planned again",
        "Wijzigingsbestanden; zonder bestand het scenario zoals het is, opnieuw gepland",
    ),
    ("Take all files as one what-if, in this order", "Neem alle bestanden als één wat-als, in deze volgorde"),
    (
        "Also plan the scenario again as it is, so that what longer searching brings is not taken for what a change brings",
        "Plan ook het scenario zoals het is opnieuw, zodat wat langer zoeken oplevert niet voor de opbrengst van een wijziging wordt gehouden",
    ),
    (
        "Also list the best plans with 0, 1, 2, … up to N changes, each with what is proven of others",
        "Noem ook de beste plannen met 0, 1, 2, … tot en met N wijzigingen, elk met wat van andere plannen bewezen is",
    ),
    (
        "Write the new plans to this folder, numbered in the order of the what-ifs",
        "Schrijf de nieuwe plannen in deze map, genummerd in de volgorde van de wat-alsen",
    ),
    (
        "Exit codes: 0 every what-if has a plan, 1 one of them has none, 2 wrong input, 3 cannot write or internal error",
        "Uitgangscodes: 0 elke wat-als heeft een plan, 1 een ervan heeft er geen, 2 verkeerde invoer, 3 kan niet schrijven of interne fout",
    ),
    // sweep
    (
        "Plan again for every value of a number, or with and without each change",
        "Plan opnieuw voor elke waarde van een getal, of met en zonder elke wijziging",
    ),
    (
        "Each --vary is a number of the scenario and a range: `rules.beveiliging.capacity=1..4` tries 1, 2, 3 and 4, `rules.budget-am.max=80%..120%/10` tries 80, 90, … 120 percent of what it is, `trips.max_stops=1..4` a number of a table. Each CHANGE file is tried with and without. All combinations are planned, each on one thread, on all cores",
        "Elke --vary is een getal van het scenario en een bereik: `rules.beveiliging.capacity=1..4` probeert 1, 2, 3 en 4, `rules.budget-am.max=80%..120%/10` probeert 80, 90, … 120 procent van wat het is, `trips.max_stops=1..4` een getal van een tabel. Elk CHANGE-bestand wordt met en zonder geprobeerd. Alle combinaties worden gepland, elk op één thread, op alle kernen",
    ),
    ("The published plan, with which every search begins", "Het gepubliceerde plan, waarmee elke keer zoeken begint"),
    (
        "A number and its range, such as `rules.budget-am.max=80%..120%/10`",
        "Een getal en zijn bereik, zoals `rules.budget-am.max=80%..120%/10`",
    ),
    ("Files of changes, each tried with and without", "Wijzigingsbestanden, elk met en zonder geprobeerd"),
    ("Write a page with the curve, for a browser", "Schrijf een pagina met de grafiek, voor een browser"),
    ("Print the results as JSON", "Toon de uitkomsten als JSON"),
    (
        "Exit codes: 0 every combination has a plan, 1 one of them has none, 2 wrong input, 3 cannot write or internal error",
        "Uitgangscodes: 0 elke combinatie heeft een plan, 1 een ervan heeft er geen, 2 verkeerde invoer, 3 kan niet schrijven of interne fout",
    ),
    // stress
    (
        "Cancel visits or put them off at random, plan again with few changes, and say how much of the plan survives",
        "Zeg bezoeken af of stel ze uit door toeval, plan opnieuw met weinig wijzigingen, en zeg hoeveel van het plan overeind blijft",
    ),
    (
        "In each of --trials possible futures, hosts cancel some visits of the plan and put others off; then it is planned again, beginning with what is left. How often which visit is hit is said by `[stress]` of the scenario, or here",
        "In elk van de --trials mogelijke toekomsten zeggen gastheren een deel van de bezoeken van het plan af en stellen zij andere uit; dan wordt er opnieuw gepland, te beginnen met wat er over is. Hoe vaak welk bezoek wordt geraakt, staat in `[stress]` van het scenario, of hier",
    ),
    ("The plan", "Het plan"),
    ("How many futures", "Hoeveel toekomsten"),
    (
        "How often a host cancels, in percent; without it what the scenario says, or 5",
        "Hoe vaak een gastheer afzegt, in procenten; zonder dit wat het scenario zegt, of 5",
    ),
    (
        "How often a host puts a visit off, in percent; without it what the scenario says, or 10",
        "Hoe vaak een gastheer een bezoek uitstelt, in procenten; zonder dit wat het scenario zegt, of 10",
    ),
    (
        "A visit that is put off starts at least so many days later; without it what the scenario says, or 14",
        "Een bezoek dat wordt uitgesteld, begint minstens zoveel dagen later; zonder dit wat het scenario zegt, of 14",
    ),
    (
        "The odds of a country or a status: COUNTRY:CANCEL:DELAY or STATUS:CANCEL:DELAY, in percent",
        "De kansen van een land of een status: COUNTRY:CANCEL:DELAY of STATUS:CANCEL:DELAY, in procenten",
    ),
    ("Print the futures as JSON", "Toon de toekomsten als JSON"),
    (
        "Exit codes: 0 every future has a plan, 1 one of them has none, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 elke toekomst heeft een plan, 1 een ervan heeft er geen, 2 verkeerde invoer, 3 interne fout",
    ),
    // convert
    (
        "Write a scenario in another form: a folder with TOML, a JSON file, or a workbook",
        "Schrijf een scenario in een andere vorm: een map met TOML, een JSON-bestand of een werkmap",
    ),
    (
        "FROM is any scenario. What TO is called says what it becomes: .xlsx is a workbook, .json and .toml are files, any other name is a folder with a scenario.toml. Calendars and an earlier plan that the scenario names are copied along; rows of CSV tables are written into the scenario itself. Nothing of the agenda is lost in any direction; comments in TOML files and the look of a workbook are",
        "FROM is elk scenario. Hoe TO heet, zegt wat het wordt: .xlsx is een werkmap, .json en .toml zijn bestanden, elke andere naam is een map met een scenario.toml. Agenda's en een eerder plan die het scenario noemt, gaan mee; rijen van CSV-tabellen komen in het scenario zelf te staan. Van de reisagenda gaat in geen richting iets verloren; van opmerkingen in TOML-bestanden en de opmaak van een werkmap wel",
    ),
    (
        "What to write: a name that ends in .xlsx, .toml or .json, or a folder",
        "Wat er wordt geschreven: een naam die eindigt op .xlsx, .toml of .json, of een map",
    ),
    ("Replace what is there already", "Vervang wat er al is"),
    (
        "Exit codes: 0 written, 2 wrong input, 3 cannot write or internal error",
        "Uitgangscodes: 0 geschreven, 2 verkeerde invoer, 3 kan niet schrijven of interne fout",
    ),
    // report
    ("Write a plan as a page that everybody can open", "Schrijf een plan als een pagina die iedereen kan openen"),
    (
        "One file for a browser: a summary, timelines per traveller and per country, the calendar, a map, tables of visits, what is not planned and why, and what is used of limits. It needs no network and no script, and prints as one page A3 for each quarter. A plan that breaks a rule is not written",
        "Eén bestand voor een browser: een samenvatting, tijdlijnen per reiziger en per land, de kalender, een kaart, tabellen van bezoeken, wat niet is ingepland en waarom, en wat er van limieten is gebruikt. Zonder netwerk en zonder script te lezen, en afgedrukt één bladzijde A3 per kwartaal. Een plan dat een regel overtreedt, wordt niet geschreven",
    ),
    (
        "The file to write: a page (.html), a workbook with the same facts in sheets (.xlsx), or with --quarter a page or a text for Word and LibreOffice (.odt)",
        "Het bestand dat wordt geschreven: een pagina (.html), een werkmap met dezelfde gegevens op bladen (.xlsx), of met --quarter een pagina of een tekst voor Word en LibreOffice (.odt)",
    ),
    (
        "Report on one quarter instead: visits, changes, countries, budgets, and the quarter after it",
        "Rapporteer in plaats daarvan over één kwartaal: bezoeken, wijzigingen, landen, budgetten en het kwartaal erna",
    ),
    (
        "Compare with what-ifs: the file that `reisagenda whatif --json` printed",
        "Vergelijk met wat-als-plannen: het bestand dat `reisagenda whatif --json` afdrukte",
    ),
    ("Say what changed since this earlier plan", "Zeg wat er veranderde sinds dit eerdere plan"),
    (
        "Also say what would get each wish that is not planned into the plan at the least cost; at most so many seconds for each",
        "Zeg ook wat elke wens die niet is ingepland tegen de laagste kosten in het plan zou krijgen; hoogstens zoveel seconden per wens",
    ),
    (
        "Also print the page to this PDF file, with Chromium, Chrome or Edge",
        "Druk de pagina ook af naar dit PDF-bestand, met Chromium, Chrome of Edge",
    ),
    (
        "For --pdf a Chromium, Chrome or Edge must be installed; REISAGENDA_BROWSER names one that is not on the path",
        "Voor --pdf moet Chromium, Chrome of Edge geïnstalleerd zijn; REISAGENDA_BROWSER noemt er een die niet op het pad staat",
    ),
    (
        "Exit codes: 0 written, 1 the plan breaks a rule, 2 wrong input or no browser for --pdf, 3 cannot write or internal error",
        "Uitgangscodes: 0 geschreven, 1 het plan overtreedt een regel, 2 verkeerde invoer of geen browser voor --pdf, 3 kan niet schrijven of interne fout",
    ),
    // feeds
    (
        "Write a plan as calendars that Outlook and others take",
        "Schrijf een plan als agenda's die Outlook en andere programma's lezen",
    ),
    (
        "Subscribe to a calendar rather than import it: an import twice is everything double",
        "Neem een abonnement op een agenda in plaats van hem te importeren: wie tweemaal importeert, krijgt alles dubbel",
    ),
    (
        "One .ics file for each traveller, organisation and country, and one for the whole agenda. Everything that is planned is in them; `reisagenda publish` writes calendars that say to everybody as much as they may see. Files of the same name are replaced, each whole or not at all; other files in the folder are left alone. A plan that breaks a rule is not written",
        "Eén .ics-bestand voor elke reiziger, elke organisatie en elk land, en één voor de hele reisagenda. Alles wat is ingepland staat erin; `reisagenda publish` schrijft agenda's die ieder zo veel zeggen als die mag zien. Bestanden met dezelfde naam worden vervangen, elk geheel of helemaal niet; andere bestanden in de map blijven zoals ze zijn. Een plan dat een regel overtreedt, wordt niet geschreven",
    ),
    (
        "With --lint nothing is written: any .ics files are tested against the rules that a calendar has to keep",
        "Met --lint wordt niets geschreven: willekeurige .ics-bestanden worden getoetst aan de regels die een agenda moet volgen",
    ),
    (
        "Test these .ics files against the rules of docs/outlook.md",
        "Toets deze .ics-bestanden aan de regels van docs/outlook.md",
    ),
    (
        "The files to test are invitations to single events, not calendars",
        "De bestanden zijn uitnodigingen voor losse afspraken, geen agenda's",
    ),
    (
        "Exit codes: 0 written, or no rule is broken; 1 the plan breaks a rule, or a file does; 2 wrong input; 3 could not write",
        "Uitgangscodes: 0 geschreven, of geen regel overtreden; 1 het plan of een bestand overtreedt een regel; 2 verkeerde invoer; 3 kon niet schrijven",
    ),
    // publish
    (
        "Publish a plan as an edition of calendars, for every audience as much as it may see",
        "Publiceer een plan als editie van agenda's, voor elke doelgroep zo veel als die mag zien",
    ),
    (
        "FOLDER/current is what people read: a folder for each calendar, with the calendar (calendar.ics), a page (index.html) and what changed last (changes.html, .txt, .json). A new edition takes the place of the old one in one step; events keep their UIDs, and what has fallen through stays for a while, marked as cancelled. Publishing the same plan twice changes nothing. FOLDER/private remembers what was published: keep it to yourself, and keep a backup",
        "FOLDER/current is wat mensen lezen: een map voor elke agenda, met de agenda (calendar.ics), een pagina (index.html) en wat het laatst is gewijzigd (changes.html, .txt, .json). Een nieuwe editie komt in één stap in de plaats van de oude; afspraken houden hun UID, en wat vervalt blijft een tijd staan, als vervallen gemarkeerd. Tweemaal hetzelfde plan publiceren verandert niets. FOLDER/private onthoudt wat is gepubliceerd: houd die map voor uzelf en bewaar een reservekopie",
    ),
    (
        "The folder to publish to; it is made when it is not there",
        "De map waarnaar wordt gepubliceerd; die wordt gemaakt als hij er nog niet is",
    ),
    (
        "Publish as of this date or moment rather than now, such as 2027-03-01 or 2027-03-01T08:00Z",
        "Publiceer per deze datum of dit moment in plaats van nu, zoals 2027-03-01 of 2027-03-01T08:00Z",
    ),
    (
        "A file with the secret from which UIDs are made, rather than the one in FOLDER/private",
        "Een bestand met het geheim waaruit UID's worden gemaakt, in plaats van dat in FOLDER/private",
    ),
    (
        "Only print what each audience would see of each visit, and what the public agenda lacks",
        "Toon alleen wat elke doelgroep van elk bezoek zou zien, en wat er in de openbare agenda ontbreekt",
    ),
    ("Only look whether the folder is as it was published", "Kijk alleen of de map is zoals die is gepubliceerd"),
    ("Restore a damaged manifest from its copy", "Zet een beschadigd manifest terug uit zijn kopie"),
    ("Print the result as JSON", "Toon de uitkomst als JSON"),
    (
        "The scenario says which audiences there are and how much each sees (docs/publish.md)",
        "Het scenario zegt welke doelgroepen er zijn en hoeveel elk ziet (docs/publish.md)",
    ),
    (
        "Exit codes: 0 published or sound; 1 the plan breaks a rule, the folder is not sound, or the public agenda lacks something; 2 wrong input; 3 could not write, or somebody else is publishing",
        "Uitgangscodes: 0 gepubliceerd of in orde; 1 het plan overtreedt een regel, de map is niet in orde, of er ontbreekt iets in de openbare agenda; 2 verkeerde invoer; 3 kon niet schrijven, of iemand anders is aan het publiceren",
    ),
    // schema
    (
        "Print the JSON Schema of scenario files, of plan files, or of files of changes",
        "Toon het JSON Schema van scenariobestanden, van planbestanden, of van wijzigingsbestanden",
    ),
    (
        "With it an editor completes and checks a scenario as you type: put `#:schema scenario.schema.json` in the first line of the scenario",
        "Daarmee vult een editor een scenario aan en controleert het terwijl u typt: zet `#:schema scenario.schema.json` in de eerste regel van het scenario",
    ),
    ("Which files", "Welke bestanden"),
    ("What the program reads", "Wat het programma leest"),
    ("What the program writes", "Wat het programma schrijft"),
    ("What a what-if changes", "Wat een wat-als wijzigt"),
    // generate
    (
        "Make up a scenario of any size, to try things out or to measure",
        "Verzin een scenario van elke grootte, om iets te proberen of te meten",
    ),
    (
        "Places, time zones, weekends and holidays are real; offices, wishes, diaries, amounts and budgets are examples. The same options and seed give the same scenario. With more countries than the 62 that are known, further cities of these countries are taken; with more than 166, places with a number that do not exist",
        "Plaatsen, tijdzones, weekenden en feestdagen zijn echt; ambten, wensen, agenda's, bedragen en budgetten zijn voorbeelden. Dezelfde opties en seed geven hetzelfde scenario. Bij meer landen dan de 62 die bekend zijn, komen er andere steden in die landen bij; bij meer dan 166 plaatsen met een nummer die niet bestaan",
    ),
    (
        "How many travellers, in ministries and services of about five",
        "Hoeveel reizigers, in ministeries en diensten van ongeveer vijf",
    ),
    (
        "How many places away from home, as far as possible each in another country",
        "Hoeveel plaatsen buiten de standplaats, zo veel mogelijk elk in een ander land",
    ),
    ("How many visits are wished", "Hoeveel bezoeken er worden gewenst"),
    ("How many months of 2027, from January on", "Hoeveel maanden van 2027, vanaf januari"),
    (
        "Feeds every choice; another seed gives another scenario",
        "Voedt elke keuze; een andere seed geeft een ander scenario",
    ),
    ("How much money there is", "Hoeveel geld er is"),
    (
        "So little that a fifth to a third of the wishes cannot be planned",
        "Zo weinig dat een vijfde tot een derde van de wensen niet kan worden ingepland",
    ),
    ("Budgets with room for everything", "Budgetten met ruimte voor alles"),
    ("No budgets", "Geen budgetten"),
    ("No file that is there already is changed", "Geen bestand dat er al is, wordt gewijzigd"),
    // explain
    (
        "Explain why a request is or is not in a plan, and what it would cost to have it otherwise",
        "Leg uit waarom een wens wel of niet in een plan staat, en wat het zou kosten om dat anders te hebben",
    ),
    (
        "A request that is not planned: what stands in its way, which other visits would fall or move, what that costs, and which limit, calendar, date or preparation would have to give way by how much. A request that is planned: what the plan would be without it, on another date, or with somebody else. With --instead-of: what it would cost to plan one request rather than another. Without PLAN and REQUEST: why a scenario has no plan, and what would help",
        "Een wens die niet is ingepland: wat in de weg staat, welke andere bezoeken zouden vervallen of verschuiven, wat dat kost, en welke grens, agenda, datum of voorbereiding hoeveel ruimte zou moeten geven. Een wens die is ingepland: wat het plan zou zijn zonder die wens, op een andere datum, of met iemand anders. Met --instead-of: wat het zou kosten om de ene wens in te plannen in plaats van de andere. Zonder PLAN en REQUEST: waarom een scenario geen plan heeft, en wat zou helpen",
    ),
    (
        "With --with all this of the scenario as changed by files of changes, as `whatif` takes them. A plan that keeps no longer to the rules then is planned again first, with few changes. A plan that `whatif -o` wrote may be given too. With --keep-before and --max-changes all this where only so much of the plan may change",
        "Met --with gaat dit alles over het scenario na de wijzigingen uit bestanden zoals `whatif` ze neemt. Een plan dat zich dan niet meer aan de regels houdt, wordt eerst opnieuw gemaakt, met weinig wijzigingen. Een plan dat `whatif -o` schreef, mag ook. Met --keep-before en --max-changes gaat dit alles over een plan waarvan maar zoveel mag wijzigen",
    ),
    ("The id of the request", "Het id van de wens"),
    (
        "Explain it as if every visit of the plan that starts before this date stays as it is",
        "Leg uit alsof elk bezoek van het plan dat voor deze datum begint, blijft zoals het is",
    ),
    (
        "Explain it as if at most so many visits of the plan may change",
        "Leg uit alsof hoogstens zoveel bezoeken van het plan mogen wijzigen",
    ),
    (
        "Explain it as if the changes of this file were made, as `whatif` makes them; may be given several times, and the files are applied in that order",
        "Leg uit alsof de wijzigingen van dit bestand waren gedaan, zoals `whatif` ze doet; mag vaker worden gegeven, en de bestanden worden in die volgorde toegepast",
    ),
    ("What if REQUEST were planned and this request were not", "Wat als REQUEST was ingepland en deze wens niet"),
    (
        "Stop after so many seconds and tell what is known by then; a shorter one may tell less",
        "Stop na zoveel seconden en vertel wat dan bekend is; een kortere limiet vertelt misschien minder",
    ),
    (
        "Rounds of work for each search of the whole plan; more find more, and take longer. When not given: 3, or 2 where the plan file keeps prices or there are more than 100 requests",
        "Ronden werk voor elke zoektocht naar het hele plan; meer vinden meer, en duren langer. Indien niet opgegeven: 3, of 2 waar het planbestand prijzen bewaart of er meer dan 100 wensen zijn",
    ),
    (
        "What a change of another visit's date or delegation counts for: of plans that are nearly as good, the one with fewer changes is told",
        "Waarvoor een wijziging van de datum of delegatie van een ander bezoek telt: van plannen die bijna even goed zijn, wordt dat met de minste wijzigingen verteld",
    ),
    ("Feeds the random choices of searches", "Voedt de toevallige keuzes bij het zoeken"),
    ("Show no progress", "Toon geen voortgang"),
    (
        "What is said to be impossible, or to cost at least so much, is proven; what was only found is said to be found",
        "Wat onmogelijk heet, of ten minste zoveel kost, is bewezen; wat alleen is gevonden, heet gevonden",
    ),
    (
        "Exit codes: 0 explained, 1 the scenario has no plan or the plan breaks its rules, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 uitgelegd, 1 het scenario heeft geen plan of het plan overtreedt de regels, 2 verkeerde invoer, 3 interne fout",
    ),
    // bottlenecks
    (
        "Show what one more unit of each scarce thing would be worth",
        "Toon wat één eenheid meer van elk schaars goed waard zou zijn",
    ),
    (
        "A day away in a month, a trip, a thousand euros or kilograms of CO2, a security team, one fewer who must be home: for each rule of which the plan leaves less than one unit, prices of the search say about what one unit more is worth, and for those that seem to bring most the plan is made again with one unit more. Gains are counted from the best plan that is found as things are",
        "Een dag van huis in een maand, een reis, duizend euro of kilogram CO2, een beveiligingsteam, één persoon minder die thuis moet zijn: voor elke regel waarvan het plan minder dan één eenheid overlaat, zeggen prijzen uit de zoektocht ongeveer wat één eenheid meer waard is, en voor wat het meest lijkt op te leveren wordt opnieuw gepland met één eenheid meer. De winst telt vanaf het beste plan dat wordt gevonden zoals het nu is",
    ),
    (
        "For how many of those that seem to bring most the plan is made again",
        "Voor hoeveel van wat het meest lijkt op te leveren opnieuw wordt gepland",
    ),
    (
        "Stop after so many seconds and show what is known by then; a shorter one may show less",
        "Stop na zoveel seconden en toon wat dan bekend is; een kortere limiet toont misschien minder",
    ),
    ("Rounds of work for each search", "Ronden werk voor elke zoektocht"),
    (
        "Rounds of work for each search of the whole plan; more find more, and take longer",
        "Ronden werk voor elke zoektocht naar een heel plan; meer vindt meer, en duurt langer",
    ),
    (
        "Exit codes: 0 shown, 1 the plan breaks the rules of the scenario, 2 wrong input, 3 internal error",
        "Uitgangscodes: 0 getoond, 1 het plan overtreedt de regels van het scenario, 2 verkeerde invoer, 3 interne fout",
    ),
    // completions
    ("Print the completions for a shell", "Toon de aanvullingen voor een shell"),
    ("Which shell", "Welke shell"),
];
