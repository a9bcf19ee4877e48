// Links that come from elsewhere: only harmless schemes, a new tab, no trace of this page.

import { h } from "./dom.js";
import { channelName, session, userName } from "./session.js";

export function safeUrl(url) {
  return /^(https?:|mailto:|tel:)/i.test(url ?? "") ? url : null;
}

/** An anchor, or just the words if the address is nothing one should follow. */
export function link(url, ...words) {
  const inside = placeInApp(url);
  if (inside) return h("a", { href: inside, dataset: { place: "" } }, words);
  if (!safeUrl(url)) return h("span", {}, words);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}

/** slack://app?…&tab=home and slack://channel?id=… lead to places on this page. */
export function placeInApp(url) {
  const match = /^slack:\/\/(app|channel|user)\?(.*)$/i.exec(url ?? "");
  if (!match) return null;
  const query = new URLSearchParams(match[2]);
  if (match[1] === "app") return placeUrl(query.get("tab") === "home" ? { home: true } : {});
  return placeUrl(match[1] === "channel" ? { channel: query.get("id") } : {});
}

export function placeUrl({ user = session.me?.id, channel, home } = {}) {
  const query = new URLSearchParams({ user });
  if (home) query.set("home", "1");
  else if (channel) query.set("channel", channel);
  return `?${query}`;
}

export function userMention(id, fallback) {
  const known = session.users.has(id) || id === session.app.bot_user_id;
  const mine = id === session.me?.id ? " mention-me" : "";
  return h("span", { class: `mention${mine}` }, `@${known ? userName(id) : fallback || id}`);
}

export function channelMention(id, fallback) {
  const name = channelName(id) === id ? fallback || id : channelName(id);
  return h("a", { class: "mention", href: placeUrl({ channel: id }), dataset: { place: "" } }, `#${name}`);
}

export function broadcast(words) {
  return h("span", { class: "mention mention-me" }, words.startsWith("@") ? words : `@${words}`);
}
