//! Python, as the guides of OpenAI, Azure and of compatible servers write it.

use super::seen;
use lineup_core::plan::import::Format;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
// OpenAI's quickstart.
#[case("from openai import OpenAI\nclient = OpenAI()\n\nresponse = client.responses.create(\n    model=\"gpt-5\",\n    input=\"Write a one-sentence bedtime story about a unicorn.\"\n)\n\nprint(response.output_text)",
    json!(["gpt-5", 1, "", "Write a one-sentence bedtime story about a unicorn.", {}]), &[])]
// The guide of reasoning, with a text of several lines.
#[case("from openai import OpenAI\n\nclient = OpenAI()\n\nprompt = \"\"\"\nWrite a bash script that takes a matrix\n\"\"\"\n\nresponse = client.responses.create(\n    model=\"o4-mini\",\n    reasoning={\"effort\": \"medium\", \"summary\": \"auto\"},\n    input=[\n        {\n            \"role\": \"user\",\n            \"content\": prompt\n        }\n    ]\n)",
    json!(["o4-mini", 1, "", "\nWrite a bash script that takes a matrix\n", {"effort": "medium", "summary": "auto"}]), &[])]
// Chat, with a key that was pasted in.
#[case("import openai\nclient = openai.OpenAI(api_key='sk-abc', base_url='https://openrouter.ai/api/v1')\ncompletion = client.chat.completions.create(\n  model='deepseek/deepseek-r1',\n  messages=[{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'hi'}],\n  temperature=0.2, extra_headers={'HTTP-Referer': 'x', 'Authorization': 'Bearer sk-1'}, extra_body={'provider': {'sort': 'price'}},\n)",
    json!(["deepseek/deepseek-r1", 1, "Be brief.", "hi", {"temperature": 0.2, "extra": {"provider": {"sort": "price"}}}]),
    &["2:api_key", "6:HTTP-Referer", "6:Authorization", "provider"])]
// Azure, with Entra ID.
#[case("import os\nfrom openai import AzureOpenAI\nfrom azure.identity import DefaultAzureCredential, get_bearer_token_provider\n\ntoken_provider = get_bearer_token_provider(DefaultAzureCredential(), \"https://cognitiveservices.azure.com/.default\")\nclient = AzureOpenAI(\n    azure_endpoint=os.getenv(\"AZURE_OPENAI_ENDPOINT\"),\n    azure_ad_token_provider=token_provider,\n    api_version=\"2024-12-01-preview\"\n)\n\nresponse = client.chat.completions.create(\n    model=\"o1-new\",\n    messages=[\n        {\"role\": \"user\", \"content\": \"What steps should I think about when writing my first Python API?\"},\n    ],\n    max_completion_tokens = 5000\n)\nprint(response.model_dump_json(indent=2))",
    json!(["o1-new", 1, "", "What steps should I think about when writing my first Python API?", {"max_output_tokens": 5000}]), &[])]
// Tools in a name of their own, and a function's argument in the text.
#[case("tools = [{\"type\": \"function\", \"function\": {\"name\": \"get_weather\", \"parameters\": {\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}}}}]\n\nasync def ask(city: str):\n    messages = [{\"role\": \"user\", \"content\": f\"Weather in {city}?\"}]\n    return await client.chat.completions.create(model=\"gpt-4.1\", messages=messages, tools=tools, tool_choice=\"auto\")\n",
    json!(["gpt-4.1", 1, "", "Weather in {{city}}?", {}]), &["4:city"])]
// A conversation that grows before it is sent.
#[case("messages = [{'role': 'user', 'content': 'a'}]\nmessages.append({'role': 'assistant', 'content': 'b'})\nmessages += [{'role': 'user', 'content': 'c'}]\nr = client.chat.completions.create(model='m', messages=messages, seed=7)\nmessages.append({'role': 'user', 'content': 'later'})\nr = client.chat.completions.create(model='m', messages=messages)",
    json!(["m", 3, "", "c", {"seed": 7}]), &["6:client.chat.completions.create"])]
// Streamed, with what is computed.
#[case("import sys\nstream = client.chat.completions.create(\n    model=os.environ['MODEL'],\n    messages=[{'role': 'user', 'content': sys.argv[1]}],\n    max_tokens=limit,\n    stream=True,\n)\nfor chunk in stream:\n    print(chunk)",
    json!([null, 1, "", null, {}]), &["3:model", "4:content", "5:max_tokens"])]
// Structured output by a class of pydantic: the class cannot be taken over.
#[case("class Step(BaseModel):\n    explanation: str\n\ncompletion = client.beta.chat.completions.parse(model='gpt-4o-2024-08-06', messages=[{'role': 'user', 'content': 'solve'}], response_format=Step)",
    json!(["gpt-4o-2024-08-06", 1, "", "solve", {}]), &["4:response_format"])]
// The helper that streams, in a `with`.
#[case("with client.responses.stream(model='gpt-5-mini', instructions='Talk like a pirate.', input='hi', max_output_tokens=100, timeout=30) as stream:\n    for event in stream:\n        print(event)",
    json!(["gpt-5-mini", 1, "Talk like a pirate.", "hi", {"max_output_tokens": 100}]), &["1:timeout"])]
// The library before its version 1.
#[case("import openai\nopenai.api_type = \"azure\"\nopenai.api_key = \"sk-old\"\nresponse = openai.ChatCompletion.create(engine=\"gpt-35-turbo\", messages=[{\"role\": \"user\", \"content\": \"Does Azure OpenAI support customer managed keys?\"}])",
    json!(["gpt-35-turbo", 1, "", "Does Azure OpenAI support customer managed keys?", {}]), &["3:openai.api_key"])]
// By hand, with requests.
#[case("import requests, os\nurl = \"https://api.deepseek.com/chat/completions?key=sk-7\"\nheaders = {\"Authorization\": f\"Bearer {os.environ['K']}\"}\npayload = {\"model\": \"deepseek-reasoner\", \"messages\": [{\"role\": \"user\", \"content\": \"9.11 or 9.8?\"}], \"stream\": False}\nr = requests.post(url, headers={\"Authorization\": \"Bearer sk-6\"}, json=payload)",
    json!(["deepseek-reasoner", 1, "", "9.11 or 9.8?", {}]), &["5:Authorization", "?key="])]
// Texts beside each other, and a negative number.
#[case("r = client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': ('a '\n 'b ' + 'c')}], presence_penalty=-0.5, n=2, stop=['x'], logprobs=True)",
    json!(["m", 1, "", "a b c", {"presence_penalty": -0.5, "n": 2, "stop": ["x"], "logprobs": true}]), &[])]
fn python(#[case] text: &str, #[case] wanted: Value, #[case] notes: &[&str]) {
    let (format, summary, said) = seen(text);
    assert_eq!((format, summary), (Format::Python, wanted));
    assert_eq!(said, notes);
}

#[rstest]
#[case("[{'role': 'system', 'content': \"It's brief.\"}, {'role': 'user', 'content': 'hi', },]", json!([null, 1, "It's brief.", "hi", {}]))]
#[case("{'model': 'm', 'messages': [{'role': 'user', 'content': None}, {'role': 'user', 'content': 'hi'}], 'n': 1}", json!(["m", 2, "", "hi", {"n": 1}]))]
fn a_list_as_python_prints_it(#[case] text: &str, #[case] wanted: Value) {
    assert_eq!(seen(text).1, wanted);
}
