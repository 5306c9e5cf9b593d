//! The only users of web-sys, gloo-net and js-sys.
