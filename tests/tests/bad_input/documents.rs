//! Documents far larger than what a call usually carries.

use tamis_tests::{rows, session};

/// Bytes of the document, about.
const BYTES: usize = 50_000_000;

/// A query over one document of [`BYTES`] between two short ones. `piece` is what it is made of.
fn over(piece: &str, answer: &str) -> String {
    let times = BYTES / piece.len();
    format!(
        "SELECT id, {answer} FROM (VALUES (1, 'The rain.'), (2, repeat('{piece}', {times})), (3, 'The river.')) AS t(id, text) \
         ORDER BY id"
    )
}

const PROSE: &str = "The rain that falls on the hills has to find its way to the river. ";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_takes_them() {
    let session = session();
    rows(
        &session,
        "CREATE FUNCTION endless(max_words BIGINT DEFAULT 1000000000) LANGUAGE wasm AS 'PLUGIN'"
            .replace("PLUGIN", &tamis_tests::repository().join("plugins/gopher_quality").display().to_string())
            .as_str(),
    )
    .await
    .unwrap();
    let found = rows(
        &session,
        &over(PROSE, "endless(text) AS keep, endless_reason(text) AS reason, gopher_quality_reason(text) AS by_default"),
    )
    .await;
    expect_test::expect![[r#"
        +----+-------+------------------+------------------+
        | id | keep  | reason           | by_default       |
        +----+-------+------------------+------------------+
        | 1  | false | gopher_short_doc | gopher_short_doc |
        | 2  | true  |                  | gopher_long_doc  |
        | 3  | false | gopher_short_doc | gopher_short_doc |
        +----+-------+------------------+------------------+"#]]
    .assert_eq(&found.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scorer_takes_them() {
    let session = session();
    let found =
        rows(&session, &over(PROSE, "text_stats(text)['words'] AS words, text_stats(text)['mean_word_length'] AS length")).await;
    expect_test::expect![[r#"
        +----+------------+--------+
        | id | words      | length |
        +----+------------+--------+
        | 1  | 2.0        | 3.5    |
        | 2  | 11194020.0 | 3.4    |
        | 3  | 2.0        | 4.0    |
        +----+------------+--------+"#]]
    .assert_eq(&found.unwrap());
    // A single word.
    let found =
        rows(&session, &over("abcdefghij", "text_stats(text)['words'] AS words, text_stats(text)['mean_word_length'] AS length"))
            .await;
    expect_test::expect![[r#"
        +----+-------+------------+
        | id | words | length     |
        +----+-------+------------+
        | 1  | 2.0   | 3.5        |
        | 2  | 1.0   | 50000000.0 |
        | 3  | 2.0   | 4.0        |
        +----+-------+------------+"#]]
    .assert_eq(&found.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_takes_them() {
    let session = session();
    // Every second line goes: a million and a half of edits in one row.
    let lines = "The rain falls on the hills.\n17 likes\n";
    let query = over(
        lines,
        "length(text) AS before, length(refine_lines(text)) AS after, md5(refine_lines(text)) = md5(repeat('The rain falls on the hills.' || chr(10), LINES)) AS as_wanted",
    );
    let query = query.replace("LINES", &(BYTES / lines.len()).to_string());
    expect_test::expect![[r#"
        +----+----------+----------+-----------+
        | id | before   | after    | as_wanted |
        +----+----------+----------+-----------+
        | 1  | 9        | 9        | false     |
        | 2  | 49999982 | 38157881 | true      |
        | 3  | 10       | 10       | false     |
        +----+----------+----------+-----------+"#]]
    .assert_eq(&rows(&session, &query).await.unwrap());
    // Nothing goes: the row is not touched.
    let query = over(PROSE, "length(text) AS before, refine_lines(text) = text AS same");
    expect_test::expect![[r#"
        +----+----------+------+
        | id | before   | same |
        +----+----------+------+
        | 1  | 9        | true |
        | 2  | 49999956 | true |
        | 3  | 10       | true |
        +----+----------+------+"#]]
    .assert_eq(&rows(&session, &query).await.unwrap());
}
