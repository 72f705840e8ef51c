//! A filter that keeps every text without looking at it: what the boundary costs when the plugin does nothing.

tamis_sdk::reasons! {
    /// There is no reason, but a filter must name one.
    pub enum Reason {
        /// Never given.
        Never = "never",
    }
}

/// Keeps every text.
pub fn nothing(_text: &str) -> Result<(), Reason> {
    Ok(())
}

tamis_sdk::export!(filter nothing(text: &str) -> Reason);
