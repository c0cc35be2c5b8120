//! The report as a text in OpenDocument format, which Word opens and the Dutch government asks for.
//!
//! # Invariants
//!
//! * Headings are headings, the heads of tables repeat on every page, and title and language are set, so that a screen
//!   reader can read it.
//! * The same report gives the same bytes: no date of making is in the file.
//!
//! # Source
//!
//! OASIS, *Open Document Format for Office Applications (OpenDocument) v1.3*, part 2 (packages) and part 3 (schema).

use std::io::{self, Cursor, Write as _};

use maud::{Markup, html};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::blocks::{Block, Column, Contents};
use crate::domain::Language;
use crate::report::page::Texts;

const TYPE: &str = "application/vnd.oasis.opendocument.text";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
const STYLE: &str = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
const TEXT: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const TABLE: &str = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
const FO: &str = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0";
const META: &str = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const MANIFEST: &str = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

/// Writes the report.
pub(super) fn text(texts: &Texts, contents: &Contents) -> Vec<u8> {
    packed(&[
        ("META-INF/manifest.xml", manifest()),
        ("content.xml", content(texts, contents)),
        ("styles.xml", styles(texts)),
        ("meta.xml", meta(texts, contents)),
    ])
    .expect("a file in memory takes every byte")
}

/// Packs the parts; the type comes first and as it is, so that programs know the file by its first bytes.
fn packed(parts: &[(&str, Markup)]) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("mimetype", SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
    archive.write_all(TYPE.as_bytes())?;
    for (name, part) in parts {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
        archive.write_all(XML.as_bytes())?;
        archive.write_all(part.0.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn manifest() -> Markup {
    html! {
        manifest:manifest xmlns:manifest=(MANIFEST) manifest:version="1.3" {
            manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type=(TYPE) {}
            @for part in ["content.xml", "styles.xml", "meta.xml"] {
                manifest:file-entry manifest:full-path=(part) manifest:media-type="text/xml" {}
            }
        }
    }
}

fn meta(texts: &Texts, contents: &Contents) -> Markup {
    html! {
        office:document-meta xmlns:office=(OFFICE) xmlns:meta=(META) xmlns:dc=(DC) office:version="1.3" {
            office:meta {
                meta:generator { "reisagenda/" (env!("CARGO_PKG_VERSION")) }
                dc:title { (clean(&contents.title)) }
                dc:subject { (clean(&texts.problem().title)) }
                dc:language { (language(texts).0) "-" (language(texts).1) }
            }
        }
    }
}

/// Language and country.
fn language(texts: &Texts) -> (&'static str, &'static str) {
    match texts.problem().language {
        Language::Dutch => ("nl", "NL"),
        Language::English => ("en", "GB"),
    }
}

fn content(texts: &Texts, contents: &Contents) -> Markup {
    let mut n_tables = 0;
    html! {
        office:document-content xmlns:office=(OFFICE) xmlns:style=(STYLE) xmlns:text=(TEXT) xmlns:table=(TABLE)
            xmlns:fo=(FO) office:version="1.3" {
            office:automatic-styles {
                style:style style:name="Tabel" style:family="table" {
                    style:table-properties style:width={ (WIDTH) "mm" } table:align="margins" fo:margin-bottom="0.5cm" {}
                }
                style:style style:name="Rij" style:family="table-row" {
                    style:table-row-properties fo:keep-together="always" {}
                }
                style:style style:name="Cel" style:family="table-cell" {
                    style:table-cell-properties fo:padding="0.08cm" fo:border-bottom="0.5pt solid #8a97a6" {}
                }
                style:style style:name="Kopcel" style:family="table-cell" {
                    style:table-cell-properties fo:padding="0.08cm" fo:border-bottom="1.5pt solid #154273" {}
                }
                @for (number, widths) in widths(contents).iter().enumerate() {
                    @for (idx, millimetres) in widths.iter().enumerate() {
                        style:style style:name=(column_style(number + 1, idx)) style:family="table-column" {
                            style:table-column-properties style:column-width={ (millimetres) "mm" } {}
                        }
                    }
                }
            }
            office:body {
                office:text {
                    text:p text:style-name="Merking" { (texts.marking()) }
                    text:h text:style-name="Title" text:outline-level="1" { (clean(&contents.title)) }
                    text:p text:style-name="Subtitle" {
                        (clean(&texts.problem().title)) @if let Some(as_of) = texts.as_of() { ". " (as_of) }
                    }
                    @for block in &contents.blocks {
                        @match block {
                            Block::Heading(heading) => {
                                text:h text:style-name="Heading_20_2" text:outline-level="2" { (clean(heading)) }
                            }
                            Block::Text(text) => { text:p text:style-name="Text_20_body" { (clean(text)) } }
                            Block::Table { caption, columns, rows } => {
                                @let number = { n_tables += 1; n_tables };
                                (table(number, caption, columns, rows))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(number: usize, caption: &str, columns: &[Column], rows: &[Vec<String>]) -> Markup {
    let style = |column: &Column, is_head: bool| match (column.is_number, is_head) {
        (true, true) => "Kop_20_getal",
        (false, true) => "Kop",
        (true, false) => "Getal",
        (false, false) => "Inhoud",
    };
    html! {
        text:p text:style-name="Bijschrift" { (clean(caption)) }
        table:table table:name={ "Tabel" (number) } table:style-name="Tabel" {
            @for idx in 0..columns.len() { table:table-column table:style-name=(column_style(number, idx)) {} }
            table:table-header-rows {
                table:table-row table:style-name="Rij" {
                    @for column in columns {
                        table:table-cell table:style-name="Kopcel" office:value-type="string" {
                            text:p text:style-name=(style(column, true)) { (column.heading) }
                        }
                    }
                }
            }
            @for row in rows {
                table:table-row table:style-name="Rij" {
                    @for (cell, column) in row.iter().zip(columns) {
                        table:table-cell table:style-name="Cel" office:value-type="string" {
                            text:p text:style-name=(style(column, false)) { (clean(cell)) }
                        }
                    }
                }
            }
        }
    }
}

/// The width of a table in millimetres.
const WIDTH: usize = 170;

/// The name of the style of a column.
fn column_style(table: usize, column_idx: usize) -> String {
    format!("Tabel{table}.{}", column_idx + 1)
}

/// The widths of the columns of every table, in millimetres.
fn widths(contents: &Contents) -> Vec<Vec<usize>> {
    let tables = contents.blocks.iter().filter_map(|block| match block {
        Block::Table { columns, rows, .. } => Some((columns, rows)),
        Block::Heading(_) | Block::Text(_) => None,
    });
    let of_table = |(columns, rows): (&Vec<Column>, &Vec<Vec<String>>)| {
        let texts = |idx: usize| rows.iter().map(move |row: &Vec<String>| row[idx].as_str());
        let shares: Vec<usize> = columns.iter().enumerate().map(|(idx, column)| share(column, texts(idx))).collect();
        let all: usize = shares.iter().sum();
        // No word is broken that fits on an even share of the width.
        let least: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(idx, column)| longest_word(texts(idx).chain([column.heading])).min(WIDTH / columns.len()))
            .collect();
        let more: Vec<usize> =
            shares.iter().zip(&least).map(|(share, least)| (WIDTH * share / all).saturating_sub(*least)).collect();
        let (left, of) = (WIDTH.saturating_sub(least.iter().sum()), more.iter().sum::<usize>().max(1));
        least.iter().zip(&more).map(|(least, more)| least + left * more / of).collect()
    };
    tables.map(of_table).collect()
}

/// The width of the longest word of some texts, in millimetres: two for a letter, and two for the edges of its cell.
fn longest_word<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.flat_map(str::split_whitespace).map(|word| word.chars().count() * 2 + 2).max().unwrap_or(0)
}

/// What a column asks of the width of its table: between the mean and the longest of its texts, so that one long text
/// does not crowd out all others.
fn share<'t>(column: &Column, texts: impl Iterator<Item = &'t str>) -> usize {
    let lengths: Vec<usize> = texts.map(|text| text.chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mean = lengths.iter().sum::<usize>() / lengths.len().max(1);
    ((mean + longest) / 2).max(column.heading.chars().count()).clamp(12, 70)
}

/// What a paragraph looks like.
struct Look {
    name: &'static str,
    shown: &'static str,
    size: &'static str,
    colour: &'static str,
    is_bold: bool,
    is_right: bool,
    above: &'static str,
    below: &'static str,
}

impl Look {
    const fn of(name: &'static str, shown: &'static str, size: &'static str) -> Self {
        Look { name, shown, size, colour: "#17202b", is_bold: false, is_right: false, above: "0cm", below: "0cm" }
    }
}

fn styles(texts: &Texts) -> Markup {
    let (language, country) = language(texts);
    const ACCENT: &str = "#154273";
    let bold = |look: Look| Look { is_bold: true, ..look };
    let looks = [
        Look { colour: "#9b1c1c", ..bold(Look::of("Merking", "Merking", "9pt")) },
        Look { colour: ACCENT, above: "0.2cm", ..bold(Look::of("Title", "Title", "18pt")) },
        Look { colour: "#4a5563", below: "0.4cm", ..Look::of("Subtitle", "Subtitle", "11pt") },
        Look { colour: ACCENT, above: "0.6cm", below: "0.2cm", ..bold(Look::of("Heading_20_2", "Heading 2", "14pt")) },
        Look { below: "0.2cm", ..Look::of("Text_20_body", "Text body", "10.5pt") },
        Look { above: "0.2cm", below: "0.1cm", ..bold(Look::of("Bijschrift", "Bijschrift", "10pt")) },
        bold(Look::of("Kop", "Kop", "9pt")),
        Look { is_right: true, ..bold(Look::of("Kop_20_getal", "Kop getal", "9pt")) },
        Look::of("Inhoud", "Inhoud", "9pt"),
        Look { is_right: true, ..Look::of("Getal", "Getal", "9pt") },
        Look { colour: "#4a5563", is_right: true, ..Look::of("Footer", "Footer", "8pt") },
    ];
    let (page, of) = texts.pick(("Pagina ", " van "), ("Page ", " of "));
    html! {
        office:document-styles xmlns:office=(OFFICE) xmlns:style=(STYLE) xmlns:text=(TEXT) xmlns:fo=(FO)
            office:version="1.3" {
            office:styles {
                style:default-style style:family="paragraph" {
                    style:text-properties fo:font-family="Verdana, Arial, sans-serif" fo:font-size="10pt"
                        fo:language=(language) fo:country=(country) {}
                }
                @for look in &looks {
                    style:style style:name=(look.name) style:display-name=(look.shown) style:family="paragraph" {
                        style:paragraph-properties fo:margin-top=(look.above) fo:margin-bottom=(look.below)
                            fo:text-align=(if look.is_right { "end" } else { "start" })
                            fo:keep-with-next=(if is_heading(look.name) { "always" } else { "auto" }) {}
                        style:text-properties fo:font-size=(look.size) fo:color=(look.colour)
                            fo:font-weight=(if look.is_bold { "bold" } else { "normal" }) {}
                    }
                }
            }
            office:automatic-styles {
                style:page-layout style:name="A4" {
                    style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm"
                        fo:margin-bottom="1.5cm" fo:margin-left="2cm" fo:margin-right="2cm" {}
                    style:footer-style {
                        style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.3cm" {}
                    }
                }
            }
            office:master-styles {
                style:master-page style:name="Standard" style:page-layout-name="A4" {
                    style:footer {
                        text:p text:style-name="Footer" {
                            (texts.marking()) ". " (page) text:page-number text:select-page="current" {} (of)
                            text:page-count {}
                        }
                    }
                }
            }
        }
    }
}

fn is_heading(style: &str) -> bool {
    matches!(style, "Title" | "Subtitle" | "Heading_20_2" | "Bijschrift")
}

/// The text without characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}
