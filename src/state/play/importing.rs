//! Requests of others in the place of the draft, and bodies that were edited by hand, back into it.

use super::{LaneHandle, Play};
use leptos::prelude::*;
use lineup_core::{
    draft::{ApiChoice, Draft, Settings},
    plan::{
        Plan,
        import::{Format, Imported, Pasted, Source},
    },
    wire::Api,
};

impl Play {
    /// Puts a pasted request in the place of the draft; model, API and settings go to one lane, where they are shown. The step can be
    /// undone.
    pub fn replace_draft(&self, handle: LaneHandle, pasted: Pasted) {
        self.remember();
        let Pasted { format, api, imported, .. } = pasted;
        let Imported { mut draft, model, stream } = imported;
        let settings = lane_settings(&mut draft);
        batch(|| {
            self.load_draft(draft);
            self.prompt.set(String::new());
            self.attached.clear();
            handle.lane.update(|lane| {
                if let Some(model) = model {
                    lane.model = model;
                }
                lane.api = api_of(format, api);
                lane.stream = stream.unwrap_or(lane.stream);
                lane.settings = settings;
                lane.send_anyway.clear();
            });
        });
        self.remember();
    }

    /// What the body of a plan was printed from.
    pub fn source(&self, handle: LaneHandle, plan: &Plan) -> Source {
        let draft = (*self.next.get_untracked()).clone();
        let settings = handle.lane.with_untracked(|lane| lane.settings.over(&draft.settings));
        Source { draft, settings, body: plan.body.clone() }
    }

    /// Takes back what was changed of the body of a plan. The step can be undone.
    pub fn take_back(&self, handle: LaneHandle, plan: &Plan, edited: Pasted) {
        self.remember();
        let Imported { mut draft, model, stream } = edited.imported;
        let settings = lane_settings(&mut draft);
        let is_asked_anew = self.next.with_untracked(|next| next.conversation != draft.conversation);
        let shared = self.draft.with_untracked(|draft| draft.settings.clone());
        batch(|| {
            if is_asked_anew {
                self.prompt.set(String::new());
                self.attached.clear();
            } else {
                // What stands in the composer stays there.
                draft.conversation = self.draft.with_untracked(|draft| draft.conversation.clone());
            }
            self.draft.set(draft);
            // What every lane started from belongs to this lane now, and the others keep it.
            for other in self.lanes.get_untracked().into_iter().filter(|other| other.id != handle.id && shared != Settings::default()) {
                other.lane.update(|lane| lane.settings = lane.settings.over(&shared));
            }
            handle.lane.update(|lane| {
                if let Some(model) = model {
                    lane.model = model;
                }
                if edited.api != plan.api {
                    lane.api = choice(edited.api);
                }
                lane.stream = stream.unwrap_or(lane.stream);
                lane.settings = settings;
            });
        });
        self.remember();
    }
}

/// The settings that a lane shows; the draft keeps the one that stands beside its tools.
fn lane_settings(draft: &mut Draft) -> Settings {
    let mut settings = std::mem::take(&mut draft.settings);
    draft.settings.parallel_tool_calls = settings.parallel_tool_calls.take();
    settings
}

/// A form that names no API leaves the choice to the model.
fn api_of(format: Format, api: Api) -> ApiChoice {
    match format {
        Format::Messages | Format::ChatGpt | Format::PromptYml | Format::Promptfoo | Format::Prompty => ApiChoice::Auto,
        _ => choice(api),
    }
}

fn choice(api: Api) -> ApiChoice {
    if api == Api::Responses { ApiChoice::Responses } else { ApiChoice::Chat }
}
