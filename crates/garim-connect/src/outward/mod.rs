//! What leaves for other machines: the sole home of the rules about where it may go.

mod address;
mod post;

pub use address::Reach;
pub(crate) use post::Post;
