//! Object stores and web servers as locations of tables, results and plugins, against real servers on loopback.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod pipelines;
mod s3;
mod server;
mod web;

use std::path::Path;

use tamis::Session;

/// Writes the same few documents in some formats into a folder, with a local session.
async fn write_docs(folder: &Path) {
    let session = Session::builder().build().unwrap();
    let folder = folder.display();
    tamis_tests::rows(&session, "CREATE TABLE docs AS SELECT i AS id, 'page ' || i AS text FROM generate_series(1, 3000) AS t(i)")
        .await
        .unwrap();
    for name in ["docs.parquet", "docs.arrow", "docs.jsonl", "docs.csv"] {
        tamis_tests::rows(&session, &format!("COPY docs TO '{folder}/{name}'")).await.unwrap();
    }
}

/// What a query over the documents answers, wherever they are.
const SUMS: &str = "\
+----------+-----------+--------+
| count(*) | sum(d.id) | words  |
+----------+-----------+--------+
| 3000     | 4501500   | 6000.0 |
+----------+-----------+--------+";

/// The query of [`SUMS`] over a location.
fn sums(location: &str) -> String {
    format!("SELECT count(*), sum(d.id), sum(text_stats(d.text)['words']) AS words FROM '{location}' AS d")
}

/// The hexadecimal SHA-256 of a file.
fn sha256(file: &Path) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(std::fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text without what differs from run to run: the server's address, and how long it took to answer.
fn say(server: &server::Server, text: &str) -> String {
    let mut said = String::new();
    for (n, part) in text.replace(&server.address.to_string(), "SERVER").split(" in ").enumerate() {
        let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
        match n > 0 && first.starts_with(|letter: char| letter.is_ascii_digit()) {
            true => said += &format!(" in TIME {rest}"),
            false => said += &format!("{}{part}", if n > 0 { " in " } else { "" }),
        }
    }
    said
}
