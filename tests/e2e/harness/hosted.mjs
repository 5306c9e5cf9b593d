// Answers with every tool that runs on the server, in the shapes of the Responses API.

// A picture of one dot.
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQCJt0T5AAAAAElFTkSuQmCC";
const TEXT = "The tower was finished in 1889, as the page says ([tower.example](https://tower.example/history)).\n\nIts plan is in a file.";

const first = [
  {
    type: "web_search_call",
    id: "ws_1",
    status: "completed",
    action: { type: "search", query: "when was the tower built", sources: [{ type: "url", url: "https://tower.example/history" }, { type: "url", url: "javascript:alert(1)" }] },
  },
  {
    type: "code_interpreter_call",
    id: "ci_1",
    status: "completed",
    code: "print(1889 + 136)",
    outputs: [
      { type: "logs", logs: "2025" },
      { type: "image", url: `data:image/png;base64,${DOT}` },
    ],
  },
  { type: "file_search_call", id: "fs_1", status: "completed", queries: ["plan"], results: [{ filename: "plan.md", score: 0.91, text: "The plan of the tower" }] },
  { type: "image_generation_call", id: "ig_1", status: "completed", output_format: "png", result: DOT, revised_prompt: "a tower" },
  {
    type: "message",
    id: "msg_1",
    role: "assistant",
    status: "completed",
    content: [
      {
        type: "output_text",
        text: TEXT,
        annotations: [
          { type: "url_citation", title: "History of the tower", url: "https://tower.example/history", start_index: TEXT.indexOf("(["), end_index: TEXT.indexOf(")).") + 2 },
          { type: "file_citation", filename: "plan.md", file_id: "file_1", index: TEXT.length },
        ],
      },
    ],
  },
  { type: "mcp_approval_request", id: "mcpr_1", server_label: "docs", name: "search_docs", arguments: '{"q":"tower"}' },
];
const second = [
  { type: "mcp_call", id: "mcp_1", status: "completed", server_label: "docs", name: "search_docs", arguments: '{"q":"tower"}', output: "one page", approval_request_id: "mcpr_1" },
  { type: "message", id: "msg_2", role: "assistant", status: "completed", content: [{ type: "output_text", text: "The docs agree.", annotations: [] }] },
];

/** What the server answers: first with everything that it has, and once the remote tool may run, with its result. */
export const hostedAnswers = (body) => (body.input.some((item) => item.type === "mcp_approval_response") ? second : first);
