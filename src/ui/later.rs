//! Parts of the page that its first picture does not need. A release keeps each [`later!`] in a file of its own, which is fetched when the
//! part is shown for the first time (`xtask/src/dist/split.rs`); in any other build it is a function like all others.

use super::kit::{Button, PopoverHandle};
use crate::i18n::{t, use_i18n};
use leptos::{prelude::*, task::spawn_local};
use std::{
    pin::{Pin, pin},
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll, Waker},
    time::Duration,
};

/// A wait that is shorter is not worth a word.
const UNNOTICED: Duration = Duration::from_millis(150);

/// Declares a function whose code is loaded later: `later! { in <file>: fn <name>(<arguments>) { <view> } }`. It returns an `AnyView` at
/// once, which says that the part is being loaded, or that it cannot be, where that is so. The arguments are cloned for each attempt.
macro_rules! later {
    (in $file:ident: $(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),*) { $view:expr }) => {
        $(#[$doc])*
        $vis fn $name($($arg: $type),*) -> leptos::prelude::AnyView {
            #[cfg(lineup_split)]
            {
                use leptos::wasm_split::SplitLoaderError;
                #[leptos::wasm_split::wasm_split($file, wasm_split_path = leptos::wasm_split, preload(load), fallible)]
                fn $name($($arg: $type),*) -> Result<leptos::prelude::AnyView, SplitLoaderError> {
                    Ok(leptos::prelude::IntoAny::into_any($view))
                }
                static IS_HERE: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
                $crate::ui::later::part(
                    &IS_HERE,
                    || Box::pin(async { load().await.is_ok() }),
                    Box::new(move || $crate::ui::later::now($name($($arg.clone()),*))?.ok()),
                )
            }
            #[cfg(not(lineup_split))]
            leptos::prelude::IntoAny::into_any($view)
        }
    };
}
pub(crate) use later;

/// Whether the file has come.
type Loading = Pin<Box<dyn Future<Output = bool>>>;

/// The part, if its file has come.
type Show = Box<dyn Fn() -> Option<AnyView> + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    Unnoticed,
    Long,
    Failed,
    Over,
}

/// The part itself where its file is there already, else what is to be said meanwhile. For [`later!`].
#[cfg_attr(not(lineup_split), expect(dead_code, reason = "only a release is split"))]
pub fn part(is_here: &'static AtomicBool, load: fn() -> Loading, show: Show) -> AnyView {
    if is_here.load(Ordering::Relaxed)
        && let Some(view) = show()
    {
        return view;
    }
    let i18n = use_i18n();
    let popover = use_context::<PopoverHandle>();
    let wait = RwSignal::new(Wait::Unnoticed);
    let fetch = move || {
        wait.set(Wait::Unnoticed);
        let noticed = move || {
            _ = wait.try_maybe_update(|wait| {
                (
                    *wait == Wait::Unnoticed && {
                        *wait = Wait::Long;
                        true
                    },
                    (),
                )
            })
        };
        set_timeout(noticed, UNNOTICED);
        spawn_local(async move {
            let came = load().await;
            is_here.store(came, Ordering::Relaxed);
            // The part may be gone by now.
            _ = wait.try_set(if came { Wait::Over } else { Wait::Failed });
            if let Some(popover) = popover.filter(|_| came) {
                request_animation_frame(move || popover.content_came());
            }
        });
    };
    fetch();
    let is_over = Memo::new(move |_| wait.get() == Wait::Over);
    let meanwhile = move || match wait.get() {
        Wait::Unnoticed | Wait::Over => ().into_any(),
        Wait::Long => view! { <p class="soft">{t!(i18n, common.later.loading)}</p> }.into_any(),
        Wait::Failed => view! {
            <p>{t!(i18n, common.later.failed)}</p>
            <Button on:click=move |_| fetch()>{t!(i18n, common.later.again)}</Button>
        }
        .into_any(),
    };
    let shown = move || match is_over.get() {
        true => untrack(&show).unwrap_or_else(|| ().into_any()),
        false => view! { <div class="later" role="status">{meanwhile}</div> }.into_any(),
    };
    shown.into_any()
}

/// What the future comes to, if it need not wait. For [`later!`].
#[cfg_attr(not(lineup_split), expect(dead_code, reason = "only a release is split"))]
pub fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
