//! Puts the doctor's questions to an endpoint. The core says which, and what the answers mean.

use super::{
    keys::Keys,
    line_up::{body, problem, read},
};
use crate::browser::{abort::Abort, fetch, location, network};
use lineup_core::{
    doctor::{Case, Diagnosis, Found, Page, Question},
    draft::Endpoint,
    lineup::Lineup,
    plan::{Inquiry, PlanError},
    run::End,
};
use std::time::Duration;

/// A question that is not answered in this time counts as unanswered.
const PATIENCE: Duration = Duration::from_secs(8);

/// Examines an endpoint. `None` when `stop` was thrown, and for the simulator.
///
/// # Errors
/// The endpoint's address or header is not usable.
pub async fn examine(endpoint: Endpoint, keys: Keys, lineup: &Lineup, stop: &Abort) -> Result<Option<Diagnosis>, PlanError> {
    let page = Page { origin: location::origin(), online: network::is_online(), permission: network::local_network().await };
    let has_key = |origin: &str| keys.for_origin(origin).is_some();
    let origin = lineup_core::plan::origin(&endpoint)?;
    let Some(mut case) = Case::open(endpoint, page, has_key(&origin))? else { return Ok(None) };
    while let Some(question) = case.next() {
        let found = put(&question, keys, lineup).await;
        if stop.is_aborted() {
            return Ok(None);
        }
        case.found(question, found);
    }
    Ok(Some(case.diagnosis()))
}

async fn put(question: &Question, keys: Keys, lineup: &Lineup) -> Found {
    let Some(abort) = Abort::after(PATIENCE) else { return Found::Nothing };
    match question {
        Question::Knock(url) | Question::KnockHost(url) => {
            if fetch::knock(url, &abort).await {
                Found::Opaque
            } else {
                Found::Nothing
            }
        }
        Question::List(inquiry)
        | Question::Open(inquiry)
        | Question::Header(inquiry)
        | Question::Elsewhere(inquiry)
        | Question::Newest(inquiry)
        | Question::Deployment(inquiry) => ask(inquiry, keys, lineup, &abort).await,
    }
}

async fn ask(inquiry: &Inquiry, keys: Keys, lineup: &Lineup, abort: &Abort) -> Found {
    let key = keys.for_origin(&inquiry.origin);
    let Ok(mut answer) = fetch::inquire(inquiry, key.as_ref(), abort).await else { return Found::Nothing };
    let (bytes, end) = body(&mut answer, abort).await;
    let (status, headers) = (answer.head.status, &answer.head.headers);
    match read(status, headers, &bytes, end, lineup) {
        Ok(_) => Found::List,
        // A whole answer of another shape: a deployment's refusal, a page, nothing at all after OPTIONS.
        Err(found) if found.status.is_some() => Found::Problem(found),
        Err(_) => Found::Problem(problem(Some((status, headers)), &bytes, End::Closed)),
    }
}
