//! Where events go. A task of its own tells them one after another, so that nobody waits for a listener.

use std::{path::PathBuf, time::Duration};

use async_trait::async_trait;
use garim_core::{Error, Result};
use garim_ports::{Announce, RunTold};
use serde_json::Value;
use tokio::{
    io::AsyncWriteExt,
    sync::{mpsc, oneshot},
};

use super::event::event;
use crate::outward::{Post, Reach};

/// Events that wait: a day of a large project. More than that, and the listener has been away for long.
const WAITING: usize = 4_096;
/// When an event is tried again; after the last of these it is given up.
const AGAIN: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];
/// How long a process that ends waits for events to be told.
const PARTING: Duration = Duration::from_secs(15);

/// Tells of runs as OpenLineage events.
pub struct Announcer {
    queue: mpsc::Sender<Item>,
}

/// What stands in the queue.
enum Item {
    Run(Box<RunTold>),
    /// Whoever waits for everything before it.
    Flush(oneshot::Sender<()>),
}

enum To {
    /// A line each.
    File(PathBuf),
    Url(Post),
}

impl Announcer {
    /// Into a file, to which lines are added. Called within a runtime, as everything here.
    pub fn to_file(namespace: impl Into<String>, file: PathBuf) -> Self {
        Self::start(namespace.into(), To::File(file))
    }

    /// To a URL, such as `https://host/api/v1/lineage`, with a bearer token if it wants one.
    pub fn to_url(namespace: impl Into<String>, url: String, token: Option<String>, reach: Reach) -> Self {
        Self::start(namespace.into(), To::Url(Post::new(url, token, reach)))
    }

    fn start(namespace: String, to: To) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(tell_all(namespace, to, waiting));
        Self { queue }
    }
}

#[async_trait]
impl Announce for Announcer {
    fn run(&self, told: RunTold) {
        if self.queue.try_send(Item::Run(Box::new(told))).is_err() {
            tracing::warn!("{WAITING} OpenLineage events wait to be told: one more is given up");
        }
    }

    async fn flush(&self) {
        let (done, told) = oneshot::channel();
        let parting = async {
            if self.queue.send(Item::Flush(done)).await.is_ok() {
                // Dropped without an answer: there is nobody left to wait for.
                let _ = told.await;
            }
        };
        if tokio::time::timeout(PARTING, parting).await.is_err() {
            tracing::warn!("OpenLineage events are given up: the listener takes too long");
        }
    }
}

/// Tells what comes, in order. While the listener does not answer, each event is tried once only: the first has waited for all.
async fn tell_all(namespace: String, to: To, mut waiting: mpsc::Receiver<Item>) {
    let mut well = true;
    while let Some(item) = waiting.recv().await {
        match item {
            // Whoever waited may have gone.
            Item::Flush(done) => _ = done.send(()),
            Item::Run(told) => {
                let told = tell(&event(&told, &namespace), &to, well).await;
                if let Err(error) = &told {
                    tracing::warn!(error = %error, "an OpenLineage event is given up");
                }
                well = told.is_ok();
            }
        }
    }
}

async fn tell(event: &Value, to: &To, patiently: bool) -> Result<()> {
    let mut again = AGAIN.iter().filter(|_| patiently);
    loop {
        let told = once(event, to).await;
        match (&told, again.next()) {
            (Err(Error::Unavailable(_)), Some(pause)) => tokio::time::sleep(*pause).await,
            _ => return told,
        }
    }
}

async fn once(event: &Value, to: &To) -> Result<()> {
    match to {
        To::File(file) => {
            let failed = |e: std::io::Error| Error::Unavailable(format!("the file for events cannot be written: {}", e.kind()));
            let mut open = tokio::fs::OpenOptions::new().create(true).append(true).open(file).await.map_err(failed)?;
            // One write for the line, so that lines of several processes do not mix.
            open.write_all(format!("{event}\n").as_bytes()).await.map_err(failed)?;
            open.flush().await.map_err(failed)
        }
        To::Url(post) => post.json(event.to_string().into_bytes()).await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use garim_core::{imported::RunEvent, name::RunId, time::Timestamp};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    fn told(event: RunEvent) -> RunTold {
        RunTold {
            run: RunId::new("0190f0b2-0000-7000-8000-000000000001".parse().unwrap()),
            job: "daily.metrics".to_owned(),
            event,
            at: Timestamp::from_micros(0),
            day: Timestamp::from_micros(0),
            message: None,
            inputs: Vec::new(),
            outputs: Vec::new(),
            edges: Vec::new(),
        }
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn a_file_has_a_line_for_each_event() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("events.jsonl");
        run(async {
            let announcer = Announcer::to_file("garim", file.clone());
            announcer.run(told(RunEvent::Start));
            announcer.run(told(RunEvent::Complete));
            announcer.flush().await;
        });
        let text = std::fs::read_to_string(file).unwrap();
        let kinds = text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["eventType"].clone());
        assert_eq!(kinds.collect::<Vec<_>>(), ["START", "COMPLETE"]);
    }

    /// Answers each connection with one of these, and gives the requests.
    async fn listener(answers: &'static [&'static str]) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v1/lineage", listener.local_addr().unwrap());
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                let mut chunk = [0; 4096];
                while !request.ends_with(b"}") {
                    let read = stream.read(&mut chunk).await.unwrap();
                    request.extend_from_slice(&chunk[..read]);
                }
                heard.push(String::from_utf8(request).unwrap());
                let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            heard
        });
        (url, heard)
    }

    #[test]
    fn a_listener_hears_each_event_with_the_token_and_again_if_it_was_busy() {
        run(async {
            let (url, heard) = listener(&["503 Busy", "201 Created", "400 Bad Request", "201 Created"]).await;
            let announcer = Announcer::to_url("garim", url, Some("t0ken".to_owned()), Reach::Private);
            for event in [RunEvent::Start, RunEvent::Running, RunEvent::Complete] {
                announcer.run(told(event));
            }
            announcer.flush().await;
            let heard = heard.await.unwrap();
            assert!(heard.iter().all(|r| r.contains("authorization: Bearer t0ken") && r.contains("application/json")));
            let kinds: Vec<&str> =
                heard.iter().map(|r| r.split("\"eventType\":\"").nth(1).unwrap().split('"').next().unwrap()).collect();
            assert_eq!(kinds, ["START", "START", "RUNNING", "COMPLETE"], "busy: again; refused: not again");
        });
    }

    #[test]
    fn nobody_waits_for_a_listener_that_is_not_there() {
        run(async {
            let (url, gone) = listener(&[]).await;
            gone.await.unwrap();
            let announcer = Announcer::to_url("garim", url, None, Reach::Private);
            (0..2 * WAITING).for_each(|_| announcer.run(told(RunEvent::Start)));
            drop(announcer);
            let inner = Announcer::to_url("garim", "http://169.254.169.254/".to_owned(), None, Reach::Private);
            inner.run(told(RunEvent::Start));
            inner.flush().await;
        });
    }
}
