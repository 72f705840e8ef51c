//! Attacks by a call over rows.

use std::mem::ManuallyDrop;

use crate::bindings::tamis::plugin::{host, types::Fault};
use crate::reach;

/// Carries out the attack in a batch of `rows` rows, of which `row` asked for it.
///
/// # Errors
///
/// If there is no attack of this name, and what came back from an attack that should not have succeeded.
pub(crate) fn run(attack: &str, row: usize, rows: usize) -> Result<Vec<u8>, Fault> {
    macro_rules! dispatch {
        (describe { $($describe:ident)* } open { $($open:ident)* } rows { $($name:ident)* }) => {
            match attack {
                $(concat!("rows_", stringify!($name)) => attacks::$name(Batch { row: row as u32, rows }),)*
                other => Err(fault(None, format!("there is no attack `{other}`"))),
            }
        };
    }
    filter_attacks!(dispatch)
}

fn fault(row: Option<u32>, message: String) -> Fault {
    Fault { row, message }
}

struct Batch {
    row: u32,
    rows: usize,
}

/// An answer as a fault, so that the test sees what the guest saw.
fn seen(answer: String) -> Result<Vec<u8>, Fault> {
    Err(fault(None, answer))
}

mod attacks {
    use super::*;

    type Answer = Result<Vec<u8>, Fault>;

    pub(super) fn spins(_: Batch) -> Answer {
        while std::hint::black_box(true) {}
        Ok(Vec::new())
    }

    pub(super) fn spins_in_the_log(_: Batch) -> Answer {
        while std::hint::black_box(true) {
            host::log(host::Level::Trace, "");
        }
        Ok(Vec::new())
    }

    pub(super) fn memory_bomb(_: Batch) -> Answer {
        reach::memory_bomb();
        Ok(Vec::new())
    }

    pub(super) fn stack_overflow(batch: Batch) -> Answer {
        fn deeper(depth: u64) -> u64 {
            if std::hint::black_box(depth) == u64::MAX { 0 } else { deeper(depth + 1) ^ std::hint::black_box(depth) }
        }
        Ok(vec![deeper(0) as u8; batch.rows])
    }

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn panics(batch: Batch) -> Answer {
        panic!("row {} is too much", batch.row)
    }

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn panics_in_control_characters(_: Batch) -> Answer {
        panic!("\x1b]0;owned\x07\x1b[2J\r\u{202e}backwards")
    }

    #[expect(clippy::exit, reason = "the attack")]
    pub(super) fn exits(_: Batch) -> Answer {
        std::process::exit(0)
    }

    pub(super) fn too_few_verdicts(batch: Batch) -> Answer {
        Ok(vec![0; batch.rows - 1])
    }

    pub(super) fn too_many_verdicts(batch: Batch) -> Answer {
        Ok(vec![0; batch.rows + 1])
    }

    pub(super) fn no_verdicts(_: Batch) -> Answer {
        Ok(Vec::new())
    }

    pub(super) fn unknown_reason(batch: Batch) -> Answer {
        Ok((0..batch.rows).map(|row| if row == batch.row as usize { 2 } else { 0 }).collect())
    }

    /// A list that begins inside this instance's memory and ends far outside.
    #[expect(unsafe_code, reason = "the attack; the list is given to the host and never read here")]
    pub(super) fn answer_outside_memory(_: Batch) -> Answer {
        let mut bytes = ManuallyDrop::new(vec![0_u8; 8]);
        // SAFETY: not kept. The list claims more than was allocated, which the host must notice.
        Ok(unsafe { Vec::from_raw_parts(bytes.as_mut_ptr(), 1 << 30, 1 << 30) })
    }

    pub(super) fn huge_answer(_: Batch) -> Answer {
        Ok(vec![0; 200 << 20])
    }

    pub(super) fn fault_on_a_row(batch: Batch) -> Answer {
        Err(fault(Some(batch.row), "this row is beyond me".into()))
    }

    pub(super) fn fault_on_no_row(_: Batch) -> Answer {
        Err(fault(Some(u32::MAX), "that row is beyond me".into()))
    }

    pub(super) fn fault_at_length(_: Batch) -> Answer {
        Err(fault(None, "no, ".repeat(1 << 20)))
    }

    pub(super) fn reads_a_file(_: Batch) -> Answer {
        seen(format!("{:?}", std::fs::read("/etc/passwd").map(|bytes| bytes.len())))
    }

    pub(super) fn writes_a_file(_: Batch) -> Answer {
        seen(format!("{:?}", std::fs::write("/tmp/hostile", "was here")))
    }

    pub(super) fn lists_a_folder(_: Batch) -> Answer {
        seen(format!("{:?}", std::fs::read_dir("/").map(Iterator::count)))
    }

    pub(super) fn connects(_: Batch) -> Answer {
        seen(format!("{:?}", std::net::TcpStream::connect("127.0.0.1:9").map(drop)))
    }

    pub(super) fn resolves_a_name(_: Batch) -> Answer {
        seen(format!("{:?}", std::net::ToSocketAddrs::to_socket_addrs("localhost:9").map(Iterator::count)))
    }

    pub(super) fn looks_around(_: Batch) -> Answer {
        seen(reach::surroundings())
    }

    pub(super) fn reads_standard_input(_: Batch) -> Answer {
        seen(format!("{:?}", std::io::read_to_string(std::io::stdin())))
    }

    pub(super) fn sleeps(_: Batch) -> Answer {
        std::thread::sleep(std::time::Duration::from_secs(3600));
        seen("it slept".into())
    }

    pub(super) fn starts_a_thread(_: Batch) -> Answer {
        seen(format!("{:?}", std::thread::Builder::new().spawn(|| ()).map(drop)))
    }

    pub(super) fn starts_a_process(_: Batch) -> Answer {
        seen(format!("{:?}", std::process::Command::new("sh").spawn().map(drop)))
    }

    pub(super) fn asks_for_an_artifact(_: Batch) -> Answer {
        seen(format!("{:?}", host::artifact("words").map(|bytes| bytes.len())))
    }

    pub(super) fn asks_for_many_random_bytes(_: Batch) -> Answer {
        seen(format!("{} bytes", crate::bindings::wasi::random::random::get_random_bytes(1 << 30).len()))
    }

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn floods_standard_error(_: Batch) -> Answer {
        reach::flood(std::io::stderr());
        panic!("and now you see it")
    }

    pub(super) fn floods_standard_output(_: Batch) -> Answer {
        reach::flood(std::io::stdout());
        seen("standard output is somewhere".into())
    }

    pub(super) fn floods_the_log(_: Batch) -> Answer {
        for _ in 0..10_000 {
            host::log(host::Level::Error, &"flood ".repeat(1_000));
        }
        seen("the log is full".into())
    }
}
