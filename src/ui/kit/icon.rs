//! Icons: strokes on a grid of 16, in the colour of the text around them. Decoration only; the label says what a button does.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    Branch,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Close,
    Copy,
    Document,
    Edit,
    Enlarge,
    Eye,
    EyeOff,
    Gear,
    Globe,
    Info,
    Key,
    Keyboard,
    Moon,
    More,
    Pause,
    Play,
    Plus,
    Redo,
    Refresh,
    Search,
    Share,
    Shrink,
    Sliders,
    Stop,
    Sun,
    System,
    Trash,
    Undo,
    Warning,
    Wrench,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Self::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::Branch => "M5 3v10M5 9c0-2 6-1 6-4M3.5 3h3M3.5 13h3M9.5 3.5h3v3h-3z",
            Self::Check => "m3 8.5 3.2 3.2L13 4.5",
            Self::ChevronDown => "m4 6 4 4 4-4",
            Self::ChevronLeft => "m10 4-4 4 4 4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Copy => "M6 6h7v7H6zM10 6V3H3v7h3",
            Self::Document => "M4 2h5l3 3v9H4zM9 2v3h3",
            Self::Edit => "M3 13v-2.5L10.5 3 13 5.5 5.5 13zM9 4.5 11.5 7",
            Self::Enlarge => "M9.5 3H13v3.5M13 3 9 7M6.5 13H3V9.5M3 13l4-4",
            Self::Eye => "M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
            Self::EyeOff => {
                "M6.3 3.7C6.8 3.6 7.4 3.5 8 3.5c2.7 0 5 1.5 6.5 4.5a9 9 0 0 1-1.9 2.6M10 12.2c-.6.2-1.3.3-2 .3-2.7 0-5-1.5-6.5-4.5.8-1.5 1.8-2.6 2.9-3.4M2 2l12 12"
            }
            Self::Gear => {
                "M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM6.5 3.3L6.9 1.7L9.1 1.7L9.5 3.3L10.3 3.7L11.7 2.8L13.2 4.3L12.3 5.7L12.7 6.5L14.3 6.9L14.3 9.1L12.7 9.5L12.3 10.3L13.2 11.7L11.7 13.2L10.3 12.3L9.5 12.7L9.1 14.3L6.9 14.3L6.5 12.7L5.7 12.3L4.3 13.2L2.8 11.7L3.7 10.3L3.3 9.5L1.7 9.1L1.7 6.9L3.3 6.5L3.7 5.7L2.8 4.3L4.3 2.8L5.7 3.7z"
            }
            Self::Globe => {
                "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM2 8h12M8 1.8c2 1.7 2.8 3.8 2.8 6.2S10 12.5 8 14.2C6 12.5 5.2 10.4 5.2 8S6 3.5 8 1.8z"
            }
            Self::Info => "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 7.3v3.9M8 4.6v.2",
            Self::Key => "M5.5 7.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.7 8.3 13.5 2.5M10.5 5.5l2.5 2.5M9 7l1.5 1.5",
            Self::Keyboard => "M1.5 4h13v8h-13zM4 6.5h.1M6.7 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6",
            Self::Moon => "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z",
            Self::More => "M3.5 8h.1M8 8h.1M12.5 8h.1",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Play => "M5 3v10l8-5z",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Redo => "M13 6H6a3.5 3.5 0 0 0 0 7h2M10 3l3 3-3 3",
            Self::Refresh => "M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5",
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14",
            Self::Share => "M8 10V2M5 4.5 8 2l3 2.5M4.5 7H3v7h10V7h-1.5",
            Self::Shrink => "M9 3.5V7h3.5M9 7l4-4M7 12.5V9H3.5M7 9l-4 4",
            Self::Sliders => "M2 5h7M13 5h1M9 3v4M2 11h1M7 11h7M5 9v4",
            Self::Stop => "M4 4h8v8H4z",
            Self::Sun => {
                "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3"
            }
            Self::System => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 5h4.8M8 8h6M8 11h4.8",
            Self::Trash => "M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 7v4M9.3 7v4",
            Self::Undo => "M3 6h7a3.5 3.5 0 0 1 0 7H8M6 3 3 6l3 3",
            Self::Warning => "M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.8v.1",
            Self::Wrench => "M10 2a4 4 0 0 0-3.5 5.7L2 12.2 3.8 14l4.5-4.5A4 4 0 0 0 13.8 5L11.5 7.2 8.8 4.5 11 2.2A4 4 0 0 0 10 2z",
        }
    }
}

impl IntoRender for Icon {
    type Output = AnyView;

    fn into_render(self) -> Self::Output {
        self.draw()
    }
}

impl Icon {
    /// The icon as a view, where the type of a view has to be said: `move || if … { Icon::Check.draw() } else { … }`.
    pub fn draw(self) -> AnyView {
        let filled = matches!(self, Self::Play | Self::Stop);
        view! {
            <svg
                width="16"
                height="16"
                viewBox="0 0 16 16"
                fill=if filled { "currentColor" } else { "none" }
                stroke="currentColor"
                stroke-width=if matches!(self, Self::More | Self::Pause) { "2" } else { "1.4" }
                stroke-linecap="round"
                stroke-linejoin="round"
                aria-hidden="true"
                focusable="false"
            >
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}
