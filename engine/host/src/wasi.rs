//! Our own small, synchronous WASI 0.2: what a guest's standard library needs to start, to panic with a message, and no more.
//!
//! Standard error goes into the call's log; standard output is thrown away; the clock stands still; random numbers come from a
//! seeded stream; there are no arguments, no environment, no folders. Whatever else a component imports is linked as a trap.
//! (The `wasmtime-wasi` crate blocks on an async runtime in its synchronous form, which panics inside a tokio worker.)

use wasmtime::component::{ComponentType, Lift, LinkerInstance, Lower, Resource, ResourceType};
use wasmtime::{Result, StoreContextMut, bail};

use crate::guest::Guest;

/// Bytes a guest may write at once, and random bytes it may ask for at once.
const CHUNK: u64 = 64 << 10;

enum OutputStream {}
enum InputStream {}
enum IoError {}
enum Pollable {}
enum Descriptor {}
enum TerminalInput {}
enum TerminalOutput {}

/// The resource number of standard output and standard error.
const STDOUT: u32 = 1;
const STDERR: u32 = 2;

#[derive(ComponentType, Lower, Lift)]
#[component(variant)]
enum StreamError {
    #[component(name = "last-operation-failed")]
    LastOperationFailed(Resource<IoError>),
    #[component(name = "closed")]
    Closed,
}

#[derive(ComponentType, Lower, Lift)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

type Store<'a> = StoreContextMut<'a, Guest>;
type Streamed<T> = std::result::Result<T, StreamError>;

/// The type behind a resource's name. Interfaces re-export one another's resources, so the name alone decides.
pub(crate) fn resource_type(name: &str) -> ResourceType {
    match name {
        "error" => ResourceType::host::<IoError>(),
        "pollable" => ResourceType::host::<Pollable>(),
        "input-stream" => ResourceType::host::<InputStream>(),
        "output-stream" => ResourceType::host::<OutputStream>(),
        "descriptor" => ResourceType::host::<Descriptor>(),
        "terminal-input" => ResourceType::host::<TerminalInput>(),
        "terminal-output" => ResourceType::host::<TerminalOutput>(),
        _ => ResourceType::host::<()>(),
    }
}

/// Defines what we offer of a WASI 0.2 interface, given the name and version it is imported by; other interfaces stay as they are.
pub(crate) fn define(instance: &mut LinkerInstance<'_, Guest>, import: &str) -> Result<()> {
    let Some((interface, version)) = import.strip_prefix("wasi:").and_then(|name| name.split_once('@')) else { return Ok(()) };
    if !version.starts_with("0.2.") {
        return Ok(());
    }
    match interface {
        "io/streams" => streams(instance),
        "io/poll" => poll(instance),
        "cli/environment" => environment(instance),
        "cli/exit" => instance.func_wrap("exit", |_: Store<'_>, _: (Exit,)| -> Result<()> { bail!("it called exit") }),
        "cli/stdin" => instance.func_wrap("get-stdin", |_: Store<'_>, ()| Ok((Resource::<InputStream>::new_own(0),))),
        "cli/stdout" => instance.func_wrap("get-stdout", |_: Store<'_>, ()| Ok((Resource::<OutputStream>::new_own(STDOUT),))),
        "cli/stderr" => instance.func_wrap("get-stderr", |_: Store<'_>, ()| Ok((Resource::<OutputStream>::new_own(STDERR),))),
        "cli/terminal-stdin" => instance.func_wrap("get-terminal-stdin", none::<TerminalInput>),
        "cli/terminal-stdout" => instance.func_wrap("get-terminal-stdout", none::<TerminalOutput>),
        "cli/terminal-stderr" => instance.func_wrap("get-terminal-stderr", none::<TerminalOutput>),
        "clocks/monotonic-clock" => monotonic_clock(instance),
        "clocks/wall-clock" => wall_clock(instance),
        "random/random" => random(instance, "get-random-u64", "get-random-bytes"),
        "random/insecure" => random(instance, "get-insecure-random-u64", "get-insecure-random-bytes"),
        "random/insecure-seed" => instance.func_wrap("insecure-seed", |mut store: Store<'_>, ()| {
            let guest = store.data_mut();
            Ok(((guest.next_random(), guest.next_random()),))
        }),
        "filesystem/preopens" => {
            instance.func_wrap("get-directories", |_: Store<'_>, ()| Ok((Vec::<(Resource<Descriptor>, String)>::new(),)))
        }
        _ => Ok(()),
    }
}

type Exit = std::result::Result<(), ()>;

fn none<T: 'static>(_: Store<'_>, (): ()) -> Result<(Option<Resource<T>>,)> {
    Ok((None,))
}

fn streams(instance: &mut LinkerInstance<'_, Guest>) -> Result<()> {
    for name in ["[method]input-stream.read", "[method]input-stream.blocking-read"] {
        let closed = |_: Store<'_>, _: (Resource<InputStream>, u64)| Ok((Streamed::<Vec<u8>>::Err(StreamError::Closed),));
        instance.func_wrap(name, closed)?;
    }
    instance
        .func_wrap("[method]output-stream.check-write", |_: Store<'_>, _: (Resource<OutputStream>,)| Ok((Streamed::Ok(CHUNK),)))?;
    for name in ["[method]output-stream.write", "[method]output-stream.blocking-write-and-flush"] {
        instance.func_wrap(name, |mut store: Store<'_>, (stream, bytes): (Resource<OutputStream>, Vec<u8>)| {
            if stream.rep() == STDERR {
                store.data_mut().write_log(&bytes);
            }
            Ok((Streamed::Ok(()),))
        })?;
    }
    for name in ["[method]output-stream.flush", "[method]output-stream.blocking-flush"] {
        instance.func_wrap(name, |_: Store<'_>, _: (Resource<OutputStream>,)| Ok((Streamed::Ok(()),)))?;
    }
    let ready = || Ok((Resource::<Pollable>::new_own(0),));
    instance.func_wrap("[method]input-stream.subscribe", move |_: Store<'_>, _: (Resource<InputStream>,)| ready())?;
    instance.func_wrap("[method]output-stream.subscribe", move |_: Store<'_>, _: (Resource<OutputStream>,)| ready())
}

/// The standard library asks a stream for a pollable before its first write. Ours are always ready: there is nothing to wait for, since
/// a clock's pollable cannot be had.
fn poll(instance: &mut LinkerInstance<'_, Guest>) -> Result<()> {
    instance.func_wrap("[method]pollable.ready", |_: Store<'_>, _: (Resource<Pollable>,)| Ok((true,)))?;
    instance.func_wrap("[method]pollable.block", |_: Store<'_>, _: (Resource<Pollable>,)| Ok(()))?;
    instance.func_wrap("poll", |_: Store<'_>, (all,): (Vec<Resource<Pollable>>,)| Ok(((0..all.len() as u32).collect::<Vec<_>>(),)))
}

fn environment(instance: &mut LinkerInstance<'_, Guest>) -> Result<()> {
    instance.func_wrap("get-environment", |_: Store<'_>, ()| Ok((Vec::<(String, String)>::new(),)))?;
    instance.func_wrap("get-arguments", |_: Store<'_>, ()| Ok((Vec::<String>::new(),)))?;
    instance.func_wrap("initial-cwd", |_: Store<'_>, ()| Ok((None::<String>,)))
}

fn monotonic_clock(instance: &mut LinkerInstance<'_, Guest>) -> Result<()> {
    instance.func_wrap("now", |_: Store<'_>, ()| Ok((0_u64,)))?;
    instance.func_wrap("resolution", |_: Store<'_>, ()| Ok((1_u64,)))
}

fn wall_clock(instance: &mut LinkerInstance<'_, Guest>) -> Result<()> {
    instance.func_wrap("now", |_: Store<'_>, ()| Ok((Datetime { seconds: 0, nanoseconds: 0 },)))?;
    instance.func_wrap("resolution", |_: Store<'_>, ()| Ok((Datetime { seconds: 0, nanoseconds: 1 },)))
}

fn random(instance: &mut LinkerInstance<'_, Guest>, number: &str, bytes: &str) -> Result<()> {
    instance.func_wrap(number, |mut store: Store<'_>, ()| Ok((store.data_mut().next_random(),)))?;
    instance.func_wrap(bytes, |mut store: Store<'_>, (len,): (u64,)| {
        if len > CHUNK {
            bail!("it asked for {len} random bytes at once, where {CHUNK} are allowed");
        }
        let guest = store.data_mut();
        let words = (0..len.div_ceil(8)).flat_map(|_| guest.next_random().to_le_bytes());
        Ok((words.take(len as usize).collect::<Vec<u8>>(),))
    })
}
