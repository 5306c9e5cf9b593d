//! Markdown that is still arriving, as blocks that settle one after the other.
