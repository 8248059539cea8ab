//! Dashboards, charts and views as lines of JSON; `docs/imports.md` says how they look.

mod line;
mod read;
mod views;

pub(crate) use self::{
    read::open,
    views::{View, Views},
};
