//! Remembers every API request, so that a test can say what was sent and what was not.

use crate::Shared;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub struct Record(Mutex<Vec<Value>>);

impl Record {
    pub fn add(&self, request: Value) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    }

    fn all(&self) -> Vec<Value> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

pub async fn list(State(shared): State<Shared>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], Value::Array(shared.record.all()).to_string())
}

pub async fn forget(State(shared): State<Shared>) -> StatusCode {
    shared.record.clear();
    StatusCode::NO_CONTENT
}
