//! Ends and times in words.

use crate::{
    i18n::{I18n, t_string},
    ui::kit::ChipKind,
};
use lineup_core::keep::Ended;

/// How a run ended; followed.
pub fn ended_name(i18n: I18n, ended: Ended) -> &'static str {
    match ended {
        Ended::Running => t_string!(i18n, history.running),
        Ended::Finished => t_string!(i18n, history.finished),
        Ended::Stopped => t_string!(i18n, history.stopped),
        Ended::Cut => t_string!(i18n, history.cut),
        Ended::Failed => t_string!(i18n, history.failed),
        Ended::Interrupted => t_string!(i18n, history.interrupted),
        Ended::Other => t_string!(i18n, history.other),
    }
}

pub fn ended_look(ended: Ended) -> ChipKind {
    match ended {
        Ended::Running => ChipKind::Accent,
        Ended::Finished => ChipKind::Ok,
        Ended::Cut | Ended::Interrupted => ChipKind::Warn,
        Ended::Failed => ChipKind::Danger,
        Ended::Stopped | Ended::Other => ChipKind::Plain,
    }
}
