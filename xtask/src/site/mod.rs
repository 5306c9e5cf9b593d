//! What the built page consists of beyond what Trunk makes: one style sheet, workers named by content, the embeddable cell.

pub mod cell;
pub mod html;
pub mod programs;
pub mod style;
pub mod workers;
