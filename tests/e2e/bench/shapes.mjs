// The long answers of the bench. Each is the same text in every run.

const WORDS = "the model reads a prompt and writes tokens until it stops because every answer has an end while 한국어 문장도 섞여 있습니다".split(" ");

/** A number generator with a fixed seed: results must be comparable between runs. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

const words = (random, count) => Array.from({ length: count }, () => WORDS[random(WORDS.length)]).join(" ");

function mixed(bytes) {
  const random = numbers(1);
  const blocks = [
    () => `## ${words(random, 4)}\n\n`,
    () => `${words(random, 30)} **${words(random, 2)}** and *${words(random, 2)}* with \`${words(random, 1)}\` and [a link](https://example.com/${random(100)}). ${words(random, 20)}\n\n`,
    () => Array.from({ length: 4 }, (_, n) => `- ${words(random, 8)}\n${n === 2 ? `  - ${words(random, 5)}\n` : ""}`).join("") + "\n",
    () => `\`\`\`rust\nfn main() {\n${Array.from({ length: 8 }, () => `    let value_${random(99)} = "${words(random, 3)}"; // ${random(1000)}\n`).join("")}}\n\`\`\`\n\n`,
    () => `| ${words(random, 1)} | ${words(random, 1)} |\n|---|--:|\n${Array.from({ length: 5 }, () => `| ${words(random, 3)} | ${random(1000)} |\n`).join("")}\n`,
    () => `The sum \\(x_${random(9)}^2\\) and\n\n\\[\n\\frac{a_${random(50)}}{b}\n+ c\n\\]\n\n`,
    () => `> ${words(random, 25)}\n\n`,
  ];
  let text = "";
  for (let n = 0; new TextEncoder().encode(text).length < bytes; n += 1) text += blocks[n % blocks.length]();
  return text;
}

const lines = (count, first, line) => first + Array.from({ length: count }, (_, n) => line(n)).join("");

const fence = (count) => lines(count, "```rust\n", (n) => `    let line_${n} = compute("text", ${n}); // note\n`);
const list = (count) => lines(count, "", (n) => `- item ${n} with **some** words and \`code\`\n`);
const table = (count) => lines(count, "| number | words | value |\n|---|---|--:|\n", (n) => `| ${n} | some *words* here | ${n * 7} |\n`);
const paragraph = (bytes) => {
  const random = numbers(2);
  let text = "";
  while (text.length < bytes) text += `${words(random, 12)} *${words(random, 2)}*, `;
  return text;
};

/** About 4 tokens are 16 characters. */
function deltas(text) {
  const characters = Array.from(text);
  const pieces = [];
  for (let at = 0; at < characters.length; at += 16) pieces.push(characters.slice(at, at + 16).join(""));
  return pieces;
}

const shape = (name, text) => ({ name, deltas: () => deltas(text()) });
const KB = 1024;

export const SHAPES = [
  shape("mixed-200k", () => mixed(200 * KB)),
  shape("fence-200k", () => fence(4_200)),
  shape("list-200k", () => list(4_600)),
  shape("table-200k", () => table(5_900)),
  shape("paragraph-200k", () => paragraph(200 * KB)),
  shape("mixed-20k", () => mixed(900 * KB)),
  shape("fence-20k", () => fence(20_000)),
  shape("list-20k", () => list(20_000)),
  shape("table-20k", () => table(20_000)),
];
