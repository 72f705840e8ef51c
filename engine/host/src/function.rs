//! A plugin as SQL functions: types and literals checked while planning, arrays sent through while running.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{AnyDictionaryArray, Array, ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::compute::{nullif, take};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::config::ConfigOptions;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, DocSection, Documentation, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};

use crate::answer::Collector;
use crate::arguments::Arguments;
use crate::call::call;
use crate::cancel::CancelToken;
use crate::description::{Argument, Kind};
use crate::error::HostError;
use crate::plugin::Plugin;
use crate::scorer;

/// What a function shows of a plugin's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Facet {
    /// A filter's verdict, BOOLEAN.
    Keep,
    /// A filter's reason, VARCHAR.
    Reason,
    /// A scorer's scores, DOUBLE or STRUCT.
    Score,
    /// An editor's text, VARCHAR.
    Edit,
}

impl Facet {
    /// What the function of the plugin's own name shows.
    pub(crate) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Filter => Self::Keep,
            Kind::Scorer => Self::Score,
            Kind::Editor => Self::Edit,
        }
    }

    fn data_type(self, plugin: &Plugin) -> DataType {
        match self {
            Self::Keep => DataType::Boolean,
            Self::Reason | Self::Edit => DataType::Utf8View,
            Self::Score => scorer::data_type(&plugin.description().labels),
        }
    }
}

/// The functions of a plugin.
pub(crate) fn functions(plugin: &Arc<Plugin>) -> Vec<ScalarUDF> {
    let facets: &[Facet] = match plugin.kind() {
        Kind::Filter => &[Facet::Keep, Facet::Reason],
        Kind::Scorer => &[Facet::Score],
        Kind::Editor => &[Facet::Edit],
    };
    facets.iter().map(|facet| ScalarUDF::from(PluginFunction::new(plugin, *facet))).collect()
}

/// How a function is called.
pub(crate) fn signature(plugin: &Plugin, facet: Facet) -> String {
    let argument = |argument: &Argument| {
        let literal = if argument.constant { " literal" } else { "" };
        format!("{} {}{literal}", argument.name, sql_type(&argument.data_type))
    };
    let arguments: Vec<_> = plugin.description().arguments.iter().map(argument).collect();
    format!("{}({}) -> {}", name(plugin, facet), arguments.join(", "), sql_type(&facet.data_type(plugin)))
}

fn name(plugin: &Plugin, facet: Facet) -> String {
    if facet == Facet::Reason { format!("{}_reason", plugin.name()) } else { plugin.name().to_owned() }
}

fn sql_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Int64 => "BIGINT".into(),
        DataType::Float64 => "DOUBLE".into(),
        DataType::Boolean => "BOOLEAN".into(),
        DataType::Struct(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| format!("{} {}", field.name(), sql_type(field.data_type()))).collect();
            format!("STRUCT({})", fields.join(", "))
        }
        _ => "VARCHAR".into(),
    }
}

/// One SQL function of a plugin.
#[derive(Debug)]
struct PluginFunction {
    plugin: Arc<Plugin>,
    facet: Facet,
    name: String,
    signature: Signature,
    documentation: Documentation,
}

impl PartialEq for PluginFunction {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.plugin, &other.plugin) && self.facet == other.facet
    }
}

impl Eq for PluginFunction {}

impl Hash for PluginFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.plugin.hash(), self.facet).hash(state);
    }
}

impl PluginFunction {
    fn new(plugin: &Arc<Plugin>, facet: Facet) -> Self {
        let description = plugin.description();
        let example = description.arguments.iter().map(|argument| argument.data_type.clone()).collect();
        // The exact types are what SHOW FUNCTIONS lists; the user-defined part is what decides.
        let types = TypeSignature::OneOf(vec![TypeSignature::Exact(example), TypeSignature::UserDefined]);
        Self {
            plugin: Arc::clone(plugin),
            facet,
            name: name(plugin, facet),
            signature: Signature::new(types, description.volatility),
            documentation: documentation(plugin, facet),
        }
    }

    fn refuse(&self, reason: String) -> HostError {
        HostError::Arguments { function: self.name.clone(), reason, signature: signature(&self.plugin, self.facet) }
    }

    fn evaluate(&self, args: &[ColumnarValue], rows: usize, config: &ConfigOptions) -> Result<ArrayRef> {
        let cancel = config.extensions.get::<CancelToken>().cloned().unwrap_or_default();
        let arguments = Arguments::new(self.plugin.description(), args, rows)?;
        let mut collector = Collector::new(&self.plugin, self.facet, &arguments)?;
        call(&self.plugin, &self.name, &arguments, &cancel, &mut collector)?;
        collector.finish(self.facet, &arguments)
    }

    /// Over a dictionary, a function of one column alone is asked once per value that occurs.
    fn evaluate_dictionary(&self, args: &[ColumnarValue], config: &ConfigOptions) -> Result<Option<ArrayRef>> {
        let arrays = args.iter().filter(|arg| matches!(arg, ColumnarValue::Array(_))).count();
        let [ColumnarValue::Array(array), constants @ ..] = args else { return Ok(None) };
        let Some(dictionary) = array.as_any_dictionary_opt() else { return Ok(None) };
        let values = dictionary.values();
        if arrays != 1 || self.signature.volatility != Volatility::Immutable || values.is_empty() || values.len() > dictionary.len()
        {
            return Ok(None);
        }
        let unused = unused(dictionary);
        let used = ColumnarValue::Array(nullif(values, &unused)?);
        let args: Vec<_> = std::iter::once(used).chain(constants.iter().cloned()).collect();
        let answers = self.evaluate(&args, values.len(), config)?;
        Ok(Some(take(&answers, dictionary.keys(), None)?))
    }
}

impl ScalarUDFImpl for PluginFunction {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, found: &[DataType]) -> Result<DataType> {
        let arguments = &self.plugin.description().arguments;
        if found.len() != arguments.len() {
            return Err(self.refuse(format!("it was given {} arguments", found.len())).into());
        }
        for (argument, found) in arguments.iter().zip(found) {
            if coerce(&argument.data_type, found).as_ref() != Some(found) {
                let reason = format!("argument `{}` was given {}", argument.name, sql_type_found(found));
                return Err(self.refuse(reason).into());
            }
        }
        Ok(self.facet.data_type(&self.plugin))
    }

    /// Types that do not fit pass through here, so that [`return_type`](Self::return_type) can say what is wrong with them.
    fn coerce_types(&self, found: &[DataType]) -> Result<Vec<DataType>> {
        let wanted = self.plugin.description().arguments.iter().map(|argument| Some(&argument.data_type));
        let coerced = |(found, wanted): (&DataType, Option<&DataType>)| {
            wanted.and_then(|wanted| coerce(wanted, found)).unwrap_or_else(|| found.clone())
        };
        Ok(found.iter().zip(wanted.chain(std::iter::repeat(None))).map(coerced).collect())
    }

    fn simplify(&self, args: Vec<Expr>, _context: &SimplifyContext) -> Result<ExprSimplifyResult> {
        for (argument, expr) in self.plugin.description().arguments.iter().zip(&args) {
            if argument.constant && (!expr.column_refs().is_empty() || expr.is_volatile()) {
                return Err(self.refuse(format!("argument `{}` must be a literal and is {expr}", argument.name)).into());
            }
        }
        Ok(ExprSimplifyResult::Original(args))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let ScalarFunctionArgs { args, number_rows, config_options, .. } = args;
        for (argument, arg) in self.plugin.description().arguments.iter().zip(&args) {
            if argument.constant && matches!(arg, ColumnarValue::Array(_)) {
                return Err(self.refuse(format!("argument `{}` must be a literal", argument.name)).into());
            }
        }
        let all_scalars = args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        if all_scalars && self.signature.volatility != Volatility::Volatile {
            let answer = self.evaluate(&args, 1, &config_options)?;
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&answer, 0)?));
        }
        let answers = match self.evaluate_dictionary(&args, &config_options)? {
            Some(answers) => answers,
            None => self.evaluate(&args, number_rows, &config_options)?,
        };
        Ok(ColumnarValue::Array(answers))
    }

    fn is_strict(&self) -> bool {
        self.plugin.description().arguments.iter().all(|argument| !argument.nullable)
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }
}

/// Which of a dictionary's values no row refers to.
fn unused(dictionary: &dyn AnyDictionaryArray) -> BooleanArray {
    let mut unused = vec![true; dictionary.values().len()];
    for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
        if let Some(slot) = unused.get_mut(key).filter(|_| dictionary.keys().is_valid(row)) {
            *slot = false;
        }
    }
    BooleanArray::from(unused)
}

/// The type an argument is sent as, given what SQL has; `None` if it does not fit.
fn coerce(wanted: &DataType, found: &DataType) -> Option<DataType> {
    use DataType::{Boolean, Dictionary, Float64, Int64, LargeUtf8, Null, Utf8, Utf8View};
    match (wanted, found) {
        (_, Null) => Some(wanted.clone()),
        (Utf8View, Utf8 | LargeUtf8 | Utf8View) => Some(found.clone()),
        (Utf8View, Dictionary(_, value)) if matches!(**value, Utf8 | LargeUtf8 | Utf8View) => Some(found.clone()),
        (Int64, found) if found.is_integer() => Some(Int64),
        (Float64, found) if found.is_numeric() => Some(Float64),
        (Boolean, Boolean) => Some(Boolean),
        _ => None,
    }
}

fn sql_type_found(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "VARCHAR".into(),
        other => other.to_string(),
    }
}

fn documentation(plugin: &Plugin, facet: Facet) -> Documentation {
    let description = plugin.description();
    let section = DocSection { include: true, label: "Plugins", description: None };
    let reasons: Vec<_> = description.labels.iter().map(|label| label.name.as_str()).collect();
    let text = match facet {
        Facet::Keep => format!("{} Reasons: {}.", description.doc, reasons.join(", ")),
        Facet::Reason => format!("Why `{}` drops a text, NULL if it keeps it: {}.", plugin.name(), reasons.join(", ")),
        Facet::Score | Facet::Edit => description.doc.clone(),
    };
    let arguments = description.arguments.iter();
    let builder = Documentation::builder(section, text, signature(plugin, facet));
    arguments.fold(builder, |builder, argument| builder.with_argument(&argument.name, &argument.doc)).build()
}
