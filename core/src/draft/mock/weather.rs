//! A made-up sky: the same for the same city, and different for another.

use serde_json::{Value, json};

const SKIES: [&str; 6] = ["clear", "cloudy", "light rain", "windy", "fog", "snow"];

pub(super) fn answer(arguments: &Value) -> Result<Value, String> {
    let city = arguments["city"].as_str().ok_or("there is no text named city")?;
    let (celsius, sky) = match city.to_lowercase().as_str() {
        "seoul" | "서울" => (3.0, "clear"),
        "busan" | "부산" => (9.0, "light rain"),
        other => {
            let sum = other.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
            (f64::from(sum % 36) - 5.0, SKIES.get(sum as usize / 36 % SKIES.len()).copied().unwrap_or("clear"))
        }
    };
    let fahrenheit = arguments["unit"] == "fahrenheit";
    let (temperature, unit) = if fahrenheit { (celsius * 9.0 / 5.0 + 32.0, "fahrenheit") } else { (celsius, "celsius") };
    Ok(json!({"city": city, "temperature": temperature, "unit": unit, "sky": sky}))
}

#[cfg(test)]
mod tests {
    use super::answer;
    use serde_json::json;

    #[test]
    fn each_city_has_its_own_sky_in_the_unit_that_is_asked() {
        assert_eq!(answer(&json!({"city": "서울", "unit": "celsius"})).unwrap()["temperature"], 3.0);
        assert_eq!(answer(&json!({"city": "Busan", "unit": "fahrenheit"})).unwrap()["temperature"], 48.2);
        assert_eq!(answer(&json!({"city": "Lima"})), answer(&json!({"city": "Lima"})));
        assert_ne!(answer(&json!({"city": "Lima"})), answer(&json!({"city": "Oslo"})));
    }

    #[test]
    fn a_call_without_a_city_says_so() {
        assert!(answer(&json!({"city": 1})).unwrap_err().contains("city"));
    }
}
