//! Binds, serves, stops.

use std::net::SocketAddr;

use garim_app::App;
use garim_core::{Error, Result};
use tokio::net::TcpListener;

use crate::{background, router};

/// A bound port.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Takes the port; a port that is taken is said clearly.
    pub async fn bind(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address).await.map_err(|e| match e.kind() {
            std::io::ErrorKind::AddrInUse => Error::Unavailable(format!(
                "port {} of {} is taken; stop what listens there, or say --listen {}:0",
                address.port(),
                address.ip(),
                address.ip()
            )),
            _ => Error::Unavailable(format!("`{address}` cannot be listened on: {e}")),
        })?;
        let address = listener.local_addr().map_err(|e| Error::internal("listening", e))?;
        Ok(Self { listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` resolves; open requests may end.
    pub async fn serve(self, app: App, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let work = background::start(app.clone());
        let routes = router(app, self.address.ip().is_loopback());
        let served = axum::serve(self.listener, routes).with_graceful_shutdown(stop).await;
        work.abort();
        served.map_err(|e| Error::internal("serving", e))
    }
}
