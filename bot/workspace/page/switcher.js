// A searchable list: of people one can be, and (Ctrl+K) of channels one can go to.

import { avatar } from "./avatar.js";
import { h, svgIcon, uid } from "./dom.js";
import { appChannel, memberChannels, people, session } from "./session.js";
import { locale, t } from "./strings.js";

/** The list itself; `onPick(row)`. Rows: {id, kind, name, detail}. */
export function searchList(rows, onPick) {
  const id = uid("search");
  const input = h("input", {
    type: "text", class: "text-input search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: t("searchPeople"), "aria-label": t("searchPeople"),
    "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": id, on: { input: () => { active = 0; draw(); }, keydown },
  });
  const list = h("div", { class: "search-list", role: "listbox", id, "aria-label": t("user") });
  // Made once: with 200 people, typing only shows and hides.
  const all = rows.map((row, at) => ({ ...row, node: rowNode(row, `${id}-${at}`, () => onPick(row)), text: fold(`${row.name} ${row.nick ?? ""} ${row.detail}`) }));
  let shown = all;
  let active = 0;

  function draw() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    shown = all.filter((row) => words.every((word) => row.text.includes(word)));
    list.replaceChildren(...(shown.length ? shown.map((row) => row.node) : [h("p", { class: "popup-note" }, t("noMatch"))]));
    mark();
  }

  function mark() {
    for (const node of list.querySelectorAll(".active")) node.classList.remove("active");
    const row = shown[active];
    for (const { node } of shown) node.setAttribute("aria-selected", String(node === row?.node));
    if (!row) return input.removeAttribute("aria-activedescendant");
    row.node.classList.add("active");
    row.node.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", row.node.id);
  }

  function keydown(event) {
    const last = shown.length - 1;
    const target = { ArrowDown: active === last ? 0 : active + 1, ArrowUp: active === 0 ? last : active - 1, PageDown: Math.min(last, active + 8), PageUp: Math.max(0, active - 8) }[event.key];
    if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      onPick(shown[active]);
    } else if (target !== undefined) {
      event.preventDefault();
      active = target;
      mark();
    }
  }

  draw();
  return { node: h("div", { class: "search-box" }, input, list), focus: () => input.focus() };
}

/** "Muller" finds "Müller". */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function rowNode(row, id, pick) {
  const mark = row.kind === "channel" ? h("span", { class: "place-mark", "aria-hidden": "true" }, row.mark) : avatar(row.id, row.name, { app: row.kind === "app" });
  return h("div", { class: "search-row", role: "option", id, on: { click: pick } }, mark, h("span", { class: "search-words" }, h("span", {}, row.name), row.detail && h("span", { class: "popup-description" }, row.detail)));
}

export function personRows() {
  const languages = new Intl.DisplayNames([locale()], { type: "language" });
  return people().map((user) => ({ id: user.id, kind: "person", name: user.name, nick: user.nick, detail: [user.title, language(languages, user.locale), user.tz].filter(Boolean).join(" · ") }));
}

function language(names, tag) {
  try {
    return tag ? names.of(tag.replace("_", "-").split("-")[0]) : "";
  } catch {
    return tag;
  }
}

export function placeRows() {
  const app = { id: appChannel().id, kind: "app", name: session.app.name, detail: t("app") };
  return [app, ...memberChannels().map((channel) => ({ id: channel.id, kind: "channel", mark: channel.is_private ? svgIcon("lock") : "#", name: channel.name, detail: t("channels") }))];
}

/** In a dialog that Esc closes. */
export function openSwitcher(title, rows, onPick) {
  const id = uid("title");
  const picked = (row) => {
    dialog.close();
    onPick(row);
  };
  const search = searchList(rows, picked);
  const dialog = h("dialog", { class: "dialog switcher", "aria-labelledby": id }, h("h2", { class: "dialog-title", id }, title), search.node);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  search.focus();
}
