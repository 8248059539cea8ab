//! The page is embedded; a build without it (only Rust is at hand) embeds an empty folder and says so when it is opened.

fn main() {
    let dist = std::path::Path::new("../../ui/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::warning=ui/dist cannot be made: {error}");
    }
    println!("cargo::rerun-if-changed=../../ui/dist");
}
