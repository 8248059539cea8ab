//! What comes next.

use super::{Event, Request, RequestState, Step};

/// Why an event does not fit the state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// Nobody approves their own request.
    #[error("`{0}` filed this request and cannot approve it; ask somebody else")]
    OwnRequest(String),
    /// It has been approved, rejected or completed before.
    #[error("the request is `{0}`; only a filed request can be approved or rejected")]
    NotFiled(&'static str),
    /// A step was reported out of order.
    #[error("step `{reported}` is not the one to do next")]
    OutOfOrder {
        /// As reported.
        reported: &'static str,
    },
}

/// The request after an event. A step reported twice changes nothing: effects are idempotent and so is their report.
pub fn advance(request: &Request, event: &Event) -> Result<Request, NotPossible> {
    let mut after = request.clone();
    match (&request.state, event) {
        (RequestState::Filed, Event::Approved { by }) if *by == request.filed_by => {
            return Err(NotPossible::OwnRequest(by.to_string()));
        }
        (RequestState::Filed, Event::Approved { by }) => {
            after.approved_by = Some(by.clone());
            after.state = RequestState::Running { next: Step::Freeze };
        }
        (RequestState::Filed, Event::Rejected { reason }) => after.state = RequestState::Rejected { reason: reason.clone() },
        (RequestState::Running { next }, Event::Done(step)) if step == next => {
            after.state = step.next().map_or(RequestState::Completed, |next| RequestState::Running { next });
        }
        (RequestState::Running { next }, Event::Done(step)) if step < next => {}
        (RequestState::Completed, Event::Done(_)) => {}
        (_, Event::Done(step)) => return Err(NotPossible::OutOfOrder { reported: step.as_str() }),
        (state, _) => return Err(NotPossible::NotFiled(name(state))),
    }
    Ok(after)
}

fn name(state: &RequestState) -> &'static str {
    match state {
        RequestState::Filed => "filed",
        RequestState::Running { .. } => "running",
        RequestState::Completed => "completed",
        RequestState::Rejected { .. } => "rejected",
    }
}
