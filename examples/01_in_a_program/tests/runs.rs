//! The example does what it says.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Command;

#[test]
fn the_example_prints_its_table() {
    let output = Command::new(env!("CARGO_BIN_EXE_in_a_program")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = "\
+-------------------------------+-------+----------+
| line                          | keep  | reason   |
+-------------------------------+-------+----------+
| The mill stands by the river. | true  |          |
| BUY FLOUR NOW                 | false | capitals |
| OK then                       | true  |          |
|                               |       |          |
+-------------------------------+-------+----------+
";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}
