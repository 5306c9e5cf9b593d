//! Answers that travel with a set-up: each lane's run as a small cassette, beside the set-up in the same link.
//!
//! A page that does not know them reads the set-up all the same. They hold no request and no header: the set-up says what was asked.

use super::{LinkError, Shared, link};
use crate::json;
use crate::run::cassette::Cassette;
use serde::Deserialize;
use serde_json::{Value, json};

/// The runs of a set-up's lanes, in their order.
pub type Results = Vec<Option<Cassette>>;

/// The text of a file: the set-up's JSON with the results of its lanes.
#[must_use]
pub fn to_json(shared: &Shared, results: &[Option<Cassette>]) -> String {
    let mut value = shared.to_json();
    let one = |(lane, cassette): (usize, &Option<Cassette>)| {
        let cassette: Value = serde_json::from_str(&bare(cassette.as_ref()?).to_json()).ok()?;
        Some(json!({"lane": lane, "cassette": cassette}))
    };
    let results: Vec<Value> = results.iter().enumerate().filter_map(one).collect();
    if let Some(members) = value.as_object_mut().filter(|_| !results.is_empty()) {
        members.insert("results".to_owned(), results.into());
    }
    value.to_string()
}

/// The bytes of a link: [`link::pack`] with the results of its lanes.
#[must_use]
pub fn pack(shared: &Shared, results: &[Option<Cassette>]) -> Vec<u8> {
    link::packed(&to_json(shared, results))
}

/// The text of a plain link with the results of its lanes.
#[must_use]
pub fn write(shared: &Shared, results: &[Option<Cassette>]) -> String {
    link::encoded(&pack(shared, results))
}

/// The results in the bytes of a link, as many as there are lanes. What cannot be read is left out.
///
/// # Errors
/// The bytes are damaged, or hold too much.
pub fn unpack(packed: &[u8], lanes: usize) -> Result<Results, LinkError> {
    from_json(&link::unpacked(packed)?, lanes)
}

/// The results in the text of a file, as many as there are lanes. What cannot be read is left out.
///
/// # Errors
/// It is no JSON, or its results are none.
pub fn from_json(text: &[u8], lanes: usize) -> Result<Results, LinkError> {
    #[derive(Deserialize)]
    struct Beside {
        #[serde(default)]
        results: Vec<One>,
    }
    #[derive(Deserialize)]
    struct One {
        lane: usize,
        cassette: Value,
    }
    let beside: Beside = json::read_bytes(text).map_err(|_| LinkError::Damaged)?;
    let mut results = vec![None; lanes];
    for One { lane, cassette } in beside.results {
        if let Some(place) = results.get_mut(lane) {
            *place = Cassette::from_json(&cassette.to_string()).ok().map(|cassette| bare(&cassette));
        }
    }
    Ok(results)
}

/// The results in the text of a plain link.
///
/// # Errors
/// As [`link::read`].
pub fn read(text: &str, lanes: usize) -> Result<Results, LinkError> {
    unpack(&link::plain_bytes(text)?, lanes)
}

fn bare(cassette: &Cassette) -> Cassette {
    Cassette { set_up: None, ..cassette.small() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::cassette::samples::samples;
    use crate::share::{Link, SharedLane};

    fn shared() -> Shared {
        let lanes = vec![SharedLane::typed("o4-mini"), SharedLane::typed("o3-mini")];
        Shared { draft: crate::draft::Draft::new(), prompt: "Why?".into(), attached: vec![], lanes }
    }

    #[test]
    fn results_travel_beside_the_set_up_without_requests_and_headers() {
        let sample = samples().remove(2).cassette;
        let text = write(&shared(), &[None, Some(sample.clone())]);
        assert_eq!(link::read(&text), Ok(Link::Plain(Box::new(shared()))), "a page that does not know results");
        let results = read(&text, 2).unwrap();
        assert_eq!(results[0], None);
        let result = results[1].clone().unwrap();
        assert_eq!(result.play().reply(), sample.play().reply());
        assert_eq!(result.set_up, None);
        assert!(result.request.body.is_null() && result.request.headers.is_empty());
    }

    #[test]
    fn without_results_the_link_is_the_old_one() {
        assert_eq!(write(&shared(), &[None, None]), link::write(&shared()));
        assert_eq!(read(&link::write(&shared()), 2).unwrap(), [None, None]);
    }

    #[test]
    fn what_is_no_result_is_left_out() {
        let mut value = shared().to_json();
        let cassette = json!({"lineup_cassette": 1, "request": {"api": "chat", "headers": [["Authorization", "Bearer sk-planted"]]},
            "response": {"status": 200, "headers": [["Set-Cookie", "sk-planted"]]}, "end": {"how": "closed"}});
        value["results"] = json!([{"lane": 0, "cassette": 7}, {"lane": 9, "cassette": {}}, {"lane": 1, "cassette": cassette}]);
        let results = unpack(&link::packed(&value.to_string()), 2).unwrap();
        assert_eq!(results[0], None);
        assert!(!format!("{results:?}").contains("sk-planted"), "{results:?}");
        assert!(results[1].is_some());
        value["results"] = json!("none");
        assert_eq!(unpack(&link::packed(&value.to_string()), 2), Err(LinkError::Damaged));
    }
}
