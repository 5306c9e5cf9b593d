//! What the model picker lists: the line-up in groups, in an order that serves, with what cannot be chosen and why. Pure.

use lineup_core::config::HostModels;
use lineup_core::draft::Flavour;
use lineup_core::lineup::{Kind, Lineup, Model, Provider, Stage};

/// A part of the list, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Offered by the host of the page.
    Offered,
    /// Added by the user.
    Yours,
    Reasoning,
    Chat,
    /// Retired where this lane sends its requests. Still to be chosen: a gateway may serve it.
    Retired,
    /// Of a kind that Play cannot run.
    Cannot,
}

/// One model in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    pub model: &'a Model,
    pub group: Group,
    /// At the provider whose calendar counts for the endpoint.
    pub stage: Stage,
}

/// Whose calendar counts at an endpoint, and whether the endpoint is that provider's own. A compatible server and the
/// simulator have no calendar: OpenAI's is told for orientation only.
#[must_use]
pub fn calendar(flavour: Flavour) -> (Provider, bool) {
    match flavour {
        Flavour::OpenAi => (Provider::OpenAi, true),
        Flavour::AzureV1 | Flavour::AzureClassic => (Provider::Azure, true),
        Flavour::Compatible | Flavour::Simulator => (Provider::OpenAi, false),
    }
}

/// The models that match the query, grouped. Without a query the newest stand first; with one, the line-up's own ranking
/// counts. `today` is an ISO date.
///
/// Of what the host of the page offers, the order is the host's; where that is pinned, there is nothing else.
#[must_use]
pub fn rows<'a>(lineup: &'a Lineup, host: &HostModels, query: &str, flavour: Flavour, today: &str) -> Vec<Row<'a>> {
    let (provider, own) = calendar(flavour);
    // By any of its names: Azure has others.
    let place = |model: &Model| host.list.iter().position(|offered| model.names().any(|name| name.eq_ignore_ascii_case(offered)));
    let mut rows: Vec<_> = lineup
        .search(query)
        .into_iter()
        .filter(|model| !host.pinned || place(model).is_some())
        .map(|model| {
            let stage = model.stage(provider, today);
            let group = match (&stage, model.kind) {
                _ if !model.runs_in_play() => Group::Cannot,
                _ if place(model).is_some() => Group::Offered,
                _ if model.theirs.as_ref().is_some_and(|theirs| theirs.added) => Group::Yours,
                (Stage::Retired { .. }, _) if own => Group::Retired,
                (_, Kind::Reasoning) => Group::Reasoning,
                _ => Group::Chat,
            };
            Row { model, group, stage }
        })
        .collect();
    if query.trim().is_empty() {
        rows.sort_by(|a, b| b.model.released.cmp(&a.model.released));
    }
    rows.sort_by_key(|row| (row.group, place(row.model).filter(|_| row.group == Group::Offered)));
    rows
}

#[cfg(test)]
mod tests {
    use super::{Group, HostModels, Row, rows};
    use lineup_core::draft::Flavour;
    use lineup_core::lineup::Lineup;

    const TODAY: &str = "2026-11-20";

    fn lineup() -> Lineup {
        Lineup::embedded().expect("the built-in line-up is valid")
    }

    fn row<'a>(rows: &'a [Row<'a>], id: &str) -> &'a Row<'a> {
        rows.iter().find(|row| row.model.id == id).expect("a model of the line-up")
    }

    #[test]
    fn the_whole_line_up_is_listed_once_and_in_groups() {
        let lineup = lineup();
        for flavour in [Flavour::OpenAi, Flavour::AzureV1, Flavour::Compatible, Flavour::Simulator] {
            let rows = rows(&lineup, &HostModels::default(), "", flavour, TODAY);
            assert_eq!(rows.len(), lineup.models.len());
            assert!(rows.is_sorted_by_key(|row| row.group), "{flavour:?}");
        }
    }

    #[test]
    fn a_model_is_retired_only_where_the_lane_sends() {
        let lineup = lineup();
        assert_eq!(row(&rows(&lineup, &HostModels::default(), "", Flavour::OpenAi, TODAY), "o4-mini").group, Group::Retired);
        assert_eq!(row(&rows(&lineup, &HostModels::default(), "", Flavour::AzureV1, TODAY), "o4-mini").group, Group::Reasoning);
        assert_eq!(row(&rows(&lineup, &HostModels::default(), "", Flavour::Simulator, TODAY), "o4-mini").group, Group::Reasoning);
    }

    #[test]
    fn what_the_host_offers_comes_first_in_its_order() {
        let lineup = lineup();
        let list = ["gpt-5.6", "o4-mini", "whisper-1"].map(str::to_owned).to_vec();
        let mut host = HostModels { list, ..HostModels::default() };
        let names = |rows: Vec<Row<'_>>| rows.iter().map(|row| row.model.id.clone()).collect::<Vec<_>>();
        let free = rows(&lineup, &host, "", Flavour::OpenAi, TODAY);
        assert_eq!(free.len(), lineup.models.len());
        assert_eq!(names(free)[..2], ["gpt-5.6-sol", "o4-mini"]);
        host.pinned = true;
        let pinned = rows(&lineup, &host, "", Flavour::OpenAi, TODAY);
        assert_eq!(pinned.iter().map(|row| row.group).collect::<Vec<_>>(), [Group::Offered, Group::Offered, Group::Cannot]);
        assert_eq!(names(pinned), ["gpt-5.6-sol", "o4-mini", "whisper-1"]);
    }

    #[test]
    fn what_play_cannot_run_is_listed_and_not_to_be_chosen() {
        let lineup = lineup();
        let rows = rows(&lineup, &HostModels::default(), "", Flavour::OpenAi, TODAY);
        for id in ["gpt-image-1", "whisper-1", "tts-1", "gpt-realtime", "text-embedding-3-small"] {
            assert_eq!(row(&rows, id).group, Group::Cannot, "{id}");
        }
        assert_ne!(row(&rows, "gpt-5.5").group, Group::Cannot);
    }

    #[test]
    fn the_newest_come_first_until_something_is_searched() {
        let lineup = lineup();
        let all = rows(&lineup, &HostModels::default(), "", Flavour::Simulator, TODAY);
        let dates: Vec<_> = all.iter().filter(|row| row.group == Group::Reasoning).map(|row| &row.model.released).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
        let found = rows(&lineup, &HostModels::default(), "o4", Flavour::Simulator, TODAY);
        assert_eq!(found.first().map(|row| row.model.id.as_str()), Some("o4-mini"));
    }
}
