// Block elements one clicks: buttons, menus, radios, checkboxes. What one types or picks from lists: inputs.js, selects.js.

import { fragment, h, uid } from "./dom.js";
import { confirmed } from "./dialogs.js";
import { imageSource } from "./images.js";
import { INPUTS } from "./inputs.js";
import { placeInApp, safeUrl } from "./links.js";
import { menuButton, optionItems } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { SELECTS } from "./selects.js";
import { t } from "./strings.js";
import { wiring } from "./wiring.js";

/**
 * context: {surface, form, blockId, isInput, optional, dispatches, labelledBy, describedBy, act(element, part, node)}
 * (made in blocks.js). Returns a node; an element this page does not know is named, never dropped.
 */
export function renderElement(element, context) {
  const known = RENDERERS[element.type];
  if (!known) return unsupported(element);
  return known(element, context);
}

function unsupported(element) {
  return h("span", { class: "placeholder" }, `${element.type ?? "?"}: ${t("unsupported")}`);
}

const RENDERERS = {
  button,
  workflow_button: button,
  overflow,
  radio_buttons: radios,
  checkboxes,
  image: (element, context) => h("img", { class: "element-image", src: imageSource(element, context.files), alt: element.alt_text ?? "", referrerpolicy: "no-referrer" }),
  feedback_buttons: feedback,
  ...SELECTS,
  ...INPUTS,
};

function button(element, context) {
  const words = textObject(element.text);
  const classes = `button ${["primary", "danger"].includes(element.style) ? element.style : ""}`;
  const props = { class: classes, "aria-label": element.accessibility_label, "data-key": `${context.blockId}/${element.action_id}` };
  const click = async (event) => {
    if (element.confirm) event.preventDefault();
    if (!(await confirmed(element.confirm))) return;
    if (element.confirm && element.url) window.open(node.href, "_blank", "noopener,noreferrer");
    await context.act(element, { value: element.value ?? null }, node);
  };
  const node = element.url ? anchor(element, props, click, words) : h("button", { type: "button", ...props, on: { click } }, words);
  return node;
}

/** A button with a url opens it and tells the app as well. */
function anchor(element, props, click, words) {
  const inside = placeInApp(element.url);
  if (inside) return h("a", { ...props, href: inside, dataset: { place: "", key: props["data-key"] }, on: { click } }, words);
  return h("a", { ...props, href: safeUrl(element.url), target: "_blank", rel: "noopener noreferrer", on: { click } }, words);
}

function overflow(element, context) {
  const pick = async (option) => {
    if (safeUrl(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    if (await confirmed(element.confirm)) await context.act(element, { selected_option: option }, node);
  };
  const node = menuButton("more", t("moreActions"), () => optionItems(element.options ?? [], pick), { class: "bordered", "data-key": `${context.blockId}/${element.action_id}` });
  return node;
}

function feedback(element, context) {
  const answers = [element.positive_button, element.negative_button].filter(Boolean);
  return fragment(answers.map((answer) => button({ ...element, ...answer, type: "feedback_buttons" }, context)));
}

// Groups of native radios and checkboxes -------------------------------------------------------------------------

function radios(element, context) {
  const field = context.form.field(context.blockId, element, { selected_option: element.initial_option ?? null });
  const change = async (option) => {
    const before = field.value.selected_option;
    field.set({ selected_option: option });
    if (context.dispatches && !(await confirmed(element.confirm))) {
      field.set({ selected_option: before });
      return check(group, (input) => input.value === before?.value);
    }
    return context.changed(element, { selected_option: option }, group);
  };
  const group = optionGroup("radio", element, context, change);
  check(group, (input) => input.value === field.value.selected_option?.value);
  return group;
}

function checkboxes(element, context) {
  const field = context.form.field(context.blockId, element, { selected_options: element.initial_options ?? [] });
  const change = async () => {
    const before = field.value.selected_options;
    const values = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    const chosen = (element.options ?? []).filter((option) => values.includes(option.value));
    field.set({ selected_options: chosen });
    if (context.dispatches && !(await confirmed(element.confirm))) {
      field.set({ selected_options: before });
      return check(group, (input) => before.some((option) => option.value === input.value));
    }
    return context.changed(element, { selected_options: chosen }, group);
  };
  const group = optionGroup("checkbox", element, context, change);
  check(group, (input) => field.value.selected_options.some((option) => option.value === input.value));
  return group;
}

function check(group, isChosen) {
  for (const input of group.querySelectorAll("input")) input.checked = isChosen(input);
}

function optionGroup(type, element, context, change) {
  const name = uid("group");
  const role = type === "radio" ? "radiogroup" : "group";
  const required = type === "radio" && context.isInput && !context.optional ? "true" : null;
  return h("div", { class: "options", role, "aria-required": required, ...wiring(element, context) },
    (element.options ?? []).map((option) => optionRow(type, name, option, () => change(option))));
}

function optionRow(type, name, option, change) {
  const description = uid("description");
  const input = h("input", { type, name, value: option.value ?? "", "aria-describedby": option.description ? description : null, on: { change } });
  return h("label", { class: "option" }, input, h("span", { class: "option-text" },
    h("span", {}, textObject(option.text)),
    option.description && h("span", { class: "option-description", id: description }, textObject(option.description))));
}
