//! Bodies that are larger than a question: read after the caller was authorised, within a limit of their own.

use std::io::Read;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, header},
};
use garim_core::Error;

use crate::problem::Problem;

/// The body as it came.
pub(crate) async fn whole(body: Body, most: usize) -> Result<Bytes, Problem> {
    to_bytes(body, most).await.map_err(|_| Problem::too_large(most))
}

/// The body, unpacked if it was sent as gzip: what comes out is held to the same limit as what comes in.
pub(crate) async fn unpacked(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let packed = headers.get(header::CONTENT_ENCODING).and_then(|e| e.to_str().ok()).unwrap_or("identity").to_lowercase();
    let bytes = whole(body, most).await?;
    match packed.as_str() {
        "identity" | "" => Ok(bytes.to_vec()),
        "gzip" => gunzip(&bytes, most),
        _ => Err(Error::invalid("the body's encoding is not known; send it plain or as `gzip`").into()),
    }
}

fn gunzip(bytes: &[u8], most: usize) -> Result<Vec<u8>, Problem> {
    let mut plain = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(most as u64 + 1);
    reader
        .read_to_end(&mut plain)
        .map_err(|_| Problem::from(Error::invalid("the body is not gzip, though its header says so")))?;
    if plain.len() > most {
        return Err(Problem::too_large(most));
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[tokio::test]
    async fn a_small_body_that_unpacks_to_a_large_one_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
        let bomb = gzip(&vec![b' '; 100_000]);
        assert!(bomb.len() < 1000);
        assert_eq!(unpacked(&headers, Body::from(bomb.clone()), 200_000).await.unwrap().len(), 100_000);
        assert_eq!(unpacked(&headers, Body::from(bomb), 1000).await.unwrap_err().status, 413);
        assert_eq!(unpacked(&headers, Body::from("plain"), 1000).await.unwrap_err().status, 400);
        assert_eq!(unpacked(&HeaderMap::new(), Body::from("plain"), 4).await.unwrap_err().status, 413);
    }
}
