// One message of a conversation, as a list item.

import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { h, svgIcon, toast } from "./dom.js";
import { fileNode } from "./files.js";
import { menuButton } from "./menu.js";
import { mrkdwn, unescape } from "./mrkdwn.js";
import { session, userName } from "./session.js";
import { t } from "./strings.js";
import { fullTime, time } from "./time.js";

export function authorOf(message) {
  const bot = Boolean(message.bot_id) || message.user === session.app.bot_user_id || message.subtype === "bot_message";
  if (!bot) return { id: message.user, name: userName(message.user), bot };
  return { id: message.bot_id ?? message.user, name: message.username || message.bot_profile?.name || session.app.name, bot };
}

/** place: {channel, form, compact, afterAction}. */
export function messageNode(message, place) {
  const author = authorOf(message);
  const classes = ["message", place.compact && "compact", message.ephemeral && "ephemeral"].filter(Boolean).join(" ");
  return h("li", { class: classes, dataset: { ts: message.ts }, tabindex: "-1" },
    h("div", { class: "message-side" }, place.compact ? null : avatar(author.id, author.name, { app: author.bot })),
    h("div", { class: "message-main" },
      message.ephemeral && h("p", { class: "ephemeral-mark" }, svgIcon("eye"), t("ephemeral")),
      headline(message, author, place.compact),
      h("div", { class: "message-body" }, body(message, place)),
      (message.files ?? []).map(fileNode)),
    message.local ? null : tools(message, place));
}

function headline(message, author, compact) {
  const stamp = h("time", { class: "message-time", title: fullTime(message.ts), datetime: new Date(message.ts * 1000).toISOString() }, time(message.ts));
  // The name of a compact message is still there for those who jump from message to message by ear.
  return h("div", { class: compact ? "message-head sr-only" : "message-head" },
    h("span", { class: "message-author" }, author.name), author.bot && h("span", { class: "badge" }, t("markApp")), stamp);
}

function body(message, place) {
  const edited = message.edited && h("span", { class: "edited" }, t("edited"));
  if (message.blocks?.length) return [renderBlocks(message.blocks, surface(message, place)), edited];
  const words = message.text ? h("div", { class: "prose" }, mrkdwn(message.text), edited && " ", edited) : edited;
  return [words, (message.attachments ?? []).map((attachment) => legacy(attachment, message, place))];
}

function legacy(attachment, message, place) {
  const inner = attachment.blocks?.length ? renderBlocks(attachment.blocks, surface(message, place)) : h("div", { class: "prose" }, mrkdwn(attachment.text ?? attachment.fallback ?? ""));
  return h("div", { class: "attachment" }, inner);
}

function surface(message, place) {
  const perform = async (body) => {
    const answer = await api.action({ channel: place.channel, ts: message.ts, ...body, state: { values: place.form.values } });
    await place.afterAction();
    return answer;
  };
  return { name: "message", form: place.form, files: message.files ?? [], perform };
}

function tools(message, place) {
  const items = () => [
    ...session.shortcuts.filter((shortcut) => shortcut.type.startsWith("message")).map((shortcut) => ({
      label: shortcut.name,
      description: session.app.name,
      pick: () => run(shortcut, { channel: place.channel, ts: message.ts }, place.afterAction),
    })),
    { label: t("copyText"), pick: () => copy(message) },
  ];
  return h("div", { class: "message-tools" }, menuButton("more", t("moreActions"), items));
}

export async function run(shortcut, where, afterwards) {
  const answer = await api.shortcut(shortcut.callback_id, where);
  if (!answer.ok) toast(answer.error === "operation_timeout" || answer.error === "offline" ? t("trouble") : t("failed", { error: answer.error }));
  await afterwards();
}

async function copy(message) {
  await navigator.clipboard?.writeText(unescape(message.text ?? ""));
  toast(t("copied"));
}

/** The words that a screen reader hears when a message arrives. */
export function spoken(message) {
  const words = unescape(message.text ?? "").replace(/<[^|>]*\|([^>]*)>/g, "$1").slice(0, 200);
  return `${authorOf(message).name}: ${words}`;
}
