//! What the tools of the examples answer, so that a newcomer can finish the loop with one click.

use serde_json::{Value, json};

/// The prepared result of a call of an example's tool; `None` for every other call.
#[must_use]
pub fn example_result(name: &str, arguments: &str) -> Option<String> {
    if name != "get_weather" {
        return None;
    }
    let arguments: Value = serde_json::from_str(arguments).ok()?;
    let city = arguments.get("city")?.as_str()?;
    let (celsius, sky) = match city.to_lowercase().as_str() {
        "seoul" | "서울" => (3.0, "clear"),
        "busan" | "부산" => (9.0, "light rain"),
        _ => (14.0, "cloudy"),
    };
    let fahrenheit = arguments.get("unit").and_then(Value::as_str) == Some("fahrenheit");
    let (temperature, unit) = if fahrenheit { (celsius * 9.0 / 5.0 + 32.0, "fahrenheit") } else { (celsius, "celsius") };
    Some(json!({"city": city, "temperature": temperature, "unit": unit, "sky": sky}).to_string())
}

#[cfg(test)]
mod tests {
    use super::example_result;

    #[test]
    fn the_example_s_tool_has_an_answer_for_each_city() {
        let seoul = example_result("get_weather", r#"{"city":"서울","unit":"celsius"}"#).expect("an answer");
        let busan = example_result("get_weather", r#"{"city":"Busan","unit":"fahrenheit"}"#).expect("an answer");
        assert!(seoul.contains("\"temperature\":3.0") && busan.contains("\"temperature\":48.2"), "{seoul} {busan}");
    }

    #[test]
    fn other_calls_are_the_user_s() {
        for (name, arguments) in [("get_time", "{}"), ("get_weather", "{"), ("get_weather", "{}"), ("get_weather", r#"{"city":1}"#)] {
            assert_eq!(example_result(name, arguments), None, "{name} {arguments}");
        }
    }
}
