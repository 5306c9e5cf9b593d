//! Code that the first picture does not need. A release keeps it in files of its own, which are fetched on need
//! (`xtask/src/dist/split.rs`); in any other build it is a function like all others. For views: `ui::later`.

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
    /// Has the file fetched that holds what opens at a press.
    pub fn panels() -> () { () }
}
