//! The work: rooms, database, web
