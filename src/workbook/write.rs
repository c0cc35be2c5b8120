//! [`Pages`] to the bytes of an .xlsx file, through the crate `rust_xlsxwriter`.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::book::{Cell, cell_name, column_name};
use super::page::{Choices, Column, Kind, Mark, Page, Pages, Row, RowKind, Shape};
use crate::domain::Language;
use crate::say;
use crate::texts::{Said, language};

/// Why a workbook cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(pub Said);

/// So many rows of a form are prepared for what people add.
const N_PREPARED: u32 = 1000;

/// The most characters that a cell takes.
const MAX_CHARS: usize = 32_767;

/// The most characters of all words of a drop-down list together.
const MAX_WORDS: usize = 255;

/// The dates that a date cell takes: those that a scenario may have.
const DATES: (&str, &str) = ("1970-01-01", "2199-12-31");

/// The characters side by side that a page takes in print that can still be read.
const CHARS_A_PAGE: u32 = 210;

const HEADING_FILL: Color = Color::RGB(0x15_42_73);
const TITLE_FILL: Color = Color::RGB(0xDC_E6_F1);
const MISTAKE_FILL: Color = Color::RGB(0xFF_C7_CE);
const MISTAKE_INK: Color = Color::RGB(0x9C_00_06);
const UNUSED_FILL: Color = Color::RGB(0xD9_D9_D9);
const WARNING_FILL: Color = Color::RGB(0xFF_EB_9C);

/// Writes a workbook.
///
/// # Errors
///
/// When a text is too long for a cell, or a sheet has too many rows.
pub fn write(pages: &Pages) -> Result<Vec<u8>, Unwritable> {
    for page in &pages.pages {
        check(page)?;
    }
    let attempt = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // Without a date of its own a file would have that of the clock.
        let made = ExcelDateTime::parse_from_str("2025-01-01")?;
        let properties = DocProperties::new().set_title(&pages.title).set_author("reisagenda");
        workbook.set_properties(&properties.set_creation_datetime(&made));
        for page in &pages.pages {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&page.name)?;
            Writer { sheet, page, language: pages.language }.write(pages)?;
        }
        workbook.save_to_buffer()
    };
    attempt().map_err(|error| {
        let error = error.to_string();
        Unwritable(say!("de werkmap kan niet worden gemaakt: {error}", "the workbook cannot be made: {error}"))
    })
}

fn check(page: &Page) -> Result<(), Unwritable> {
    for row in &page.rows {
        for (column, cell) in (0..).zip(&row.cells) {
            // Spreadsheets count in UTF-16.
            if matches!(cell, Some(Cell::Text(text)) if text.encode_utf16().count() > MAX_CHARS) {
                let (sheet, cell) = (&page.name, cell_name(row.at, column));
                return Err(Unwritable(say!(
                    "de tekst voor {sheet}!{cell} is te lang: een cel heeft hoogstens {MAX_CHARS} tekens",
                    "the text for {sheet}!{cell} is too long: a cell takes at most {MAX_CHARS} characters"
                )));
            }
        }
    }
    Ok(())
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    page: &'a Page,
    language: Language,
}

impl Writer<'_> {
    fn write(mut self, pages: &Pages) -> Result<(), XlsxError> {
        for (at, column) in (0..).zip(&self.page.columns) {
            self.sheet.set_column_width(at, column.width)?;
            if matches!(self.page.shape, Shape::Form { .. }) {
                self.sheet.set_column_format(at, &self.format(column.kind))?;
            }
        }
        match self.page.shape {
            Shape::Form { heading, n_still } => {
                self.heading(heading)?;
                let last = self.page.rows.iter().map(|row| row.at).max().unwrap_or(heading);
                for (at, column) in (0_u16..).zip(&self.page.columns) {
                    if let Some(validation) = self.validation(column.kind, &column.choices)? {
                        let to = last.max(heading) + N_PREPARED;
                        self.sheet.add_data_validation(heading + 1, at, to, at, &validation)?;
                    }
                }
                let grey = Format::new().set_background_color(UNUSED_FILL);
                for it in &self.page.greys {
                    let Ok(at) = u16::try_from(it.column) else { continue };
                    let rule = ConditionalFormatFormula::new().set_rule(it.formula.as_str()).set_format(&grey);
                    self.sheet.add_conditional_format(heading + 1, at, last.max(heading) + N_PREPARED, at, &rule)?;
                }
                self.stand_still(heading, n_still)?;
            }
            Shape::List { n_still } => {
                self.heading(0)?;
                let last = self.page.rows.iter().map(|row| row.at).max().unwrap_or(0);
                if let Some(width) = u16::try_from(self.page.columns.len()).ok().filter(|width| *width > 0) {
                    self.sheet.autofilter(0, 0, last, width - 1)?;
                }
                self.stand_still(0, n_still)?;
            }
            Shape::Text => {
                self.sheet.set_screen_gridlines(false);
            }
        }
        for row in &self.page.rows {
            self.row(row)?;
        }
        self.marks()?;
        self.print(pages)
    }

    fn stand_still(&mut self, heading: u32, n_still: u32) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(heading + 1, u16::try_from(n_still).unwrap_or(0))?;
        self.sheet.set_repeat_rows(heading, heading)?;
        Ok(())
    }

    fn heading(&mut self, row: u32) -> Result<(), XlsxError> {
        let format = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(HEADING_FILL)
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::White);
        for (at, column) in (0..).zip(&self.page.columns) {
            let title = if column.is_required { format!("{} *", column.title) } else { column.title.clone() };
            self.sheet.write_string_with_format(row, at, title, &format)?;
            if let Some(note) = &column.note {
                self.sheet.insert_note(row, at, &note_of(note))?;
            }
        }
        self.sheet.set_row_height(row, 32)?;
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<(), XlsxError> {
        for (at, cell) in (0_u16..).zip(&row.cells) {
            let own = row.own.iter().find(|(column, ..)| *column == u32::from(at));
            let kind = own.map(|(_, kind, _)| *kind).or(self.page.columns.get(usize::from(at)).map(|c| c.kind));
            let mut format = self.format(kind.unwrap_or(Kind::Text));
            match row.kind {
                RowKind::Plain => {}
                RowKind::Title => format = Format::new().set_bold().set_font_size(16),
                RowKind::Heading => format = Format::new().set_bold().set_background_color(TITLE_FILL),
            }
            let is_wrong = |mark: &&Mark| (mark.row, mark.column) == (row.at, u32::from(at));
            if let Some(mark) = self.page.marks.iter().filter(is_wrong).min_by_key(|mark| mark.is_warning) {
                format = marked(format, mark.is_warning);
            }
            if let Some((_, kind, choices)) = own
                && let Some(validation) = self.validation(*kind, choices)?
            {
                self.sheet.add_data_validation(row.at, at, row.at, at, &validation)?;
            }
            self.cell(row.at, at, cell.as_ref(), format)?;
        }
        self.height(row)
    }

    /// Makes a row as high as its longest text needs: not every program does so by itself.
    fn height(&mut self, row: &Row) -> Result<(), XlsxError> {
        let lines_of = |(column, cell): (&Column, &Option<Cell>)| match cell {
            Some(Cell::Text(text)) if column.kind == Kind::Long => {
                let width = usize::try_from(column.width.max(1)).unwrap_or(1);
                text.lines().map(|line| line.chars().count().div_ceil(width).max(1)).sum()
            }
            _ => 1,
        };
        let n_lines = self.page.columns.iter().zip(&row.cells).map(lines_of).max().unwrap_or(1);
        if n_lines > 1 && row.kind == RowKind::Plain {
            self.sheet.set_row_height(row.at, u32::try_from(n_lines.min(25)).unwrap_or(25) * 15)?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, cell: Option<&Cell>, format: Format) -> Result<(), XlsxError> {
        match cell {
            None => self.sheet.write_blank(row, column, &format)?,
            Some(Cell::Text(text)) => {
                // Whoever edits the cell gets a text again, and no formula.
                let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
                let format = if is_risky { format.set_quote_prefix() } else { format };
                self.sheet.write_string_with_format(row, column, text, &format)?
            }
            Some(Cell::Number(number)) => self.sheet.write_number_with_format(row, column, *number, &format)?,
            Some(Cell::Serial(serial)) => self.sheet.write_number_with_format(row, column, *serial, &format)?,
            Some(Cell::Flag(value)) => self.sheet.write_boolean_with_format(row, column, *value, &format)?,
            Some(Cell::Error(text)) => self.sheet.write_string_with_format(row, column, text, &format)?,
            Some(Cell::Uncomputed) => self.sheet.write_string_with_format(row, column, "?", &format)?,
        };
        Ok(())
    }

    fn format(&self, kind: Kind) -> Format {
        let format = Format::new().set_align(FormatAlign::Top);
        let is_list = matches!(self.page.shape, Shape::List { .. });
        // The number says whose names of days and months: Dutch or British.
        let day = language::pick(self.language, "[$-413]ddd d mmm yyyy", "[$-809]ddd d mmm yyyy");
        match kind {
            // In a list texts stand off the numbers before them.
            Kind::Text if is_list => format.set_align(FormatAlign::Left).set_indent(1),
            Kind::Long if is_list => format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
            Kind::Text => format.set_num_format("@"),
            Kind::Long => format.set_text_wrap(),
            Kind::Number => format,
            Kind::Money => format.set_num_format("#,##0.00"),
            Kind::Share => format.set_num_format("0.0%"),
            Kind::Date => format.set_num_format(day).set_align(FormatAlign::Left),
            Kind::Moment => format.set_num_format(format!("{day} hh:mm")).set_align(FormatAlign::Left),
            Kind::Time => format.set_num_format("hh:mm").set_align(FormatAlign::Left),
        }
    }

    /// What a cell refuses, or asks about, when something is typed in it.
    fn validation(&self, kind: Kind, choices: &Choices) -> Result<Option<DataValidation>, XlsxError> {
        let pick = |nl, en| language::pick(self.language, nl, en);
        let validation = match choices {
            Choices::Words(words) if words.iter().map(|word| word.chars().count() + 1).sum::<usize>() <= MAX_WORDS => {
                DataValidation::new()
                    .allow_list_strings(words)?
                    .set_error_title(pick("Onbekend woord", "Unknown word"))?
                    .set_error_message(pick(
                        "Kies een van de woorden uit de lijst.",
                        "Choose one of the words of the list.",
                    ))?
            }
            Choices::From { sheet, column } => {
                let (sheet, column) = (sheet.replace('\'', "''"), column_name(*column));
                let range = format!("='{sheet}'!${column}$2:${column}${}", N_PREPARED);
                DataValidation::new()
                    .allow_list_formula(Formula::new(range))
                    .set_error_style(DataValidationErrorStyle::Warning)
                    .set_error_title(pick("Staat nog niet in de lijst", "Not in the list yet"))?
                    .set_error_message(pick(
                        "Kies een id uit de lijst, of voeg het toe op het andere blad.",
                        "Choose an id of the list, or add it on the other sheet.",
                    ))?
            }
            Choices::Any if kind == Kind::Date => {
                let (first, last) = (ExcelDateTime::parse_from_str(DATES.0)?, ExcelDateTime::parse_from_str(DATES.1)?);
                DataValidation::new()
                    .allow_date(DataValidationRule::Between(first, last))
                    .set_error_style(DataValidationErrorStyle::Warning)
                    .set_error_title(pick("Geen datum", "No date"))?
                    .set_error_message(pick("Typ een datum, zoals 2-3-2027.", "Type a date, such as 2027-03-02."))?
            }
            _ => return Ok(None),
        };
        Ok(Some(validation))
    }

    /// Colours the cells that are marked, and says why in a comment.
    fn marks(&mut self) -> Result<(), XlsxError> {
        let mut by_cell: BTreeMap<(u32, u32), (Vec<&str>, bool)> = BTreeMap::new();
        for mark in &self.page.marks {
            let (texts, is_warning) = by_cell.entry((mark.row, mark.column)).or_insert((Vec::new(), true));
            if !texts.contains(&mark.text.as_str()) {
                texts.push(&mark.text);
            }
            *is_warning &= mark.is_warning;
        }
        for ((row, column), (texts, is_warning)) in by_cell {
            let Ok(at) = u16::try_from(column) else { continue };
            let written = self.page.rows.iter().find(|written| written.at == row);
            let has_cell = written.is_some_and(|written| usize::from(at) < written.cells.len());
            let is_heading = matches!(self.page.shape, Shape::Form { heading, .. } if heading == row);
            if is_heading {
                // The heading is written with its own look; a mark on it is seen by its colour.
                let title = self.page.columns.get(usize::from(at)).map(|column: &Column| column.title.as_str());
                let format = marked(Format::new().set_bold().set_text_wrap(), is_warning);
                self.sheet.write_string_with_format(row, at, title.unwrap_or_default(), &format)?;
            } else if !has_cell {
                self.sheet.write_blank(row, at, &marked(Format::new(), is_warning))?;
            }
            let mut text = texts.join("\n\n");
            if let Some(note) =
                self.page.columns.get(usize::from(at)).and_then(|c| c.note.as_ref()).filter(|_| is_heading)
            {
                text = format!("{text}\n\n{note}");
            }
            self.sheet.insert_note(row, at, &note_of(&text))?;
        }
        Ok(())
    }

    fn print(&mut self, pages: &Pages) -> Result<(), XlsxError> {
        let plain = |text: &str| text.replace('&', "&&").chars().take(100).collect::<String>();
        let width: u32 = self.page.columns.iter().map(|column| column.width).sum();
        let n_pages = u16::try_from(width.div_ceil(CHARS_A_PAGE).max(1)).unwrap_or(1);
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(n_pages, 0);
        self.sheet.set_header(format!("&L{}&R{}", plain(&pages.title), plain(&self.page.name)));
        self.sheet.set_footer(format!("&L{}&R&P / &N", plain(&pages.footer)));
        Ok(())
    }
}

fn marked(format: Format, is_warning: bool) -> Format {
    if is_warning {
        return format.set_background_color(WARNING_FILL);
    }
    format
        .set_background_color(MISTAKE_FILL)
        .set_font_color(MISTAKE_INK)
        .set_border(FormatBorder::Thin)
        .set_border_color(MISTAKE_INK)
}

/// A comment that is as high as its text needs.
fn note_of(text: &str) -> Note {
    const CHARS_A_LINE: usize = 44;
    let n_lines: usize = text.lines().map(|line| 1 + line.chars().count() / CHARS_A_LINE).sum();
    let height = u32::try_from(20 + 17 * n_lines).unwrap_or(600).min(600);
    Note::new(text).add_author_prefix(false).set_author("reisagenda").set_width(320).set_height(height)
}
