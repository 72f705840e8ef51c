//! A filter that attacks its host.

use crate::guest::Guest;

mod describe;
mod open;
mod rows;

static GUEST: Guest = Guest {
    kind: "filter",
    call: "hostile(text)",
    query: "SELECT text, hostile(text) AS keep, hostile_reason(text) AS reason FROM calm ORDER BY text",
    answer: "\
+--------------+-------+--------+
| text         | keep  | reason |
+--------------+-------+--------+
| bad          | false | bad    |
| bad          | false | bad    |
| hello, world | true  |        |
| hello, world | true  |        |
| loud         | true  |        |
| loud         | true  |        |
|              |       |        |
|              |       |        |
+--------------+-------+--------+",
};

macro_rules! tests {
    ($($stages:tt)*) => { crate::each_attack!(crate::filter::GUEST, $($stages)*); };
}
filter_attacks!(tests);
