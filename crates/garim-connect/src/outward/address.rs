//! Which addresses may be reached. A name is resolved once, every address that it has is judged, and the connection goes to one
//! of those and no other: what the name means a moment later does not matter.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use garim_core::{Error, Result};
use url::{Host, Url};

/// How far requests may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Public addresses only.
    #[default]
    Public,
    /// Also this machine and private networks, since the operator has said so in the configuration. Addresses that clouds
    /// answer with credentials stay closed.
    Private,
}

/// A URL that may be reached, with its addresses.
#[derive(Debug)]
pub(super) struct Target {
    pub url: Url,
    pub host: String,
    pub addresses: Vec<SocketAddr>,
}

/// Judges a URL.
pub(super) async fn judge(text: &str, reach: Reach) -> Result<Target> {
    let url = parse(text)?;
    let port = url.port_or_known_default().unwrap_or(443);
    let host = url.host_str().unwrap_or_default().to_owned();
    let addresses: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => vec![SocketAddr::new(IpAddr::V4(ip), port)],
        Some(Host::Ipv6(ip)) => vec![SocketAddr::new(IpAddr::V6(ip), port)],
        _ => {
            let found = tokio::net::lookup_host((host.as_str(), port)).await;
            found.map_err(|_| Error::Unavailable(format!("the host `{host}` has no address")))?.collect()
        }
    };
    match addresses.iter().find(|a| !allowed(a.ip(), reach)) {
        Some(_) => Err(Error::Forbidden(format!(
            "the host `{host}` is in a network that is not reached; a public address is, or set `allow-private` in the configuration"
        ))),
        None if addresses.is_empty() => Err(Error::Unavailable(format!("the host `{host}` has no address"))),
        None => Ok(Target { url, host, addresses }),
    }
}

/// `http` and `https`, without a user in it.
fn parse(text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|_| Error::invalid("the URL cannot be read; give such as `https://host/path`"))?;
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    if matches!(url.scheme(), "http" | "https") && plain {
        return Ok(url);
    }
    Err(Error::invalid("the URL is not reached; `http:` and `https:` without user and password are accepted"))
}

/// Whether an address may be reached.
pub(super) fn allowed(ip: IpAddr, reach: Reach) -> bool {
    match ip {
        IpAddr::V4(ip) => allowed_v4(ip, reach),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(v4) => allowed_v4(v4, reach),
            None => allowed_v6(ip, reach),
        },
    }
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, NAT64, 6to4.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = ip.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

fn allowed_v4(ip: Ipv4Addr, reach: Reach) -> bool {
    let [a, b, c, _] = ip.octets();
    // Never: nobody's, everybody's, test networks, and link-local ones, where clouds keep credentials.
    let never = a == 0
        || a >= 224
        || (a, b) == (169, 254)
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 0, 2)
        || (a, b, c) == (198, 51, 100)
        || (a, b, c) == (203, 0, 113)
        || ip == Ipv4Addr::new(100, 100, 100, 200);
    let private =
        ip.is_loopback() || ip.is_private() || (a == 100 && (64..128).contains(&b)) || (a == 198 && (b == 18 || b == 19));
    !never && (reach == Reach::Private || !private)
}

fn allowed_v6(ip: Ipv6Addr, reach: Reach) -> bool {
    let first = ip.segments()[0];
    let never = ip.is_unspecified()
        || ip.is_multicast()
        || (first & 0xffc0) == 0xfe80
        || (first & 0xffc0) == 0xfec0
        || ip.segments()[..2] == [0x2001, 0xdb8]
        // Where a cloud answers with credentials.
        || ip == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
    let private = ip.is_loopback() || (first & 0xfe00) == 0xfc00;
    !never && (reach == Reach::Private || !private)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn judged(url: &str, reach: Reach) -> Result<Target> {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(judge(url, reach))
    }

    #[test]
    fn no_spelling_of_an_inner_address_is_reached() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0x7f.1/",
            "http://127.0.0.1:80/",
            "http://localhost/",
            "http://[::1]/",
            "http://[::]/",
            "http://0.0.0.0/",
            "http://0/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://192.168.0.1/",
            "http://100.64.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://[fc00::1]/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://198.18.0.1/",
            "http://192.0.2.1/",
            "http://[ff02::1]/",
            "http://１２７.０.０.１/",
            "http://127。0。0。1/",
            "http://[fec0::1]/",
            "http://100.100.100.200/",
        ] {
            assert!(judged(url, Reach::Public).is_err(), "{url} is reached");
        }
    }

    #[test]
    fn other_schemes_and_users_are_refused() {
        for url in
            ["file:///etc/passwd", "gopher://1.1.1.1/", "ftp://1.1.1.1/", "http://user:pass@1.1.1.1/", "//1.1.1.1", "", "http://"]
        {
            assert!(judged(url, Reach::Private).is_err(), "{url} is reached");
        }
    }

    #[test]
    fn an_operator_may_allow_private_networks_but_never_where_credentials_lie() {
        assert!(judged("http://127.0.0.1:5000/api", Reach::Private).is_ok());
        assert!(judged("http://10.1.2.3/", Reach::Private).is_ok());
        assert!(judged("http://1.1.1.1/", Reach::Public).is_ok());
        assert!(judged("http://169.254.169.254/", Reach::Private).is_err());
        assert!(judged("http://[fd00:ec2::254]/", Reach::Private).is_err());
        assert!(judged("http://[::ffff:169.254.169.254]/", Reach::Private).is_err());
    }
}
