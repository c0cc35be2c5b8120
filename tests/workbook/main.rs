//! Workbooks: every scenario goes there and back unchanged, what people type is read or refused with a remedy, and the
//! commands that read and write workbooks do so.

mod book;
mod commands;
mod mistakes;
mod odd;
mod plan;
mod round;
