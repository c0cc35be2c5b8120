//! A page of plain text: paragraphs and items, wrapped to the width of the terminal.

/// The narrowest and the widest text; a wider line is hard to read.
const WIDTHS: (u16, u16) = (60, 110);

/// A page under construction.
pub struct Page {
    width: usize,
    pub text: String,
}

impl Page {
    /// An empty page for a terminal of so many columns.
    pub fn new(width: u16) -> Self {
        Page { width: usize::from(width.clamp(WIDTHS.0, WIDTHS.1)), text: String::new() }
    }

    /// A paragraph with a blank line before it.
    pub fn title(&mut self, title: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(title, 0);
    }

    /// A paragraph, wrapped; deeper ones stand further to the right.
    pub fn line(&mut self, line: &str, depth: usize) {
        let deeper = line.chars().take_while(|&c| c == ' ').count() / 2;
        let indent = "  ".repeat(depth + deeper);
        let options = textwrap::Options::new(self.width).initial_indent(&indent).subsequent_indent(&indent);
        self.text.push_str(&textwrap::fill(line.trim(), options));
        self.text.push('\n');
    }

    pub fn lines(&mut self, lines: &[String], depth: usize) {
        for line in lines {
            self.line(line, depth);
        }
    }

    /// Items with a dash.
    pub fn items(&mut self, items: &[String], depth: usize) {
        for item in items {
            let first = format!("{}- ", "  ".repeat(depth));
            let next = " ".repeat(first.len());
            let options = textwrap::Options::new(self.width).initial_indent(&first).subsequent_indent(&next);
            self.text.push_str(&textwrap::fill(item.trim(), options));
            self.text.push('\n');
        }
    }
}
