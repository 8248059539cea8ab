//! Somebody files a request for a person.

use garim_core::{
    Error, Result,
    authz::{Action, Caller, Resource},
    name::{RequestId, SubjectType},
    request::{Request, RequestState, RequestType},
    schema::{LogicalType, Role},
    subject::SubjectId,
};
use serde::Serialize;

use crate::App;

/// A filed request with the person's receipt.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filed {
    /// Its id.
    pub id: RequestId,
    /// The salt of the certificate's commitment, in hex: for the person only. With it, and nothing else, the certificate can
    /// be shown to be about them.
    pub receipt: String,
}

impl App {
    /// Files an erasure. The id goes to the vault and nowhere else.
    pub async fn file_request(&self, caller: &Caller, subject_type: &str, subject_id: &str) -> Result<Filed> {
        let permit = self.permit(caller, Action::FileRequest, Resource::Catalog, None)?;
        let subject = self.subject(subject_type, subject_id)?;
        let request = Request {
            id: RequestId::new(self.ports.ids.id()),
            kind: RequestType::Erasure,
            subject_type: subject.subject_type().clone(),
            filed_by: caller.principal.name.clone(),
            filed_at: self.now(),
            approved_by: None,
            state: RequestState::Filed,
        };
        self.ports.vault.file(request.id, &subject).await?;
        let (_, salt) = self.ports.vault.commitment(request.id).await?;
        let mut tx = self.ports.store.begin().await?;
        tx.requests().file(&permit, &request).await?;
        tx.commit().await?;
        Ok(Filed { id: request.id, receipt: salt.iter().map(|b| format!("{b:02x}")).collect() })
    }

    /// The subject in canonical form: integers where the identifier columns of that type are integers.
    fn subject(&self, subject_type: &str, subject_id: &str) -> Result<SubjectId> {
        let known = self.subject_types();
        let (kind, logical) = known.iter().find(|(t, _)| t.as_str() == subject_type).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(t, _)| t.as_str()).collect();
            Error::invalid(format!(
                "`{}` is not a type of subject; `{}` are",
                subject_type.chars().take(64).collect::<String>(),
                names.join("`, `")
            ))
        })?;
        match logical {
            LogicalType::Integer => {
                let id: i64 = subject_id.trim().parse().map_err(|_| Error::invalid(format!("a `{kind}` id is an integer")))?;
                if id < 0 {
                    return Err(Error::invalid(format!("a `{kind}` id is not negative")));
                }
                Ok(SubjectId::from_integer(kind.clone(), id))
            }
            _ => SubjectId::from_text(kind.clone(), subject_id).map_err(|e| Error::invalid(e.to_string())),
        }
    }

    fn subject_types(&self) -> Vec<(SubjectType, LogicalType)> {
        let mut known: Vec<(SubjectType, LogicalType)> = Vec::new();
        for column in self.project.contracts.iter().flat_map(|c| &c.schema.columns) {
            if let Role::Identifies(kind) = &column.role
                && !known.iter().any(|(k, _)| k == kind)
            {
                known.push((kind.clone(), column.logical));
            }
        }
        known
    }
}
