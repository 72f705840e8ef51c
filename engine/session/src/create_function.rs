//! CREATE FUNCTION ... LANGUAGE wasm: a plugin under a name and a config of the user's choosing.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{ColumnarValue, CreateFunction, Expr};
use datafusion::physical_plan::PhysicalExpr;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast;
use serde_json::{Map, Value};
use tamis_host::Origin;

use crate::error::SessionError;
use crate::offers::Offer;

/// Folds the name of a function that is created or dropped to lower case, unless it is quoted: SQL reads it so where it is called, and
/// DataFusion does not where it is defined.
pub(crate) fn fold_name(statement: &mut Statement) {
    let Statement::Statement(statement) = statement else { return };
    let name = match statement.as_mut() {
        ast::Statement::CreateFunction(create) => Some(&mut create.name),
        ast::Statement::DropFunction(drop) => drop.func_desc.first_mut().map(|description| &mut description.name),
        _ => None,
    };
    for part in name.into_iter().flat_map(|name| &mut name.0) {
        if let ast::ObjectNamePart::Identifier(identifier) = part
            && identifier.quote_style.is_none()
        {
            identifier.value = identifier.value.to_lowercase();
        }
    }
}

/// Reads the statement: the arguments' defaults are the config, the body says where the plugin is.
///
/// # Errors
///
/// [`SessionError::CreateFunction`] with what the statement should have said.
pub(crate) fn offer(state: &SessionState, statement: &CreateFunction, may_build: bool) -> Result<Offer, SessionError> {
    let refuse = |reason: String| SessionError::CreateFunction { name: statement.name.clone(), reason };
    let language = statement.params.language.as_ref().map(|language| language.value.to_lowercase());
    if language.as_deref() != Some("wasm") {
        return Err(refuse(format!("its language is {}; write LANGUAGE wasm", language.as_deref().unwrap_or("not given"))));
    }
    if statement.params.behavior.is_some() {
        return Err(refuse("leave IMMUTABLE, STABLE or VOLATILE out: the plugin says which it is".into()));
    }
    if statement.return_type.is_some() {
        return Err(refuse("leave RETURNS out: the plugin says what it returns".into()));
    }
    let body = statement.params.function_body.as_ref();
    let Some(Expr::Literal(ScalarValue::Utf8(Some(location)) | ScalarValue::Utf8View(Some(location)), _)) = body else {
        return Err(refuse(
            "its body is no location; write AS 'plugins/my_plugin', AS 'my_plugin.wasm' or AS 's3://bucket/my_plugin.wasm'".into(),
        ));
    };
    let origin = origin(location).map_err(refuse)?;
    let mut config = Map::new();
    for argument in statement.args.iter().flatten() {
        let key = argument.name.as_ref().map(|name| name.value.clone());
        let key = key.ok_or_else(|| {
            refuse("an argument has no name; arguments are config keys, as in (min_words BIGINT DEFAULT 30)".into())
        })?;
        let default = argument.default_expr.as_ref();
        let default = default.ok_or_else(|| {
            refuse(format!("argument `{key}` has no default; arguments are config keys, as in ({key} ... DEFAULT ...)"))
        })?;
        let value = evaluate(state, default, &argument.data_type)
            .and_then(|value| json(&value))
            .map_err(|reason| refuse(format!("the default of `{key}`: {reason}")))?;
        config.insert(key, value);
    }
    Ok(Offer { config, may_build, ..Offer::new(origin) })
}

/// A location in SQL: a URL, or a path from the working folder.
fn origin(location: &str) -> Result<Origin, String> {
    if location.contains("://") {
        return url::Url::parse(location).map(Origin::Url).map_err(|error| format!("{location} is no URL: {error}"));
    }
    match std::path::absolute(location) {
        Ok(path) if path.exists() => Ok(Origin::path(path)),
        Ok(path) => Err(format!("there is no {}", path.display())),
        Err(error) => Err(format!("{location}: {error}")),
    }
}

/// The value of an expression without columns, cast to the type the statement declares.
fn evaluate(state: &SessionState, expr: &Expr, data_type: &DataType) -> Result<ScalarValue, String> {
    let value = || {
        let expr = state.create_physical_expr(expr.clone(), &DFSchema::empty())?;
        let one_row = RecordBatch::try_new_with_options(
            Schema::empty().into(),
            vec![],
            &datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(1)),
        )?;
        match PhysicalExpr::evaluate(expr.as_ref(), &one_row)? {
            ColumnarValue::Scalar(scalar) => scalar.cast_to(data_type),
            ColumnarValue::Array(array) => ScalarValue::try_from_array(&array, 0)?.cast_to(data_type),
        }
    };
    value().map_err(|error: datafusion::error::DataFusionError| error.strip_backtrace())
}

/// An SQL value as JSON.
fn json(value: &ScalarValue) -> Result<Value, String> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    match value {
        ScalarValue::Boolean(Some(truth)) => Ok(Value::Bool(*truth)),
        ScalarValue::Utf8(Some(text)) | ScalarValue::LargeUtf8(Some(text)) | ScalarValue::Utf8View(Some(text)) => {
            Ok(Value::String(text.clone()))
        }
        ScalarValue::List(list) => {
            let items = list.value(0);
            let item = |index| {
                ScalarValue::try_from_array(&items, index).map_err(|error| error.strip_backtrace()).and_then(|item| json(&item))
            };
            (0..items.len()).map(item).collect::<Result<_, _>>().map(Value::Array)
        }
        number if number.data_type().is_integer() => match number.cast_to(&DataType::Int64) {
            Ok(ScalarValue::Int64(Some(number))) => Ok(number.into()),
            _ => Err(format!("{number} is larger than a BIGINT")),
        },
        number if number.data_type().is_numeric() => match number.cast_to(&DataType::Float64) {
            Ok(ScalarValue::Float64(Some(float))) => {
                serde_json::Number::from_f64(float).map(Value::Number).ok_or_else(|| format!("{float} is no config value"))
            }
            _ => Err(format!("{number} is no DOUBLE")),
        },
        other => Err(format!("a {} is no config value", other.data_type())),
    }
}
