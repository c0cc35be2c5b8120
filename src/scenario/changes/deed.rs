//! What was done to a scenario, step by step, for those who are told.

/// One step of a file of changes, as it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the file, or the argument, that it stands in.
    pub source: String,
    /// The title of that file.
    pub title: String,
    /// What its author calls it.
    pub label: Option<String>,
    /// What it does, in the order in which it was done.
    pub deeds: Vec<Deed>,
}

/// One thing that a step does. Ids are as the scenario writes them, dates as year-month-day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Something was added to a list of the scenario.
    Added {
        /// The list, such as `requests`.
        list: String,
        /// Its id, when it has one.
        id: Option<String>,
    },
    /// A field has another value.
    Set {
        /// The list, such as `requests`; the field itself for one at the top.
        list: String,
        /// Whose field, when it is of something with an id.
        id: Option<String>,
        /// The field.
        field: String,
        /// What it was, when there was something.
        from: Option<String>,
        /// What it is; `None` when it was cleared.
        to: Option<String>,
    },
    /// Something was taken out of a list of the scenario.
    Removed {
        /// The list.
        list: String,
        /// Its id.
        id: String,
    },
    /// A traveller is away for other reasons.
    Absent {
        /// Who.
        traveller: String,
        /// The first and last date, when it is not the whole horizon.
        days: Option<(String, String)>,
    },
    /// Nobody can be received.
    Closed {
        /// The country or place.
        whose: String,
        /// The first date.
        first_day: String,
        /// The last date.
        last_day: String,
    },
    /// A visit stays as it is said.
    Pinned {
        /// The request.
        request: String,
        /// When it starts.
        start: String,
    },
    /// A visit that was settled may move again.
    Released {
        /// The request.
        request: String,
    },
    /// A visit is off.
    Cancelled {
        /// The request.
        request: String,
    },
}
