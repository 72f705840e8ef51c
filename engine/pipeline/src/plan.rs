//! Checking SQL against columns before any row is read.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::tree_node::TreeNode;
use datafusion::common::{DFSchema, Result};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_expr::expressions::{CastExpr, Column, Literal};
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::sql::sqlparser::ast;
use tamis::Session;
use tamis::config::{Problem, Span};

use crate::explain::explain;
use crate::sql::Sql;

/// Turns the SQL of a pipeline into what can be run, and collects what is wrong with it.
pub(crate) struct Planner<'a> {
    session: &'a Session,
    state: SessionState,
    text_column: String,
    problems: Vec<Problem>,
}

/// A part of a condition.
pub(crate) enum Test {
    /// Any expression: it must be true.
    Condition {
        /// The expression.
        expr: Arc<dyn PhysicalExpr>,
        /// Its text, which is the reason of the rows it refuses.
        reason: String,
    },
    /// The bare call of a filter, by way of the sibling that tells the reason, which is NULL for a row that stays.
    Filter {
        /// The sibling, over the values of `arguments`.
        call: Arc<dyn PhysicalExpr>,
        /// The columns `call` reads.
        schema: SchemaRef,
        /// What is not a literal among the arguments.
        arguments: Vec<Arc<dyn PhysicalExpr>>,
        /// The reason where the argument is NULL; `None` where NULL is a value like others.
        nulls: Vec<Option<String>>,
    },
}

impl<'a> Planner<'a> {
    /// A planner with the functions the session has by now.
    pub(crate) fn new(session: &'a Session, text_column: &str) -> Self {
        let state = session.context().state();
        Self { session, state, text_column: text_column.to_owned(), problems: Vec::new() }
    }

    /// The session.
    pub(crate) fn session(&self) -> &'a Session {
        self.session
    }

    /// The column that holds the text.
    pub(crate) fn text_column(&self) -> &str {
        &self.text_column
    }

    /// All mistakes found.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Adds a mistake.
    pub(crate) fn problem(&mut self, span: Span, message: impl Into<String>, hint: Option<String>) {
        self.problems.push(Problem { message: message.into(), hint, span });
    }

    /// Adds what DataFusion found wrong with `sql`, and gives back `answer`.
    pub(crate) fn blame<T>(&mut self, sql: &Sql, error: &DataFusionError, answer: T) -> T {
        let (message, hint) = explain(error);
        self.problem(sql.span.clone(), message, hint);
        answer
    }

    /// Says so where two columns of `schema` have one name, or one has a reserved name.
    pub(crate) fn columns_are_distinct(&mut self, span: &Span, schema: &Schema) -> bool {
        let mut names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        names.sort_unstable();
        let twice = names.windows(2).find_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None });
        let reserved = names.iter().find(|name| name.starts_with(crate::order::HIDDEN));
        if let Some(name) = twice {
            self.problem(span.clone(), format!("two columns are called `{name}`"), Some("rename one with AS".to_owned()));
        }
        if let Some(name) = reserved {
            let message = format!("a column is called `{name}`, and names that start with `{}` are reserved", crate::order::HIDDEN);
            self.problem(span.clone(), message, Some("rename it with AS".to_owned()));
        }
        twice.is_none() && reserved.is_none()
    }

    /// `sql` as an expression over a row with the `visible` columns.
    pub(crate) fn expression(&mut self, sql: &Sql, visible: &Schema) -> Option<Arc<dyn PhysicalExpr>> {
        match self.try_expression(&sql.text, visible) {
            Ok(expr) => Some(expr),
            Err(error) => self.blame(sql, &error, None),
        }
    }

    /// `sql` as a condition over a row with the `visible` columns, in its parts.
    pub(crate) fn condition(&mut self, sql: &Sql, visible: &Schema) -> Option<Vec<Test>> {
        match self.try_condition(&sql.text, visible) {
            Ok(tests) => Some(tests),
            Err(error) => self.blame(sql, &error, None),
        }
    }

    fn try_expression(&self, text: &str, visible: &Schema) -> Result<Arc<dyn PhysicalExpr>> {
        let columns = DFSchema::try_from(visible.clone())?;
        let expr = self.logical(text, &columns)?;
        self.physical(expr, &columns)
    }

    fn try_condition(&self, text: &str, visible: &Schema) -> Result<Vec<Test>> {
        let columns = DFSchema::try_from(visible.clone())?;
        let dialect = self.state.config_options().sql_parser.dialect;
        let mut parts = Vec::new();
        conjuncts(self.state.sql_to_expr(text, &dialect)?, &mut parts);
        parts.iter().map(|part| self.test(&part.to_string(), &columns, visible)).collect()
    }

    fn test(&self, text: &str, columns: &DFSchema, visible: &Schema) -> Result<Test> {
        let expr = self.logical(text, columns)?;
        if let Some(filter) = self.filter(&expr, columns, visible)? {
            return Ok(filter);
        }
        let expr = self.physical(expr, columns)?;
        let data_type = expr.data_type(visible)?;
        if !matches!(data_type, DataType::Boolean | DataType::Null) {
            return datafusion::common::plan_err!("`keep` wants a condition, and `{text}` gives {data_type}");
        }
        Ok(Test::Condition { expr, reason: text.to_owned() })
    }

    /// `expr` as the bare call of a filter; `None` where it is something else.
    fn filter(&self, expr: &Expr, columns: &DFSchema, visible: &Schema) -> Result<Option<Test>> {
        let Expr::ScalarFunction(function) = expr else { return Ok(None) };
        let Some(teller) = self.state.scalar_functions().get(&format!("{}_reason", function.func.name())) else { return Ok(None) };
        let is_strict = teller.is_strict();
        let told = self.physical(teller.call(function.args.clone()), columns)?;
        // A call of literals alone is a value by now, and judges no row by itself.
        let Some(call) = told.downcast_ref::<ScalarFunctionExpr>() else { return Ok(None) };
        let (mut arguments, mut nulls, mut fields): (Vec<_>, Vec<_>, Vec<Field>) = Default::default();
        let mut over: Vec<Arc<dyn PhysicalExpr>> = Vec::new();
        for (i, (argument, written)) in call.args().iter().zip(&function.args).enumerate() {
            if argument.downcast_ref::<Literal>().is_some() {
                over.push(Arc::clone(argument));
                continue;
            }
            let name = format!("argument_{i}");
            over.push(Arc::new(Column::new(&name, arguments.len())));
            fields.push(Field::new(name, argument.data_type(visible)?, true));
            // The text is always first; a function that takes NULL for an answer may do so in its other arguments only.
            nulls.push((is_strict || i == 0).then(|| self.null_reason(argument, written)));
            arguments.push(Arc::clone(argument));
        }
        let call = Arc::clone(&told).with_new_children(over)?;
        Ok(Some(Test::Filter { call, schema: Arc::new(Schema::new(fields)), arguments, nulls }))
    }

    fn null_reason(&self, argument: &Arc<dyn PhysicalExpr>, written: &Expr) -> String {
        let mut inner = argument;
        while let Some(cast) = inner.downcast_ref::<CastExpr>() {
            inner = cast.expr();
        }
        match inner.downcast_ref::<Column>() {
            Some(column) if column.name() == self.text_column => "null text".to_owned(),
            Some(column) => format!("null {}", column.name()),
            None => format!("null {}", written.human_display()),
        }
    }

    fn logical(&self, text: &str, columns: &DFSchema) -> Result<Expr> {
        let expr = self.state.create_logical_expr(text, columns)?;
        let many = expr.exists(|expr| {
            Ok(matches!(
                expr,
                Expr::AggregateFunction(_)
                    | Expr::WindowFunction(_)
                    | Expr::ScalarSubquery(_)
                    | Expr::Exists(_)
                    | Expr::InSubquery(_)
            ))
        })?;
        if many {
            return datafusion::common::plan_err!("`{text}` looks at more than one row, which only a `sql` step can");
        }
        Ok(expr)
    }

    fn physical(&self, expr: Expr, columns: &DFSchema) -> Result<Arc<dyn PhysicalExpr>> {
        let context = SimplifyContext::builder()
            .with_schema(Arc::new(columns.clone()))
            .with_config_options(Arc::clone(self.state.config_options()))
            .with_query_execution_start_time(self.state.execution_props().query_execution_start_time)
            .build();
        let simplifier = ExprSimplifier::new(context);
        let expr = simplifier.simplify(simplifier.coerce(expr, columns)?)?;
        self.state.create_physical_expr(expr, columns)
    }
}

/// The parts of a condition that its outermost ANDs join, in their order.
fn conjuncts(expr: ast::Expr, parts: &mut Vec<ast::Expr>) {
    match expr {
        ast::Expr::BinaryOp { left, op: ast::BinaryOperator::And, right } => {
            conjuncts(*left, parts);
            conjuncts(*right, parts);
        }
        ast::Expr::Nested(inner)
            if matches!(*inner, ast::Expr::BinaryOp { op: ast::BinaryOperator::And, .. } | ast::Expr::Nested(_)) =>
        {
            conjuncts(*inner, parts);
        }
        part => parts.push(part),
    }
}
