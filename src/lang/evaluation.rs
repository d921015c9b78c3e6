//! What the self-evaluation sheet says.
