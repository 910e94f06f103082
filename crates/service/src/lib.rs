//! The work: rooms, database, web

pub mod web;
