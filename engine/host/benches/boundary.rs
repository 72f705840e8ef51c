//! What the boundary costs: copying a text column in, calling at all, and running the repository's plugins as WebAssembly against the
//! same source compiled natively. Prints one table; the host's README has the figures and says what they mean.
//!
//! Every pair that is compared is measured in turn, so that a machine whose speed drifts cannot favor one; of each the fastest round
//! counts, since what else the machine does can only slow one down.
//!
//! ```text
//! cargo bench -p tamis-host                        # texts made here
//! TAMIS_TEXT=some.txt cargo bench -p tamis-host    # texts from a file, cut into rows
//! ```

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise and prints its table"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::config::ConfigOptions;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF};
use tamis_host::{Host, Limits, Settings, Tier};

const ROUNDS: usize = 15;
const MIB: usize = 1 << 20;

/// Rows of one byte that fit into one call.
const SHORT_ROWS: usize = 20_000;

fn main() {
    let plugins = Plugins::build();
    println!("row bytes | copy-in us/MB | of memcpy | row ns | call us (1 row)");
    println!("--------- | ------------- | --------- | ------ | ---------------");
    for row_bytes in [100, 1_000, 4_000] {
        boundary(&plugins, row_bytes);
    }
    println!();
    println!("plugin         | row bytes | native MB/s | checked/native | trusted/native");
    println!("-------------- | --------- | ----------- | -------------- | --------------");
    for row_bytes in [100, 1_000, 4_000] {
        let column = column(row_bytes, 4 * MIB);
        let config = gopher_quality::Config::default();
        let native = |text: &str| f64::from(gopher_quality::gopher_quality(text, &config).is_ok());
        compare(&plugins, "gopher_quality", row_bytes, &column, &native);
        let native = |text: &str| text_stats::text_stats(text).words;
        compare(&plugins, "text_stats", row_bytes, &column, &native);
        let config = refine_lines::Config::default();
        let native = |text: &str| {
            let edited = tamis_sdk::edited(text, |edit| refine_lines::refine_lines(text, &config, edit));
            edited.map_or(0.0, |text| text.len() as f64)
        };
        compare(&plugins, "refine_lines", row_bytes, &column, &native);
    }
}

/// The components of the repository's plugins and of the one below that does nothing.
struct Plugins {
    host: Host,
    names: [&'static str; 4],
    components: Vec<PathBuf>,
}

impl Plugins {
    fn build() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let names = ["gopher_quality", "text_stats", "refine_lines", "nothing"];
        let folders: Vec<_> = names
            .iter()
            .map(|name| if *name == "nothing" { root.join("engine/host/benches/nothing") } else { root.join("plugins").join(name) })
            .collect();
        let components = tamis_host::build(&folders, &|_| ()).unwrap();
        Self { host: Host::new(root.join("target/tamis/compiled")), names, components }
    }

    fn function(&self, name: &str, tier: Tier, slice: usize) -> ScalarUDF {
        let component = &self.components[self.names.iter().position(|known| *known == name).unwrap()];
        let settings = Settings { tier, limits: Limits { slice, ..Limits::default() }, ..Settings::default() };
        self.host.load_file(name, name, component, None, settings).unwrap().functions().remove(0)
    }
}

/// What a plugin that does nothing takes over one short row is a call's own time; over many rows of one byte, less that, a row's; over
/// a column, less both, that of copying it in.
fn boundary(plugins: &Plugins, row_bytes: usize) {
    let (slice, config) = (Limits::default().slice, Arc::default());
    let nothing = plugins.function("nothing", Tier::Checked, slice);
    let column = column(row_bytes, MIB);
    let one: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    let short: ArrayRef = Arc::new(StringArray::from(vec!["x"; SHORT_ROWS]));
    let data = column.as_string::<i32>().value_data().to_vec();
    let mut copy = vec![0_u8; slice];
    let [mut best_in, mut best_call, mut best_short, mut best_copy] = [f64::MAX; 4];
    for _ in 0..ROUNDS {
        best_in = best_in.min(seconds(20, || invoke(&nothing, &column, &config)));
        best_call = best_call.min(seconds(20_000, || invoke(&nothing, &one, &config)));
        best_short = best_short.min(seconds(100, || invoke(&nothing, &short, &config)));
        best_copy = best_copy.min(seconds(20, || {
            for chunk in data.chunks(slice) {
                copy[..chunk.len()].copy_from_slice(black_box(chunk));
                black_box(&mut copy);
            }
        }));
    }
    let calls = (data.len() + 8 * column.len()).div_ceil(slice) as f64;
    let (megabytes, micro) = (data.len() as f64 / 1e6, 1e6);
    let per_row = (best_short - best_call).max(0.0) / SHORT_ROWS as f64;
    let copy_in = (best_in - calls * best_call - per_row * column.len() as f64).max(0.0) * micro / megabytes;
    let memcpy = best_copy * micro / megabytes;
    println!("{row_bytes:9} | {copy_in:13.1} | {:8.1}x | {:6.1} | {:15.2}", copy_in / memcpy, per_row * 1e9, best_call * micro);
}

fn compare(plugins: &Plugins, name: &str, row_bytes: usize, column: &ArrayRef, native: &dyn Fn(&str) -> f64) {
    let (slice, config) = (Limits::default().slice, Arc::default());
    let checked = plugins.function(name, Tier::Checked, slice);
    let trusted = plugins.function(name, Tier::Trusted, slice);
    let texts = column.as_string::<i32>();
    let mut best = [f64::MAX; 3];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(seconds(1, || texts.iter().flatten().map(native).sum::<f64>()));
        best[1] = best[1].min(seconds(1, || invoke(&checked, column, &config)));
        best[2] = best[2].min(seconds(1, || invoke(&trusted, column, &config)));
    }
    let rate = texts.value_data().len() as f64 / 1e6 / best[0];
    println!("{name:14} | {row_bytes:9} | {rate:11.0} | {:14.2} | {:14.2}", best[0] / best[1], best[0] / best[2]);
}

fn seconds<T>(times: u32, mut run: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        black_box(run());
    }
    start.elapsed().as_secs_f64() / f64::from(times)
}

/// Calls a function over a column as a query does.
fn invoke(function: &ScalarUDF, column: &ArrayRef, config: &Arc<ConfigOptions>) -> ArrayRef {
    static FIELD: LazyLock<Arc<Field>> = LazyLock::new(|| Arc::new(Field::new("text", DataType::Utf8, true)));
    let args = ScalarFunctionArgs {
        args: vec![ColumnarValue::Array(Arc::clone(column))],
        arg_fields: vec![Arc::clone(&FIELD)],
        number_rows: column.len(),
        return_field: Arc::clone(&FIELD),
        config_options: Arc::clone(config),
    };
    function.invoke_with_args(args).unwrap().into_array(column.len()).unwrap()
}

/// Rows of about `row_bytes` bytes, `bytes` in all: of `TAMIS_TEXT` if that is set, else of made-up prose.
fn column(row_bytes: usize, bytes: usize) -> ArrayRef {
    let text = match std::env::var("TAMIS_TEXT") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => prose(bytes),
    };
    let chars: Vec<char> = text.chars().cycle().take(bytes).collect();
    Arc::new(StringArray::from_iter_values(chars.chunks(row_bytes).map(|row| row.iter().collect::<String>())))
}

/// Sentences of words whose lengths and order vary, with a line end now and then.
fn prose(bytes: usize) -> String {
    const WORDS: [&str; 24] = [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "miller",
        "river",
        "wheel",
        "water",
        "turns",
        "slowly",
        "beneath",
        "grain",
        "stone",
        "a",
        "remembers",
        "every",
        "harvest",
        "since",
        "flour",
        "is",
        "in",
        "considerable",
    ];
    let (mut text, mut state) = (String::with_capacity(bytes + 16), 7_u64);
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(WORDS[(state >> 33) as usize % WORDS.len()]);
        text.push_str(match (state >> 50) % 60 {
            0 => ".\n",
            1..=4 => ". ",
            5..=8 => ", ",
            _ => " ",
        });
    }
    text
}
