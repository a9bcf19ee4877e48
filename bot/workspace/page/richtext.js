// rich_text blocks → nodes.

import { fragment, h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./links.js";
import { dateTokens } from "./time.js";

export function richText(block) {
  return fragment((block.elements ?? []).map(part));
}

function part(element) {
  if (element.type === "rich_text_list") return list(element);
  if (element.type === "rich_text_preformatted") return h("pre", {}, inlines(element));
  if (element.type === "rich_text_quote") return h("blockquote", {}, inlines(element));
  return h("div", { class: "rich-section" }, inlines(element));
}

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const style = { "margin-inline-start": `${(element.indent ?? 0) * 1.5}rem` };
  const items = (element.elements ?? []).map((item) => h("li", {}, inlines(item)));
  return h(tag, { style, start: tag === "ol" && element.offset ? element.offset + 1 : null }, items);
}

function inlines(element) {
  return (element.elements ?? []).map((item) => dressed(INLINE[item.type]?.(item) ?? item.text ?? "", item.style));
}

const INLINE = {
  text: (item) => item.text,
  link: (item) => link(item.url, item.text || item.url),
  user: (item) => userMention(item.user_id),
  channel: (item) => channelMention(item.channel_id),
  usergroup: (item) => broadcast(item.usergroup_id ?? ""),
  broadcast: (item) => broadcast(item.range ?? "here"),
  emoji: (item) => emojiFor(item.name ?? "") ?? fromCodePoints(item.unicode) ?? `:${item.name}:`,
  date: (item) => h("time", {}, dateTokens(item.format ?? "{date_short}", item.timestamp)),
  color: (item) => item.value,
};

function fromCodePoints(unicode) {
  return unicode ? String.fromCodePoint(...unicode.split("-").map((hex) => parseInt(hex, 16))) : null;
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function dressed(node, style = {}) {
  return Object.keys(STYLES).reduce((inner, name) => (style?.[name] ? h(STYLES[name], {}, inner) : inner), node);
}
