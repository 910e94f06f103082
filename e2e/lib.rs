//! Browser journeys and the accessibility scan.
