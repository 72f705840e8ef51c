//! Byte sizes and spans of time as people write them. The one place that reads them, for files and the command line.

use std::time::Duration;

/// Reads a size such as `512MiB`, `1.5 GB` or `4096` into bytes: `kB`, `MB`, `GB`, `TB` are powers of 1,000, `KiB`, `MiB`,
/// `GiB`, `TiB` powers of 1,024, a bare number or `B` is bytes; case does not matter.
///
/// # Errors
/// A sentence that says what was wanted, for whoever knows where the text stood.
pub fn parse_bytes(text: &str) -> Result<u64, String> {
    let units = [
        ("", 1.0),
        ("b", 1.0),
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("tb", 1e12),
        ("kib", 1024.0),
        ("mib", 1_048_576.0),
        ("gib", 1_073_741_824.0),
        ("tib", 1_099_511_627_776.0),
    ];
    let bytes = scaled(text, &units).ok_or_else(|| format!("`{text}` is not a size; write 512MiB, 1GB or a number of bytes"))?;
    if bytes >= 2f64.powi(63) {
        return Err(format!("`{text}` is more than any machine has"));
    }
    Ok(bytes.round() as u64)
}

/// Reads a span of time such as `10s`, `250ms`, `1.5m` or `2h`; a bare number is seconds.
///
/// # Errors
/// A sentence that says what was wanted, for whoever knows where the text stood.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let units = [("", 1.0), ("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("min", 60.0), ("h", 3600.0)];
    let wrong = || format!("`{text}` is not a span of time; write 10s, 250ms, 2m or a number of seconds");
    let seconds = scaled(text, &units).ok_or_else(wrong)?;
    Duration::try_from_secs_f64(seconds).map_err(|_| format!("`{text}` is too long"))
}

/// A number with a unit behind it, in the base unit; `None` where either is not one.
fn scaled(text: &str, units: &[(&str, f64)]) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim().to_ascii_lowercase();
    let factor = units.iter().find(|(name, _)| *name == unit)?.1;
    let number: f64 = number.replace('_', "").parse().ok()?;
    Some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        let sizes = [("512MiB", 512 << 20), ("1GB", 1_000_000_000), ("1.5 kb", 1500), ("4_096", 4096), ("0", 0), ("7 B", 7)];
        for (text, bytes) in sizes {
            assert_eq!(parse_bytes(text), Ok(bytes), "{text}");
        }
        let wrong = |text: &str| Err(format!("`{text}` is not a size; write 512MiB, 1GB or a number of bytes"));
        for text in ["", "MiB", "5 potatoes", "-1", "1..5", "1e9"] {
            assert_eq!(parse_bytes(text), wrong(text), "{text}");
        }
        assert_eq!(parse_bytes("99999999TiB"), Err("`99999999TiB` is more than any machine has".to_owned()));
    }

    #[test]
    fn spans_of_time_are_read() {
        for (text, ms) in [("10s", 10_000), ("250ms", 250), ("1.5m", 90_000), ("2 h", 7_200_000), ("3", 3000)] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        let wrong = "`ten` is not a span of time; write 10s, 250ms, 2m or a number of seconds";
        assert_eq!(parse_duration("ten"), Err(wrong.to_owned()));
        assert_eq!(parse_duration(&format!("{}h", "9".repeat(30))), Err(format!("`{}h` is too long", "9".repeat(30))));
    }
}
