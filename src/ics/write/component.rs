//! Components and properties, and their bytes.

use ical::property::Property;

use super::text;

/// A component: properties first, then the components inside it.
#[derive(Clone, Debug)]
pub(super) struct Component {
    name: &'static str,
    properties: Vec<Property>,
    components: Vec<Component>,
}

impl Component {
    pub(super) fn new(name: &'static str) -> Self {
        Component { name, properties: Vec::new(), components: Vec::new() }
    }

    /// Adds a property whose value is written as it stands: a date, an offset, a keyword, an address.
    pub(super) fn raw(&mut self, name: &str, value: impl Into<String>) {
        self.raw_with(name, &[], value);
    }

    /// As [`Component::raw`], with parameters; those of which nothing is left are left out.
    pub(super) fn raw_with(&mut self, name: &str, params: &[(&str, &str)], value: impl Into<String>) {
        let params: Vec<(String, Vec<String>)> =
            params.iter().filter_map(|&(key, value)| Some((key.to_owned(), vec![text::parameter(value)?]))).collect();
        self.properties.push(Property {
            name: name.to_owned(),
            params: (!params.is_empty()).then_some(params),
            value: Some(value.into()),
        });
    }

    /// Adds a property whose value is a text of one or more lines; a text of which nothing is left is left out.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = text::escape(value);
        if !value.is_empty() {
            self.raw(name, value);
        }
    }

    /// Adds a property whose value is a text on one line.
    pub(super) fn line(&mut self, name: &str, value: &str) {
        self.text(name, &text::one_line(value));
    }

    /// Adds a property whose value is a list of texts, each on one line.
    pub(super) fn list(&mut self, name: &str, values: &[String]) {
        let mut values: Vec<String> = values.iter().map(|value| text::escape(&text::one_line(value))).collect();
        values.retain(|value| !value.is_empty());
        if !values.is_empty() {
            self.raw(name, values.join(","));
        }
    }

    pub(super) fn push(&mut self, component: Component) {
        self.components.push(component);
    }

    pub(super) fn has_components(&self) -> bool {
        !self.components.is_empty()
    }

    /// Appends the component's lines.
    pub(super) fn write(&self, out: &mut String) {
        text::fold(&format!("BEGIN:{}", self.name), out);
        for property in &self.properties {
            text::fold(&content_line(property), out);
        }
        for component in &self.components {
            component.write(out);
        }
        text::fold(&format!("END:{}", self.name), out);
    }
}

/// Writes name, parameters and value; both kinds of value are already as they must be in the file.
fn content_line(property: &Property) -> String {
    let mut line = property.name.clone();
    for (key, values) in property.params.iter().flatten() {
        line.push_str(&format!(";{key}={}", values.join(",")));
    }
    line.push(':');
    line.push_str(property.value.as_deref().unwrap_or_default());
    line
}
