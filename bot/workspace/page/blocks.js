// Block Kit's layout blocks → nodes. Elements, tables and charts have their own modules.

import { fragment, h, toast, uid } from "./dom.js";
import { chart } from "./charts.js";
import { renderElement } from "./elements.js";
import { complaintAbout } from "./form.js";
import { imageSource, picture } from "./images.js";
import { link } from "./links.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { t } from "./strings.js";
import { dataTable, plainTable } from "./tables.js";

/**
 * surface: {name: "message" | "modal" | "home", form, files, perform(body) → answer}: `perform` sends one block action.
 */
export function renderBlocks(blocks, surface) {
  return fragment((blocks ?? []).map((block, at) => renderBlock(block, { ...surface, blockId: block.block_id ?? `block-${at}` })));
}

function renderBlock(block, surface) {
  const known = Object.hasOwn(RENDERERS, block.type) ? RENDERERS[block.type] : unknown;
  return h("div", { class: `block block-${known === unknown ? "unknown" : block.type}`, dataset: { block: surface.blockId } }, known(block, surface));
}

function unknown(block) {
  return h("p", { class: "placeholder" }, t("blockUnknown", { type: block.type ?? "?" }));
}

const RENDERERS = {
  section,
  // Below the place's h1, or the modal's h2.
  header: (block, surface) => h(surface.name === "modal" ? "h3" : "h2", { class: "header-text" }, textObject(block.text)),
  divider: () => h("hr"),
  context: (block, surface) => (block.elements ?? []).map((item) => contextItem(item, surface)),
  image,
  actions,
  context_actions: actions,
  input,
  rich_text: (block) => h("div", { class: "prose" }, richText(block)),
  markdown: (block) => h("div", { class: "prose" }, mrkdwn(markdown(block.text ?? ""))),
  table: plainTable,
  data_table: dataTable,
  data_visualization: chart,
  video: (block) => h("p", { class: "prose" }, link(block.title_url ?? block.video_url, textObject(block.title))),
  file: () => null,
};

// Interactivity --------------------------------------------------------------------------------------------------

/** What an element needs to know of its block (see elements.js). */
function elementContext(surface, more) {
  const context = { isInput: false, optional: true, dispatches: true, labelledBy: null, describedBy: null, ...surface, ...more };
  context.act = (element, part, node) => act(element, part, node, context);
  context.changed = (element, part, node) => (context.dispatches ? context.act(element, part, node) : undefined);
  return context;
}

async function act(element, part, node, context) {
  const clicked = node.matches("button, a");
  // A second click on the same button, while the first is on its way, is a slip.
  if (clicked && node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  node.classList.remove("failed");
  const body = { block_id: context.blockId, action_id: element.action_id, type: element.type, ...part };
  const answer = await context.perform(body);
  node.removeAttribute("aria-busy");
  if (answer.ok) return;
  node.classList.add("failed");
  toast(isTrouble(answer.error) ? t("trouble") : t("failed", { error: answer.error }));
}

export function isTrouble(error) {
  return ["operation_timeout", "offline"].includes(error);
}

// Blocks ---------------------------------------------------------------------------------------------------------

function section(block, surface) {
  const id = uid("text");
  const words = block.text && h("div", { id, class: "prose" }, textObject(block.text));
  const fields = block.fields?.length && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "prose" }, textObject(field))));
  const accessory = block.accessory && h("div", { class: "accessory" }, element(block.accessory, elementContext(surface, { labelledBy: words ? id : null })));
  const wide = ["radio_buttons", "checkboxes"].includes(block.accessory?.type) ? " stacked" : "";
  return h("div", { class: `section${wide}` }, h("div", { class: "section-text" }, words, fields), accessory);
}

function element(item, context) {
  return renderElement(item, context);
}

function contextItem(item, surface) {
  if (item.type === "image") return element(item, surface);
  return h("span", { class: "prose" }, textObject(item));
}

function image(block, surface) {
  const src = imageSource(block, surface.files);
  const alt = block.alt_text ?? "";
  return picture(src, alt, block.title && textObject(block.title));
}

function actions(block, surface) {
  return h("div", { class: "actions" }, (block.elements ?? []).map((item) => element(item, elementContext(surface, {}))));
}

function input(block, surface) {
  const [label, hint, error] = [uid("label"), uid("hint"), uid("error")];
  const optional = Boolean(block.optional);
  const describedBy = block.hint ? `${hint} ${error}` : error;
  const context = elementContext(surface, { isInput: true, optional, dispatches: Boolean(block.dispatch_action), labelledBy: label, describedBy });
  const item = block.element ?? {};
  const control = element(item, context);
  const read = () => surface.form.values[surface.blockId]?.[item.action_id];
  if (read()) surface.form.watch(surface.blockId, () => complaintAbout(item, read(), optional));
  const words = h("div", { id: label, class: "input-label", on: { click: () => focusIn(node) } }, textObject(block.label), optional && h("span", { class: "optional" }, ` ${t("optional")}`));
  const node = h("div", { class: "input" }, words, control,
    block.hint && h("div", { id: hint, class: "hint" }, textObject(block.hint)),
    h("div", { id: error, class: "error", hidden: true }));
  return node;
}

const FOCUSABLE = "input:not([disabled]), textarea, button, select, [role=combobox]";

/** Focus the first control in a node (for a group of radios: the chosen one, as Tab would). */
export function focusIn(node) {
  (node?.querySelector("input:checked") ?? node?.querySelector(FOCUSABLE))?.focus();
}

/** Slack's `markdown` block is GitHub's dialect; bring its commonest marks over to mrkdwn. */
function markdown(text) {
  return text
    .replace(/^#{1,6} +(.+)$/gm, "**$1**")
    .replace(/\*\*([^*\n]+)\*\*/g, "*$1*")
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>");
}

