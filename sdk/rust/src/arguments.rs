//! Which Rust types a plugin's function may take, and how each is read from a row. The types decide what SQL sees.

use crate::rows::Rows;

/// The type of an argument in SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataType {
    /// UTF-8 text, `&str`.
    Text,
    /// A 64-bit integer, `i64`.
    Int64,
    /// A 64-bit float, `f64`.
    Float64,
    /// `bool`.
    Boolean,
}

/// A constant argument as the host gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A text.
    Text(String),
    /// An integer.
    Int64(i64),
    /// A float.
    Float64(f64),
    /// True or false.
    Boolean(bool),
}

/// An argument that must be a literal in SQL, such as the name of a language: `lang: Const<&str>`. It derefs to its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Const<T>(pub T);

impl<T> std::ops::Deref for Const<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A type that a plugin's function can take: `&str`, `i64`, `f64`, `bool`, an `Option` of one of them (which then sees NULLs), or
/// a [`Const`] of one of them.
pub trait Argument<'a>: Sized {
    /// What SQL sends.
    const DATA_TYPE: DataType;
    /// Whether it is a literal, given once.
    const CONSTANT: bool = false;
    /// Whether the function wants to see NULLs.
    const NULLABLE: bool = false;

    /// Argument number `index` of row `row`; `None` when the row has no answer because this is NULL.
    fn read(rows: &'a Rows, index: usize, row: usize) -> Option<Self>;
}

/// A type that a column or a constant holds as it is.
pub trait Plain<'a>: Sized {
    /// What SQL sends.
    const DATA_TYPE: DataType;
    /// From a column.
    fn from_column(rows: &'a Rows, index: usize, row: usize) -> Option<Self>;
    /// From a constant.
    fn from_constant(value: &'a Value) -> Option<Self>;
}

macro_rules! plain {
    ($type:ty, $data_type:ident, $getter:ident, $value:pat => $out:expr) => {
        impl<'a> Plain<'a> for $type {
            const DATA_TYPE: DataType = DataType::$data_type;

            fn from_column(rows: &'a Rows, index: usize, row: usize) -> Option<Self> {
                rows.column(index)?.$getter(row)
            }

            fn from_constant(value: &'a Value) -> Option<Self> {
                match value {
                    $value => Some($out),
                    _ => None,
                }
            }
        }

        impl<'a> Argument<'a> for $type {
            const DATA_TYPE: DataType = DataType::$data_type;

            fn read(rows: &'a Rows, index: usize, row: usize) -> Option<Self> {
                Self::from_column(rows, index, row)
            }
        }
    };
}

plain!(&'a str, Text, text, Value::Text(text) => text.as_str());
plain!(i64, Int64, int64, Value::Int64(number) => *number);
plain!(f64, Float64, float64, Value::Float64(number) => *number);
plain!(bool, Boolean, boolean, Value::Boolean(truth) => *truth);

impl<'a, T: Plain<'a>> Argument<'a> for Option<T> {
    const DATA_TYPE: DataType = T::DATA_TYPE;
    const NULLABLE: bool = true;

    fn read(rows: &'a Rows, index: usize, row: usize) -> Option<Self> {
        Some(T::from_column(rows, index, row))
    }
}

impl<'a, T: Plain<'a>> Argument<'a> for Const<T> {
    const DATA_TYPE: DataType = T::DATA_TYPE;
    const CONSTANT: bool = true;

    fn read(rows: &'a Rows, index: usize, _row: usize) -> Option<Self> {
        T::from_constant(rows.constant(index)?).map(Const)
    }
}
