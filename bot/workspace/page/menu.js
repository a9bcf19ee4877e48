// A menu at a button: overflow elements, a message's "⋯", the composer's shortcuts.

import { h, svgIcon } from "./dom.js";
import { showAt } from "./floating.js";
import { textObject } from "./mrkdwn.js";

let closeOpen = () => {};

/** items: [{label: node or text, description?, pick()}]; `empty` is said when there are none. */
export function openMenu(anchor, label, items, empty = "") {
  closeOpen();
  const close = () => {
    hide();
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    closeOpen = () => {};
  };
  const menu = h("div", { class: "popup menu", popover: "manual", role: "menu", "aria-label": label }, items.map((item) => row(item, close, anchor)));
  if (!items.length) menu.append(h("p", { class: "popup-note" }, empty));
  // Beside the anchor: inside an open dialog everything else is inert.
  anchor.after(menu);
  anchor.setAttribute("aria-expanded", "true");
  const hide = showAt(menu, anchor, { onOutside: close });
  closeOpen = close;
  menu.addEventListener("keydown", (event) => keys(event, menu, close, anchor));
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
  menu.tabIndex = -1;
  (menu.querySelector("[role=menuitem]") ?? menu).focus();
}

function row(item, close, anchor) {
  const pick = () => {
    anchor.focus();
    close();
    item.pick();
  };
  const description = item.description && h("span", { class: "popup-description" }, item.description);
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", class: "popup-row", on: { click: pick } }, h("span", {}, item.label), description);
}

function keys(event, menu, close, anchor) {
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    anchor.focus();
    close();
    return;
  }
  const rows = [...menu.querySelectorAll("[role=menuitem]")];
  const at = rows.indexOf(document.activeElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  rows[(target + rows.length) % rows.length]?.focus();
}

export function menuButton(icon, label, makeItems, { empty, ...props } = {}) {
  const button = h("button", {
    type: "button", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", ...props, class: `icon-button ${props.class ?? ""}`,
    on: { click: () => openMenu(button, label, makeItems(), empty) },
  }, svgIcon(icon));
  return button;
}

/** Options of Block Kit as rows of a menu. */
export function optionItems(options, pick) {
  return options.map((option) => ({
    label: textObject(option.text),
    description: option.description && textObject(option.description),
    pick: () => pick(option),
  }));
}
