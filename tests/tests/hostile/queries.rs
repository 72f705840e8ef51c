//! Attacks among other queries, and stopping a guest that would never stop.

use std::time::{Duration, Instant};

use futures::future::join_all;
use tamis::Session;

use crate::guest::{build, folder, session};
use crate::tables::answer;

const CALM: &str = "SELECT count(*) AS kept FROM calm WHERE honest(text)";
const KEPT: &str = "\
+------+
| kept |
+------+
| 4    |
+------+";

/// A session with a function of this kind per name and attack.
async fn armed(kind: &str, functions: &[(&str, &str)]) -> Session {
    build().await;
    let session = session("");
    for (name, attack) in functions {
        let folder = folder().join(kind);
        let create = format!("CREATE FUNCTION {name}(attack VARCHAR DEFAULT '{attack}') LANGUAGE wasm AS '{}'", folder.display());
        session.sql(&create).await.unwrap();
    }
    session
}

/// Runs a query that never ends, stops it after a while, and gives its error. The stopping is asked for by a thread of its own, since
/// both threads of the runtime are in the guest's loop.
#[expect(clippy::print_stderr, reason = "the time measured, for whoever runs it")]
async fn cancelled(session: &Session, query: &'static str) -> String {
    let stopper = std::thread::spawn({
        let session = session.clone();
        move || {
            std::thread::sleep(Duration::from_millis(500));
            session.cancel();
            Instant::now()
        }
    });
    let running = tokio::spawn({
        let session = session.clone();
        async move { (answer(&session, query).await, Instant::now()) }
    });
    let (result, ended) = running.await.unwrap();
    let took = ended.saturating_duration_since(stopper.join().unwrap());
    eprintln!("{query} ended {took:?} after it was cancelled");
    assert!(took < Duration::from_secs(1), "{query} ended {took:?} after it was cancelled");
    result.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_stops_a_guest_that_judges() {
    let session = armed("filter", &[("hostile", "rows_spins"), ("honest", "nothing")]).await;
    let error = cancelled(&session, "SELECT hostile(text) FROM attacked").await;
    assert!(error.ends_with("failed on rows 0..5 of a batch: the query was cancelled"), "{error}");
    assert_eq!(answer(&session, CALM).await.unwrap(), KEPT);
    assert_eq!(answer(&session, &CALM.replace("honest", "hostile")).await.unwrap(), KEPT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_stops_a_guest_that_opens() {
    let session = armed("scorer", &[("hostile", "nothing")]).await;
    let error = cancelled(&session, "SELECT hostile(text, 'spinning') FROM calm").await;
    assert!(error.ends_with("scorer) does not open: the query was cancelled"), "{error}");
    let calm = "SELECT count(*) AS kept FROM calm WHERE hostile(text, 'calm')['bytes'] > 3";
    assert_eq!(answer(&session, calm).await.unwrap(), KEPT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attacks_leave_the_queries_beside_them_alone() {
    let attacks = [
        ("panicking", "rows_panics", "row 1 is too much"),
        ("miscounting", "rows_too_few_verdicts", "4 verdicts for 5 rows"),
        ("overflowing", "rows_stack_overflow", "call stack exhausted"),
        ("faulty", "rows_fault_on_a_row", "failed on rows 1..2 of a batch: this row is beyond me"),
    ];
    let functions: Vec<_> = attacks.iter().map(|(name, attack, _)| (*name, *attack)).chain([("honest", "nothing")]).collect();
    let session = armed("filter", &functions).await;
    let one = |n: usize| {
        let (session, attack) = (session.clone(), attacks[n / 2 % attacks.len()]);
        tokio::spawn(async move {
            if n.is_multiple_of(2) {
                assert_eq!(answer(&session, CALM).await.unwrap(), KEPT, "query {n}");
                return;
            }
            let (name, _, expected) = attack;
            let error = answer(&session, &format!("SELECT {name}(text) FROM attacked")).await.unwrap_err().to_string();
            assert!(error.contains(expected), "query {n}: {error}");
            let calm = answer(&session, &CALM.replace("honest", name)).await;
            assert_eq!(calm.unwrap(), KEPT, "query {n}");
        })
    };
    for outcome in join_all((0..64).map(one)).await {
        outcome.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_of_a_query_that_fails_is_kept() {
    let session = armed("filter", &[("hostile", "rows_panics"), ("honest", "nothing")]).await;
    let create = "CREATE TABLE kept AS SELECT text FROM attacked WHERE hostile(text)";
    let made = async { session.sql(create).await?.collect().await };
    let error = made.await.unwrap_err().to_string();
    assert!(error.contains("row 1 is too much"), "{error}");
    let error = answer(&session, "SELECT * FROM kept").await.unwrap_err().to_string();
    assert!(error.contains("table 'datafusion.public.kept' not found"), "{error}");
    assert_eq!(answer(&session, CALM).await.unwrap(), KEPT);
}
