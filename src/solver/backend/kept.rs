//! Some of many things are kept: which, as a list of yes and no, one for each.

/// Keeps those things that the list says yes to. Without a word in the list a thing goes.
pub fn retain_by<T>(things: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    things.retain(|_| keep.next().is_some_and(|&keep| keep));
}

/// The position of each of some things among those of them that are kept.
pub fn positions_among(keep: &[bool]) -> Vec<usize> {
    let mut n_kept = 0;
    let position = |&keep: &bool| {
        n_kept += usize::from(keep);
        n_kept.saturating_sub(1)
    };
    keep.iter().map(position).collect()
}
