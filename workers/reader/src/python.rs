//! Python, read by Ruff's parser.

use crate::code::{Call, Kind, Lines, Node, Program, Step, SyntaxError};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, FStringPart, InterpolatedStringElement, Number, Operator, Stmt, UnaryOp};
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;
use serde_json::{Value, json};

pub fn read(text: &str) -> Result<Program, SyntaxError> {
    let lines = Lines::of(text);
    let parsed = parse_module(text).map_err(|error| {
        let offset = error.location.start().to_usize();
        SyntaxError::at(text, offset, error.error.to_string())
    })?;
    let mut reader = Reader { lines, program: Program::default() };
    let body = &parsed.syntax().body;
    if let [Stmt::Expr(only)] = body.as_slice() {
        reader.program.only = Some(reader.node(&only.value));
    }
    for stmt in body {
        reader.visit_stmt(stmt);
    }
    Ok(reader.program)
}

struct Reader {
    lines: Lines,
    program: Program,
}

impl<'a> Visitor<'a> for Reader {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        walk_stmt(self, stmt);
        let (target, value) = match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [target] => (target, &assign.value),
                _ => return,
            },
            Stmt::AnnAssign(assign) => match &assign.value {
                Some(value) => (&*assign.target, value),
                None => return,
            },
            // `messages += […]`
            Stmt::AugAssign(assign) if assign.op == Operator::Add => {
                if let (Expr::Name(name), Kind::List(items)) = (&*assign.target, self.node(&assign.value).kind) {
                    let path = vec![name.id.to_string(), "append".to_owned()];
                    let line = self.lines.at(assign.start().to_usize());
                    self.program.steps.extend(
                        items
                            .into_iter()
                            .map(|item| Step::Call(Call { line, path: path.clone(), arguments: vec![item], named: Vec::new() })),
                    );
                }
                return;
            }
            _ => return,
        };
        if let Some(path) = path_of(target) {
            let value = self.node(value);
            self.program.steps.push(Step::Assign { name: path.join("."), value });
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        walk_expr(self, expr);
        if let Expr::Call(call) = expr
            && let Some(call) = self.call(call)
        {
            self.program.steps.push(Step::Call(call));
        }
    }
}

impl Reader {
    fn node(&self, expr: &Expr) -> Node {
        Node { line: self.lines.at(expr.start().to_usize()), kind: self.kind(expr) }
    }

    fn kind(&self, expr: &Expr) -> Kind {
        match expr {
            Expr::StringLiteral(text) => Kind::Literal(json!(text.value.to_str())),
            Expr::BooleanLiteral(literal) => Kind::Literal(json!(literal.value)),
            Expr::NoneLiteral(_) => Kind::Literal(Value::Null),
            Expr::NumberLiteral(number) => number_of(&number.value).map_or(Kind::Other, Kind::Literal),
            Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => match self.kind(&unary.operand) {
                Kind::Literal(value) => negative(&value).map_or(Kind::Other, Kind::Literal),
                _ => Kind::Other,
            },
            Expr::BinOp(sum) if sum.op == Operator::Add => Kind::Text(vec![self.node(&sum.left), self.node(&sum.right)]),
            Expr::FString(text) => {
                let mut pieces = Vec::new();
                for part in text.value.iter() {
                    match part {
                        FStringPart::Literal(literal) => pieces.push(self.piece(expr, &literal.value)),
                        FStringPart::FString(text) => pieces.extend(text.elements.iter().map(|element| match element {
                            InterpolatedStringElement::Literal(literal) => self.piece(expr, &literal.value),
                            InterpolatedStringElement::Interpolation(inner) => self.node(&inner.expression),
                        })),
                    }
                }
                Kind::Text(pieces)
            }
            Expr::List(list) => Kind::List(list.elts.iter().map(|item| self.node(item)).collect()),
            Expr::Tuple(list) => Kind::List(list.elts.iter().map(|item| self.node(item)).collect()),
            Expr::Dict(dict) => Kind::Map(
                dict.items
                    .iter()
                    .map(|item| {
                        let name = item.key.as_ref().and_then(|key| key.as_string_literal_expr()).map(|key| key.value.to_str().to_owned());
                        (name, self.node(&item.value))
                    })
                    .collect(),
            ),
            Expr::Call(call) => self.call(call).map_or(Kind::Other, |call| Kind::Call(Box::new(call))),
            Expr::Await(inner) => self.kind(&inner.value),
            _ => path_of(expr).map_or(Kind::Other, Kind::Path),
        }
    }

    fn piece(&self, expr: &Expr, text: &str) -> Node {
        Node { line: self.lines.at(expr.start().to_usize()), kind: Kind::Literal(json!(text)) }
    }

    fn call(&self, call: &ExprCall) -> Option<Call> {
        Some(Call {
            line: self.lines.at(call.start().to_usize()),
            path: path_of(&call.func)?,
            arguments: call.arguments.args.iter().map(|argument| self.node(argument)).collect(),
            named: call
                .arguments
                .keywords
                .iter()
                .map(|keyword| (keyword.arg.as_ref().map(ToString::to_string), self.node(&keyword.value)))
                .collect(),
        })
    }
}

/// `a.b().c` is `a.b.c`.
fn path_of(expr: &Expr) -> Option<Vec<String>> {
    match expr {
        Expr::Name(name) => Some(vec![name.id.to_string()]),
        Expr::Attribute(attribute) => {
            let mut path = path_of(&attribute.value)?;
            path.push(attribute.attr.to_string());
            Some(path)
        }
        Expr::Call(call) => path_of(&call.func),
        _ => None,
    }
}

fn number_of(number: &Number) -> Option<Value> {
    match number {
        Number::Int(int) => int.as_u64().map(Value::from),
        Number::Float(float) => Some(json!(float)),
        Number::Complex { .. } => None,
    }
}

fn negative(value: &Value) -> Option<Value> {
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    // The least number of 64 bits is written as one more than the greatest, and turned round.
    let turned = whole.and_then(|whole| i64::try_from(-whole).map(Value::from).or_else(|_| u64::try_from(-whole).map(Value::from)).ok());
    turned.or_else(|| value.as_f64().map(|float| json!(-float)))
}
