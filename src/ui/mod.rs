//! Components. They read stores and call use-cases; they do no I/O.
