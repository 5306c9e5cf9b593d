//! Documents that stream in end as the same documents parsed in one go.

mod cases;
mod equal;
mod features;
mod view;
