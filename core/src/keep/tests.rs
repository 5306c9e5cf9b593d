use super::*;
use crate::draft::{ApiChoice, Draft, Lane, LaneId, Part, Scenario, TurnBody};
use crate::lineup::Lineup;
use crate::plan::{Plan, plan};
use crate::run::simulator::{self, SimRequest};
use crate::run::{End, Millis, Outcome, Run};
use crate::share::SharedLane;
use crate::wire::Api;
use asked::Beginning;
use proptest::prelude::*;
use serde_json::json;

/// Stands in every place that could hold a key.
const PLANTED: &str = "planted-0a1b2c3d4e";

fn lane() -> Lane {
    SharedLane::typed("o4-mini").lane(LaneId(1), crate::draft::EndpointId("simulator".into()))
}

fn endpoint() -> crate::draft::Endpoint {
    serde_json::from_value(json!({"id": "simulator", "name": "Simulator", "flavour": "simulator", "auth": "none"})).unwrap()
}

fn draft() -> Draft {
    let mut draft = Draft { instructions: "짧게".into(), ..Draft::new() };
    draft.conversation.append(TurnBody::user("Why is the sky blue? 🌍"));
    draft
}

fn with_secrets() -> Draft {
    let mut draft = draft();
    draft.other_tools = vec![json!({"type": "mcp", "server_url": format!("https://u:{PLANTED}@h/sse"), "authorization": PLANTED,
        "headers": {"X-Key": PLANTED}})];
    draft.settings.extra.insert("extra_headers".into(), json!({"api-key": PLANTED}));
    draft.conversation.append(TurnBody::User {
        parts: vec![
            Part::Other { raw: json!({"type": "x", "access_token": PLANTED}) },
            Part::Image { url: format!("https://h/p.png?sig={PLANTED}"), detail: None },
        ],
    });
    draft
}

fn planned(draft: &Draft) -> Plan {
    plan(draft, &Lane { api: ApiChoice::Responses, ..lane() }, &endpoint(), &Lineup::embedded().unwrap()).unwrap()
}

fn asked(draft: &Draft) -> Asked {
    let plan = planned(draft);
    let made = "2026-11-21T12:00:00Z";
    let beginning =
        Beginning { plan: &plan, draft, lane: &lane(), known_as: "o4-mini", made, simulated: true, answers: draft.conversation.tip };
    Asked::of(&beginning)
}

/// Plays an answer of the simulator into a run, with something done after every chunk.
fn played(plan: &Plan, scenario: Scenario, mut after: impl FnMut(&Run)) -> Run {
    let answer = simulator::answer(&SimRequest { path: "/v1/responses".into(), body: plan.body.clone() }, scenario, 7);
    let mut run = Run::new(plan.api);
    let headers: Vec<_> = answer.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    run.headers(answer.status, None, &headers, Millis(100.0));
    let mut clock = 100.0;
    for chunk in answer.chunks {
        clock += f64::from(chunk.after_ms);
        run.bytes(&chunk.bytes, Millis(clock));
        after(&run);
    }
    run.end(End::Closed, Millis(clock));
    run
}

fn read(pieces: &[Vec<u8>]) -> Tape {
    let mut tape = Tape::default();
    pieces.iter().for_each(|piece| tape.read(piece));
    tape
}

#[test]
fn a_tape_of_many_pieces_plays_the_run_again() {
    let asked = asked(&draft());
    let (mut writer, mut pieces, mut count) = (TapeWriter::default(), Vec::new(), 0);
    let run = played(&asked.plan(), Scenario::Answer, |run| {
        count += 1;
        if count % 3 == 0 {
            pieces.extend(writer.pieces(run));
        }
    });
    pieces.extend(writer.last(&run));
    assert!(writer.last(&run).is_empty(), "the end is written once");
    assert!(pieces.len() > 5);
    let total: usize = pieces.iter().map(Vec::len).sum();
    assert!(total < run.raw().len() * 2, "nothing is written twice");
    let again = asked.cassette(read(&pieces)).play();
    assert_eq!((again.raw().whole(), again.reply().choices.len(), again.outcome()), (run.raw().whole(), 1, run.outcome()));
    assert_eq!(again.events().len(), run.events().len());
    assert_eq!(again.usage(), run.usage());
}

#[test]
fn a_tape_without_an_end_is_a_run_that_was_cut_with_all_that_was_written() {
    let asked = asked(&draft());
    let (mut writer, mut pieces) = (TapeWriter::default(), Vec::new());
    let run = played(&asked.plan(), Scenario::Answer, |run| pieces.extend(writer.pieces(run)));
    pieces.truncate(pieces.len() / 2);
    // The last one was being written.
    let half = pieces.last().map_or(0, Vec::len) / 2;
    pieces.last_mut().unwrap().truncate(half);
    let tape = read(&pieces);
    assert_eq!(tape.end, None);
    let again = asked.cassette(tape).play();
    assert!(matches!(again.outcome(), Some(Outcome::Cut { .. })));
    assert!(!again.raw().is_empty() && run.raw().whole().starts_with(&again.raw().whole()));
}

#[test]
fn what_was_written_of_a_run_tells_what_is_still_to_come_of_it() {
    let asked = asked(&draft());
    let (mut writer, mut pieces, mut open) = (TapeWriter::default(), Vec::new(), 0);
    played(&asked.plan(), Scenario::Answer, |run| {
        pieces.extend(writer.pieces(run));
        let again = asked.cassette(read(&pieces)).play();
        assert_eq!(again.rest(), run.rest());
        assert_eq!(again.reopened().rest(), run.rest());
        open += usize::from(run.rest().is_some());
    });
    assert!(open > 5);
}

#[test]
fn another_try_forgets_the_one_before() {
    let mut writer = TapeWriter::default();
    let plan = planned(&draft());
    let refused = played(&plan, Scenario::RateLimited, |_| {});
    let mut pieces = writer.pieces(&refused);
    pieces.push(writer.again());
    let run = played(&plan, Scenario::Answer, |_| {});
    pieces.extend(writer.last(&run));
    let tape = read(&pieces);
    assert_eq!(tape.head.as_ref().map(|head| head.status), Some(200));
    assert_eq!(asked(&draft()).cassette(tape).play().raw().whole(), run.raw().whole());
}

#[test]
fn a_row_says_what_was_asked_and_how_it_ended() {
    let draft = draft();
    let plan = planned(&draft);
    let mut row = RunRow::begun("00-1", 1000.0, plan.api, &draft);
    assert_eq!((row.asked.as_str(), row.ended, row.api.as_str()), ("Why is the sky blue? 🌍", Ended::Running, "responses"));
    row.take(&played(&plan, Scenario::Answer, |_| {}), None);
    assert_eq!((row.ended, row.word.as_deref()), (Ended::Finished, Some("completed")));
    assert!(!row.said.is_empty() && row.said.chars().count() <= 201 && row.output > Some(0));
    row.take(&played(&plan, Scenario::WrongKey, |_| {}), None);
    assert_eq!((row.ended, row.word.as_deref()), (Ended::Failed, Some("401")));
    assert!(row.said.contains("API key"), "{}", row.said);
    let read: RunRow = serde_json::from_value(json!({"id": "a", "ended": "later_word", "new": 1})).unwrap();
    assert_eq!(read.ended, Ended::Other);
}

#[test]
fn an_answer_of_calls_alone_says_which() {
    let call =
        |city: &str| json!({"type": "function_call", "call_id": city, "name": "weather", "arguments": json!({"city": city}).to_string()});
    let body = json!({"id": "resp_1", "object": "response", "status": "completed", "output": [call("Seoul"), call("Busan")]});
    let mut run = Run::new(crate::wire::Api::Responses);
    run.headers(200, Some("application/json"), &[], Millis(1.0));
    run.bytes(body.to_string().as_bytes(), Millis(2.0));
    run.end(End::Closed, Millis(3.0));
    assert_eq!(said(&run), "weather({\"city\":\"Seoul\"})\nweather({\"city\":\"Busan\"})");
    let mut row = RunRow::default();
    row.take(&run, None);
    assert!(row.said.starts_with("weather("), "{}", row.said);
}

#[test]
fn ids_sort_by_time() {
    let ids: Vec<_> = [0.0, 5.0, 1e3, 1.7e12, 1.8e12].iter().map(|at| RunRow::new_id(*at, 0.5)).collect();
    assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 21), "{ids:?}");
}

#[test]
fn filters_ask_for_all_that_they_name() {
    let row = RunRow { model: "o3".into(), endpoint: "mine".into(), at: 10.0, ended: Ended::Cut, ..RunRow::default() };
    let filter = Filter { model: Some("o3".into()), ended: Some(Ended::Cut), since: Some(10.0), ..Filter::default() };
    assert!(filter.takes(&row) && Filter::default().takes(&row));
    assert!(!Filter { since: Some(11.0), ..filter.clone() }.takes(&row));
    assert!(!Filter { endpoint: Some("other".into()), ..filter }.takes(&row));
}

fn everything(draft: &Draft) -> String {
    let state = State { draft: draft.clone(), prompt: "next".into(), lanes: vec![lane()], ..State::default() };
    let asked = asked(draft);
    let mut row = RunRow::begun("0193-ab", 1.7e12, asked.request.api, draft);
    let mut writer = TapeWriter::default();
    let run = played(&asked.plan(), Scenario::Answer, |_| {});
    row.take(&run, None);
    let tape = read(&writer.last(&run));
    let cassette = Box::new(asked.cassette(tape));
    let value = json!({"version": 1, "value": [{"id": "e", "base": format!("https://h/v1?api-key={PLANTED}"), "headers": {"a": PLANTED}}]});
    [
        Record::head("2026-11-21T12:00:00Z"),
        Record::Value { name: "endpoints".into(), content: value }.line(),
        Record::Conversation { id: "c1".into(), at: 5.0, state: Box::new(state) }.line(),
        Record::Run { row: Box::new(row), asked: Box::new(asked), cassette }.line(),
    ]
    .join("\n")
}

#[test]
fn an_archive_brings_everything_back() {
    let text = everything(&draft());
    assert_eq!(text.lines().count(), 4);
    let records: Vec<_> = Archive::read(&text).unwrap().map(Option::unwrap).collect();
    let [Record::Value { name, .. }, Record::Conversation { id, at, state }, Record::Run { row, asked, cassette }] = &records[..] else {
        panic!("{records:?}")
    };
    assert_eq!((name.as_str(), id.as_str(), *at, &state.draft), ("endpoints", "c1", 5.0, &draft()));
    assert_eq!((row.id.as_str(), row.ended), ("0193-ab", Ended::Finished));
    assert_eq!(asked.request.body, cassette.request.body);
    assert!(cassette.play().reply().choices[0].text().len() > 20);
    // Written again, it is the same file.
    let again: Vec<_> = records.into_iter().map(Record::line).collect();
    assert_eq!(again.join("\n"), text.split_once('\n').unwrap().1);
}

#[test]
fn no_planted_secret_is_kept_or_carried_away() {
    let draft = with_secrets();
    let asked = asked(&draft);
    let state = State { draft: draft.clone(), lanes: vec![lane()], ..State::default() };
    let texts = [
        everything(&draft),
        serde_json::to_string(&asked).unwrap(),
        state.without_credentials().to_value().to_string(),
        markdown::write("t", &asked.draft),
        html::write("t", &asked.draft),
    ];
    for text in texts {
        assert!(!text.contains(PLANTED), "{}", &text[text.find(PLANTED).unwrap_or(0).saturating_sub(200)..][..300]);
    }
}

#[test]
fn a_damaged_line_costs_that_line_only() {
    let text = everything(&draft()).replacen(r#""state":{"#, r#""state":[{"#, 1);
    let found: Vec<_> = Archive::read(&text).unwrap().map(|record| record.is_some()).collect();
    assert_eq!(found, [true, false, true]);
}

#[test]
fn other_files_are_refused_whole() {
    for (text, wrong) in [
        ("", ArchiveError::Foreign),
        ("{}", ArchiveError::Foreign),
        ("{\"lineup_archive\":0}", ArchiveError::Foreign),
        ("{\"lineup_archive\":2}\n{}", ArchiveError::Newer(2)),
        ("{\"lineup_cassette\":1}", ArchiveError::Foreign),
    ] {
        assert_eq!(Archive::read(text).err(), Some(wrong), "{text}");
    }
    let bad = "{\"lineup_archive\":1}\n{\"conversation\":\"../x\",\"state\":{\"draft\":{\"version\":1}}}";
    assert_eq!(Archive::read(bad).unwrap().next(), Some(None), "an id is no path");
}

#[test]
fn a_state_of_the_first_days_is_read_and_a_later_one_is_not() {
    let old = json!({"draft": Draft::new(), "prompt": "p", "lanes": []});
    assert_eq!(State::from_value(old.clone()).map(|state| state.prompt).as_deref(), Some("p"));
    let mut newer = old;
    newer["version"] = 2.into();
    assert_eq!(State::from_value(newer), None);
    let state = State { draft: draft(), ..State::default() };
    assert_eq!(State::from_value(state.to_value()), Some(state.clone()));
    assert_eq!((state.title().as_str(), state.is_blank(), State::default().is_blank()), ("Why is the sky blue? 🌍", false, true));
}

#[test]
fn the_steps_of_a_tool_loop_stand_between_question_and_answer() {
    let mut draft = draft();
    let question = draft.conversation.tip;
    draft.conversation.append(TurnBody::assistant("let me look"));
    draft.conversation.append(TurnBody::Tool { call_id: "a".into(), output: "3".into() });
    let asked = Asked { answers: question, ..asked(&draft) };
    assert_eq!(asked.steps().len(), 2);
    assert_eq!(Asked { answers: draft.conversation.tip, ..asked }.steps(), []);
}

#[test]
fn a_conversation_is_readable_as_markdown() {
    let mut draft = draft();
    draft.conversation.append(TurnBody::assistant("Because of\n\n```\nRayleigh\n```"));
    draft.conversation.append(TurnBody::Tool { call_id: "a`b".into(), output: "```\n3".into() });
    let text = markdown::write("The\nsky", &draft);
    let wanted = "# The sky\n\n## Instructions\n\n짧게\n\n## User\n\nWhy is the sky blue? 🌍\n\n## Assistant\n\nBecause of\n\n```\nRayleigh\n```\n\n## Tool result ``a`b``\n\n````\n```\n3\n````\n";
    assert_eq!(text, wanted);
}

/// Texts that would run, load or break out, if they became HTML.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "'><iframe srcdoc=x>",
    "</title><script>x</script>",
    "</style></pre></p><base href=//e>",
    "<!--",
    "]]><![CDATA[",
    "javascript:alert(1)",
    "&#60;script&#62;",
];

#[test]
fn nothing_of_a_conversation_becomes_html() {
    for text in HOSTILE {
        let mut draft = Draft { instructions: text.into(), ..Draft::new() };
        let url = |url: String| Part::Image { url, detail: None };
        draft.conversation.append(TurnBody::User {
            parts: vec![
                Part::Text { text: text.into() },
                url(text.into()),
                url(format!("data:image/png;base64,AA=={text}")),
                url(format!("data:image/svg+xml;base64,{text}")),
                Part::Audio { data: text.into(), format: text.into() },
                Part::File { name: text.into(), data: text.into() },
                Part::Other { raw: json!({ text: text }) },
            ],
        });
        let mut body = TurnBody::assistant(text);
        if let TurnBody::Assistant { model, tool_calls, .. } = &mut body {
            *model = Some(text.into());
            tool_calls.push(crate::draft::ToolCallTurn { id: text.into(), name: text.into(), arguments: text.into(), custom: false });
        }
        draft.conversation.append(body);
        draft.conversation.append(TurnBody::Tool { call_id: text.into(), output: text.into() });
        assert_only_own_elements(&html::write(text, &draft));
    }
}

/// Every `<` begins an element that the writer writes, as it writes it.
fn assert_only_own_elements(html: &str) {
    let (_, body) = html.split_once("<body>").unwrap();
    for rest in body.split('<').skip(1) {
        let tag = rest.split('>').next().unwrap_or_default();
        let own =
            ["/body", "/html", "/h1", "/h2", "/p", "/pre", "h1 dir=\"auto\"", "h2 dir=\"auto\"", "p dir=\"auto\"", "pre dir=\"auto\"", "p"];
        assert!(own.contains(&tag), "{tag}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_a_tape(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 0..6)) {
        _ = read(&pieces);
    }

    #[test]
    fn any_text_is_read_as_an_archive(text in "\\PC{0,200}", lines in proptest::collection::vec("\\PC{0,80}", 0..6)) {
        _ = Archive::read(&text).map(Iterator::count);
        let text = format!("{{\"lineup_archive\":1}}\n{}", lines.join("\n"));
        let lines = lines.iter().flat_map(|line| line.lines()).filter(|line| !line.trim().is_empty()).count();
        prop_assert_eq!(Archive::read(&text).unwrap().count(), lines);
    }

    #[test]
    fn any_text_is_text_in_html(text in "\\PC{0,80}") {
        let mut draft = Draft::new();
        draft.conversation.append(TurnBody::user(text.clone()));
        draft.conversation.append(TurnBody::assistant(text.clone()));
        assert_only_own_elements(&html::write(&text, &draft));
    }
}

#[test]
fn a_large_event_is_written_in_many_pieces_and_read_as_one() {
    const LARGE: usize = 3_000_000;
    let asked = asked(&draft());
    let mut run = Run::new(Api::Responses);
    run.headers(200, Some("text/event-stream"), &[], Millis(5.0));
    let (mut writer, mut pieces) = (TapeWriter::default(), Vec::new());
    let long = "긴 ".repeat(LARGE / 4);
    for text in ["one", &long, "two"] {
        run.bytes(format!("data: {{\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"{text}\"}}\n\n").as_bytes(), Millis(9.0));
        pieces.extend(writer.pieces(&run));
    }
    run.end(End::Closed, Millis(10.0));
    pieces.extend(writer.last(&run));
    let longest = pieces.iter().map(Vec::len).max().unwrap();
    assert!(pieces.len() > 11 && longest < 300_000, "{} pieces of at most {longest} bytes", pieces.len());
    let tape = read(&pieces);
    assert_eq!(tape.chunks.len(), 1, "it came at one time");
    let again = asked.cassette(tape).play();
    assert_eq!(again.reply().choice(0).unwrap().text(), format!("one{long}two"));
    assert_eq!(*again.raw().whole(), *run.raw().whole());
}
