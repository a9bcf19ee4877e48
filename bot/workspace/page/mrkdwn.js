// Slack's mrkdwn → nodes. The parser only ever makes elements itself; what it reads becomes text.

import { fragment, h } from "./dom.js";
import { emojiFor, withEmoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./links.js";
import { dateTokens } from "./time.js";

export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function mrkdwn(text) {
  const parts = String(text ?? "").split(/```\n?([\s\S]+?)\n?```/);
  // split() with one group alternates: outside, inside, outside, …
  return fragment(parts.map((part, at) => (at % 2 ? h("pre", {}, unescape(unlink(part))) : lines(part, at, parts.length))));
}

/** Inside code, Slack shows a link as its address or label, not as an anchor. */
function unlink(text) {
  return text.replace(/<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>/g, (_, url, label) => label ?? url);
}

// Lines ---------------------------------------------------------------------------------------------------------

const KINDS = [
  { name: "quote", test: /^(?:>|&gt;)(?!(?:>|&gt;){2}) ?/ },
  { name: "bullet", test: /^\s*[•◦▪-] +/ },
  { name: "number", test: /^\s*\d{1,3}[.)] +/ },
];

function kindOf(line) {
  return KINDS.find((kind) => kind.test.test(line))?.name ?? "text";
}

function lines(text, at, count) {
  // The line break beside a code block belongs to the block.
  const trimmed = text.replace(at > 0 ? /^\n/ : /^$/, "").replace(at < count - 1 ? /\n$/ : /^$/, "");
  const long = /(?:^|\n)(?:>>>|&gt;&gt;&gt;) ?/.exec(trimmed);
  if (!long) return runs(trimmed);
  const before = trimmed.slice(0, long.index);
  return [before ? runs(before) : null, h("blockquote", {}, inline(trimmed.slice(long.index + long[0].length)))];
}

function runs(text) {
  if (!text) return [];
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(renderRun);
}

function renderRun({ kind, lines: own }) {
  if (kind === "text") return inline(own.join("\n"));
  const bare = own.map((line) => line.replace(KINDS.find((candidate) => candidate.name === kind).test, ""));
  if (kind === "quote") return h("blockquote", {}, inline(bare.join("\n")));
  const items = bare.map((line) => h("li", {}, inline(line)));
  if (kind === "bullet") return h("ul", {}, items);
  return h("ol", { start: parseInt(own[0].trim(), 10) }, items);
}

// Within a line --------------------------------------------------------------------------------------------------

/** *…*, _…_, ~…~: closed on the same line, at the edge of a word, and <…> or `…` inside stay whole. */
function styled(mark) {
  const token = "<[^<>\\n]*>|`[^`\\n]*`";
  const plain = `[^${mark}\\n<\`]|<(?![^<>\\n]*>)|\`(?![^\`\\n]*\`)`;
  return `(?<![\\p{L}\\p{N}${mark}])${mark}(?=[^\\s${mark}])((?:${token}|${plain})+?)(?<=\\S)${mark}(?![\\p{L}\\p{N}${mark}])`;
}

const TOKENS = new RegExp(
  [
    "<([^<>\\n]+)>",
    "`([^`\\n]+)`",
    ":([a-z0-9_+-]+(?:::skin-tone-\\d)?):",
    "(https?://[^\\s<>|]+[^\\s<>|.,;:!?)'\"*_~])",
    styled("\\*"),
    styled("_"),
    styled("~"),
  ].join("|"),
  "gu",
);

const STYLES = ["strong", "em", "s"];

export function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(TOKENS)) {
    nodes.push(unescape(text.slice(done, match.index)), token(match));
    done = match.index + match[0].length;
  }
  return [...nodes, unescape(text.slice(done))];
}

function token([whole, angle, code, emoji, url, ...inner]) {
  if (angle !== undefined) return angled(angle) ?? unescape(whole);
  if (code !== undefined) return h("code", {}, unescape(unlink(code)));
  if (emoji !== undefined) return emojiFor(emoji) ?? whole;
  if (url !== undefined) return link(unescape(url), unescape(url));
  const at = inner.slice(0, 3).findIndex((part) => part !== undefined);
  return h(STYLES[at], {}, inline(inner[at]));
}

/** What stands between < and >; null: nothing Slack knows. */
function angled(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? "" : unescape(content.slice(bar + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), label.replace(/^@/, ""));
  if (target.startsWith("#")) return channelMention(target.slice(1), label.replace(/^#/, ""));
  if (target.startsWith("!")) return special(target.slice(1), label);
  if (/^(https?|mailto|tel|slack):/i.test(target)) return link(unescape(target), label || unescape(target));
  return null;
}

function special(target, label) {
  const [name, ...rest] = target.split("^");
  if (name === "date") return dateNode(rest, label);
  if (name === "subteam") return broadcast(label || rest[0] || "");
  if (["here", "channel", "everyone"].includes(name)) return broadcast(name);
  return label ? `<${label}>` : null;
}

function dateNode([seconds, pattern, url], fallback) {
  if (!/^-?\d+$/.test(seconds ?? "")) return fallback;
  const words = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: fallback }, dateTokens(unescape(pattern ?? ""), seconds));
  return url ? link(unescape(url), words) : words;
}

/** A text object of Block Kit: {type: "mrkdwn" | "plain_text", text}. */
export function textObject(object) {
  if (!object) return fragment();
  if (typeof object === "string") return fragment(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const words = unescape(String(object.text ?? ""));
  return fragment(object.emoji === false ? words : withEmoji(words));
}
