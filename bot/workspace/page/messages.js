// The list of messages of one conversation. Only what changed is drawn again, so focus and half-made choices stay.

import { api } from "./api.js";
import { announce, coalesce, h, svgIcon } from "./dom.js";
import { Form } from "./form.js";
import { authorOf, messageNode, spoken } from "./message.js";
import { channelName, isAppChannel, session } from "./session.js";
import { t } from "./strings.js";
import { day, dayKey } from "./time.js";
import { keepingFocus } from "./view.js";

const PAGE = 150;
const SAME_BREATH = 300;

export class MessageList {
  #channel = null;
  #messages = [];
  #notes = [];
  #limit = PAGE;
  #drawn = new Map();
  #forms = new Map();
  #stick = true;
  #latest = null;

  constructor({ afterAction }) {
    this.afterAction = afterAction;
    this.list = h("ol", { class: "messages" });
    this.empty = h("p", { class: "empty", hidden: true });
    this.earlier = h("button", { type: "button", class: "button earlier", hidden: true, on: { click: () => this.#showEarlier() } }, t("loadEarlier"));
    this.pill = h("button", { type: "button", class: "new-messages", hidden: true, on: { click: () => this.#toBottom() } }, svgIcon("down"), t("newMessages"));
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": t("messages"), on: { scroll: () => this.#scrolled() } }, this.earlier, this.empty, this.list);
    this.node = h("div", { class: "messages-pane" }, this.scroller, this.pill);
    // Images and redrawn blocks change heights later: whoever was at the end stays there.
    new ResizeObserver(() => this.#settle()).observe(this.list);
    new ResizeObserver(() => this.#settle()).observe(this.scroller);
    this.refresh = coalesce(() => this.#fetch());
  }

  /** Shows a channel; true if its messages came. */
  open(channel) {
    if (channel !== this.#channel) {
      [this.#messages, this.#notes, this.#limit, this.#latest] = [[], [], PAGE, null];
      this.#drawn.clear();
      this.#forms.clear();
      this.list.replaceChildren();
      this.empty.hidden = true;
      this.pill.hidden = true;
    }
    this.#channel = channel;
    this.#stick = true;
    return this.refresh();
  }

  /** The channel got its id after the first word: the conversation is still the same. */
  rename(channel) {
    this.#channel = channel;
  }

  /** An answer that only this page knows, e.g. of a slash command. */
  note(text, author = {}) {
    const ts = String(Math.max(Date.now() / 1000, Number(this.#messages.at(-1)?.ts ?? 0) + 1e-6));
    this.#notes.push({ ts, text, ephemeral: true, local: true, user: session.app.bot_user_id, ...author });
    this.#stick = true;
    this.#draw();
    announce(text);
  }

  /** Has the app said this since then, be it to one or to all? */
  has(text, since) {
    return this.#messages.some((message) => message.bot_id && message.text === text && !since.has(message.ts));
  }

  stamps() {
    return new Set(this.#messages.map((message) => message.ts));
  }

  async #fetch() {
    const channel = this.#channel;
    const answer = await api.messages(channel);
    if (channel !== this.#channel) return;
    // Before the first word to the app there is no such channel; that is an empty one.
    if (answer.ok || answer.error === "channel_not_found") this.#take(answer.messages ?? []);
  }

  #take(messages) {
    const before = this.#latest;
    this.#messages = messages;
    this.#latest = messages.at(-1)?.ts ?? "";
    const news = before === null ? [] : messages.filter((message) => Number(message.ts) > Number(before || 0) && message.user !== session.me.id);
    this.#draw();
    if (news.length) announce(news.map(spoken).join(". "));
    if (news.length && !this.#stick) this.pill.hidden = false;
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  #draw() {
    const all = [...this.#messages, ...this.#notes].sort((a, b) => Number(a.ts) - Number(b.ts));
    this.earlier.hidden = all.length <= this.#limit;
    const nodes = rows(all.slice(-this.#limit)).map((row) => this.#node(row));
    keepingFocus(this.list, this.scroller, () => sync(this.list, nodes));
    this.empty.hidden = all.length > 0;
    this.empty.textContent = isAppChannel(this.#channel) ? t("emptyApp", { name: session.app.name }) : t("emptyChannel", { name: `#${channelName(this.#channel)}` });
    this.#settle();
  }

  #node(row) {
    const json = JSON.stringify(row);
    const held = this.#drawn.get(row.key);
    if (held?.json === json) return held.node;
    const node = row.message ? this.#message(row) : separator(row.day);
    this.#drawn.set(row.key, { json, node });
    return node;
  }

  #message({ message, compact, key }) {
    const form = this.#forms.get(key) ?? new Form();
    this.#forms.set(key, form);
    form.begin();
    return messageNode(message, { channel: this.#channel, form, compact, afterAction: this.afterAction });
  }

  // Scrolling ----------------------------------------------------------------------------------------------------

  #settle() {
    if (this.#stick) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#stick = scrollHeight - scrollTop - clientHeight < 40;
    if (this.#stick) this.pill.hidden = true;
  }

  #toBottom() {
    this.#stick = true;
    this.pill.hidden = true;
    this.#settle();
    this.scroller.focus();
  }

  #showEarlier() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#stick = false;
    this.#limit += PAGE;
    this.#draw();
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }
}

/** Messages and the dates between them; one author's messages of a few minutes stand together. */
function rows(messages) {
  const all = [];
  messages.forEach((message, at) => {
    const previous = messages[at - 1];
    const key = dayKey(message.ts);
    if (!previous || dayKey(previous.ts) !== key) all.push({ key: `day-${key}`, day: message.ts, words: day(message.ts) });
    const compact = Boolean(previous) && all.at(-1).message === previous && together(previous, message);
    all.push({ key: `${message.ts}${message.ephemeral ? "e" : ""}${message.local ? "l" : ""}`, message, compact });
  });
  return all;
}

function together(first, second) {
  const same = authorOf(first).id === authorOf(second).id && Boolean(first.ephemeral) === Boolean(second.ephemeral);
  return same && !second.ephemeral && !second.files?.length && Number(second.ts) - Number(first.ts) < SAME_BREATH;
}

function separator(ts) {
  return h("li", { class: "day" }, h("span", {}, day(ts)));
}

/** Makes `parent`'s children exactly `nodes`, touching only what differs: a moved node would lose its focus. */
function sync(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstElementChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
}
