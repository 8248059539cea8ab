//! What an erasure does to the rows of a dataset.

use garim_core::{asset::ErasureAction, class::Treatment, name::ColumnName};

use super::{column::ColumnText, custom::Custom};
use crate::document::Text;

const ACTIONS: [(&str, ErasureAction); 2] = [("delete", ErasureAction::Delete), ("anonymise", ErasureAction::Anonymise)];

/// The row's owner and the action. A dataset that names people must say its action; `delete` needs to know whose row it is.
pub(super) fn read(custom: &Custom<'_>, id: &Text<'_>, columns: &[ColumnText]) -> (Option<ColumnName>, Option<ErasureAction>) {
    let identifiers: Vec<&ColumnText> = columns.iter().filter(|c| c.column.treatment() == Treatment::Identifier).collect();
    let said = custom.text("garimErasure");
    let action = said.and_then(|t| t.one_of("an action", &ACTIONS));
    if said.is_none() && !identifiers.is_empty() {
        let help = "add the custom property `garimErasure`: `delete` or `anonymise`".to_owned();
        id.problem("it names people; what does an erasure do here?", Some(help));
    }
    let mut owners = columns.iter().filter(|c| c.row_owner);
    let owner = match (owners.next(), owners.next()) {
        (Some(owner), None) => Some(owner),
        (Some(_), Some(_)) => {
            id.problem("two columns own its rows", Some("keep one `garimRowOwner`".to_owned()));
            None
        }
        (None, _) if identifiers.len() == 1 => identifiers.first().copied(),
        (None, _) => None,
    };
    if let (Some(text), Some(ErasureAction::Delete), None) = (said, action, owner) {
        let help = "give the owner's identifier `garimRowOwner: true`, or `anonymise`".to_owned();
        text.problem("`delete` removes the rows of their owner, and no column says who that is", Some(help));
    }
    if let Some(owner) = owner.filter(|o| o.column.treatment() != Treatment::Identifier) {
        id.problem(format!("`{}` owns its rows but names nobody", owner.column.name), None);
    }
    (owner.map(|o| o.column.name.clone()), action)
}
