// Where a person writes: messages, slash commands, shortcuts, files.

import { api } from "./api.js";
import { h, iconButton, toast, uid } from "./dom.js";
import { isTextFile, LARGEST, readText, TEXT_FILES } from "./files.js";
import { isTrouble } from "./blocks.js";
import { openMenu } from "./menu.js";
import { run } from "./message.js";
import { escape } from "./mrkdwn.js";
import { session } from "./session.js";
import { slashMenu } from "./slash.js";
import { t } from "./strings.js";

/**
 * place(): {channel, name} one writes to; list: the MessageList; afterwards(): look for what the app did.
 */
export function createComposer({ place, list, afterwards }) {
  const listId = uid("commands");
  const box = h("textarea", {
    class: "composer-box", rows: 1, id: "composer", "aria-label": t("messages"), "aria-autocomplete": "list",
    "aria-controls": listId, on: { input: changed, keydown, blur: () => commands.close() },
  });
  const commands = slashMenu(box, listId);
  const picker = h("input", { type: "file", accept: TEXT_FILES, hidden: true, on: { change: () => { sendFiles(picker.files); picker.value = ""; } } });
  const bolt = iconButton("bolt", t("shortcuts"), { "aria-haspopup": "menu", "aria-expanded": "false", on: { click: shortcuts } });
  const clip = iconButton("clip", t("addFile"), { on: { click: () => picker.click() } });
  const send = iconButton("send", t("send"), { class: "send", "aria-disabled": "true", on: { click: submit } });
  const bar = h("div", { class: "composer-bar" }, bolt, clip, picker, h("span", { class: "grow" }), send);
  const node = h("div", { class: "composer" }, commands.node, h("div", { class: "composer-frame" }, box, bar));
  // One draft for each conversation.
  const drafts = new Map();
  let current = null;

  function changed() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    send.setAttribute("aria-disabled", String(!box.value.trim()));
    commands.update();
  }

  function keydown(event) {
    if (event.isComposing || commands.keydown(event, changed)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  async function submit() {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    changed();
    commands.close();
    await (text.startsWith("/") ? sendCommand(text) : sendText(text));
  }

  async function sendText(text) {
    const { channel } = place();
    const answer = await api.send(channel, escape(text));
    if (!answer.ok) return giveBack(text, answer.error);
    return afterwards();
  }

  /** Nothing a person typed may get lost. */
  function giveBack(text, error) {
    if (!box.value) box.value = text;
    changed();
    toast(isTrouble(error) ? t("trouble") : t("failed", { error }));
  }

  async function sendCommand(text) {
    const [command] = text.split(/\s+/);
    const { channel } = place();
    const known = session.commands.some((one) => one.command === command);
    if (!known) return list.note(t("commandUnknown", { command: escape(command) }), workspace());
    const before = list.stamps();
    const answer = await api.command(channel, command, text.slice(command.length).trim());
    await afterwards();
    return commandAnswer(command, answer, before);
  }

  function commandAnswer(command, answer, before) {
    if (!answer.ok) {
      const key = answer.error === "operation_timeout" ? "commandTimeout" : "commandFailed";
      return list.note(t(key, { command, error: answer.error }), workspace());
    }
    // A server may store the acknowledgement's text as an ephemeral message as well: never show it twice.
    if (answer.text && !list.has(answer.text, before)) list.note(answer.text);
    return undefined;
  }

  function shortcuts() {
    const globals = session.shortcuts.filter((shortcut) => !shortcut.type.startsWith("message"));
    const items = globals.map((shortcut) => ({ label: shortcut.name, description: session.app.name, pick: () => run(shortcut, {}, afterwards) }));
    openMenu(bolt, t("shortcuts"), items, t("noShortcuts"));
  }

  async function sendFiles(files) {
    const { channel } = place();
    for (const file of files) {
      const refusal = !isTextFile(file) ? "fileNotText" : file.size > LARGEST ? "fileTooBig" : null;
      if (refusal) {
        toast(t(refusal, { name: file.name }));
        continue;
      }
      const answer = await api.file(channel, file.name, await readText(file));
      toast(answer.ok ? t("fileSent", { name: file.name }) : t("failed", { error: answer.error }));
    }
    await afterwards();
  }

  return {
    node,
    sendFiles,
    focus: () => box.focus(),
    /** The conversation changed: bring its draft and its name. */
    turnTo(key, name) {
      if (current !== null) drafts.set(current, box.value);
      current = key;
      box.value = drafts.get(key) ?? "";
      box.placeholder = t("messageTo", { name });
      box.setAttribute("aria-label", box.placeholder);
      changed();
      commands.close();
    },
    startCommand() {
      box.focus();
      if (!box.value) box.value = "/";
      changed();
    },
  };
}

/** The workspace itself speaks, not the app: as Slackbot does in Slack. */
function workspace() {
  return { user: "workspace", username: session.team.name || t("about") };
}
