//! What is not planned, with why.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use crate::domain::TravellerIdx;
use crate::report::facts::LeftOut;

/// The section without its heading.
pub(super) fn left_out(texts: &Texts) -> Markup {
    let items = &texts.facts.left_out;
    if items.is_empty() {
        return html! { p { (texts.pick("Alle wensen zijn ingepland.", "Every wish is planned.")) } };
    }
    let has_remedies = items.iter().any(|item| item.remedy.is_some());
    let mut headings = texts
        .pick(
            ["wens", "waar", "mogelijk in", "punten", "waarom niet"],
            ["wish", "where", "possible in", "points", "why not"],
        )
        .to_vec();
    if has_remedies {
        headings.push(texts.pick("goedkoopste oplossing", "cheapest remedy"));
    }
    let lines = items.iter().map(|item| line(texts, item, has_remedies)).collect();
    let caption =
        texts.pick("Wensen die niet zijn ingepland, met de reden", "Wishes that are not planned, with the reason");
    html! {
        (Table { caption: caption.to_owned(), headings, lines }.html())
        p class="hint" {
            (texts.pick(
                "De reden is een eerste aanwijzing uit het zoeken, geen bewijs.",
                "The reason is a first finding of the search, not a proof.",
            ))
            @if has_remedies {
                " "
                (texts.pick(
                    "Wat een oplossing kost, is het verschil in punten met deze agenda; met elke oplossing is een \
                     agenda gevonden die verder alle regels nakomt. `reisagenda explain` zegt meer.",
                    "What a remedy costs is the difference in points with this plan; with every remedy a plan was \
                     found that keeps all other rules. `reisagenda explain` tells more.",
                ))
            }
        }
    }
}

fn line(texts: &Texts, item: &LeftOut, has_remedies: bool) -> Line {
    let words = texts.words;
    let problem = texts.problem();
    let windows: Vec<String> = item.windows.iter().map(|&days| words.days(days, texts.has_years())).collect();
    let place = if item.place_name == item.country_name || problem.is_home_meeting(item.request) {
        item.place_name.clone()
    } else {
        format!("{}, {}", item.place_name, item.country_name)
    };
    let unknown = texts.pick("Het planbestand zegt niet waarom", "The plan file does not say why");
    let mut cells = vec![
        Cell::text(&item.title),
        Cell::text(place),
        Cell::text(words.list(&windows)),
        Cell::number(words.tenths(item.points)),
        Cell::text(format!("{}.", item.reason.as_deref().unwrap_or(unknown))),
    ];
    if has_remedies {
        cells.push(Cell::text(item.remedy.as_deref().unwrap_or("–")));
    }
    // Whoever could have gone finds the wish.
    let roles = &problem.request(item.request).roles;
    let candidates = roles.iter().flat_map(|role| &role.candidates);
    let travellers: Vec<TravellerIdx> = candidates.map(|candidate| candidate.traveller).collect();
    Line::found_by(Keys::of(problem, travellers, [item.country], [item.status]), cells)
}
