//! Settings of plugins that cannot be met, and limits that are reached.

use expect_test::expect;
use tamis_tests::{rows, session_with};

use crate::{check, plugins, scratch};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn artifacts_that_cannot_be_given() {
    let (_folder, scratch) = scratch();
    // A file of 300 MB that takes no room on disk.
    std::fs::File::create(scratch.join("large.bin")).unwrap().set_len(300_000_000).unwrap();
    let with = |artifact: &str| plugins() + "[plugins.text_stats.artifacts]\ntable = \"" + artifact + "\"\n";
    let session = session_with(&scratch, &with("missing.bin")).unwrap();
    check(&session, &scratch, "SELECT text_stats('x')", expect!["External error: plugin `text_stats`: artifact `table`: cannot read SCRATCH/missing.bin: No such file or directory (os error 2)"]).await;
    let session = session_with(&scratch, &with("large.bin")).unwrap();
    check(&session, &scratch, "SELECT text_stats('x')", expect!["External error: plugin `text_stats`: artifact `table`: it has 300000000 bytes, where 268435456 are allowed since every instance holds a copy"]).await;
    std::fs::write(scratch.join("small.bin"), "few").unwrap();
    let session = session_with(&scratch, &with("small.bin")).unwrap();
    rows(&session, "SELECT text_stats('x')").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn config_that_the_plugin_does_not_know() {
    let (_folder, scratch) = scratch();
    let toml = plugins() + "[plugins.gopher_quality.config]\nmin_word = 3\nmax_words = \"many\"\n";
    let session = session_with(&scratch, &toml).unwrap();
    check(&session, &scratch, "SELECT gopher_quality('x')", expect![[r#"External error: plugin `gopher_quality`: config key `max_words` is "many", a string, and must be a number like 100000; config key `min_word` is unknown; there are max_bullet_lines, max_ellipses_per_token, max_ellipsis_lines, max_hashes_per_token, max_mean_word_length, max_words, min_alphabetic_tokens, min_mean_word_length, min_stop_words, min_words, stop_words"#]]).await;
    let session = session_with(&scratch, &(plugins() + "[plugins.gopher_quality.config]\nmin_words = 10.5\n")).unwrap();
    check(&session, &scratch, "SELECT gopher_quality('x')", expect![[r#"External error: plugin `gopher_quality` (REPOSITORY/plugins/gopher_quality) does not open: config {"max_bullet_lines":0.9,"max_ellipses_per_token":0.1,"max_ellipsis_lines":0.3,"max_hashes_per_token":0.1,"max_mean_word_length":10.0,"max_words":100000,"min_alphabetic_tokens":0.8,"min_mean_word_length":3.0,"min_stop_words":2,"min_words":10.5,"stop_words":["the","be","to","of","and","that","have","with"]}: invalid type: floating point `10.5`, expected u64 at line 1 column 242"#]]).await;
    // Other plugins are as they were.
    rows(&session, "SELECT text_stats('x')").await.unwrap();
}

/// The query runs in two partitions, of which one meets a text that needs more memory than the plugin may have.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_memory_limit_that_is_reached_in_one_of_two_partitions() {
    let (_folder, scratch) = scratch();
    let session = session_with(&scratch, &(plugins() + "[plugins.text_stats]\nmemory = \"4MiB\"\n")).unwrap();
    for (name, last) in [("a", 8_000_000), ("b", 10)] {
        let copy = format!(
            "COPY (SELECT i, repeat('tea ', CASE WHEN i = 900 THEN {last} ELSE 10 END / 4) AS text \
             FROM generate_series(1, 1000) AS t(i)) TO '{}/docs/{name}.parquet'",
            scratch.display()
        );
        rows(&session, &copy).await.unwrap();
    }
    let words = |name: &str| format!("SELECT sum(text_stats(text)['words']) AS words FROM '{}/docs/{name}'", scratch.display());
    let text = tamis_tests::error(&session, &scratch, &words("")).await;
    // How much it asks for is the allocator's affair.
    let (before, rest) = text.split_once("it asked for ").unwrap();
    let (_, after) = rest.split_once(' ').unwrap();
    let text = format!("{before}it asked for MORE {after}");
    expect!["External error: text_stats: plugin `text_stats` (REPOSITORY/plugins/text_stats) failed on rows 899..900 of a batch: it asked for MORE bytes of memory and may have 4194304; raise `memory` if it needs more"].assert_eq(&text);
    // The same function, on the same two instances, over rows that fit.
    expect![[r#"
        +--------+
        | words  |
        +--------+
        | 2000.0 |
        +--------+"#]]
    .assert_eq(&rows(&session, &words("b.parquet")).await.unwrap());
    expect![[r#"
        +--------+
        | words  |
        +--------+
        | 3996.0 |
        +--------+"#]]
    .assert_eq(&rows(&session, &format!("{} WHERE i <> 900", words(""))).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_that_is_reached() {
    let (_folder, scratch) = scratch();
    let session = session_with(&scratch, &(plugins() + "[plugins.gopher_quality]\ndeadline = \"200ms\"\n")).unwrap();
    let judge = |times: usize| format!("SELECT gopher_quality(repeat('the rain and the river. ', {times}))");
    check(&session, &scratch, &judge(2_000_000), expect!["External error: gopher_quality: plugin `gopher_quality` (REPOSITORY/plugins/gopher_quality) failed on rows 0..1 of a batch: it took longer than its deadline of 200ms; raise `deadline` if it needs more"]).await;
    rows(&session, &judge(10)).await.unwrap();
}
