// Elements one types in: texts, numbers, addresses, dates and times.

import { api } from "./api.js";
import { h } from "./dom.js";
import { confirmed } from "./dialogs.js";
import { withEmoji } from "./emoji.js";
import { fileNode, LARGEST, readText, TEXT_FILES } from "./files.js";
import { unescape } from "./mrkdwn.js";
import { locale, t } from "./strings.js";
import { fromWall, toWall } from "./time.js";
import { wiring } from "./wiring.js";

export const INPUTS = {
  plain_text_input: textInput,
  email_text_input: (element, context) => textInput(element, context, { type: "email", autocomplete: "email" }),
  url_text_input: (element, context) => textInput(element, context, { type: "url" }),
  number_input: (element, context) => textInput(element, context, { inputmode: element.is_decimal_allowed ? "decimal" : "numeric" }),
  rich_text_input: richInput,
  file_input: fileInput,
  datepicker: picker("date", "selected_date", "initial_date"),
  timepicker: picker("time", "selected_time", "initial_time"),
  datetimepicker: picker("datetime-local", "selected_date_time", "initial_date_time", { read: fromWall, write: toWall }),
};

function common(element, context) {
  return {
    ...wiring(element, context),
    placeholder: element.placeholder ? withEmoji(unescape(element.placeholder.text)) : null,
    autofocus: element.focus_on_load ? true : null,
    "aria-required": context.isInput && !context.optional ? "true" : null,
  };
}

// Texts ----------------------------------------------------------------------------------------------------------

function textInput(element, context, extra = {}) {
  const field = context.form.field(context.blockId, element, { value: element.initial_value ?? null });
  const tag = element.multiline ? "textarea" : "input";
  const control = h(tag, { class: "text-input", type: tag === "input" ? "text" : null, rows: tag === "textarea" ? 4 : null, ...common(element, context), ...extra, value: field.value.value ?? "" });
  const counter = lengthCounter(element, control);
  control.addEventListener("input", () => {
    field.set({ value: control.value === "" ? null : numeric(element, control.value) });
    counter?.update();
  });
  dispatchWhileTyping(element, context, control, field);
  return counter ? h("div", { class: "text-field" }, control, counter.node) : control;
}

/** "3,5" is how a German types it; Slack's payload has a point. */
function numeric(element, value) {
  return element.type === "number_input" ? value.trim().replace(",", ".") : value;
}

function lengthCounter(element, control) {
  const { min_length: min = 0, max_length: max = 0 } = element;
  if (element.type === "number_input" || (!min && !max)) return null;
  const node = h("div", { class: "counter", "aria-live": "polite" });
  const update = () => {
    const n = control.value.length;
    const over = max && n > max;
    node.classList.toggle("over", Boolean(over));
    node.textContent = over ? t("charsOver", { n: n - max }) : n && n < min ? t("charsMissing", { n: min - n }) : near(max, n) ? t("charsLeft", { n: max - n }) : "";
  };
  update();
  return { node, update };
}

/** A counter that is always there is noise; it appears when a fifth is left. */
function near(max, n) {
  return max && n >= max * 0.8;
}

const TYPING_PAUSE = 500;

/** dispatch_action on a text: on Enter (the default) or while typing, as dispatch_action_config says. */
function dispatchWhileTyping(element, context, control, field) {
  if (!context.dispatches) return;
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => context.changed(element, { value: field.value.value }, control);
  let timer;
  if (on.includes("on_character_entered")) {
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(send, TYPING_PAUSE);
    });
  }
  if (on.includes("on_enter_pressed")) {
    control.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      // The modal would take Enter for "submit".
      event.stopPropagation();
      send();
    });
  }
}

/** Plain words in, one rich_text section out: enough to fill the field. */
function richInput(element, context) {
  const field = context.form.field(context.blockId, element, { rich_text_value: element.initial_value ?? null });
  const control = h("textarea", { class: "text-input", rows: 4, ...common(element, context), value: richWords(field.value.rich_text_value) });
  control.addEventListener("input", () => field.set({ rich_text_value: control.value ? richValue(control.value) : null }));
  return control;
}

function richValue(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function richWords(value) {
  return (value?.elements ?? []).flatMap((part) => part.elements ?? []).map((item) => item.text ?? "").join("");
}

// Files ----------------------------------------------------------------------------------------------------------

/** The page knows text files only; they are uploaded when they are chosen, and the modal is given their ids. */
function fileInput(element, context) {
  const field = context.form.field(context.blockId, element, { files: element.initial_files ?? [] });
  const accept = element.filetypes?.length ? element.filetypes.map((kind) => `.${kind}`).join(",") : TEXT_FILES;
  const chosen = h("div", { class: "file-chosen", "aria-live": "polite" });
  const show = () => chosen.replaceChildren(...field.value.files.map(fileNode));
  const control = h("input", { class: "text-input", type: "file", accept, multiple: (element.max_files ?? 10) > 1 ? true : null, ...common(element, context) });
  control.addEventListener("change", async () => {
    const answers = [];
    for (const file of control.files) if (file.size <= LARGEST) answers.push(await api.upload(file.name, await readText(file)));
    field.set({ files: answers.filter((answer) => answer.ok).map((answer) => answer.file).slice(0, element.max_files ?? 10) });
    show();
  });
  show();
  return h("div", { class: "file-input" }, control, chosen);
}

// Dates and times ------------------------------------------------------------------------------------------------

const SETTLE = 700;

/** The browser's own pickers: they know the keyboard, the phone and the language. */
function picker(type, slot, initial, { read = (text) => text, write = (value) => value } = {}) {
  return (element, context) => {
    const field = context.form.field(context.blockId, element, { [slot]: element[initial] ?? null });
    const shown = () => (field.value[slot] === null ? "" : write(field.value[slot]));
    const control = h("input", { class: "text-input picker", type, lang: locale(), ...common(element, context), value: shown(), title: element.placeholder?.text ?? (context.labelledBy ? null : t("selectOption")) });
    let sent = shown();
    let timer;
    const send = async () => {
      clearTimeout(timer);
      if (control.value === sent) return;
      const before = sent;
      sent = control.value;
      if (await confirmed(element.confirm)) await context.changed(element, { [slot]: field.value[slot] }, control);
      else [sent, control.value] = [before, before];
    };
    control.addEventListener("change", () => {
      field.set({ [slot]: control.value ? read(control.value) : null });
      // Typing a date changes it segment by segment; the app hears of it when the person pauses.
      clearTimeout(timer);
      if (context.dispatches) timer = setTimeout(send, SETTLE);
    });
    if (context.dispatches) control.addEventListener("blur", send);
    return control;
  };
}
