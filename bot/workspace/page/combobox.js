// A select one can type in (WAI-ARIA combobox with a list): one choice or several, grouped or not.

import { h, iconButton, svgIcon, uid } from "./dom.js";
import { showAt } from "./floating.js";
import { t } from "./strings.js";

/**
 * choices: [{key, label (text), description (text), group (text)}]; selected: [key].
 * `onChange(keys)` is called with every change; `search(query)`, if there is one, adds to
 * the choices and gives those to show. Returns the node.
 */
export function combobox({ choices, search, selected = [], multiple = false, max = Infinity, clearable = false, placeholder, attributes = {}, onChange }) {
  const state = { keys: [...selected], open: false, active: -1, shown: [], hide: null, found: [], asked: 0 };
  const find = (key) => choices.find((choice) => choice.key === key);
  const listId = uid("list");

  const input = h("input", {
    ...attributes, type: "text", role: "combobox", class: "combo-input", autocomplete: "off", spellcheck: "false", placeholder,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    on: { input: () => { state.active = 0; open(input.value); }, click: () => open(""), keydown, blur: () => setTimeout(settle, 0) },
  });
  const chips = h("span", { class: "combo-chips" });
  const clear = iconButton("close", t("clear"), { class: "combo-clear", on: { click: () => change([]) } });
  const arrow = h("span", { class: "combo-arrow", "aria-hidden": "true" }, svgIcon("chevron"));
  const list = h("div", { class: "popup combo-list", popover: "manual", role: "listbox", id: listId, "aria-multiselectable": multiple ? "true" : null, "aria-label": placeholder });
  const node = h("div", { class: `combo${multiple ? " combo-multi" : ""}` }, chips, input, clear, arrow, list);
  // The list must not take the focus from the input, or the input would close it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());

  function open(query) {
    state.shown = search ? state.found : matching(choices, query);
    if (search) look(query);
    if (!state.open) {
      state.open = true;
      state.active = query ? 0 : Math.max(0, state.shown.findIndex((choice) => state.keys.includes(choice.key)));
      if (!multiple) input.select();
    }
    draw();
    state.hide ??= showAt(list, node, { matchWidth: true, onOutside: close });
    input.setAttribute("aria-expanded", "true");
    mark();
  }

  /** Only the answer to what was typed last counts. */
  async function look(query) {
    const asked = ++state.asked;
    const found = await search(query);
    if (asked !== state.asked) return;
    state.shown = state.found = found;
    if (!state.open) return;
    state.active = found.length ? 0 : -1;
    draw();
    mark();
  }

  function close() {
    if (!state.open) return;
    state.open = false;
    state.hide?.();
    state.hide = null;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    show();
  }

  function settle() {
    if (document.activeElement !== input) close();
  }

  function draw() {
    const rows = [];
    state.shown.forEach((choice, at) => {
      if (choice.group && choice.group !== state.shown[at - 1]?.group) rows.push(h("div", { class: "popup-group", role: "presentation" }, choice.group));
      rows.push(option(choice, at));
    });
    list.replaceChildren(...(rows.length ? rows : [h("p", { class: "popup-note" }, t("noMatch"))]));
  }

  function option(choice, at) {
    const chosen = state.keys.includes(choice.key);
    const description = choice.description && h("span", { class: "popup-description" }, choice.description);
    return h("div", { class: "popup-row", role: "option", id: `${listId}-${at}`, "aria-selected": String(chosen), on: { click: () => pick(choice) } }, h("span", {}, choice.label), description);
  }

  function mark() {
    for (const row of list.querySelectorAll(".active")) row.classList.remove("active");
    const row = document.getElementById(`${listId}-${state.active}`);
    if (!row) return input.removeAttribute("aria-activedescendant");
    row.classList.add("active");
    row.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", row.id);
  }

  function pick(choice) {
    if (!multiple) {
      close();
      change([choice.key]);
      return;
    }
    const has = state.keys.includes(choice.key);
    if (!has && state.keys.length >= max) return;
    input.value = "";
    change(has ? state.keys.filter((key) => key !== choice.key) : [...state.keys, choice.key]);
    open("");
  }

  function change(keys) {
    const before = state.keys.join("\n");
    state.keys = keys;
    show();
    if (keys.join("\n") !== before) onChange(keys);
  }

  function show() {
    input.value = multiple ? "" : (find(state.keys[0])?.label ?? "");
    if (multiple) chips.replaceChildren(...state.keys.map(chip));
    input.placeholder = multiple && state.keys.length ? "" : placeholder;
    clear.hidden = !clearable || multiple || !state.keys.length;
  }

  function chip(key) {
    const label = find(key)?.label ?? key;
    const remove = iconButton("close", t("remove", { name: label }), { on: { click: () => { change(state.keys.filter((other) => other !== key)); input.focus(); } } });
    return h("span", { class: "chip" }, label, remove);
  }

  function keydown(event) {
    const handler = KEYS[event.key];
    if (handler?.() === true) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  function step(by) {
    if (!state.open) open("");
    else if (state.shown.length) {
      state.active = (state.active + by + state.shown.length) % state.shown.length;
      mark();
    }
    return true;
  }

  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => {
      if (state.open && state.shown[state.active]) pick(state.shown[state.active]);
      else open("");
      return true;
    },
    Escape: () => {
      const was = state.open;
      close();
      return was;
    },
    Tab: () => close(),
    Backspace: () => {
      if (multiple && !input.value && state.keys.length) change(state.keys.slice(0, -1));
    },
  };

  show();
  return node;
}

function matching(choices, query) {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return choices;
  return choices.filter((choice) => words.every((word) => `${choice.label} ${choice.description ?? ""}`.toLowerCase().includes(word)));
}
