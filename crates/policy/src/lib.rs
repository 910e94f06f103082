//! The policy language: load, check, layer and evaluate
