//! Posting JSON.

use std::time::Duration;

use garim_core::{Error, Result};

use super::{Reach, address};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where things are posted to. The token is in no message.
pub(crate) struct Post {
    url: String,
    token: Option<String>,
    reach: Reach,
}

impl Post {
    /// To a URL.
    pub fn new(url: String, token: Option<String>, reach: Reach) -> Self {
        Self { url, token, reach }
    }

    /// Posts a body. Redirects are not followed: the new place would have to be judged, and receivers of events have none.
    pub async fn json(&self, body: Vec<u8>) -> Result<()> {
        let target = address::judge(&self.url, self.reach).await?;
        let client = reqwest::Client::builder()
            .resolve_to_addrs(&target.host, &target.addresses)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(|e| Error::internal("making a client", e))?;
        let mut request = client.post(target.url).header("content-type", "application/json").body(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let unavailable = |_| Error::Unavailable(format!("the host `{}` does not take the event", target.host));
        let status = request.send().await.map_err(unavailable)?.status();
        let answered = format!("the host `{}` answered the event with {}", target.host, status.as_u16());
        // What a receiver refuses it will refuse again, unless it says that it is busy.
        match status.as_u16() {
            200..=299 => Ok(()),
            408 | 429 => Err(Error::Unavailable(answered)),
            400..=499 => Err(Error::invalid(answered)),
            _ => Err(Error::Unavailable(answered)),
        }
    }
}
