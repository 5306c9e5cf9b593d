//! Reactive stores and use-cases: the pure core joined with the effects.
