//! The page put together: head, security policy, contents, sections.
//!
//! # Invariants
//!
//! * The policy allows the style and the script of this file by their hashes and nothing else: no other address, no
//!   image, no form that is sent, no style or script that came in with a text.
//! * Without the script everything is there; the filter, which would do nothing, is not shown.

use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::texts::{Texts, status_key};
use super::{changes, countries, left_out, map, people, quarters, rules, summary, visits};
use crate::domain::{Confidentiality, Language};
use crate::report::facts::Facts;
use crate::zones;

const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");

/// A part of the page.
pub struct Section {
    /// The name by which the page finds it.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The heading in the contents.
    pub short: String,
    /// A class for the style; may be empty.
    pub class: &'static str,
    pub body: Markup,
}

impl Section {
    pub fn of(id: &str, title: &str, body: Markup) -> Self {
        Section { id: id.to_owned(), title: title.to_owned(), short: title.to_owned(), class: "", body }
    }
}

/// Returns the page of a plan.
#[must_use]
pub fn html(facts: &Facts) -> String {
    let texts = &Texts::of(facts);
    let problem = texts.problem();
    let mut sections =
        vec![Section::of("samenvatting", texts.pick("Samenvatting", "Summary"), summary::summary(texts))];
    if let Some(since) = &facts.changes {
        let title = texts.pick("Wijzigingen sinds de vorige editie", "Changes since the earlier edition");
        sections.push(Section::of("wijzigingen", title, changes::changes(texts, since)));
    }
    sections
        .push(Section { class: "only-script", ..Section::of("filter", texts.pick("Filter", "Filter"), filter(texts)) });
    sections.extend(quarters::sections(texts));
    if let Some(body) = map::map(texts) {
        sections.push(Section::of("kaart", texts.pick("Kaart", "Map"), body));
    }
    sections.push(Section::of("bezoeken", texts.pick("Bezoeken", "Visits"), visits::visits(texts)));
    let title = texts.pick("Niet ingepland", "Not planned");
    sections.push(Section::of("niet-ingepland", title, left_out::left_out(texts)));
    if !facts.countries.is_empty() {
        sections.push(Section::of("landen", texts.pick("Landen", "Countries"), countries::countries(texts)));
    }
    sections.push(Section::of("reizigers", texts.pick("Reizigers", "Travellers"), people::travellers(texts)));
    if let Some(body) = people::absences(texts) {
        let title = texts.pick("Vervanging en gemiste vergaderingen", "Acting and missed events");
        sections.push(Section::of("vervanging", title, body));
    }
    if let Some(body) = people::deadlines(texts) {
        sections.push(Section::of("voorbereiding", texts.pick("Voorbereiding", "Preparation"), body));
    }
    if let Some(body) = rules::rules(texts) {
        let title = texts.pick("Grenzen en middelen", "Limits and resources");
        sections.push(Section::of("grenzen", title, body));
    }
    let period = texts.words.days(problem.horizon, true);
    let as_of = problem.as_of.map(|day| texts.words.full_date(day));
    let intro = html! {
        p class="period" {
            (period)
            @if let Some(as_of) = as_of {
                ". " (texts.pick("Stand van ", "As of ")) (as_of)
            }
        }
    };
    shell(texts, &problem.title, intro, sections, true)
}

/// The page around its sections.
///
/// * `intro`: what stands under the title.
/// * `has_script`: whether there is a filter.
pub fn shell(texts: &Texts, title: &str, intro: Markup, sections: Vec<Section>, has_script: bool) -> String {
    let marking = marking(texts);
    let style = format!("{STYLE}{}", paper(texts, &marking));
    let script = if has_script { format!(" script-src '{}';", hash(SCRIPT)) } else { String::new() };
    let policy =
        format!("default-src 'none'; style-src '{}';{script} base-uri 'none'; form-action 'none'", hash(&style));
    let language = if texts.problem().language == Language::Dutch { "nl" } else { "en" };
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                a class="skip" href="#inhoud" { (texts.pick("Naar de inhoud", "Skip to the content")) }
                header {
                    p class="marking" { (marking) }
                    h1 { (title) }
                    (intro)
                }
                nav aria-label=(texts.pick("Inhoud", "Contents")) {
                    ul {
                        @for section in &sections {
                            li class=(section.class) hidden[section.class == "only-script"] {
                                a href={ "#" (section.id) } { (section.short) }
                            }
                        }
                    }
                }
                main id="inhoud" tabindex="-1" {
                    @for section in &sections {
                        section id=(section.id) class=(section.class) aria-labelledby={ "kop-" (section.id) }
                            hidden[section.class == "only-script"] {
                            h2 id={ "kop-" (section.id) } { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer {
                    p {
                        (texts.pick("Gemaakt met reisagenda ", "Made with reisagenda "))
                        (env!("CARGO_PKG_VERSION")) ", " (texts.pick("tijdzones van editie ", "time zones of edition "))
                        (zones::edition()) "."
                    }
                }
                @if has_script { script { (PreEscaped(SCRIPT)) } }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

/// Who the page is for: what its most confidential request asks.
fn marking(texts: &Texts) -> String {
    match texts.facts.confidentiality {
        Confidentiality::Public => texts.pick("Openbaar", "Public"),
        Confidentiality::Internal => texts.pick("Intern: alleen voor de overheid", "Internal: for the government only"),
        Confidentiality::Confidential => texts.pick(
            "Vertrouwelijk: alleen voor wie bij deze reizen betrokken is",
            "Confidential: only for those concerned with these trips",
        ),
    }
    .to_owned()
}

/// The margins of every printed page: who it is for, and its number.
fn paper(texts: &Texts, marking: &str) -> String {
    let (page, of) = texts.pick(("Pagina ", " van "), ("Page ", " of "));
    format!(
        "@page{{@top-left{{content:\"{marking}\"}}@bottom-right{{content:\"{page}\" counter(page) \"{of}\" counter(pages)}}}}\n"
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
}

/// What is shown: one traveller, country or status, or lines with a word. The script shows it and does it.
fn filter(texts: &Texts) -> Markup {
    let all = texts.pick("alle", "all");
    let problem = texts.problem();
    html! {
        form id="filter-form" {
            div class="field" {
                label for="filter-traveller" { (texts.pick("Reiziger", "Traveller")) }
                select id="filter-traveller" name="travellers" {
                    option value="" { (all) }
                    @for row in &texts.facts.travellers {
                        option value=(problem.traveller(row.traveller).id) { (row.office) }
                    }
                }
            }
            div class="field" {
                label for="filter-country" { (texts.pick("Land", "Country")) }
                select id="filter-country" name="countries" {
                    option value="" { (all) }
                    @for row in &texts.facts.countries { option value=(row.country) { (row.name) } }
                }
            }
            div class="field" {
                label for="filter-status" { (texts.pick("Status", "Status")) }
                select id="filter-status" name="statuses" {
                    option value="" { (all) }
                    @for status in Texts::STATUSES { option value=(status_key(status)) { (texts.status(status)) } }
                }
            }
            div class="field" {
                label for="filter-text" { (texts.pick("Woord", "Word")) }
                input id="filter-text" name="text" type="search" autocomplete="off";
            }
            button type="reset" { (texts.pick("Alles tonen", "Show all")) }
            p id="filter-said" role="status" data-all=(texts.pick("Alles wordt getoond.", "Everything is shown."))
                data-some=(texts.pick("{n} van {m} bezoeken getoond.", "{n} of {m} visits shown.")) {}
        }
    }
}
