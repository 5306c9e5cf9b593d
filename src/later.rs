//! Code that the first picture does not need. A release keeps it in files of its own, which are fetched on need
//! (`xtask/src/dist/split.rs`); in any other build it is a function like all others. For views: `ui::later`.

use leptos::prelude::*;
use std::sync::LazyLock;

/// Whether something was needed whose file could not be had: the shell says so.
pub static MISSED: LazyLock<ArcRwSignal<bool>> = LazyLock::new(ArcRwSignal::default);

/// Waits for something from another file that the user has asked for, and tells where it cannot be had.
pub async fn needed<T>(part: impl Future<Output = Option<T>>) -> Option<T> {
    let found = part.await;
    if found.is_none() {
        MISSED.set(true);
    }
    found
}

/// Declares a function whose code is loaded later: `split! { in <file>: fn <name>(<arguments>) -> <type> { <expression> } }` makes an
/// `async fn` that gives `None` where the file cannot be had.
macro_rules! split {
    (in $file:ident: $(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty { $body:expr }) => {
        $(#[$doc])*
        $vis async fn $name($($arg: $type),*) -> Option<$out> {
            #[cfg(lineup_split)]
            {
                use leptos::wasm_split::SplitLoaderError;
                #[leptos::wasm_split::wasm_split($file, wasm_split_path = leptos::wasm_split, fallible)]
                fn $name($($arg: $type),*) -> Result<$out, SplitLoaderError> {
                    Ok($body)
                }
                $name($($arg),*).await.ok()
            }
            #[cfg(not(lineup_split))]
            Some($body)
        }
    };
}
pub(crate) use split;

split! {
    in answers:
    /// Has the file fetched that shows answers: the next thing that is needed.
    pub fn answers() -> () { () }
}

split! {
    in panels:
    /// Has the file fetched that holds what opens at a press or comes with a link.
    pub fn panels() -> () { () }
}
