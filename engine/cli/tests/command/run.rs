//! `tamis run`: from a pipeline file to the summary and the exit code.

use crate::Folder;

const PIPELINE: &str =
    "[source]\njsonl = \"docs.jsonl\"\n\n[[step]]\nname = \"long\"\nkeep = \"length(text) > 7\"\n\n[sink]\nparquet = \"out/\"\n";

#[test]
fn a_run_ends_with_a_summary_and_the_places() {
    let folder = Folder::with_docs();
    folder.write("pipeline.toml", PIPELINE);
    let answer = folder.run(&["run", "pipeline.toml"]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let line = |start: &str| answer.out.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert!(line("long").contains("keep"), "{}", answer.out);
    assert!(line("curated").contains("out") && line("curated").contains("(1 row, 1 file, "), "{}", answer.out);
    assert!(line("rejects").contains("out.run"), "{}", answer.out);
    assert!(line("summary").contains("out.run"), "{}", answer.out);
    assert!(answer.err.contains("3 rows"), "{}", answer.err);
    assert_eq!(folder.done(&["sql", "--format", "csv", "SELECT id FROM 'out/'"]), "id\n2\n");

    let message = folder.failed(&["run", "pipeline.toml"]);
    assert!(message.starts_with("error: ") && message.contains("--fresh"), "{message}");
    assert_eq!(folder.run(&["run", "--fresh", "pipeline.toml"]).code, Some(0));
}

#[test]
fn rows_that_cannot_be_judged_show_in_the_exit_code() {
    let folder = Folder::new();
    folder.write("texts/good.txt", "a text");
    std::fs::write(folder.path("texts/bad.txt"), b"\xff\xfe").unwrap();
    folder.write("pipeline.toml", "[source]\ntext = \"texts/\"\n\n[sink]\nparquet = \"out/\"\n");
    let answer = folder.run(&["run", "pipeline.toml"]);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    assert!(answer.err.ends_with("1 row could not be judged and went to the rejects\n"), "{}", answer.err);
}

#[test]
fn mistakes_show_their_places() {
    let folder = Folder::with_docs();
    folder.write("pipeline.toml", &PIPELINE.replace("keep", "kep"));
    let message = folder.failed(&["run", "pipeline.toml"]);
    assert!(message.starts_with("error: ") && message.contains("pipeline.toml:6:1\n"), "{message}");
    folder.write("pipeline.toml", &PIPELINE.replace("length", "lenght"));
    let message = folder.failed(&["run", "pipeline.toml"]);
    assert!(message.starts_with("error: ") && message.contains("pipeline.toml:6:"), "{message}");
    let message = folder.failed(&["run", "no.toml"]);
    assert!(message.starts_with("error: cannot read ") && message.contains("no.toml: No such file"), "{message}");
}
