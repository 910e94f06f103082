//! To and from open standards and tables
