//! Learning from refusals: what a server minds becomes a changed request, which is sent on consent (or by itself, where it costs
//! nothing but the stream or the summary), and remembered once a server has taken it.

use super::{LaneHandle, Play, execution::Execution, running::Tries};
use crate::browser::{clock, intl};
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, Endpoint, Lane, LaneId},
    plan::{Learned, LearnedRule, Plan, PlanError, Proposal, Refusal, Remedy, plan_learned, remedy},
};
use std::{borrow::Cow, sync::Arc};

impl Play {
    /// Makes the changed request of the lane's proposal, and sends it: what was asked then, through the lane as it was then.
    pub fn repair(&self, id: LaneId) {
        let Some(handle) = self.lane_now(id) else { return };
        let read = |execution: &Execution| match execution.remedy.as_deref() {
            Some(Remedy::Repair(proposal)) => {
                let tries = Tries { repairs: with(&execution.tried, proposal), chain: execution.chain.clone(), answered: None };
                Some((execution.lane.clone(), execution.draft.clone(), tries))
            }
            _ => None,
        };
        if let Some((lane, draft, tries)) = handle.with_execution(read).flatten() {
            self.send_one(handle, lane, &draft, tries);
        }
    }

    /// Puts the lane's proposal away; the refusal stays.
    pub fn leave(&self, id: LaneId) {
        let Some(handle) = self.lane_now(id) else { return };
        handle.with_execution_mut(|execution| execution.remedy = None);
        self.frames.show(*self, handle);
    }

    /// The plan with everything that was learned, these repairs among it; followed.
    pub(super) fn plan_repaired(&self, draft: &Draft, lane: &Lane, endpoint: &Endpoint, tried: &[LearnedRule]) -> Result<Plan, PlanError> {
        self.ports.learned.all.with(|learned| plan_learned(draft, lane, endpoint, &self.lineup(), &knowing(learned, tried)))
    }

    /// What can be done about the refusal that ended the lane's run, if its words are known.
    pub(super) fn remedy(&self, handle: LaneHandle) -> Option<Remedy> {
        let read = |execution: &Execution| {
            let said = execution.refused()?.server.as_ref()?;
            let endpoint = untrack(|| self.ports.endpoints.get(&execution.lane.endpoint))?;
            let refusal = Refusal { message: said.innermost(), param: said.param.as_deref() };
            let learned = self.ports.learned.all.with_untracked(|learned| knowing(learned, &execution.tried).into_owned());
            let Execution { draft, lane, tried, .. } = execution;
            remedy(refusal, draft, lane, &endpoint, &self.lineup_now(), &learned, tried, &intl::today())
        };
        handle.with_execution(read).flatten()
    }

    /// Begins the lane's run again with the proposed change, without asking. `false` if no request can be made any more.
    pub(super) fn repair_by_itself(&self, handle: LaneHandle, proposal: &Proposal) -> bool {
        let read = |execution: &Execution| (execution.lane.clone(), execution.draft.clone(), with(&execution.tried, proposal));
        let Some((lane, draft, tried)) = handle.with_execution(read) else { return false };
        let Some(endpoint) = untrack(|| self.ports.endpoints.get(&lane.endpoint)) else { return false };
        let Ok(plan) = untrack(|| self.plan_repaired(&draft, &lane, &endpoint, &tried)) else { return false };
        let begin = |execution: &mut Execution| {
            execution.tried = tried;
            execution.begin_again(Arc::new(plan), clock::now());
        };
        handle.with_execution_mut(begin).is_some()
    }

    /// Remembers repairs with which a server has taken a request.
    pub(super) fn learn(&self, repairs: &[LearnedRule]) {
        repairs.iter().for_each(|rule| self.ports.learned.learn(rule.clone()));
    }
}

fn with(tried: &[LearnedRule], proposal: &Proposal) -> Arc<[LearnedRule]> {
    tried.iter().cloned().chain(std::iter::once(proposal.learn.clone())).collect()
}

fn knowing<'a>(learned: &'a Learned, tried: &[LearnedRule]) -> Cow<'a, Learned> {
    match tried {
        [] => Cow::Borrowed(learned),
        tried => Cow::Owned(tried.iter().fold(learned.clone(), |known, rule| known.with(rule.clone()))),
    }
}
