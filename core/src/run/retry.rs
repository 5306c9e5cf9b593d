//! When a failed run may be tried again by itself: before the first byte of an answer, twice at most, and never so long that a
//! person would not wait for it.

use super::{Millis, Problem, ProblemKind};

/// How often a run is repeated without being asked.
pub const AUTOMATIC_RETRIES: u32 = 2;

/// A server that asks for a longer pause than this (Azure's 86,400 seconds, a spent quota) is not waited for.
pub const LONGEST_WAIT: Millis = Millis(120_000.0);

/// How long to wait before trying again, or `None` where a person has to decide.
///
/// `retries` is how many there were; `spread` in `0.0..1.0` sets lanes apart that failed together.
#[must_use]
pub fn pause_before_retry(problem: &Problem, retries: u32, spread: f64) -> Option<Millis> {
    let worth_it = match problem.kind {
        ProblemKind::RateLimited => true,
        // 501 and 505 say "never"; an error without status came inside a stream, after the first byte.
        ProblemKind::Server => matches!(problem.status, Some(500 | 502..=504 | 529)),
        _ => false,
    };
    if !worth_it || retries >= AUTOMATIC_RETRIES {
        return None;
    }
    let spread = spread.clamp(0.0, 1.0);
    let pause = match problem.retry_after {
        // Not earlier than the server asks, and not all lanes at the same moment.
        Some(asked) => asked.0.max(0.0) + spread * 500.0,
        None => 2_000.0 * f64::from(1_u32 << retries.min(8)) * (1.0 + spread / 2.0),
    };
    (pause <= LONGEST_WAIT.0).then_some(Millis(pause))
}

/// Whether the server refused the stream, not the request: the same request without `stream` is then worth one try.
///
/// OpenAI: "Your organization must be verified to stream this model" (400, param `stream`, code `unsupported_value`); o1-pro and
/// others: "streaming is not supported"; compatible servers word it in their own ways.
#[must_use]
pub fn refuses_to_stream(problem: &Problem) -> bool {
    let refused = matches!(problem.kind, ProblemKind::Refused | ProblemKind::Forbidden) && matches!(problem.status, Some(400 | 403 | 422));
    let Some(server) = problem.server.as_ref().filter(|_| refused) else { return false };
    if server.param.as_deref() == Some("stream") {
        return true;
    }
    let words = server.innermost().to_lowercase();
    let streaming = [
        "verified to stream",
        "streaming is not",
        "stream is not",
        "does not support stream",
        "streaming not",
        "'stream' does not support",
    ];
    streaming.iter().any(|phrase| words.contains(phrase)) && !words.contains("stream_options")
}

#[cfg(test)]
mod tests {
    use super::{pause_before_retry, refuses_to_stream};
    use crate::run::{Millis, Problem, ProblemKind, ServerError};

    fn problem(kind: ProblemKind, status: u16, message: &str) -> Problem {
        let server = Some(ServerError { message: message.to_owned(), ..ServerError::default() });
        Problem { kind, status: Some(status), server, retry_after: None, excerpt: None }
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for (kind, status, again) in [
            (ProblemKind::RateLimited, 429, true),
            (ProblemKind::Server, 500, true),
            (ProblemKind::Server, 503, true),
            (ProblemKind::Server, 501, false),
            (ProblemKind::Quota, 429, false),
            (ProblemKind::Refused, 400, false),
            (ProblemKind::Key, 401, false),
            (ProblemKind::Unreachable, 0, false),
        ] {
            assert_eq!(pause_before_retry(&problem(kind, status, ""), 0, 0.0).is_some(), again, "{kind:?} {status}");
        }
    }

    #[test]
    fn the_third_failure_is_left_to_a_person() {
        let limited = problem(ProblemKind::RateLimited, 429, "");
        assert_eq!(pause_before_retry(&limited, 0, 0.0), Some(Millis(2_000.0)));
        assert_eq!(pause_before_retry(&limited, 1, 0.0), Some(Millis(4_000.0)));
        assert_eq!(pause_before_retry(&limited, 2, 0.0), None);
    }

    #[test]
    fn the_server_s_own_delay_is_kept_unless_nobody_would_wait() {
        let asks = |ms| Problem { retry_after: Some(Millis(ms)), ..problem(ProblemKind::RateLimited, 429, "") };
        assert_eq!(pause_before_retry(&asks(1_500.0), 0, 0.0), Some(Millis(1_500.0)));
        assert!(pause_before_retry(&asks(1_500.0), 0, 0.9).is_some_and(|pause| pause.0 > 1_500.0), "never earlier than asked");
        assert_eq!(pause_before_retry(&asks(86_400_000.0), 0, 0.0), None);
    }

    #[test]
    fn a_refused_stream_is_told_from_a_refused_request() {
        for (status, message, refused) in [
            (400, "Your organization must be verified to stream this model. Please go to: https://…", true),
            (400, "Streaming is not supported for this model.", true),
            (400, "This model does not support streaming.", true),
            (400, "Unsupported parameter: 'stream_options' is not supported", false),
            (400, "Unsupported parameter: 'max_tokens'", false),
            (500, "streaming is not available", false),
        ] {
            let kind = if status == 500 { ProblemKind::Server } else { ProblemKind::Refused };
            assert_eq!(refuses_to_stream(&problem(kind, status, message)), refused, "{message}");
        }
        let mut named = problem(ProblemKind::Refused, 400, "Unsupported value.");
        named.server.as_mut().expect("set above").param = Some("stream".to_owned());
        assert!(refuses_to_stream(&named));
    }
}
