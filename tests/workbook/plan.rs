//! A plan as a workbook: the numbers are those of the checker, dates are dates, and nothing in it is a formula.

use std::path::Path;

use reisagenda::checker;
use reisagenda::domain::Language;
use reisagenda::planfile;
use reisagenda::report::book;
use reisagenda::report::facts::{Facts, Sources};
use reisagenda::scenario::{self, Look};
use reisagenda::workbook::{self, Book, Cell};

/// The workbook of a plan that stands beside its scenario, with what the checker says of it.
fn workbook_of(scenario: &str, plan: &str, language: Language, look: impl FnOnce(&Facts, &Book)) {
    let loaded = scenario::load(Path::new(scenario));
    let mut problem = loaded.unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English))).problem;
    problem.language = language;
    let (plan, claims) = planfile::read_with_claims(&problem, Path::new(plan)).expect("a plan");
    let report = checker::check(&problem, &plan);
    let facts = Facts::of(&problem, &plan, &report, &Sources { claims, ..Sources::default() });
    let bytes = workbook::write(&book::pages(&facts)).expect("a workbook");
    let again = workbook::write(&book::pages(&facts)).expect("a workbook");
    assert!(bytes == again, "the same plan gives the same bytes");
    look(&facts, &workbook::read(&bytes).expect("our own workbook"));
}

/// The cells below a heading.
fn below(book: &Book, sheet: &str, heading: &str) -> Vec<Option<Cell>> {
    let sheet = book.sheets.iter().find(|it| it.name == sheet).unwrap_or_else(|| panic!("a sheet {sheet}"));
    let is_it = |cell: &Cell| *cell == Cell::Text(heading.to_owned());
    let column = sheet.cells.iter().find(|((row, _), cell)| *row == 0 && is_it(cell)).map(|((_, column), _)| *column);
    let column = column.unwrap_or_else(|| panic!("a heading {heading}"));
    sheet.rows().skip(1).map(|(row, _)| sheet.cell(row, column).cloned()).collect()
}

fn numbers(cells: &[Option<Cell>]) -> f64 {
    let number = |cell: &Option<Cell>| match cell {
        Some(Cell::Number(number)) => *number,
        other => panic!("no number: {other:?}"),
    };
    cells.iter().map(number).sum()
}

#[test]
fn the_rows_add_up_to_what_the_checker_says() {
    let (scenario, plan) = ("scenarios/valid/rule-stability.toml", "scenarios/valid/rule-stability.plan.json");
    workbook_of(scenario, plan, Language::Dutch, |facts, book| {
        let starts = below(book, "Agenda", "Begin");
        assert_eq!(starts.len(), facts.totals.n_planned);
        assert!(!starts.is_empty() && starts.iter().all(|cell| matches!(cell, Some(Cell::Serial(_)))), "{starts:?}");
        assert_eq!(below(book, "Niet ingepland", "Wens").len(), facts.left_out.len());
        let days = numbers(&below(book, "Per reiziger", "Dagen van huis"));
        assert_eq!(days, facts.totals.n_days_away as f64);
        let euros = numbers(&below(book, "Reizen", "Samen (euro)"));
        assert_eq!((euros * 100.0).round(), facts.totals.eur.0 as f64);
        let legs = numbers(&below(book, "Trajecten", "Euro")) + numbers(&below(book, "Reizen", "Verblijf (euro)"));
        assert_eq!((legs * 100.0).round(), facts.totals.eur.0 as f64);
    });
}

#[test]
fn the_workbook_speaks_the_language_of_the_agenda() {
    let (scenario, plan) = ("scenarios/valid/rule-stability.toml", "scenarios/valid/rule-stability.plan.json");
    for (language, names) in [
        (Language::Dutch, ["Samenvatting", "Agenda", "Limieten", "Niet ingepland"]),
        (Language::English, ["Summary", "Agenda", "Limits", "Not planned"]),
    ] {
        workbook_of(scenario, plan, language, |_, book| {
            for name in names {
                assert!(book.sheets.iter().any(|sheet| sheet.name == name), "{language:?} has no {name}");
            }
        });
    }
}
