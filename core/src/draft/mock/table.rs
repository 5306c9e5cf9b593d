//! Looking up rows of a table.

use serde_json::{Map, Value, json};

/// More rows are not sent back: they would fill the model's context.
const MOST_ROWS: usize = 20;

/// The rows in which every argument that names a column has the column's value.
pub(super) fn answer(rows: &str, arguments: &Value) -> Result<Value, String> {
    let rows = read(rows)?;
    let wanted: Vec<(&String, String)> = arguments
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name, plain(value)))
        .collect();
    let fits = |row: &Map<String, Value>| {
        wanted.iter().all(|(name, value)| row.get(*name).is_none_or(|cell| plain(cell).to_lowercase() == value.to_lowercase()))
    };
    let columns = |name: &String| rows.iter().any(|row| row.contains_key(name));
    if let Some((name, _)) = wanted.iter().find(|(name, _)| !columns(name)) {
        return Err(format!("the table has no column {name}"));
    }
    let found: Vec<_> = rows.iter().filter(|row| fits(row)).collect();
    let count = found.len();
    Ok(json!({"rows": found.into_iter().take(MOST_ROWS).collect::<Vec<_>>(), "found": count}))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

/// A JSON list of objects, or lines of CSV whose first names the columns.
fn read(text: &str) -> Result<Vec<Map<String, Value>>, String> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(|error| format!("the table is not a JSON list of objects: {error}"));
    }
    let mut lines = cells(text).into_iter();
    let names = lines.next().ok_or("the table is empty")?;
    let row = |cells: Vec<String>| names.iter().cloned().zip(cells.into_iter().map(|cell| typed(&cell))).collect();
    Ok(lines.map(row).collect())
}

/// A cell as the value that it looks like: a number where it is one as JSON writes it.
fn typed(cell: &str) -> Value {
    match serde_json::from_str::<Value>(cell) {
        Ok(value) if value.is_number() || value.is_boolean() => value,
        _ => cell.into(),
    }
}

/// CSV (RFC 4180): a cell in quotes may hold commas, line ends and doubled quotes. A tab in the first line makes it TSV.
fn cells(text: &str) -> Vec<Vec<String>> {
    let comma = if text.lines().next().is_some_and(|line| line.contains('\t')) { '\t' } else { ',' };
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            letter if letter == comma && !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
            letter => cell.push(letter),
        }
    }
    row.push(cell.trim().to_owned());
    rows.push(row);
    rows.retain(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::answer;
    use serde_json::json;

    const STOCK: &str = "item,colour,price\npen,red,2\npen,\"blue, dark\",2.5\n\"a \"\"box\"\"\",red,7\n";

    #[test]
    fn rows_fit_every_argument_that_names_a_column() {
        let found = |arguments| answer(STOCK, &arguments).unwrap();
        assert_eq!(found(json!({"item": "PEN"}))["found"], 2);
        assert_eq!(
            found(json!({"item": "pen", "colour": "blue, dark"}))["rows"],
            json!([{"item": "pen", "colour": "blue, dark", "price": 2.5}])
        );
        assert_eq!(found(json!({"price": 7}))["rows"][0]["item"], "a \"box\"");
        assert_eq!(found(json!({"item": "ink", "colour": null}))["found"], 0);
    }

    #[test]
    fn a_list_of_objects_is_a_table_too() {
        assert_eq!(answer(r#"[{"a": 1}, {"a": 2}]"#, &json!({"a": 2})), Ok(json!({"rows": [{"a": 2}], "found": 1})));
        assert!(answer("[1]", &json!({})).unwrap_err().contains("list of objects"));
        assert!(answer("  ", &json!({})).unwrap_err().contains("empty"));
    }

    #[test]
    fn an_unknown_column_is_said() {
        assert!(answer(STOCK, &json!({"size": 1})).unwrap_err().contains("no column size"));
    }

    #[test]
    fn many_rows_are_counted_but_not_all_sent() {
        let rows: String = std::iter::once("n".to_owned()).chain((0..50).map(|n| n.to_string())).collect::<Vec<_>>().join("\n");
        let all = answer(&rows, &json!({})).unwrap();
        assert_eq!((all["rows"].as_array().unwrap().len(), &all["found"]), (20, &json!(50)));
    }
}
