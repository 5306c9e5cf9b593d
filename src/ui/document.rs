//! Documents: Markdown that is still arriving, painted into an element of a component.

use crate::{
    browser::paint::{DocumentView, Labels},
    i18n::{I18n, tu_string, use_i18n},
    state::use_stores,
};
use leptos::web_sys::Element;

/// How to make a view that fills an empty element, in the language of the page. Copying code is told in the status region.
/// To be called in a component; what it returns may be called when the element is there.
pub fn use_documents() -> impl Fn(Element) -> Option<DocumentView> + Copy {
    let i18n = use_i18n();
    let status = use_stores().status;
    move |element| {
        DocumentView::new(element, labels(i18n), move |copied| {
            if copied {
                status.announce(tu_string!(i18n, common.copied));
            } else {
                status.alert(tu_string!(i18n, common.not_copied));
            }
        })
    }
}

fn labels(i18n: I18n) -> Labels {
    Labels {
        copy: tu_string!(i18n, document.copy).into(),
        copied: tu_string!(i18n, document.copied).into(),
        code: tu_string!(i18n, document.code).into(),
        image: tu_string!(i18n, document.image).into(),
        done: tu_string!(i18n, document.done).into(),
        not_done: tu_string!(i18n, document.not_done).into(),
        continued: tu_string!(i18n, document.continued).into(),
    }
}
