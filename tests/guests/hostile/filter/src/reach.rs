//! What a guest can grab and see of the machine.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::time::{Instant, SystemTime};

/// Takes memory until there is none.
pub(crate) fn memory_bomb() {
    let mut taken: Vec<Vec<u8>> = Vec::new();
    while std::hint::black_box(true) {
        taken.push(vec![1; 1 << 20]);
    }
}

/// Writes 16 MiB.
pub(crate) fn flood(mut stream: impl Write) {
    for _ in 0..1 << 14 {
        let _ = stream.write_all(&[b'x'; 1024]);
    }
}

/// Arguments, environment, clocks and chance as the standard library shows them.
pub(crate) fn surroundings() -> String {
    let arguments: Vec<String> = std::env::args().collect();
    let variables: Vec<(String, String)> = std::env::vars().collect();
    let folder = std::env::current_dir().map(|folder| folder.display().to_string());
    let start = Instant::now();
    for n in 0..100_000 {
        std::hint::black_box(n);
    }
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let chance = RandomState::new().build_hasher().finish();
    format!(
        "arguments {arguments:?}, variables {variables:?}, folder {folder:?}, {} s since 1970, {} ns for a long loop, chance {chance:x}",
        since_1970.as_secs_f64(),
        start.elapsed().as_nanos(),
    )
}
