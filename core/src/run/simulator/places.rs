//! The few places that the simulator has heard of: enough to fit a weather tool's arguments to a prompt.

const PLACES: [(&str, &str); 16] = [
    ("Seoul", "서울"),
    ("Busan", "부산"),
    ("Incheon", "인천"),
    ("Daegu", "대구"),
    ("Daejeon", "대전"),
    ("Gwangju", "광주"),
    ("Jeju", "제주"),
    ("Tokyo", "도쿄"),
    ("Paris", "파리"),
    ("London", "런던"),
    ("Berlin", "베를린"),
    ("Madrid", "마드리드"),
    ("New York", "뉴욕"),
    ("San Francisco", "샌프란시스코"),
    ("Sydney", "시드니"),
    ("Nairobi", "나이로비"),
];

/// The places that a text names, in its own language and order, each once.
pub(super) fn in_text(text: &str) -> Vec<&'static str> {
    let mut found: Vec<_> =
        PLACES.iter().flat_map(|(english, korean)| [*english, *korean]).filter_map(|name| text.find(name).map(|at| (at, name))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}
