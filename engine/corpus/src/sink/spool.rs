//! Where the bytes of a shard go while it is being encoded: hashed on the way, to a file or to a buffer for an upload.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes`, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A place to write to that encoders may own while the writer of the shard still sees what went through it.
#[derive(Clone)]
pub(super) struct Spool(Arc<Mutex<State>>);

struct State {
    hash: Sha256,
    n_bytes: u64,
    to: Target,
}

enum Target {
    File(BufWriter<File>),
    Memory(Vec<u8>),
}

impl Spool {
    /// Writes to a file.
    pub(super) fn to_file(file: File) -> Self {
        Self::new(Target::File(BufWriter::with_capacity(1 << 20, file)))
    }

    /// Collects bytes until [`Self::take`] fetches them.
    pub(super) fn to_memory() -> Self {
        Self::new(Target::Memory(Vec::new()))
    }

    fn new(to: Target) -> Self {
        Self(Arc::new(Mutex::new(State { hash: Sha256::new(), n_bytes: 0, to })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in the middle of a write leaves a shard that is never committed, so the state may be read all the same.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many bytes went through so far.
    pub(super) fn n_bytes(&self) -> u64 {
        self.state().n_bytes
    }

    /// The SHA-256 of all that went through.
    pub(super) fn sha256(&self) -> String {
        hexadecimal(&self.state().hash.clone().finalize())
    }

    /// The bytes collected since the last call, where there are at least `least`; none for a file.
    pub(super) fn take(&self, least: usize) -> Option<Vec<u8>> {
        match &mut self.state().to {
            Target::Memory(bytes) if !bytes.is_empty() && bytes.len() >= least => Some(std::mem::take(bytes)),
            Target::Memory(_) | Target::File(_) => None,
        }
    }

    /// Forces a file to disk; nothing to do for a buffer.
    pub(super) fn sync(&self) -> io::Result<()> {
        match &mut self.state().to {
            Target::File(file) => {
                file.flush()?;
                file.get_ref().sync_all()
            }
            Target::Memory(_) => Ok(()),
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state();
        match &mut state.to {
            Target::File(file) => file.write_all(bytes)?,
            Target::Memory(buffer) => buffer.extend_from_slice(bytes),
        }
        state.hash.update(bytes);
        state.n_bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state().to {
            Target::File(file) => file.flush(),
            Target::Memory(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn bytes_are_counted_hashed_and_taken_in_parts() {
        let mut spool = Spool::to_memory();
        spool.clone().write_all(b"ab").unwrap();
        assert_eq!(spool.take(3), None);
        spool.write_all(b"c").unwrap();
        assert_eq!(spool.take(3), Some(b"abc".to_vec()));
        assert_eq!((spool.n_bytes(), spool.take(0)), (3, None));
        assert_eq!(spool.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(spool.sha256(), sha256(b"abc"));
    }
}
