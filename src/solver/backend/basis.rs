//! The basis of a linear program: which columns and rows hold its solution, kept to solve it again from there.
//!
//! # Invariants
//!
//! * The only unsafe code is here, two calls of HiGHS' C interface: the crate `highs` has none for a basis. They get
//!   vectors that are as long as HiGHS says its program has columns and rows.

use super::kept::retain_by;
use highs::Model;
use highs_sys::{
    Highs_getBasis, Highs_setBasis, HighsInt, STATUS_OK, kHighsBasisStatusBasic, kHighsBasisStatusLower,
    kHighsBasisStatusNonbasic,
};

/// The status of each column and of each row, in HiGHS' numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    cols: Vec<u8>,
    rows: Vec<u8>,
}

impl Basis {
    /// Returns the basis that a program has, or `None` when it has none.
    pub fn of(model: &Model) -> Option<Self> {
        let (mut cols, mut rows) = (vec![0; model.num_cols()], vec![0; model.num_rows()]);
        #[expect(unsafe_code, reason = "the crate highs has no call for it")]
        // SAFETY: the pointer is that of a living program, which fills a number for each of its columns and rows.
        let status = unsafe { Highs_getBasis(model.as_ptr(), cols.as_mut_ptr(), rows.as_mut_ptr()) };
        let small = |statuses: Vec<HighsInt>| -> Option<Vec<u8>> {
            statuses.into_iter().map(|status| u8::try_from(status).ok()).collect()
        };
        if status == STATUS_OK { Some(Basis { cols: small(cols)?, rows: small(rows)? }) } else { None }
    }

    /// Returns what it is of some columns and rows alone. Where all that go are idle, it is a basis of what stays.
    pub fn retain(mut self, cols: &[bool], rows: &[bool]) -> Self {
        retain_by(&mut self.cols, cols);
        retain_by(&mut self.rows, rows);
        self
    }

    /// Has a program begin from this basis, and says whether it took it.
    ///
    /// * `model`: the program that it is of, with columns and rows that came since, none of which hold the solution but the
    ///   rows' own slack.
    /// * `sums`: rows that are an equation for a column of its own, each with that column, which holds the solution in the
    ///   row's stead where the row came since. The column's bounds may have changed.
    pub fn put(&self, model: &mut Model, sums: impl Iterator<Item = (usize, usize)>) -> bool {
        let (n_cols, n_rows) = (model.num_cols(), model.num_rows());
        if self.cols.len() > n_cols || self.rows.len() > n_rows {
            return false;
        }
        let wide = |statuses: &[u8]| statuses.iter().map(|&status| HighsInt::from(status)).collect::<Vec<HighsInt>>();
        let (mut cols, mut rows) = (wide(&self.cols), wide(&self.rows));
        cols.resize(n_cols, kHighsBasisStatusLower);
        rows.resize(n_rows, kHighsBasisStatusBasic);
        for (row, col) in sums {
            if row >= self.rows.len() {
                (rows[row], cols[col]) = (kHighsBasisStatusLower, kHighsBasisStatusBasic);
            } else if cols[col] != kHighsBasisStatusBasic {
                cols[col] = kHighsBasisStatusNonbasic;
            }
        }
        #[expect(unsafe_code, reason = "the crate highs has no call for it")]
        // SAFETY: the pointer is that of a living program, which reads a number for each of its columns and rows.
        let status = unsafe { Highs_setBasis(model.as_mut_ptr(), cols.as_ptr(), rows.as_ptr()) };
        status == STATUS_OK
    }
}
