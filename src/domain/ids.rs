//! Positions in the lists of a [`Problem`](super::Problem). They are the ids of the inner rooms; the ids that people
//! write stay in the things themselves.

/// Defines a position in one list, which cannot be taken for a position in another.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    };
}

index! {
    /// A position in `Problem::places`.
    PlaceIdx
}
index! {
    /// A position in `Problem::travellers`.
    TravellerIdx
}
index! {
    /// A position in `Problem::requests`.
    RequestIdx
}
index! {
    /// A position in `Request::roles`.
    RoleIdx
}
index! {
    /// A position in `Problem::rules`.
    RuleIdx
}
index! {
    /// A position in `Problem::calendars`.
    CalendarIdx
}
