//! JavaScript and TypeScript, read by oxc's parser.

use crate::code::{Call, Kind, Lines, Node, Program, Step, SyntaxError};
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpressionElement, AssignmentExpression, AssignmentTarget, BindingPattern, CallExpression, Expression, NewExpression,
    ObjectPropertyKind, PropertyKey, Statement, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};
use serde_json::{Value, json};

pub fn read(text: &str) -> Result<Program, SyntaxError> {
    let lines = Lines::of(text);
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::ts().with_module(true)).parse();
    if let Some(error) = parsed.diagnostics.first() {
        let offset = error.labels.first().map_or(0, |label| label.offset() as usize);
        return Err(SyntaxError::at(text, offset, error.message.to_string()));
    }
    let mut reader = Reader { lines, program: Program::default() };
    if let [Statement::ExpressionStatement(only)] = parsed.program.body.as_slice() {
        reader.program.only = Some(reader.node(&only.expression));
    }
    reader.visit_program(&parsed.program);
    Ok(reader.program)
}

struct Reader {
    lines: Lines,
    program: Program,
}

impl<'a> Visit<'a> for Reader {
    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        walk::walk_variable_declarator(self, it);
        if let (BindingPattern::BindingIdentifier(name), Some(value)) = (&it.id, &it.init) {
            let value = self.node(value);
            self.program.steps.push(Step::Assign { name: name.name.to_string(), value });
        }
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        walk::walk_assignment_expression(self, it);
        if let (AssignmentTarget::AssignmentTargetIdentifier(name), true) = (&it.left, it.operator.is_assign()) {
            let value = self.node(&it.right);
            self.program.steps.push(Step::Assign { name: name.name.to_string(), value });
        }
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        walk::walk_call_expression(self, it);
        if let Some(call) = self.call(it) {
            self.program.steps.push(Step::Call(call));
        }
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        walk::walk_new_expression(self, it);
        if let Some(path) = path_of(&it.callee) {
            let call = Call { line: self.line(it.span), path, arguments: self.arguments(&it.arguments), named: Vec::new() };
            self.program.steps.push(Step::Call(call));
        }
    }
}

impl Reader {
    fn line(&self, span: Span) -> u32 {
        self.lines.at(span.start as usize)
    }

    fn node(&self, expr: &Expression<'_>) -> Node {
        Node { line: self.line(expr.span()), kind: self.kind(expr) }
    }

    fn kind(&self, expr: &Expression<'_>) -> Kind {
        match expr.get_inner_expression() {
            Expression::StringLiteral(text) => Kind::Literal(json!(text.value.as_str())),
            Expression::BooleanLiteral(literal) => Kind::Literal(json!(literal.value)),
            Expression::NullLiteral(_) => Kind::Literal(Value::Null),
            Expression::NumericLiteral(number) => Kind::Literal(number_of(number.value)),
            Expression::Identifier(name) if name.name == "undefined" => Kind::Literal(Value::Null),
            Expression::UnaryExpression(unary) if unary.operator.as_str() == "-" => match &unary.argument {
                Expression::NumericLiteral(number) => Kind::Literal(number_of(-number.value)),
                _ => Kind::Other,
            },
            Expression::BinaryExpression(sum) if sum.operator.as_str() == "+" => {
                Kind::Text(vec![self.node(&sum.left), self.node(&sum.right)])
            }
            Expression::TemplateLiteral(text) => {
                let mut pieces = Vec::new();
                for (at, quasi) in text.quasis.iter().enumerate() {
                    let literal = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
                    pieces.push(Node { line: self.line(quasi.span), kind: Kind::Literal(json!(literal.as_str())) });
                    pieces.extend(text.expressions.get(at).map(|inner| self.node(inner)));
                }
                Kind::Text(pieces)
            }
            Expression::ArrayExpression(list) => Kind::List(
                list.elements
                    .iter()
                    .filter_map(|element| match element {
                        ArrayExpressionElement::SpreadElement(spread) => Some(Node { line: self.line(spread.span), kind: Kind::Other }),
                        ArrayExpressionElement::Elision(_) => None,
                        element => element.as_expression().map(|item| self.node(item)),
                    })
                    .collect(),
            ),
            Expression::ObjectExpression(object) => Kind::Map(
                object
                    .properties
                    .iter()
                    .map(|property| match property {
                        ObjectPropertyKind::SpreadProperty(spread) => (None, self.node(&spread.argument)),
                        ObjectPropertyKind::ObjectProperty(property) => {
                            let literal = !property.computed || matches!(property.key, PropertyKey::StringLiteral(_));
                            (property.key.static_name().filter(|_| literal).map(|name| name.to_string()), self.node(&property.value))
                        }
                    })
                    .collect(),
            ),
            Expression::CallExpression(call) => self.call(call).map_or(Kind::Other, |call| Kind::Call(Box::new(call))),
            Expression::AwaitExpression(inner) => self.kind(&inner.argument),
            other => path_of(other).map_or(Kind::Other, Kind::Path),
        }
    }

    fn call(&self, call: &CallExpression<'_>) -> Option<Call> {
        Some(Call {
            line: self.line(call.span),
            path: path_of(&call.callee)?,
            arguments: self.arguments(&call.arguments),
            named: Vec::new(),
        })
    }

    fn arguments(&self, arguments: &[Argument<'_>]) -> Vec<Node> {
        let of = |argument: &Argument<'_>| match argument.as_expression() {
            Some(expr) => self.node(expr),
            None => Node { line: self.line(argument.span()), kind: Kind::Other },
        };
        arguments.iter().map(of).collect()
    }
}

/// `a.b().c` is `a.b.c`.
fn path_of(expr: &Expression<'_>) -> Option<Vec<String>> {
    match expr.get_inner_expression() {
        Expression::Identifier(name) => Some(vec![name.name.to_string()]),
        Expression::StaticMemberExpression(member) => {
            let mut path = path_of(&member.object)?;
            path.push(member.property.name.to_string());
            Some(path)
        }
        Expression::CallExpression(call) => path_of(&call.callee),
        Expression::AwaitExpression(inner) => path_of(&inner.argument),
        Expression::NewExpression(made) => path_of(&made.callee),
        _ => None,
    }
}

/// JavaScript has one kind of number; JSON's readers care whether `5` is `5.0`. A whole one is written as such, as `JSON.stringify` does.
fn number_of(value: f64) -> Value {
    const PAST_I64: f64 = 9_223_372_036_854_775_808.0;
    match value {
        _ if value.fract() != 0.0 => json!(value),
        _ if (-PAST_I64..PAST_I64).contains(&value) => json!(value as i64),
        _ if (PAST_I64..2.0 * PAST_I64).contains(&value) => json!(value as u64),
        _ => json!(value),
    }
}
