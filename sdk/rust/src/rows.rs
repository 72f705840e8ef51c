//! The rows of one call: columns as the host laid them out, read without copying.

use crate::arguments::Value;

/// The strings of a column, back to back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    offsets: Vec<u32>,
    data: String,
}

impl Texts {
    /// Row `i` is `data[offsets[i]..offsets[i + 1]]`.
    pub fn new(offsets: Vec<u32>, data: String) -> Self {
        Self { offsets, data }
    }

    /// The text of a row, borrowed; `None` past the end.
    pub fn get(&self, row: usize) -> Option<&str> {
        let [start, end] = self.offsets.get(row..row + 2)? else { return None };
        self.data.get(*start as usize..*end as usize)
    }

    /// Every text, in row order.
    ///
    /// ```
    /// let texts = tamis_sdk::Texts::new(vec![0, 1, 3], "abc".into());
    /// assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "bc"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.offsets.len().saturating_sub(1)).filter_map(|row| self.get(row))
    }
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Texts.
    Text(Texts),
    /// Integers.
    Int64(Vec<i64>),
    /// Floats.
    Float64(Vec<f64>),
    /// One byte a row, 0 or 1.
    Boolean(Vec<u8>),
}

/// One argument over the rows of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    values: Values,
    validity: Vec<u8>,
    repeated: bool,
}

impl Column {
    /// A column; `validity` is a bitmap (empty = no NULL), `repeated` means that one value stands for every row.
    pub fn new(values: Values, validity: Vec<u8>, repeated: bool) -> Self {
        Self { values, validity, repeated }
    }

    /// Where the value of a row stands, unless it is NULL.
    fn index(&self, row: usize) -> Option<usize> {
        let index = if self.repeated { 0 } else { row };
        let valid = self.validity.is_empty() || self.validity.get(index / 8)? >> (index % 8) & 1 == 1;
        valid.then_some(index)
    }

    /// The text of a row, `None` if it is NULL or no text.
    pub fn text(&self, row: usize) -> Option<&str> {
        let Values::Text(texts) = &self.values else { return None };
        texts.get(self.index(row)?)
    }

    /// The integer of a row, `None` if it is NULL or no integer.
    pub fn int64(&self, row: usize) -> Option<i64> {
        let Values::Int64(numbers) = &self.values else { return None };
        numbers.get(self.index(row)?).copied()
    }

    /// The float of a row, `None` if it is NULL or no float.
    pub fn float64(&self, row: usize) -> Option<f64> {
        let Values::Float64(numbers) = &self.values else { return None };
        numbers.get(self.index(row)?).copied()
    }

    /// The truth of a row, `None` if it is NULL or no boolean.
    pub fn boolean(&self, row: usize) -> Option<bool> {
        let Values::Boolean(truths) = &self.values else { return None };
        truths.get(self.index(row)?).map(|truth| *truth != 0)
    }
}

/// The rows of one call and the constants the plugin was opened with, addressed by the position of the argument in SQL.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    len: usize,
    columns: Vec<Column>,
    constants: Vec<Value>,
    /// For each argument: its place among the constants or among the columns.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Constant(usize),
    Column(usize),
}

impl Rows {
    /// No rows yet; `constant` says for each argument whether it is a constant.
    pub fn new(constant: &[bool], constants: Vec<Value>) -> Self {
        let (mut n_constants, mut n_columns) = (0, 0);
        let mut next = |is_constant: &bool| {
            let counter = if *is_constant { &mut n_constants } else { &mut n_columns };
            *counter += 1;
            if *is_constant { Place::Constant(*counter - 1) } else { Place::Column(*counter - 1) }
        };
        Self { len: 0, columns: Vec::new(), constants, places: constant.iter().map(&mut next).collect() }
    }

    /// Replaces the rows, keeps the constants.
    pub fn fill(&mut self, len: usize, columns: Vec<Column>) {
        (self.len, self.columns) = (len, columns);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The column of argument number `argument`, unless that is a constant.
    pub fn column(&self, argument: usize) -> Option<&Column> {
        match self.places.get(argument)? {
            Place::Column(index) => self.columns.get(*index),
            Place::Constant(_) => None,
        }
    }

    /// The value of argument number `argument`, if that is a constant.
    pub fn constant(&self, argument: usize) -> Option<&Value> {
        match self.places.get(argument)? {
            Place::Constant(index) => self.constants.get(*index),
            Place::Column(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn arguments_are_found_among_columns_and_constants() {
        let mut rows = Rows::new(&[false, true, false], vec![Value::Int64(7)]);
        let texts = Texts::new(vec![0, 2, 2], "ab".into());
        let floats = Column::new(Values::Float64(vec![0.5]), vec![], true);
        rows.fill(2, vec![Column::new(Values::Text(texts), vec![0b01], false), floats]);
        assert_eq!(rows.column(0).unwrap().text(0), Some("ab"));
        assert_eq!(rows.column(0).unwrap().text(1), None, "row 1 is NULL");
        assert_eq!(rows.constant(1), Some(&Value::Int64(7)));
        assert_eq!(rows.column(2).unwrap().float64(1), Some(0.5), "one value stands for every row");
    }
}
