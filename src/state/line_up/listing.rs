//! Asking an endpoint which models it serves.

use super::LineUp;
use crate::browser::{
    abort::Abort,
    fetch::{self, Answer},
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    Secret,
    draft::{Auth, Endpoint},
    lineup::{Lineup, Live},
    plan::{ListRequest, PlanError, list_models},
    run::{End, MAX_BODY_BYTES, Millis, Outcome, Problem, ProblemKind, Run},
    wire::Api,
};
use std::sync::Arc;

/// What became of the newest question.
#[derive(Clone, Debug, Default)]
pub enum Listing {
    #[default]
    NotAsked,
    UnderWay(Endpoint),
    There(Arc<Listed>),
    Failed(Endpoint, NotListed),
}

/// An endpoint's own list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub endpoint: Endpoint,
    pub live: Live,
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq)]
pub enum NotListed {
    /// The endpoint needs a key, and there is none for this origin.
    NoKey {
        origin: String,
    },
    /// Its address or header is not usable.
    Address(PlanError),
    Problem(Box<Problem>),
}

impl LineUp {
    /// What is known from the endpoint that was asked last; followed.
    pub fn listing(&self) -> Signal<Listing> {
        self.listing.into()
    }

    /// The newest list; followed.
    pub fn listed(&self) -> Option<Arc<Listed>> {
        self.listing.with(|listing| if let Listing::There(listed) = listing { Some(listed.clone()) } else { None })
    }

    /// Asks. An earlier question that is still under way is given up.
    pub fn ask(&self, endpoint: Endpoint, lineup: Arc<Lineup>) {
        self.forget_list();
        let request = match list_models(&endpoint) {
            Ok(Some(request)) => request,
            Ok(None) => return,
            Err(error) => return self.listing.set(Listing::Failed(endpoint, NotListed::Address(error))),
        };
        let key = self.keys.for_origin(&request.origin);
        if endpoint.auth != Auth::None && key.is_none() {
            return self.listing.set(Listing::Failed(endpoint, NotListed::NoKey { origin: request.origin }));
        }
        let Some(abort) = Abort::new() else { return };
        self.asking.set_value(Some(abort.clone()));
        self.listing.set(Listing::UnderWay(endpoint.clone()));
        let listing = self.listing;
        spawn_local(async move {
            let read = ask(&request, key.as_ref(), &abort, &lineup).await;
            // Whoever asked again, or wants no list any more, has thrown the switch.
            if !abort.is_aborted() {
                listing.set(match read {
                    Ok(live) => Listing::There(Arc::new(Listed { endpoint, live })),
                    Err(problem) => Listing::Failed(endpoint, NotListed::Problem(problem)),
                });
            }
        });
    }

    /// Puts the list away, and ends the question if it is under way.
    pub fn forget_list(&self) {
        if let Some(abort) = self.asking.try_update_value(Option::take).flatten() {
            abort.abort();
        }
        self.listing.set(Listing::NotAsked);
    }
}

async fn ask(request: &ListRequest, key: Option<&Secret>, abort: &Abort, lineup: &Lineup) -> Result<Live, Box<Problem>> {
    let mut answer = fetch::list(request, key, abort).await.map_err(|end| problem(None, &[], end))?;
    let (bytes, end) = body(&mut answer, abort).await;
    read(answer.head.status, &answer.head.headers, &bytes, end, lineup)
}

/// The whole body, as far as it may be kept, and how it ended.
pub(in crate::state) async fn body(answer: &mut Answer, abort: &Abort) -> (Vec<u8>, End) {
    let mut bytes = Vec::new();
    loop {
        match answer.next(abort).await {
            Ok(more) if bytes.len() + more.len() <= MAX_BODY_BYTES => bytes.extend(more),
            Ok(_) => {
                abort.abort();
                return (bytes, End::Broken(None));
            }
            Err(end) => return (bytes, end),
        }
    }
}

/// Reads an answer: a list, or what is wrong in its place.
pub(in crate::state) fn read(
    status: u16,
    headers: &[(String, String)],
    bytes: &[u8],
    end: End,
    lineup: &Lineup,
) -> Result<Live, Box<Problem>> {
    let list = || {
        let answer = serde_json::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        Live::read(&answer, lineup).ok()
    };
    let good = (200..300).contains(&status) && end == End::Closed;
    good.then(list).flatten().ok_or_else(|| problem(Some((status, headers)), bytes, end))
}

/// What is wrong, told as of any other answer: the reader of runs knows every envelope of an error.
pub(in crate::state) fn problem(head: Option<(u16, &[(String, String)])>, bytes: &[u8], end: End) -> Box<Problem> {
    let mut run = Run::new(Api::Chat);
    let at = Millis(0.0);
    if let Some((status, headers)) = head {
        run.headers(status, None, headers, at);
        run.bytes(bytes, at);
    }
    run.end(end, at);
    let status = head.map(|(status, _)| status);
    let other = |kind| Problem { kind, status, server: None, retry_after: None, excerpt: None };
    Box::new(match run.outcome() {
        Some(Outcome::Failed(problem)) => problem.clone(),
        Some(Outcome::Cut { .. }) => other(ProblemKind::BadJson),
        _ => other(ProblemKind::UnknownShape),
    })
}

#[cfg(test)]
mod tests {
    use super::{End, ProblemKind, read};
    use lineup_core::lineup::Lineup;

    #[test]
    fn an_answer_is_a_list_or_says_what_it_is_instead() {
        let lineup = Lineup::embedded().unwrap();
        let answer = |status, body: &str, end| read(status, &[], body.as_bytes(), end, &lineup);
        let list = r#"{"object":"list","data":[{"id":"o4-mini"},{"id":"nova"}]}"#;
        assert_eq!(answer(200, list, End::Closed).map(|live| live.models.len()), Ok(2));
        for (status, body, end, kind) in [
            (401, r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#, End::Closed, ProblemKind::Key),
            (401, list, End::Closed, ProblemKind::Key),
            (404, "", End::Closed, ProblemKind::NotFound),
            (200, "<!DOCTYPE html><title>Sign in</title>", End::Closed, ProblemKind::Html),
            (200, r#"{"object":"list","data":[{"id":"o4-"#, End::Closed, ProblemKind::BadJson),
            (200, r#"{"hello":"world"}"#, End::Closed, ProblemKind::UnknownShape),
            (503, "upstream is down", End::Closed, ProblemKind::Server),
        ] {
            assert_eq!(answer(status, body, end).map_err(|problem| problem.kind), Err(kind), "{status} {body}");
        }
        assert!(answer(200, list, End::Broken(None)).is_err(), "half a list may lack the model that is looked for");
    }

    #[test]
    fn words_of_the_server_are_kept() {
        let lineup = Lineup::embedded().unwrap();
        let body = br#"{"error":{"message":"This key has no access to models","type":"invalid_request_error"}}"#;
        let problem = read(403, &[], body, End::Closed, &lineup).unwrap_err();
        assert_eq!(problem.server.map(|said| said.message).as_deref(), Some("This key has no access to models"));
        assert_eq!(problem.status, Some(403));
    }
}
