//! What the store asks of the policies: handed in when it is opened.
//!
//! The store knows no policy and no check by itself. Whoever opens it says how projects are
//! judged; the same answers serve the screens, so that both can't differ.

use super::tables::Settings;
use crate::domain::command::EditRules;
use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::domain::row::Row;
use crate::domain::status::{Chain, DocumentKind};

/// The rules that hold in a store.
pub trait Rules: Send + Sync {
    /// The approval chain of a policy; a refusal where no policy has this name.
    fn chain(&self, policy: &str) -> Result<Chain, Refusal>;
    /// What edits under a policy need.
    fn edit_rules(&self, policy: &str) -> Result<EditRules, Refusal>;
    /// What lists know of a project.
    fn row(&self, project: &Project, settings: &Settings) -> Row;
    /// Ids of the checks whose errors block sending a document.
    fn blocking(
        &self,
        project: &Project,
        document: DocumentKind,
        settings: &Settings,
    ) -> Vec<String>;
}
